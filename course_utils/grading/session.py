"""One submission, run and judged: a function of bytes, so it can run on any executor.

The code cells run in a sandboxed kernel. A check cell does not: the judge, here, sends inputs to a probe
beside the student's code, takes back plain data, and compares it with the oracle. A kernel that dies or hangs
is replaced by a new one in which the earlier cells run again; what was earned stays.
"""

from __future__ import annotations

import ast
import asyncio
import base64
import queue
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from .. import exercises
from ..checks import Card, Exercise, Score, wire
from ..checks.judge import judge
from ..checks.reply import Raised, Reply
from ..checks.request import Request
from .outputs import Outputs
from .provisioner import SandboxedKernelManager
from .sandbox import ANSWERING, Limits

GRACE = 5.0  # s that a kernel gets to answer beyond the time of a call, or after an interrupt
OVER = "the time for the whole notebook is over"
TURN = 0.2  # s that messages of one channel are read before others get their turn
RESTARTS = 10  # of the kernel in one submission, at most
TOO_OFTEN = "the kernel ended too often"
NOTES = 20  # on one submission, at most
REPLY = re.compile(r"'([A-Za-z0-9+/=]*)'")
PROBE = (  # an expression whose value cannot hold a quote: base64
    "__import__('base64').b64encode("
    "__import__('course_utils.checks.probe', fromlist=['answer']).answer({}, {}).encode()).decode()"
)


@dataclass(frozen=True)
class Bounds:
    """How long a submission may take, in seconds; how much of what a cell writes is kept, in characters."""

    cell: float = 60.0
    total: float = 600.0
    output: int = 100_000


@dataclass(frozen=True)
class Job:
    """A submission to run: its notebook as the intake made it (JSON), its chapter, the secret seed."""

    notebook: str
    chapter: str
    seed: int
    bounds: Bounds = field(default_factory=Bounds)
    limits: Limits = field(default_factory=Limits)
    sandboxed: bool = True


@dataclass(frozen=True)
class Result:
    """A submission that was run: the notebook with outputs (JSON), its scores, what befell its kernels."""

    notebook: str
    scores: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]
    seconds: float


class Dead(Exception):
    """The kernel is no more; the message says why."""


class Gone(Dead):
    """The kernel was no more, and there will be no other: what was asked did not run. Says why."""


class Slow(Exception):
    """The kernel did not answer in time; the message says how long that was."""


def run(job: Job) -> Result:
    """Run one submission and judge it.

    Raises
    ------
    SandboxMissing
        There is no sandbox to be had here.
    """
    start = time.monotonic()
    chapter = exercises.chapters()[job.chapter]
    hidden = tuple(name for name in ANSWERING if name not in chapter.libraries)
    manager = partial(SandboxedKernelManager, hidden=hidden, limits=job.limits, sandboxed=job.sandboxed)
    notebook = nbformat.reads(job.notebook, as_version=4)
    scores = []
    with asyncio.Runner() as runner:
        session = Session(Kernel(manager, runner, start + job.bounds.total), job.bounds, job.seed)
        try:
            session.kernel.start()
            for cell, place in zip(notebook.cells, places(notebook.cells), strict=True):
                if name := checked_exercise(cell):
                    score = session.judge(exercises.find(name), target_of(cell.source))
                    scores.append(score.as_dict())
                    points = {"text/plain": f"{score.points:g}"}  # how nbgrader learns of them
                    card = Card(score)._repr_mimebundle_() | points
                    cell.outputs = [new_output("execute_result", card, execution_count=None)]
                elif cell.cell_type == "code" and not is_demo(cell):
                    cell.outputs = session.execute(cell.source, place)
        finally:
            session.kernel.stop()
    text = nbformat.writes(notebook).encode("utf-8", "replace").decode()  # without halves of characters
    return Result(text, tuple(scores), tuple(session.notes), time.monotonic() - start)


def checked_exercise(cell: NotebookNode) -> str | None:
    """The exercise that a check cell is about; None for any other cell."""
    about = cell.metadata.get("nbgrader", {})
    name = about.get("grade_id", "")
    is_check = about.get("grade") and not about.get("solution") and name.startswith("check-")
    return name.removeprefix("check-") if is_check else None


def places(cells: list[NotebookNode]) -> Iterator[str]:
    """Where each cell stands, in words: by the exercise that it holds, or that comes before it."""
    nearest = ""
    for number, cell in enumerate(cells, 1):
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about:
            nearest = about.get("grade_id", "").removeprefix("check-")
        where = "the cell of" if about.get("solution") else "a cell after"
        yield f"{where} `{nearest}`" if nearest else f"cell {number}"


