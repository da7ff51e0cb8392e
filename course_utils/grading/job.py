"""A job and its result, as plain data, so that a submission can run on another machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .sandbox.limits import Limits


@dataclass(frozen=True)
class Bounds:
    """How long a submission may take, and how much of it is kept.

    Parameters
    ----------
    cell, total : seconds for one cell and for the whole notebook.
    grace : seconds that a kernel gets to answer beyond the time of a call, or after an interrupt.
    restarts : how often the kernel may be replaced.
    output : characters that are kept of what one cell writes.
    outputs : characters that are kept of what all cells of a notebook write.
    judging : seconds of the grader's own processor that the judging of one exercise may take.
    beyond : seconds that a submission has beyond all these, before its process is ended from outside.
    """

    cell: float = 60.0
    total: float = 600.0
    grace: float = 5.0
    restarts: int = 10
    output: int = 100_000
    outputs: int = 2_000_000
    judging: float = 60.0
    beyond: float = 180.0


@dataclass(frozen=True)
class Job:
    """A submission to run: its notebook as the intake made it (JSON), its chapter, the secret seed.

    `solutions` holds the course's own cells by exercise, where there are follow-through marks; else nothing.
    """

    notebook: str
    chapter: str
    seed: int
    bounds: Bounds = field(default_factory=Bounds)
    limits: Limits = field(default_factory=Limits)
    sandboxed: bool = True
    solutions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """The result of one code cell.

    Parameters
    ----------
    place : of the cell in the notebook, from 0.
    outputs : what it shows, or the card of its check.
    score : of a check; else None.
    notes : what happened up to here, in sentences.
    is_hurried : whether a time limit was reached up to here while others had the kernel's core.
    """

    place: int
    outputs: tuple[dict[str, Any], ...]
    score: dict[str, Any] | None
    notes: tuple[str, ...]
    is_hurried: bool = False


@dataclass(frozen=True)
class JobResult:
    """A submission that was run: its notebook with outputs (JSON), its scores, and what happened to it.

    `is_hurried` says that it may earn more on a quiet machine.
    """

    notebook: str
    scores: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]
    seconds: float
    is_hurried: bool = False

    @property
    def points(self) -> float:
        """The sum of what its checks earned."""
        return float(sum(score["points"] for score in self.scores))
