"""One run after the other: a run locks its folder, and Control-C stops it."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Busy(Exception):
    """Another run grades in the same folder."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Lock a folder until the block or this process ends. Raises Busy."""
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another `course grade` is at work in {folder}: wait for it, or stop it.") from None
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)  # for processes, too, that are starting at this moment
    finally:
        os.close(file)


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Notice Control-C, even where Python drops its exception (in a callback); the result raises it again."""
    pressed: list[int] = []

    def hear(signum: int, frame: Any) -> None:
        pressed.append(signum)
        raise KeyboardInterrupt

    def heed() -> None:
        if pressed:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield heed
        return
    before = signal.signal(signal.SIGINT, hear)
    try:
        yield heed
    finally:
        signal.signal(signal.SIGINT, before)
