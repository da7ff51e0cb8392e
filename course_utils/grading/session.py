"""One submission, run and judged: a function of bytes, so it can run on any executor.

The code cells run in a sandboxed kernel. A check cell does not: the judge, here, sends inputs to a probe
beside the student's code, takes back plain data, and compares it with the oracle. A kernel that dies or hangs
is replaced by a new one in which the earlier cells run again; what was earned stays.
"""

from __future__ import annotations

import ast
import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from .. import exercises
from ..checks import Exercise, Score
from ..checks.judge import judge
from ..checks.reply import Reply
from ..checks.request import Request
from . import preparation
from .assembly import assembled, card_of, code_cells
from .endless import Endless, at_most
from .job import Bounds, Job, JobResult, Part
from .kernel import Dead, Gone, Kernel, Slow
from .outputs import Outputs
from .sandbox import nursery
from .sandbox.provisioner import SandboxedKernelManager

NOTES = 20  # on one submission, at most
LEAST = 1_000  # characters of output that each cell may show, even where all others have shown too much


def run(job: Job) -> JobResult:
    """Run one submission and judge it, in this process; `supervised.run` does so in one with a deadline.

    Raises
    ------
    SandboxMissing
        No sandbox can be made here.
    """
    start = time.monotonic()
    return assembled(job, list(parts(job)), start)


def parts(job: Job) -> Iterator[Part]:
    """The result of each code cell, as soon as it is there; a check that is judged again comes twice."""
    notebook = nbformat.reads(job.notebook, as_version=4)
    scores: dict[int, Score] = {}  # of the check cells, by place
    with asyncio.Runner() as runner:
        with _session(job, runner) as session:
            for number, cell, role, place in code_cells(notebook):
                if role.kind == "check":
                    score = session.judge(exercises.find(role.name), target_of(cell.source))
                    scores[number] = score
                    yield replace(_judged(number, score, session.notes), is_hurried=session.is_hurried)
                elif role.kind != "demo":
                    outputs = session.execute(cell.source, place)
                    yield Part(number, tuple(outputs), None, tuple(session.notes), session.is_hurried)
        if job.solutions:
            told = list(session.notes)
            for number, score in _followed_through(job, notebook, scores, runner):
                if score.followed_through:
                    told.append(f"`{score.exercise}`: {score.note}")
                    yield _judged(number, score, told)


def _judged(number: int, score: Score, notes: Sequence[str]) -> Part:
    points = {"text/plain": f"{score.points:g}"}  # how nbgrader learns of them
    shown = new_output("execute_result", card_of(score) | points, execution_count=None)
    return Part(number, (shown,), score.as_dict(), tuple(notes))


@contextmanager
def _session(job: Job, runner: asyncio.Runner) -> Iterator[Session]:
    """A session in its own kernel; the kernel ends with the block."""
    view = preparation.view(job.chapter)
    manager = partial(
        SandboxedKernelManager,
        hidden=view.hidden,
        lent=view.lent,
        nursery=nursery.warm(view),
        limits=job.limits.beside(exercises.chapters()[job.chapter].libraries),
        sandboxed=job.sandboxed,
    )
    kernel = Kernel(manager, runner, job.bounds, deadline=time.monotonic() + job.bounds.total)
    try:
        kernel.start()
        yield Session(kernel, job.bounds, job.seed)
    finally:
        kernel.stop()


def _followed_through(
    job: Job, notebook: NotebookNode, scores: Mapping[int, Score], runner: asyncio.Runner
) -> Iterator[tuple[int, Score]]:
    """The scores of wrong answers that call wrong ones, judged with the course's answers in place of those.

    They are judged in a separate kernel, from which nothing is shown. An answer that is itself called by
    another is judged first, and replaced after that.
    """
    wrong = {score.exercise: score for score in scores.values() if score.outcome == "wrong"}
    called = {
        name: [used for used in score.uses if used != name and used in wrong and used in job.solutions]
        for name, score in wrong.items()
    }
    resting = {name: helpers for name, helpers in called.items() if helpers}
    replaced = {helper for helpers in resting.values() for helper in helpers}
    if not resting:
        return
    with _session(job, runner) as session:
        for number, cell, role, place in code_cells(notebook):
            if role.kind == "exercise" and role.name in replaced - resting.keys():
                session.execute(job.solutions[role.name], place)
            elif role.kind not in ("check", "demo"):
                session.execute(cell.source, place)
            elif role.kind == "check" and role.name in resting:
                again = session.judge(exercises.find(role.name), target_of(cell.source))
                yield number, scores[number].following_through(again, resting[role.name])
                if role.name in replaced:
                    session.execute(job.solutions[role.name], place)


def target_of(source: str) -> str:
    """The expression that a check cell checks: the last argument of its (first) call, e.g. "by_hand"."""
    call = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return ast.unparse(call.args[-1])


def _not_judged(exercise: Exercise, error: BaseException) -> Score:
    """The score of an exercise whose check failed, whatever the answer is."""
    said = f"The check itself failed ({type(error).__name__}: {error})."
    told = f"{said} This is a fault of the course, not yours."
    return Score(exercise.name, 0.0, exercise.points, "not judged", len(exercise.cases), 0, 0.0, note=told)


def _silent(score: Score) -> Score:
    """The score without what the answer printed during its check: it may have printed its questions."""
    groups = (
        replace(group, failure=replace(group.failure, printed="")) if group.failure else group
        for group in score.groups
    )
    return replace(score, groups=tuple(groups))


class Session:
    """Runs and judges the cells of one submission, one after the other, whatever happens to the kernel."""

    def __init__(self, kernel: Kernel, bounds: Bounds, seed: int) -> None:
        self.notes: list[str] = []
        self._kernel = kernel
        self._is_over = False
        self._bounds = bounds
        self._left = bounds.outputs  # characters that may still be shown
        self._seed = seed
        self._done: list[str] = []
        self._failed: list[str] = []

    @property
    def is_hurried(self) -> bool:
        """Whether a time limit was reached while others had the kernel's core."""
        return self._kernel.is_hurried

    def execute(self, code: str, place: str) -> list[NotebookNode]:
        """The outputs of a cell; if it cannot be stopped or ends the kernel, an error that says so."""
        outputs = Outputs(max(LEAST, min(self._bounds.output, self._left)))
        try:
            self._kernel.execute(code, outputs)
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
        shown = outputs.result()
        self._left -= len(str(shown))
        return shown

    def judge(self, exercise: Exercise, target: str) -> Score:
        """The score of one exercise, from probes in the student's kernel."""
        try:
            with at_most(self._bounds.judging):
                score = judge(exercise, lambda request: self._ask(target, request), self._seed)
        except (
            Exception,
            Endless,
        ) as error:  # of ours: it costs nobody more than a person's reading of this exercise
            score = _not_judged(exercise, error)
        if score.outcome == "not judged":
            self._note(f"`{score.exercise}` could not be judged, by a fault of the course: it waits for you")
        if not self._kernel.alive and not self._is_over:
            self._note(f"checking `{exercise.name}` ended the kernel: {self._kernel.cause}")
            self._revive()
        score = _silent(score).resting_on(self._failed)
        if score.outcome == "wrong":
            self._failed.append(exercise.name)
        return score

    def _ask(self, target: str, request: Request) -> Reply:
        try:
            return self._kernel.probe(target, request)
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
        while self._kernel.restart():
            for code in self._done:
                try:
                    self._kernel.execute(code, Outputs(0))
                except Slow:
                    continue
                except Dead:
                    self._done.remove(code)
                    break
            else:
                return
