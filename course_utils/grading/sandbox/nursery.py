"""Kernels that start warm: forked from a process that has the imports, into an ordinary sandbox.

`Nursery` starts that process (`forker`) once, in a user namespace of its own with a kernel's view of files.
The sandbox of each kernel is made by bubblewrap, below that user namespace, with the options of every other;
its first process waits until the kernel in it has ended.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

from . import bubblewrap, mounts, seccomp
from .limits import Limits

HOST_PROC = ("--ro-bind", "/proc", "/proc")  # the forker has no processes of its own to look at
MODULES = (  # what kernels and lessons import
    "ipykernel.kernelapp",
    "matplotlib.pyplot",
    "course_utils.checks.probe",
    "course_utils.data",
    "course_utils.explorers",
    "course_utils.plots",
)
# The first process of a sandbox; it says that it is there, and waits for the status with which to end.
WAIT = ("/usr/bin/env", "-i", "/bin/sh", "-c", "echo >&0; read status; exit $status")
PATIENCE = 100.0  # s for the imports, and for a sandbox: a busy machine takes long


class NoWarmStart(Exception):
    """Kernels cannot be forked here; they have to start from the beginning."""


class View(NamedTuple):
    """What kernels of a chapter can see: see `mounts.options`; and what they import beside `MODULES`."""

    hidden: tuple[str, ...] = ()
    lent: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


_known: dict[View, Nursery | None] = {}  # None where there can be none


def warm_up(view: View) -> None:
    """Make sure that kernels of a view start warm in this process and its forks, if that is possible."""
    known = _known.get(view)
    if view not in _known or (known and known.has_ended):
        _known[view] = None
        with suppress(NoWarmStart):
            _known[view] = Nursery(view)


def warm(view: View) -> Nursery | None:
    """The nursery of a view; None if its kernels start from the beginning."""
    return _known.get(view)


class Nursery:
    """A process that has imported what kernels of a view need, and forks them.

    Raises
    ------
    NoWarmStart
        This machine cannot do it.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        tools = shutil.which("unshare"), shutil.which("nsenter")
        if not all(tools) or not hasattr(os, "pidfd_open"):
            raise NoWarmStart("util-linux or Linux are too old")
        self._unshare, self._enter = map(str, tools)
        self._line, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        steps = base64.b64encode(seccomp.program()).decode()
        files = mounts.options(view.hidden, Limits.storage, view.lent, proc=HOST_PROC)
        command = [
            *(self._unshare, "--user", "--map-root-user", "--", bubblewrap.executable()),
            *("--unshare-net", "--unshare-ipc", "--unshare-uts", "--hostname", "sandbox"),
            *("--die-with-parent", "--new-session", *mounts.environment(), *files, "--"),
            *(
                sys.executable,
                f"{mounts.COURSE}/{mounts.FORKER.name}",
                str(there.fileno()),
                steps,
                *MODULES,
                *view.imports,
            ),
        ]
        with there:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                pass_fds=(there.fileno(),),
                start_new_session=True,
            )
        self._line.settimeout(PATIENCE)
        try:
            if self._line.recv(100) != b"ready":
                raise OSError("it has ended")
        except OSError as error:
            self.end()
            raise NoWarmStart("the process that forks kernels did not start") from error

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended; only the process that started it can tell."""
        return self._process.poll() is not None

    def kernel(
        self, module: Sequence[str], limits: Limits, core: int, sockets: Mapping[str, int], shown: Path
    ) -> tuple[subprocess.Popen[bytes], int, int]:
        """Start a kernel in a sandbox of its own.

        Parameters
        ----------
        module : that is run, and its arguments.
        core : on which it runs.
        sockets : open files on which it listens, by port.
        shown : a file that it can read.

        Returns
        -------
        What `bubblewrap.start` returns, and the number of the kernel's process.

        Raises
        ------
        NoWarmStart
            No kernel was forked; nothing of it is left.
        """
        errors, errors_end = os.pipe()
        holder, holder_end = socket.socketpair()
        told, tell = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        asked = {"module": module, "limits": limits.resources(), "core": core, "ports": [*sockets]}
        with ExitStack() as kept, ExitStack() as given:
            kept.enter_context(told)
            given.enter_context(tell)
            given.enter_context(holder_end)
            given.enter_context(os.fdopen(errors_end))
            stream = kept.enter_context(os.fdopen(errors, "rb"))
            try:
                with holder:
                    process, first = self._sandbox(holder.fileno(), errors_end, limits, shown)
                kept.callback(_end, process)
                sandbox = given.enter_context(os.fdopen(os.pidfd_open(first)))
                own = (tell.fileno(), holder_end.fileno(), sandbox.fileno(), errors_end)
                socket.send_fds(self._line, [json.dumps(asked).encode()], [*own, *sockets.values()])
                given.close()
                told.settimeout(PATIENCE)
                kernel = int(told.recv(1000))
            except (OSError, ValueError, bubblewrap.SandboxMissing) as error:
                raise NoWarmStart(f"no kernel was forked: {error}") from error
            kept.pop_all()
        told.close()
        process.stderr = stream
        return process, first, kernel

    def _sandbox(
        self, holder: int, errors: int, limits: Limits, shown: Path
    ) -> tuple[subprocess.Popen[bytes], int]:
        """A sandbox with nothing in it but a first process that waits for its exit status on `holder`."""
        files = mounts.options(self._view.hidden, limits.storage, self._view.lent, (shown,))
        options = ["--clearenv", "--as-pid-1", *files, "--", *WAIT]
        users = f"--user=/proc/{self._process.pid}/ns/user"
        before = [self._enter, users, "--preserve-credentials", "--"]
        return bubblewrap.closed(options, inherited=(), before=before, stdin=holder, stderr=errors)

    def end(self) -> None:
        """End the process; kernels live on."""
        self._line.close()
        _end(self._process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
