"""Runs a learner's notebook from top to bottom in a fresh kernel, and reads the scores from its outputs.

The notebook's file is only read. Demo cells are left out: they draw, train or wait for a person.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from .cells import Role
from .checks.card import MIME

NO_RESULT = "no result"


class NotebookError(ValueError):
    """A file that cannot be run as a notebook; the message says in one line why, and what to do."""


@dataclass(frozen=True)
class ExerciseResult:
    """What a run says about one exercise.

    `outcome` is the score's ("passed", "wrong", "not attempted"), or "no result" where no check gave a score.
    `mistake` names the recognised misconception; `detail` says what was wrong, or why there is no result.
    """

    exercise: str
    points: float
    out_of: float
    outcome: str
    mistake: str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class Run:
    """A notebook's code cells after they ran, and why the run ended early, if it did."""

    cells: list[NotebookNode]
    stopped: str | None = None

    def results(self, exercises: Iterable[tuple[str, float]]) -> list[ExerciseResult]:
        """One result for each exercise (its name and points), in this order."""
        scores = {score["exercise"]: score for score in self.scores()}
        return [
            _scored(scores[name])
            if name in scores
            else ExerciseResult(name, 0.0, points, NO_RESULT, None, self._why(name))
            for name, points in exercises
        ]

    def scores(self) -> Iterator[Mapping[str, Any]]:
        """The scores that the cells displayed, as plain data, in the order of the cells."""
        for cell in self.cells:
            for output in cell.outputs:
                if MIME in output.get("data", {}):
                    yield output["data"][MIME]

    def _why(self, name: str) -> str:
        """Why an exercise has no score."""
        checks = [cell for cell in self.cells if _checks(cell) == name]
        if not checks:
            return f"the notebook has no check cell for {name}"
        for output in checks[-1].outputs:
            if output.output_type == "error":
                return f"{output.ename}: {output.evalue}".splitlines()[0]
        return self.stopped or "the check cell shows no score: it should be one line, the call of check"


def read(path: Path) -> NotebookNode:
    """Read a notebook.

    Raises
    ------
    NotebookError
        When the file is missing, is no notebook, or is damaged.
    """
    if not path.exists():
        raise NotebookError(f"{path}: there is no such file. Check the path, or name a chapter.")
    if path.is_dir() or path.suffix != ".ipynb":
        raise NotebookError(f"{path} is not a notebook: expected a file whose name ends in .ipynb.")
    try:
        notebook = nbformat.reads(path.read_text("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except OSError as error:
        raise NotebookError(f"{path} cannot be read: {error.strerror}.") from error
    except Exception as error:  # a damaged file fails in many ways, none of which is ours to tell apart
        raise NotebookError(
            f"{path} is damaged: it cannot be read as a notebook ({type(error).__name__}). Move it away and"
            " run `course lab` for a fresh one; .ipynb_checkpoints beside it may hold an older state of it."
        ) from error
    return notebook


def checked(notebook: NotebookNode) -> list[str]:
    """Names of the exercises that have a check cell in the notebook."""
    return [name for cell in notebook.cells if (name := _checks(cell))]


def run(notebook: NotebookNode, folder: Path, seconds: float = 120) -> Run:
    """Run the code cells that are not demos in a fresh kernel that works in `folder`.

    An error in a cell is kept among its outputs, and the next cell runs. A cell that takes longer than
    `seconds` is interrupted. When the kernel dies, the cells after it stay without outputs. The learner's
    progress stays as it is.
    """
    copy = nbformat.from_dict(
        {**notebook, "cells": [_cleared(cell) for cell in notebook.cells if _counts(cell)]}
    )
    client = NotebookClient(
        copy,
        timeout=seconds,
        interrupt_on_timeout=True,
        allow_errors=True,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(env=os.environ | {"COURSE_PROGRESS": "off"}, stderr=subprocess.DEVNULL)
    except DeadKernelError:
        return Run(copy.cells, "the kernel died before this check (out of memory, or a crash in a library)")
    except (CellTimeoutError, CellExecutionError) as error:
        return Run(copy.cells, str(error).splitlines()[0])
    return Run(copy.cells)


def _counts(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and Role.of(cell).kind != "demo"


def _checks(cell: NotebookNode) -> str | None:
    """Name of the exercise that a cell checks, if it is a check cell."""
    role = Role.of(cell)
    return role.name if role.kind == "check" else None


def _cleared(cell: NotebookNode) -> NotebookNode:
    return nbformat.from_dict({**cell, "outputs": [], "execution_count": None})


def _scored(score: Mapping[str, Any]) -> ExerciseResult:
    return ExerciseResult(
        score["exercise"],
        score["points"],
        score["out_of"],
        score["outcome"],
        score["mistake"],
        score.get("sentence"),
    )