def is_demo(cell: NotebookNode) -> bool:
    """Whether a cell only shows something, and is not run when grading."""
    return bool(cell.metadata.get("course", {}).get("demo"))


def target_of(source: str) -> str:
    """The expression that a check cell checks: the last argument of its (first) call, e.g. "by_hand"."""
    call = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return ast.unparse(call.args[-1])


class Session:
    """Runs and judges the cells of one submission, one after the other, whatever becomes of the kernel."""

    def __init__(self, kernel: Kernel, bounds: Bounds, seed: int) -> None:
        self.kernel = kernel
        self.notes: list[str] = []
        self._is_over = False
        self._bounds = bounds
        self._seed = seed
        self._done: list[str] = []
        self._failed: list[str] = []

    def execute(self, code: str, place: str) -> list[NotebookNode]:
        """The outputs of a cell; where it cannot be ended, or ends the kernel, an error that says so."""
        outputs = Outputs(self._bounds.output)
        try:
            self.kernel.execute(code, self._bounds.cell, outputs)
            self._done.append(code)
            for error in [shown for shown in outputs.result() if shown.output_type == "error"][-1:]:
                said = f": {error.evalue[:100]}" if error.evalue else ""
                self._note(f"{place} ended with {error.ename}{said}")
        except Slow as slow:
            self._stop(outputs, f"{place} was stopped after {slow}")
            self._done.append(code)
        except Gone as gone:
            self._end(gone, place)
            self._stop(outputs, f"not run, for {gone}")
        except Dead as death:
            self._stop(outputs, f"{place} ended the kernel: {death}")
            self._revive()
        return outputs.result()

    def judge(self, exercise: Exercise, target: str) -> Score:
        """The score of one exercise, from probes in the student's kernel."""
        score = judge(exercise, lambda request: self._ask(target, request), self._seed)
        if not self.kernel.alive and not self._is_over:
            self._note(f"checking `{exercise.name}` ended the kernel: {self.kernel.cause}")
            self._revive()
        score = score.resting_on(self._failed)
        if score.outcome == "wrong":
            self._failed.append(exercise.name)
        return score

    def _ask(self, target: str, request: Request) -> Reply:
        assert request.seconds is not None
        try:
            return self.kernel.evaluate(PROBE.format(target, repr(request.dumps())), request.seconds + GRACE)
        except Slow:
            return Reply("late", value=True)
        except Gone as gone:
            self._end(gone, f"the check of `{target}`")
            return Reply("unreadable", value=str(gone))
        except Dead as death:
            return Reply("died", value=str(death))

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes and len(self.notes) < NOTES:
            self.notes.append(sentence)

    def _end(self, gone: Gone, place: str) -> None:
        """Note where the end was, once."""
        if not self._is_over:
            self.notes.append(f"{gone}: not run are {place} and what follows")
            self._is_over = True

    def _stop(self, outputs: Outputs, sentence: str) -> None:
        if not self._is_over:
            self._note(sentence)
        outputs.add("error", {"ename": "Stopped", "evalue": sentence, "traceback": [f"Stopped: {sentence}."]})

    def _revive(self) -> None:
        """Start a new kernel and run the earlier cells again, without those that end it."""
        while self.kernel.restart():
            for code in self._done:
                try:
                    self.kernel.execute(code, self._bounds.cell, Outputs(0))
                except Slow:
                    continue
                except Dead:
                    self._done.remove(code)
                    break
            else:
                return


