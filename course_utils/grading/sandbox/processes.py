"""What a process uses, field by field from ``/proc``, without its name, which it can forge."""

from __future__ import annotations

import os
from contextlib import suppress

TICKS = os.sysconf("SC_CLK_TCK")  # in a second of processor time
PAGE = os.sysconf("SC_PAGE_SIZE")  # bytes
GONE = (FileNotFoundError, ProcessLookupError)


class Watched:
    """One process, whatever becomes of its number and of its first thread."""

    def __init__(self, number: int) -> None:
        self._folder = os.open(f"/proc/{number}", os.O_RDONLY | os.O_DIRECTORY)

    def close(self) -> None:
        """Stop watching."""
        os.close(self._folder)

    def used(self) -> tuple[float, float, float]:
        """Bytes of memory, seconds of processor time, number of threads; nothing where it has ended."""
        try:
            threads = self._threads()
            return self._memory(threads), self._processor(), len(threads)
        except GONE:
            return 0, 0, 0

    def waited(self) -> float:
        """Seconds that its first thread was ready to run, and others had the processor."""
        with suppress(*GONE, IndexError, ValueError):  # a system that does not tell
            return int(self._read("schedstat").split()[1]) / 1e9
        return 0.0

    def prefer_to_end(self) -> None:
        """Make it the first to be ended if the machine runs out of memory."""
        with suppress(OSError):  # it has ended, or belongs to another user
            file = os.open("oom_score_adj", os.O_WRONLY, dir_fd=self._folder)
            try:
                os.write(file, b"1000")
            finally:
                os.close(file)

    def _threads(self) -> list[str]:
        file = os.open("task", os.O_RDONLY | os.O_DIRECTORY, dir_fd=self._folder)
        try:
            return os.listdir(file)
        finally:
            os.close(file)

    def _memory(self, threads: list[str]) -> int:
        """The memory that all threads share, read from any: the first says nothing once it has ended."""
        for name in ("statm", *(f"task/{thread}/statm" for thread in threads)):
            with suppress(*GONE):
                if resident := int(self._read(name).split()[1]):
                    return resident * PAGE
        return 0

    def _processor(self) -> float:
        """The processor time of all threads, including those that have ended."""
        fields = self._read("stat").rpartition(b")")[2].split()  # its name may hold anything, brackets too
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _read(self, name: str) -> bytes:
        file = os.open(name, os.O_RDONLY, dir_fd=self._folder)
        try:
            return os.read(file, 4096)
        finally:
            os.close(file)
