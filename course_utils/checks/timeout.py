"""Calling a function, but not for ever.

The call runs in a thread of its own, so that it can be given up on every system: alarm signals exist neither
on Windows nor outside the main thread. What counts is the processor's time, so that a busy machine makes
nobody late; a call that only waits is late after that long on the clock.
"""

from __future__ import annotations

import contextvars
import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

TICK = 0.1  # s between two looks at the clock
IDLE = 0.01  # of the time on the clock: a thread that computes less is waiting


class Late(Exception):
    """A call did not finish in time. `stopped` tells whether it could be ended."""

    def __init__(self, seconds: float, stopped: bool):
        super().__init__(f"not finished after {seconds:g} s")
        self.stopped = stopped


class _Stop(BaseException):
    """Raised inside the late call, to end it."""


def call_within(seconds: float, function: Callable[[], T]) -> T:
    """What `function()` returns or raises; `Late` where that takes longer than `seconds` of the processor."""
    results: list[T] = []
    errors: list[BaseException] = []
    clocks: list[int] = []

    def work() -> None:
        clocks.extend(_clock())
        try:
            results.append(function())
        except BaseException as error:  # whatever it is, it is passed on
            errors.append(error)

    context = contextvars.copy_context()  # NumPy's error state is part of it
    thread = threading.Thread(target=context.run, args=(work,), daemon=True)
    thread.start()
    try:
        _wait(thread, seconds, clocks)
    except KeyboardInterrupt:  # the stop button
        _stop(thread)
        raise
    if thread.is_alive():
        raise Late(seconds, stopped=_stop(thread))
    if errors:
        raise errors[0]
    return results[0]


def _wait(thread: threading.Thread, seconds: float, clocks: list[int]) -> None:
    """Wait until a thread ends, has computed for `seconds`, or has only waited for as long."""
    began = time.process_time()

    def computed() -> float:
        """How long the thread has computed; where the system does not tell, the whole process."""
        return time.clock_gettime(clocks[0]) if clocks else time.process_time() - began

    before, since = 0.0, time.perf_counter()
    while thread.is_alive():
        thread.join(min(TICK, seconds))
        try:
            used, now = computed(), time.perf_counter()
        except OSError:  # it has just ended
            return
        if used > seconds:
            return
        if now - since > seconds:
            if used - before < IDLE * (now - since):
                return
            before, since = used, now


def _clock() -> Iterator[int]:
    """The clock of this thread's computing, where the system has one (Windows and macOS have none)."""
    if hasattr(time, "pthread_getcpuclockid"):
        yield time.pthread_getcpuclockid(threading.get_ident())


def _stop(thread: threading.Thread, attempts: int = 20) -> bool:
    """End a thread by an exception; again where a bare `except` swallowed it. False if it will not end."""
    for _ in range(attempts):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_Stop))
        thread.join(0.05)
        if not thread.is_alive():
            return True
    return False
