"""A time limit for the grader's own work: a forged reply may take very long to judge."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Endless(BaseException):
    """Something took too much of the grader's processor. No handler of ordinary errors stops it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise Endless after this much processor time; waiting for a kernel does not count.

    Only the main thread can be reached, the one in which submissions are judged; others go on.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: Any) -> None:
        raise Endless(f"it took more than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
