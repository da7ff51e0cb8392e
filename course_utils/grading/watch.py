"""Looks at a sandboxed kernel twenty times a second, ends it when it takes too much, says why it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from enum import StrEnum

import psutil

from .sandbox import SCRATCH, Limits, bubblewrap

PERIOD = 0.05  # s
PATIENCE = 10.0  # s for bubblewrap to build a sandbox
LAST_WORDS = 4096  # bytes of what the kernel wrote to its standard error that are kept


class Cause(StrEnum):
    """What a kernel took too much of."""

    MEMORY = "out of memory"
    PROCESSOR = "out of processor time"
    THREADS = "too many threads"
    FILES = "too many files"
    BACKLOG = "more output than the grader can take"  # one message may have parts without end


class Watch(threading.Thread):
    """Watches one kernel to its end, and the first process of its sandbox, whose memory it can write.

    `bwrap` and `first` are what `sandbox.start` returned.

    Attributes
    ----------
    last_words : the end of what was written to standard error, by bubblewrap or by the kernel.

    Raises
    ------
    RuntimeError
        The kernel did not start.
    """

    def __init__(self, bwrap: subprocess.Popen[bytes], first: int, limits: Limits) -> None:
        super().__init__(name=f"watch {first}", daemon=True)
        self._cause: str | None = None
        self.last_words = b""
        self._bwrap = bwrap
        self._first = psutil.Process(first)
        self._limits = limits
        self._grader = psutil.Process()
        self._before = self._grader.memory_info().rss
        self._kernel = self._entered()
        self._errors = os.dup(bwrap.stderr.fileno()) if bwrap.stderr else -1
        os.set_blocking(self._errors, False)
        self._scratch = os.open(f"/proc/{self._kernel.pid}/root{SCRATCH}", os.O_PATH | os.O_DIRECTORY)

    def run(self) -> None:
        """Look again and again. Should looking fail, the kernel ends too: unwatched code does not run."""
        excess = None
        try:
            while self._bwrap.poll() is None:
                self._listen()
                if excess := excess or self._excess():
                    self.kill()
                time.sleep(PERIOD)
        finally:
            self.kill()
            self._listen()
            os.close(self._scratch)
            os.close(self._errors)
            self._cause = excess or _ending(self._bwrap.wait())

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
        builder = os.path.realpath(bubblewrap())
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

    def _excess(self) -> Cause | None:
        used = [_used(process) for process in (self._first, self._kernel)]
        memory, processor, threads = map(sum, zip(*used, strict=True))
        held = os.fstatvfs(self._scratch)
        exceeded = {
            Cause.MEMORY: memory > self._limits.memory,
            Cause.PROCESSOR: processor > self._limits.processor,
            Cause.THREADS: threads > self._limits.threads,
            Cause.FILES: held.f_files - held.f_ffree > self._limits.files,
            Cause.BACKLOG: self._grader.memory_info().rss - self._before > self._limits.backlog,
        }
        return next((cause for cause, true in exceeded.items() if true), None)

    def _listen(self) -> None:
        """Read once what is there, or a talkative kernel would wait for us; once, or we would wait for it."""
        with suppress(BlockingIOError):
            self.last_words = (self.last_words + os.read(self._errors, 1 << 20))[-LAST_WORDS:]


def _used(process: psutil.Process) -> tuple[float, float, float]:
    """Bytes of memory, seconds of processor time, number of threads; nothing where it has ended."""
    try:
        with process.oneshot():
            return process.memory_info().rss, sum(process.cpu_times()[:2]), process.num_threads()
    except psutil.NoSuchProcess:
        return 0, 0, 0


def _ending(status: int) -> str:
    signals = {128 + known: known.name for known in signal.Signals}
    return f"killed by {signals[status]}" if status in signals else f"ended with exit status {status}"
