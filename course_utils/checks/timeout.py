"""Calling a function, but not for ever.

The call runs in a thread of its own, so that it can be given up on every system: alarm signals exist neither
on Windows nor outside the main thread.
"""

from __future__ import annotations

import contextvars
import ctypes
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Late(Exception):
    """A call did not finish in time. `stopped` tells whether it could be ended."""

    def __init__(self, seconds: float, stopped: bool):
        super().__init__(f"not finished after {seconds:g} s")
        self.stopped = stopped


class _Stop(BaseException):
    """Raised inside the late call, to end it."""


def call_within(seconds: float, function: Callable[[], T]) -> T:
    """What `function()` returns or raises; `Late` where that takes longer than `seconds`."""
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(function())
        except BaseException as error:  # whatever it is, it is passed on
            errors.append(error)

    context = contextvars.copy_context()  # NumPy's error state is part of it
    thread = threading.Thread(target=context.run, args=(work,), daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    except KeyboardInterrupt:  # the stop button
        _stop(thread)
        raise
    if thread.is_alive():
        raise Late(seconds, stopped=_stop(thread))
    if errors:
        raise errors[0]
    return results[0]


def _stop(thread: threading.Thread, attempts: int = 20) -> bool:
    """End a thread by an exception; again where a bare `except` swallowed it. False if it will not end."""
    for _ in range(attempts):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_Stop))
        thread.join(0.05)
        if not thread.is_alive():
            return True
    return False
