"""Starting a command in a sandbox of bubblewrap: no network, no environment, no other process.

What can be seen inside is in `mounts`, which system calls are refused in `seccomp`. Needs Linux and
bubblewrap 0.8 or newer; works for root and for everybody who may make user namespaces.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from . import mounts, seccomp
from .limits import Limits


class SandboxMissing(RuntimeError):
    """No sandbox can be made on this machine: `says` is the reason, `mend` the command that helps."""

    def __init__(self, says: str, mend: str) -> None:
        super().__init__(f"Grading runs submissions in a sandbox, and {says}. Mend it: {mend}")
        self.says, self.mend = says, mend


def start(
    command: Sequence[str],
    *,
    hidden: Iterable[str] = (),
    shown: Iterable[Path] = (),
    storage: int = Limits.storage,
    lent: Iterable[str] = (),
    inherited: Iterable[int] = (),
) -> tuple[subprocess.Popen[bytes], int]:
    """Run a command in a sandbox; its output is dropped, its errors are a pipe.

    The sandbox ends when the thread that called this ends.

    Parameters
    ----------
    hidden, shown, storage, lent : see `mounts.options`.
    inherited : open files that the command gets, too.

    Returns
    -------
    Bubblewrap's process, which ends with the exit status of the command; and the number of the sandbox's
    first process, whose death ends everything inside.

    Raises
    ------
    SandboxMissing
        No sandbox can be made here.
    """
    view = [*mounts.environment(), *mounts.options(tuple(hidden), storage, tuple(lent), tuple(shown))]
    filter_file, filter_end = os.pipe()
    with os.fdopen(filter_end, "wb") as end:
        end.write(seccomp.program())
    try:
        options = ["--seccomp", str(filter_file), *view, "--", *command]
        return closed(options, inherited=(filter_file, *inherited))
    finally:
        os.close(filter_file)


def closed(
    options: Sequence[str],
    *,
    inherited: Iterable[int],
    before: Sequence[str] = (),
    stdin: int = subprocess.DEVNULL,
    stderr: int = subprocess.PIPE,
) -> tuple[subprocess.Popen[bytes], int]:
    """Run bubblewrap with namespaces of its own and what `options` add; what is returned, see `start`.

    Parameters
    ----------
    inherited : open files that bubblewrap and its command get.
    before : a command that starts bubblewrap.
    stdin, stderr : open files; the errors are a pipe if not given.
    """
    info, info_file = os.pipe()
    own = [
        *("--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"),
        *("--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--hostname", "sandbox"),
        *("--info-fd", str(info_file)),
    ]
    process = subprocess.Popen(
        [*before, executable(), *own, *options],
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        env={},
        cwd="/",
        pass_fds=(info_file, *inherited),
        start_new_session=True,
    )
    os.close(info_file)
    with os.fdopen(info) as stream:
        told = stream.read()
    if not told:
        raise _refusal(process)
    return process, json.loads(told)["child-pid"]


def require() -> None:
    """Try to make a sandbox; raise SandboxMissing if that fails."""
    process, _ = start(["/usr/bin/true"])
    if process.wait():
        raise _refusal(process)


@cache
def require_once() -> None:
    """As `require`, but try only once in a process."""
    require()


def executable() -> str:
    """The path of ``bwrap``; SandboxMissing where this machine has none, or cannot have it."""
    if sys.platform != "linux" or platform.machine() not in seccomp.AUDIT:
        this = f"{platform.system()} on {platform.machine()}"
        raise SandboxMissing(
            f"it needs Linux on x86-64 or arm64; this is {this}", "grade in a virtual machine with Linux"
        )
    if path := shutil.which("bwrap"):
        return path
    raise SandboxMissing("bubblewrap, which makes it, is not installed", "sudo apt-get install bubblewrap")


def _refusal(bwrap: subprocess.Popen[bytes]) -> SandboxMissing:
    """Why bubblewrap is installed but made no sandbox, and the command that helps."""
    errors = (bwrap.communicate()[1] or b"").decode(errors="replace").strip()
    switches = {
        "kernel.apparmor_restrict_unprivileged_userns": ("1", "0"),  # Ubuntu 24.04
        "kernel.unprivileged_userns_clone": ("0", "1"),  # Debian 10
        "user.max_user_namespaces": ("0", "15000"),  # hardened machines
    }
    mend = "allow user namespaces; for a container: docker run --security-opt seccomp=unconfined ..."
    for name, (closed, opened) in switches.items():
        state = Path("/proc/sys", name.replace(".", "/"))
        if os.geteuid() and state.exists() and state.read_text().strip() == closed:
            mend = f"sudo sysctl -w {name}={opened}"
    if "nknown option" in errors:
        mend = "sudo apt-get install --only-upgrade bubblewrap  # 0.8 or newer"
    return SandboxMissing(f"bubblewrap cannot make one here ({errors})", mend)
