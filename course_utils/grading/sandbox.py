"""What a sandboxed command may see and use: a bubblewrap command line, a system-call filter, and limits.

Inside there is a read-only Python, the learner's part of `course_utils`, one small folder (`/tmp`) to write
in and nothing else: no network, no environment, no other process; no exercise, solution or gradebook.

Needs Linux and bubblewrap 0.8 or newer; works for root and for everybody who may make user namespaces.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from . import seccomp

SCRATCH = "/tmp"  # the one folder that can be written
COURSE = "/course"  # where the learner's part of course_utils is mounted

PACKAGE = Path(__file__).parents[1]
ABSENT = PACKAGE / "grading" / "absent"
START = PACKAGE / "grading" / "start.py"

# What of course_utils a lesson may import. All else stays out, exercises with their oracles first.
VISIBLE = (
    "__init__.py", "checks", "data.py", "demos.py", "explorers", "learner.py", "plots.py", "tables.py",
    "training.py",
)  # fmt: skip

# Libraries that answer an exercise of the NumPy chapters in one call. scikit-learn is not among them: without
# SciPy it cannot be imported, while its photographs stay readable as the plain files they are.
ANSWERING = (
    "scipy", "torch", "torchvision", "tensorflow", "keras", "jax", "jaxlib", "cv2", "skimage", "numba",
    "cupy", "onnxruntime", "mlx", "paddle", "mxnet", "PIL.ImageFilter",
)  # fmt: skip

ENVIRONMENT = {
    "HOME": f"{SCRATCH}/home",
    "IPYTHONDIR": f"{SCRATCH}/home/.ipython",
    "MPLCONFIGDIR": f"{SCRATCH}/home/.matplotlib",
    "USER": "learner",
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONPATH": COURSE,
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "JOBLIB_MULTIPROCESSING": "0",
    **dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
    ),
}

SYSTEM = (Path("/usr"), Path("/usr/local"))

MiB = 1 << 20


class SandboxMissing(RuntimeError):
    """No sandbox can be made on this machine: `says` why, and the line that would `mend` it."""

    def __init__(self, says: str, mend: str) -> None:
        super().__init__(f"Grading runs submissions in a sandbox, and {says}. Mend it: {mend}")
        self.says, self.mend = says, mend


@dataclass(frozen=True)
class Limits:
    """What one kernel may use before it is ended. Sizes in bytes.

    `memory` (resident), `threads`, `files` and `processor` (seconds) are watched and end the kernel with that
    cause; so is `backlog`, by how much the grader's own memory may grow while it hears the kernel. The
    others are enforced by the operating system and show as an error in the cell that passes them;
    `address_space` is also the most that memory can reach between two looks of the watcher.
    A `message` above the limit closes its channel: the grader hears nothing more until it connects again.
    There is no number of processes: a kernel is one process and cannot start another.
    """

    memory: int = 1024 * MiB
    processor: float = 300
    threads: int = 128
    files: int = 20_000
    backlog: int = 1024 * MiB
    address_space: int = 4096 * MiB
    storage: int = 128 * MiB
    file: int = 64 * MiB
    open_files: int = 256
    message: int = 32 * MiB

    def resources(self) -> dict[str, int]:
        """Return the limits that a process sets on itself, by their name in the module `resource`."""
        return {
            "RLIMIT_AS": self.address_space,
            "RLIMIT_FSIZE": self.file,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_CPU": int(self.processor) + 5,  # the watcher comes first, and knows the cause
            "RLIMIT_CORE": 0,
            "RLIMIT_MSGQUEUE": 0,
        }


def command(
    argv: Sequence[str],
    *,
    filter_file: int,
    info_file: int,
    hidden: Iterable[str] = (),
    shown: Iterable[Path] = (),
    storage: int = Limits.storage,
) -> list[str]:
    """Return the command line that runs `argv` in a sandbox.

    Parameters
    ----------
    filter_file, info_file : open files: of the system-call filter to read, and for bubblewrap to write
        the number of the sandbox's first process to.
    hidden : dotted names of modules that can neither be imported nor found as files.
    shown : files that can be read at the same path as outside.
    storage : bytes that fit into `/tmp`.
    """
    used, unused = _package_folders()
    options = [
        ("--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"),
        ("--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--hostname", "sandbox"),
        ("--seccomp", str(filter_file), "--info-fd", str(info_file)),
        ("--clearenv", *chain.from_iterable(("--setenv", *pair) for pair in ENVIRONMENT.items())),
        ("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"),
        ("--perms", "0700", "--size", str(storage), "--tmpfs", SCRATCH),
        ("--dir", ENVIRONMENT["HOME"], "--dir", f"{SCRATCH}/work", "--chdir", f"{SCRATCH}/work"),
        *(_read(path) for path in _environment()),
        *(_read(ABSENT, folder) for folder in unused),
        *(_hide(folder, name) for folder in used for name in (*hidden, PACKAGE.name)),
        *(_read(PACKAGE / name, Path(COURSE, PACKAGE.name, name)) for name in VISIBLE),
        _read(START, Path(COURSE, START.name)),
        *(_read(path) for path in shown),
        ("--remount-ro", "/", "--"),
    ]
    return [bubblewrap(), *chain.from_iterable(options), *argv]


def start(
    argv: Sequence[str],
    *,
    hidden: Iterable[str] = (),
    shown: Iterable[Path] = (),
    storage: int = Limits.storage,
    inherited: Iterable[int] = (),
) -> tuple[subprocess.Popen[bytes], int]:
    """Run `argv` in a sandbox, with `inherited` open files; its output is dropped, its errors are a pipe.

    The sandbox ends when the thread that called this ends. Other arguments are those of `command`.

    Returns
    -------
    Bubblewrap's process, which ends with the exit status of `argv`; and the number of the sandbox's first
    process, whose death ends everything inside.

    Raises
    ------
    SandboxMissing
        There is no sandbox to be had here.
    """
    filter_file, filter_end = os.pipe()
    with os.fdopen(filter_end, "wb") as end:
        end.write(seccomp.program())
    info, info_file = os.pipe()
    line = command(
        argv, filter_file=filter_file, info_file=info_file, hidden=hidden, shown=shown, storage=storage
    )
    process = subprocess.Popen(
        line,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={},
        cwd="/",
        pass_fds=(filter_file, info_file, *inherited),
        start_new_session=True,
    )
    os.close(filter_file)
    os.close(info_file)
    with os.fdopen(info) as stream:
        told = stream.read()
    if not told:
        raise _refusal(process)
    return process, json.loads(told)["child-pid"]


def require() -> None:
    """Make a sandbox and leave it, to see that it can be done; raise SandboxMissing where it cannot."""
    process, _ = start(["/usr/bin/true"])
    if process.wait():
        raise _refusal(process)


def bubblewrap() -> str:
    """Return the path of ``bwrap``; raise SandboxMissing where this machine cannot have or has not got it."""
    if sys.platform != "linux" or platform.machine() not in seccomp.AUDIT:
        this = f"{platform.system()} on {platform.machine()}"
        raise SandboxMissing(
            f"it needs Linux on x86-64 or arm64; this is {this}", "grade in a virtual machine with Linux"
        )
    if path := shutil.which("bwrap"):
        return path
    raise SandboxMissing("bubblewrap, which makes it, is not installed", "sudo apt-get install bubblewrap")


def _refusal(bwrap: subprocess.Popen[bytes]) -> SandboxMissing:
    """Say why bubblewrap, which is there, made no sandbox, and find the line that mends it."""
    errors = bwrap.communicate()[1].decode(errors="replace").strip()
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


def _environment() -> list[Path]:
    """List what a Python needs to run: its own folders, the system's libraries and programs, in part only.

    Whole prefixes would show too much: a virtual environment or a system prefix may hold the course itself.
    """
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parents[1]}
    parts = ("bin", "lib", "lib64", "pyvenv.cfg")
    system = ("/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")
    return [
        *(prefix / part for prefix in sorted({*prefixes, *SYSTEM}) for part in parts),
        *map(Path, system),
    ]


def _package_folders() -> tuple[list[Path], list[Path]]:
    """List the folders of packages that a sandbox can see: those that this Python uses, and others."""
    folders = [
        folder
        for library in _environment()
        if library.name.startswith("lib") and not library.is_symlink()
        for folder in library.glob("python3*/*-packages")
    ]
    return [folder for folder in folders if str(folder) in sys.path], [
        folder for folder in folders if str(folder) not in sys.path
    ]


def _hide(folder: Path, module: str) -> list[str]:
    """Options that put `ABSENT` in place of a module, in whichever form it lies in a folder of packages."""
    place = folder / module.replace(".", "/")
    files = [
        *(path for path in place.parent.glob(f"{place.name}.*") if path.suffix in (".py", ".so")),
        *place.parent.glob(f"__pycache__/{place.name}.*.pyc"),
    ]
    shown = [(ABSENT, place)] if place.is_dir() else []
    shown += [(ABSENT / "__init__.py", file) for file in files]
    return list(chain.from_iterable(_read(*pair) for pair in shown))


def _read(source: Path, target: Path | None = None) -> tuple[str, str, str]:
    """Options that show a file or folder, read-only; a link stays one, or a hidden module had two paths."""
    if target is None and source.is_symlink():
        return "--symlink", os.readlink(source), str(source)
    return "--ro-bind-try", str(source), str(target or source)
