"""The result of a submission, put together from its parts: all of them, or those that came in time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from .. import exercises
from ..cells import Role
from ..checks import Card, Score
from .job import Job, JobResult, Part


def assembled(job: Job, parts: Sequence[Part], start: float, end: str = "") -> JobResult:
    """The result of a submission.

    Parameters
    ----------
    parts : the results of its cells; the last one of a cell counts.
    start : when it began, by `time.monotonic`.
    end : why the other cells have no part; empty if they need none.
    """
    notebook = nbformat.reads(job.notebook, as_version=4)
    found = {part.place: part for part in parts}
    notes = parts[-1].notes if parts else ()
    missing = []
    scores = []
    for number, cell, role, place in code_cells(notebook):
        part = found.get(number)
        if part is None and role.kind != "demo":
            missing.append(place)
            part = _stopped(number, role, end)
        if part is not None:
            cell.outputs = [nbformat.from_dict(output) for output in part.outputs]
            scores += [part.score] if part.score else []
    if end and missing:
        notes = (*notes, f"{end}: not run are {missing[0]} and what follows")
    text = nbformat.writes(notebook).encode("utf-8", "replace").decode()  # without halves of characters
    is_hurried = any(part.is_hurried for part in parts)
    return JobResult(text, tuple(scores), notes, time.monotonic() - start, is_hurried)


def _stopped(number: int, role: Role, end: str) -> Part:
    """The part of a cell that did not come."""
    if role.kind == "check":
        exercise = exercises.find(role.name)
        cases, told = len(exercise.cases), f"Not judged: {end}."
        score = Score(exercise.name, 0.0, exercise.points, "wrong", cases, 0, 0.0, note=told)
        shown = card_of(score) | {"text/plain": "0"}
        return Part(number, (new_output("execute_result", shown, execution_count=None),), score.as_dict(), ())
    said = f"not run, for {end}"
    error = new_output("error", ename="Stopped", evalue=said, traceback=[f"Stopped: {said}."])
    return Part(number, (error,), None, ())


def card_of(score: Score) -> dict[str, Any]:
    """The card of a score; without its cases if they cannot be shown. No points are lost."""
    try:
        return Card(score)._repr_mimebundle_()
    except Exception as error:
        told = f"What went wrong cannot be shown here, by a fault of the course ({type(error).__name__})."
        return Card(replace(score, groups=(), note=told))._repr_mimebundle_()


def code_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode, Role, str]]:
    """The code cells: the number of each in the notebook, what it is, and where it stands in words."""
    for number, (cell, place) in enumerate(zip(notebook.cells, places(notebook.cells), strict=True)):
        if cell.cell_type == "code":
            yield number, cell, Role.of(cell), place


def places(cells: list[NotebookNode]) -> Iterator[str]:
    """Where each cell stands, in words: by the exercise that it holds, or that comes before it."""
    nearest = ""
    for number, cell in enumerate(cells, 1):
        role = Role.of(cell)
        if role.kind in ("exercise", "check"):
            nearest = role.name
        where = "the cell of" if role.kind == "exercise" else "a cell after"
        yield f"{where} `{nearest}`" if nearest else f"cell {number}"
