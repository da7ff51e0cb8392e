"""Late work: what it costs, and who has more time."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Float

from . import book

DAY = 86_400.0  # s


class PercentPerDay(LateSubmissionPlugin):
    """Takes a part of the points for each day that has begun; nbgrader's own methods work as before."""

    percent_per_day = Float(
        0.0, min=0.0, max=100.0, help="Percent of the points that each late day costs."
    ).tag(config=True)
    grace_minutes = Float(0.0, min=0.0, help="Minutes after the due date that cost nothing.").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points that a submission loses; None where none."""
        days = math.ceil((total_seconds_late - 60 * self.grace_minutes) / DAY)
        if days <= 0:
            return None
        if not self.percent_per_day:
            penalty: float | None = super().late_submission_penalty(student_id, score, total_seconds_late)
            return penalty
        return round(score * min(1.0, days * self.percent_per_day / 100), 2)


class Penalties(AssignLatePenalties):
    """Assigns penalties as nbgrader does, after the due date of this student."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Give the submission the time that the student has, then look whether it is late."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            submission = gradebook.find_submission(about["assignment"], about["student"])
            seconds = more_time(gradebook, about["assignment"], about["student"])
            submission.extension = timedelta(seconds=seconds) if seconds else None
            gradebook.db.commit()
        done: tuple[NotebookNode, Any] = super().preprocess(nb, resources)
        return done


def record_of(chapter: str, student: str) -> str:
    """The name under which a student's extension is recorded."""
    return f"{chapter}/{student}/.extension"


def more_time(gradebook: Gradebook, chapter: str, student: str) -> float:
    """The seconds that a student has more for a chapter."""
    return float(book.get(gradebook, record_of(chapter, student)) or 0)


def extend(gradebook: Gradebook, chapter: str, student: str, seconds: float) -> None:
    """Give a student more time for a chapter, in place of what was given before; 0 takes it back."""
    book.put(gradebook, record_of(chapter, student), f"{seconds:g}" if seconds else None)
    gradebook.db.commit()
