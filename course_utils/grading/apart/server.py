"""A process that has the imports: it forks for each call, and ends the fork at the deadline of the call.

It never touches what strangers sent; only the fork does. So nothing that they send keeps it from looking at
the clock. It ends when whoever asks it ends, however that ends, and its fork with it.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
LATE, ENDED = "late", "ended"  # how a fork came to its end


@dataclass(frozen=True)
class Call:
    """A generator function of a module, to be called in a fork.

    Parameters
    ----------
    function : whose parts, one after the other, are wanted.
    args : its arguments.
    seconds : after which the fork is ended.
    before : makes what every later fork is to have; where it fails, they go without.
    environment, folder : in which it runs.
    """

    function: Callable[..., Iterator[Any]]
    args: tuple[Any, ...]
    seconds: float
    before: Callable[[], None] | None
    environment: Mapping[str, str]
    folder: str


def serve(file: int) -> None:
    """Answer calls on an open connection until its other end is closed."""
    asker = Connection(file)
    with suppress(EOFError):
        while True:
            call: Call = pickle.loads(asker.recv_bytes())
            if call.before:
                with suppress(Exception):
                    call.before()
            asker.send(_answer(call, asker))


def _answer(call: Call, asker: Connection) -> tuple[list[bytes], str]:
    """The parts that a fork has made by its deadline, and how it ended."""
    deadline = time.monotonic() + call.seconds
    inlet, outlet = Pipe(duplex=False)
    server, number = os.getpid(), os.fork()
    if number == 0:
        asker.close()
        inlet.close()
        _work(call, outlet, server)
    outlet.close()
    parts: list[bytes] = []
    try:
        while True:
            ready = wait([inlet, asker], max(0.0, deadline - time.monotonic()))
            if asker in ready:  # it asks nothing now, so it has ended
                raise EOFError
            if not ready:
                return parts, LATE
            try:
                parts.append(inlet.recv_bytes())
            except EOFError:
                return parts, ENDED
    finally:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        inlet.close()


def _work(call: Call, outlet: Connection, server: int) -> None:
    """Send each part of the work, then True; or what was raised. Ends the process."""
    try:
        _end_with(server)
        os.environ.clear()
        os.environ.update(call.environment)
        os.chdir(call.folder)
        for part in call.function(*call.args):
            outlet.send(part)
        outlet.send(True)
    except BaseException as error:
        outlet.send(_sendable(error))
    finally:
        os._exit(0)


def _end_with(server: int) -> None:
    """Let Linux end this process when the server is killed, which then can end nothing itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != server:  # it was killed before
        os._exit(0)


def _sendable(error: BaseException) -> Exception:
    """The error itself, or one with its words where it cannot travel."""
    try:
        copy = pickle.loads(pickle.dumps(error))
        return copy if isinstance(copy, Exception) else RuntimeError(repr(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
