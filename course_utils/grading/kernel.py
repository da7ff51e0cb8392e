"""A conversation with one kernel after another. What a kernel says may be forged, malformed or endless."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import zmq

from ..checks.reply import Reply
from ..checks.request import Request
from .job import Bounds
from .messages import PROBE, answers, leaves, next_message, reply_in
from .outputs import Outputs
from .sandbox.provisioner import SandboxedKernelManager

START = 120.0  # s for a kernel to be ready: a busy machine takes long
SETTLE = 3.0  # s for outputs that come after the reply
RECONNECT = 30.0  # s for a kernel to answer a new client
ANSWER = 2.0  # s for a kernel to answer one request of a new client, before it gets another
HURRY = 0.1  # of the time that something may take: if others had the core for longer, it is repeated
LENIENCE = 3.0  # times as long may a kernel take that does not get its core
TURN = 0.2  # s that messages of one channel are read before others get their turn
OVER = "the time for the whole notebook is over"
DEAF = "it no longer listened"
TOO_OFTEN = "the kernel ended too often"


class Dead(Exception):
    """The kernel has ended; the message says why."""


class Gone(Dead):
    """The kernel has ended and is not replaced; the request did not run. The message says why."""


class Slow(Exception):
    """The kernel did not answer in time; the message says how long that was."""


class Kernel:
    """One kernel at a time; the grader waits for each answer only so long.

    Parameters
    ----------
    new_manager : makes the manager of one kernel; a manager cannot be used again after the kernel's end.
    runner : runs asynchronous code here.
    bounds : the time limits.
    deadline : when the time for the whole notebook is over, by `time.monotonic`.
    """

    def __init__(
        self,
        new_manager: Callable[[], SandboxedKernelManager],
        runner: asyncio.Runner,
        bounds: Bounds,
        deadline: float,
    ) -> None:
        self._new_manager = new_manager
        self._manager: Any = None
        self._runner = runner
        self._bounds = bounds
        self._deadline = deadline
        self._client: Any = None
        self._restarts = 0
        self.cause = ""
        self.is_hurried = False  # whether time was up for something while others had its core

    @property
    def alive(self) -> bool:
        """Whether there is a kernel to speak to."""
        return self._client is not None

    def start(self) -> None:
        """Start a kernel and wait until it answers."""

        async def start() -> None:
            manager = self._manager = self._new_manager()
            await manager.start_kernel()
            await self._connect(START)

        self._runner.run(start())

    def stop(self) -> None:
        """End the kernel, at once."""

        async def stop() -> None:
            if self._client is not None:
                self._client.stop_channels()
                self._client = None
            if self._manager and self._manager.has_kernel:
                await self._manager.shutdown_kernel(now=True)

        self._runner.run(stop())

    def restart(self) -> bool:
        """Replace the kernel by a new one; False if there were too many, or time is up."""
        self.stop()
        self._restarts += 1
        if self._restarts > self._bounds.restarts:
            self.cause = TOO_OFTEN
        elif time.monotonic() > self._deadline:
            self.cause = OVER
        else:
            self.start()
        return self.alive

    def execute(self, code: str, outputs: Outputs) -> None:
        """Run a cell and collect what it shows. Raises Slow or Dead."""
        self._runner.run(self._converse(code, {}, self._bounds.cell, outputs))

    def probe(self, target: str, request: Request) -> Reply:
        """The reply of the probe to a request about an expression. Raises Slow or Dead."""
        assert request.seconds is not None
        expressions = {"reply": PROBE.format(target, request.dumps())}
        patience = request.seconds + self._bounds.grace
        return reply_in(self._runner.run(self._converse("", expressions, patience, Outputs(0))))

    async def _converse(
        self, code: str, expressions: dict[str, str], seconds: float, outputs: Outputs
    ) -> Any:
        if self.alive and time.monotonic() > self._deadline:
            await self._end(OVER, Gone)
        if not self.alive:
            raise Gone(self.cause)
        asked = {"store_history": False, "allow_stdin": False, "stop_on_error": False}
        try:
            request = self._client.execute(code, user_expressions=expressions, **asked)
        except zmq.ZMQError:
            await self._end(DEAF)
        left = min(seconds, self._deadline - time.monotonic())
        content = await self._wait(request, left, outputs)
        if content is not None:
            if leaves(content):  # it would end a moment later, in the midst of what comes next
                await self._end("`exit` was called")
            return content
        await self._manager.interrupt_kernel()
        if await self._wait(request, self._bounds.grace, outputs) is None:
            await self._end("it did not stop when interrupted")
        raise Slow(f"{left:.3g} s")

    async def _wait(self, request: str, seconds: float, outputs: Outputs) -> Any:
        """The content of the reply to a request; None where it does not come in time. Raises Dead.

        Time in which others had the kernel's core is not its own, up to `LENIENCE` times what it has.
        """
        end, idle, starved = time.monotonic() + seconds, False, self._manager.starved
        while True:
            reply = await next_message(self._client.get_shell_msg, 0.02)
            idle = await self._collect(request, outputs) or idle
            if answers(reply, request):
                if not idle and not await self._settle(request, outputs):
                    await self._connect_again(outputs)
                return reply["content"]
            if not await self._manager.is_alive():
                await self._end(self._manager.cause_of_death or "it ended by itself")
            excused = min(self._manager.starved - starved, LENIENCE * seconds)
            if time.monotonic() > end + excused:
                self.is_hurried |= excused > HURRY * seconds
                return None

    async def _settle(self, request: str, outputs: Outputs) -> bool:
        """Collect outputs that come after the reply; whether the idle message, their last, has come."""
        end = time.monotonic() + SETTLE
        while not (idle := await self._collect(request, outputs)) and time.monotonic() < end:
            await asyncio.sleep(0.005)
        return idle

    async def _connect_again(self, outputs: Outputs) -> None:
        """Connect anew to a kernel that went silent: a message above the limit closes its channel."""
        outputs.add("stream", {"name": "stderr", "text": "Some of the output was too large to be kept.\n"})
        self._client.stop_channels()  # first: a kernel answers only one client of a name
        try:
            await self._connect(RECONNECT)
        except RuntimeError:
            await self._end(self._manager.cause_of_death or "it no longer answered")

    async def _connect(self, seconds: float) -> None:
        """Make a client, and wait until the kernel answers it on both channels; RuntimeError if it does not.

        Messages from before are not read to their end, for they may have none. There is no heartbeat: its
        thread would wait for a kernel that forges it.
        """
        end = time.monotonic() + seconds
        self._client = self._manager.client()
        self._client.start_channels(stdin=False, hb=False)
        while time.monotonic() < end and await self._manager.is_alive():
            with suppress(zmq.ZMQError):  # it does not listen: perhaps not yet
                request = self._client.kernel_info()
                if await self._is_heard(request, time.monotonic() + ANSWER):
                    return
        raise RuntimeError(f"a kernel did not answer within {seconds:g} s")

    async def _is_heard(self, request: str, end: float) -> bool:
        """Whether the answer to a request came, and the news of it, before the end."""
        missing = [self._client.get_shell_msg, self._client.get_iopub_msg]
        while missing and time.monotonic() < end:
            missing = [get for get in missing if not await self._answered(get, request)]
        return not missing

    async def _answered(self, get: Any, request: str) -> bool:
        """Whether one of the messages of a channel, read for one turn at most, answers a request."""
        end = time.monotonic() + TURN
        while time.monotonic() < end and (message := await next_message(get, 0.02)) is not None:
            if answers(message, request):
                return True
        return False

    async def _collect(self, request: str, outputs: Outputs) -> bool:
        """Collect the outputs that have come, for one turn at most; whether the kernel is idle now."""
        end = time.monotonic() + TURN
        while time.monotonic() < end:
            message = await next_message(self._client.get_iopub_msg, 0.0)
            if message is None:
                return False
            if answers(message, request):
                try:
                    if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                        return True
                    outputs.add(message["msg_type"], message["content"])
                except Exception:  # not of the form that Jupyter gives it, in any of many ways
                    continue
        return False

    async def _end(self, cause: str, kind: type[Dead] = Dead) -> None:
        self._client.stop_channels()
        self._client = None
        await self._manager.shutdown_kernel(now=True)
        self.cause = cause
        raise kind(cause)
