"""Calling a function in a separate process, which is ended at a deadline whatever it does.

>>> call(session.parts, job, seconds=600)  # doctest: +SKIP
"""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from .server import LATE, Call

SLACK = 120.0  # s beyond its deadline for what comes before, and until the server itself is taken for hung
START = "import sys; sys.path[:] = {!r}; from course_utils.grading.apart.server import serve; serve({})"
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)

_own = threading.local()  # each thread has a server of its own
_servers: weakref.WeakSet[Server] = weakref.WeakSet()


class TookTooLong(Exception):
    """A call did not end by its deadline; `parts` is what it yielded until then."""

    def __init__(self, seconds: float, parts: list[Any]) -> None:
        super().__init__(f"took longer than {seconds:g} s")
        self.parts = parts


def call(
    function: Callable[..., Iterator[Any]],
    *args: Any,
    seconds: float,
    before: Callable[[], None] | None = None,
) -> list[Any]:
    """All that a generator function of a module yields, run in a process of its own.

    Parameters
    ----------
    seconds : after which that process is ended.
    before : prepares what every such call needs: it runs before each call in the process that forks the
        others, so its work is done once. It may fail, and must not touch data of strangers.

    Raises
    ------
    TookTooLong
        It did not end in time; what it yielded is in `parts`.
    RuntimeError
        The process ended by itself, or by somebody else.
    """
    if not hasattr(_own, "server"):
        _own.server = Server()
    server: Server = _own.server
    made, ending = server.answer(Call(function, args, seconds, before, dict(os.environ), os.getcwd()))
    parts = [pickle.loads(part) for part in made]
    if parts and isinstance(parts[-1], Exception):
        raise parts[-1]
    if ending == LATE:
        raise TookTooLong(seconds, parts)
    if not parts or parts.pop() is not True:
        raise RuntimeError("its process was ended from outside, or ran out of memory")
    return parts


def end_all() -> None:
    """End every server and what it runs; whoever waits for an answer, in another thread, gets an error."""
    for server in list(_servers):
        server.hang_up()


class Server:
    """A process of `server`, started when it is first needed, and again after its end."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._is_hung_up = False
        _servers.add(self)

    def answer(self, asked: Call) -> tuple[list[bytes], str]:
        """The parts that were made, and how their making ended."""
        try:
            pipe = self._started()
            pipe.send_bytes(pickle.dumps(asked))
            if not pipe.poll(asked.seconds + SLACK):
                raise RuntimeError(f"the process that runs it did not answer for {asked.seconds + SLACK:g} s")
            made, ending = pipe.recv()
            return made, ending
        except (EOFError, OSError):
            self.end()
            raise RuntimeError("the process that runs it has ended") from None
        except BaseException:  # Control-C, too: nobody will ask for the answer
            self.end()
            raise

    def end(self) -> None:
        """End the process, and with it what it runs."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None and process is not None:
            _end(process, pipe)

    def hang_up(self) -> None:
        """Let both ends of the connection see its end: for other threads than the one that asks."""
        self._is_hung_up = True
        if self._pipe is not None and not self._pipe.closed:
            with suppress(OSError), socket.socket(fileno=os.dup(self._pipe.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)

    def _started(self) -> Connection:
        if self._process is not None and (self._is_hung_up or self._process.poll() is not None):
            self.end()
        self._is_hung_up = False
        if self._pipe is None:
            here, there = socket.socketpair()
            with there:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", START.format(sys.path, there.fileno())],
                    stdin=subprocess.DEVNULL,
                    env={**os.environ, **ONE_THREAD},
                    pass_fds=[there.fileno()],
                    start_new_session=True,  # Control-C is for whoever asks
                )
            self._pipe = Connection(here.detach())
            weakref.finalize(self, _end, self._process, self._pipe)
        return self._pipe


def _end(process: subprocess.Popen[bytes], pipe: Connection) -> None:
    """Close a server's connection, at which it ends; if it does not, end it."""
    if not pipe.closed:
        pipe.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
