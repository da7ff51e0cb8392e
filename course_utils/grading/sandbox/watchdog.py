"""Looks at a sandboxed kernel twenty times a second, ends it when it uses too much, and says why it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from enum import StrEnum
from typing import NamedTuple

import psutil

from .bubblewrap import executable
from .limits import Limits
from .mounts import SCRATCH
from .processes import Watched

PERIOD = 0.05  # s
SPAN = 0.5  # s over which waiting for the processor is measured: it is counted in steps of 10 ms
PATIENCE = 60.0  # s for bubblewrap to build a sandbox: a busy machine takes long


class Cause(StrEnum):
    """What a kernel used too much of."""

    MEMORY = "out of memory"
    PROCESSOR = "out of processor time"
    THREADS = "too many threads"
    FILES = "too many files"
    BACKLOG = "more output than the grader can take"  # one message may have parts without end


class Use(NamedTuple):
    """What a kernel uses, in the units of `Limits`."""

    memory: float = 0
    processor: float = 0
    threads: float = 0
    files: float = 0
    backlog: float = 0


def excess(use: Use, limits: Limits) -> Cause | None:
    """The first limit that is exceeded.

    >>> excess(Use(processor=4, threads=500), Limits(processor=3, threads=100))
    <Cause.PROCESSOR: 'out of processor time'>
    """
    names = {cause: cause.name.lower() for cause in Cause}
    return next((cause for cause, name in names.items() if getattr(use, name) > getattr(limits, name)), None)


class Watchdog(threading.Thread):
    """Watches one kernel to its end, and the first process of its sandbox, whose memory it can write.

    `bwrap` and `first` are what `bubblewrap.start` returned; `kernel` is the number of the kernel's process,
    where it is not the child of the first that takes its place when the sandbox is built.

    Raises
    ------
    RuntimeError
        The kernel did not start.
    """

    def __init__(
        self, bwrap: subprocess.Popen[bytes], first: int, limits: Limits, kernel: int | None = None
    ) -> None:
        super().__init__(name=f"watchdog {first}", daemon=True)
        self._cause: str | None = None
        self._bwrap = bwrap
        self._first = psutil.Process(first)
        self._limits = limits
        self._grader = psutil.Process()
        self._before = self._grader.memory_info().rss
        self.kernel = psutil.Process(kernel) if kernel else self._entered()
        self._watched = [Watched(process.pid) for process in (self._first, self.kernel)]
        for process in self._watched:
            process.prefer_to_end()
        self.starved = 0.0  # seconds that the kernel wanted its core, and others had it
        self._seen = (time.monotonic(), 0.0, 0.0)
        self._errors = os.dup(bwrap.stderr.fileno()) if bwrap.stderr else -1
        os.set_blocking(self._errors, False)
        self._scratch = os.open(f"/proc/{self.kernel.pid}/root{SCRATCH}", os.O_PATH | os.O_DIRECTORY)

    def run(self) -> None:
        """Look again and again. If that fails, the kernel is ended: no code runs unwatched."""
        found = None
        try:
            while self._bwrap.poll() is None:
                self._drain()
                if found := found or excess(self._use(), self._limits):
                    self.kill()
                self._notice_waiting()
                time.sleep(PERIOD)
        finally:
            self.kill()
            self._drain()
            os.close(self._scratch)
            os.close(self._errors)
            for process in self._watched:
                process.close()
            self._cause = found or _ending(self._bwrap.wait())

    @property
    def cause(self) -> str | None:
        """None while the kernel lives; then a `Cause`, or in words how it ended by itself."""
        if self._bwrap.poll() is not None:
            self.join()
        return self._cause

    def kill(self) -> None:
        """End the kernel at once: without its first process a sandbox is empty."""
        with suppress(psutil.NoSuchProcess):
            self._first.kill()

    def _entered(self) -> psutil.Process:
        """Wait until bubblewrap has built the sandbox and the kernel has taken its place in it."""
        builder = os.path.realpath(executable())
        deadline = time.monotonic() + PATIENCE
        while self._bwrap.poll() is None and time.monotonic() < deadline:
            with suppress(psutil.Error):  # between two programs a process cannot be read
                for process in self._first.children():
                    if process.exe() not in ("", builder):
                        return process
            time.sleep(PERIOD / 10)
        self.kill()
        said = self._bwrap.communicate()[1].decode(errors="replace").strip()
        raise RuntimeError(
            f"A sandboxed kernel did not start within {PATIENCE:g} s. Last words: {said or 'none'}"
        )

    def _use(self) -> Use:
        memory, processor, threads = map(sum, zip(*(one.used() for one in self._watched), strict=True))
        held = os.fstatvfs(self._scratch)
        grown = self._grader.memory_info().rss - self._before
        return Use(memory, processor, threads, held.f_files - held.f_ffree, grown)

    def _notice_waiting(self) -> None:
        """Count the time that the kernel waited for its core, as far as it did not take it from itself."""
        now, before = time.monotonic(), self._seen
        if now - before[0] < SPAN:
            return
        processor, waited = self._watched[1].used()[1], self._watched[1].waited()
        self._seen = (now, processor, waited)
        unused = now - before[0] - (processor - before[1])
        self.starved += max(0.0, min(waited - before[2], unused))

    def _drain(self) -> None:
        """Read the errors that are there, once: a full pipe stops the kernel, a flood would stop us."""
        with suppress(BlockingIOError):
            os.read(self._errors, 1 << 20)


def _ending(status: int) -> str:
    signals = {128 + known: known.name for known in signal.Signals}
    return f"killed by {signals[status]}" if status in signals else f"ended with exit status {status}"