class Kernel:
    """One kernel at a time, spoken to with patience that ends.

    What comes from it may be forged, malformed or endless: nothing that it says is believed beyond its form.
    """

    def __init__(
        self, new_manager: Callable[[], SandboxedKernelManager], runner: asyncio.Runner, deadline: float
    ) -> None:
        self._new_manager = new_manager  # each kernel has its own: after its end a manager is of no use
        self._manager: Any = None
        self._runner = runner
        self._deadline = deadline
        self._client: Any = None
        self._restarts = 0
        self.cause = ""

    @property
    def alive(self) -> bool:
        """Whether there is a kernel to speak to."""
        return self._client is not None

    def start(self) -> None:
        """Start a kernel and wait until it answers."""

        async def start() -> None:
            manager = self._manager = self._new_manager()
            await manager.start_kernel()
            self._client = manager.client()
            self._client.start_channels()
            await self._client.wait_for_ready(timeout=30)

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
        """Put a new kernel in the place of the old one; False where there were too many, or time is up."""
        self.stop()
        self._restarts += 1
        if self._restarts > RESTARTS:
            self.cause = TOO_OFTEN
        elif time.monotonic() > self._deadline:
            self.cause = OVER
        else:
            self.start()
        return self.alive

    def execute(self, code: str, seconds: float, outputs: Outputs) -> None:
        """Run code and collect what it shows. Raises Slow or Dead."""
        self._runner.run(self._converse(code, {}, seconds, outputs))

    def evaluate(self, expression: str, seconds: float) -> Reply:
        """The reply of a probe. Raises Slow or Dead."""
        return _read(self._runner.run(self._converse("", {"reply": expression}, seconds, Outputs(0))))

    async def _converse(
        self, code: str, expressions: dict[str, str], seconds: float, outputs: Outputs
    ) -> Any:
        if self.alive and time.monotonic() > self._deadline:
            await self._end(OVER, Gone)
        if not self.alive:
            raise Gone(self.cause)
        request = self._client.execute(
            code, store_history=False, user_expressions=expressions, allow_stdin=False, stop_on_error=False
        )
        left = min(seconds, self._deadline - time.monotonic())
        content = await self._wait(request, left, outputs)
        if content is not None:
            return content
        await self._manager.interrupt_kernel()
        if await self._wait(request, GRACE, outputs) is None:
            await self._end("it did not stop when interrupted")
        raise Slow(f"{left:.3g} s")

    async def _wait(self, request: str, seconds: float, outputs: Outputs) -> Any:
        """The content of the reply to a request; None where it does not come in time. Raises Dead."""
        end, idle = time.monotonic() + seconds, False
        while True:
            reply = await _next(self._client.get_shell_msg, 0.02)
            idle = await self._collect(request, outputs) or idle
            if _answers(reply, request):
                if not idle and not await self._settle(request, outputs):
                    await self._connect_again(outputs)
                return reply["content"]
            if not await self._manager.is_alive():
                await self._end(self._manager.cause_of_death or "it ended by itself")
            if time.monotonic() > end:
                return None

    async def _settle(self, request: str, outputs: Outputs) -> bool:
        """Take what was shown before the reply and comes after it: up to the idle message, for a second."""
        end = time.monotonic() + 1.0
        while not (idle := await self._collect(request, outputs)) and time.monotonic() < end:
            await asyncio.sleep(0.005)
        return idle

    async def _connect_again(self, outputs: Outputs) -> None:
        """Connect anew to a kernel that went silent: a message above the limit closes its channel."""
        outputs.add("stream", {"name": "stderr", "text": "Some of the output was too large to be kept.\n"})
        self._client.stop_channels()  # first: a kernel answers only one client of a name
        self._client = self._manager.client()
        self._client.start_channels()
        try:
            await self._client.wait_for_ready(timeout=GRACE)
        except RuntimeError:
            await self._end(self._manager.cause_of_death or "it no longer answered")

    async def _collect(self, request: str, outputs: Outputs) -> bool:
        """Take what has come, for one turn at most. True once the kernel says that it is idle."""
        end = time.monotonic() + TURN
        while time.monotonic() < end:
            message = await _next(self._client.get_iopub_msg, 0.0)
            if message is None:
                return False
            if _answers(message, request):
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


async def _next(receive: Any, seconds: float) -> Any:
    """The next message of a channel; None where there is none, or none that can be read."""
    try:
        return await receive(timeout=seconds)
    except queue.Empty:
        return None
    except Exception:  # a forged message fails in many ways
        return None


def _answers(message: Any, request: str) -> bool:
    try:
        return bool(message["parent_header"]["msg_id"] == request)
    except (TypeError, KeyError):
        return False


def _read(content: Any) -> Reply:
    """The reply of a probe that the kernel's reply holds as the value of an expression."""
    try:
        result = content["user_expressions"]["reply"]
        if result["status"] == "error":
            return Reply("raised", error=Raised((str(result["ename"]), "Exception"), str(result["evalue"])))
        found = REPLY.fullmatch(result["data"]["text/plain"])
        return Reply.read(base64.b64decode(found[1]).decode("ascii") if found else "")
    except Exception as error:
        return Reply(
            "unreadable", value=f"the kernel's answer has not the form of one ({type(error).__name__})"
        )
