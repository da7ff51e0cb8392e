"""One core for each kernel: its threads share it, and do not slow down other kernels."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Core:
    """A core of this machine that no other kernel has; a random one if all are taken."""

    def __init__(self) -> None:
        allowed = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else [0]
        random.shuffle(allowed)
        self.number = allowed[0]
        self._claim: socket.socket | None = None
        for number in allowed:
            if claim := _claimed(number):
                self.number, self._claim = number, claim
                return

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Run on this core only; a process that is started in the block stays on it."""
        if not hasattr(os, "sched_setaffinity"):
            yield
            return
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {self.number})
        try:
            yield
        finally:
            os.sched_setaffinity(0, before)

    def leave(self) -> None:
        """Release the core; the end of this process does so, too."""
        if self._claim:
            self._claim.close()
            self._claim = None


def _claimed(number: int) -> socket.socket | None:
    """A socket whose name in Linux's abstract namespace says that a core is taken; None where it is."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    with suppress(OSError):
        claim.bind(f"\0course-core-{number}")
        return claim
    claim.close()
    return None
