"""What stands in the gradebook, points given by hand and penalties for late work included."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning

from ..wording import counted

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True)
class Mark:
    """What a student has for a chapter.

    Parameters
    ----------
    points : the sum, less the penalty.
    out_of : the points that there are, written answers included.
    to_read : written answers that wait to be graded by hand.
    seconds_late : after the due date.
    penalty : points that late work cost.
    """

    points: float
    out_of: float
    to_read: int = 0
    seconds_late: float = 0.0
    penalty: float = 0.0

    def __str__(self) -> str:
        return f"{self.points:g} of {self.out_of:g}"

    @property
    def remarks(self) -> list[str]:
        """What to know about it, in sentences."""
        cost = f", which cost {counted(self.penalty, 'point')}" if self.penalty else ""
        late = [f"late by {span(self.seconds_late)}{cost}"] if self.seconds_late else []
        return late + ([f"{counted(self.to_read, 'answer')} to read"] if self.to_read else [])


def span(seconds: float) -> str:
    """A time in its largest unit.

    >>> span(90), span(2 * 86_400 + 5)
    ('1 minute', '2 days')
    """
    unit, length = next((one for one in UNITS if seconds >= one[1]), UNITS[-1])
    return counted(int(seconds / length), unit)


def is_entered(coursedir: CourseDirectory, chapter: str) -> bool:
    """Whether the gradebook knows a chapter and its cells."""
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            return bool(gradebook.find_assignment(chapter).notebooks)
        except MissingEntry:
            return False


def read(coursedir: CourseDirectory, chapter: str) -> dict[str, Mark]:
    """The mark of every student who has one for a chapter."""
    with warnings.catch_warnings(), Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        warnings.simplefilter("ignore", SAWarning)
        return {one.student_id: _mark(one) for one in gradebook.assignment_submissions(chapter)}


def _mark(submission: SubmittedAssignment) -> Mark:
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    penalty = submission.late_submission_penalty
    return Mark(
        points=submission.score - penalty,
        out_of=submission.max_score,
        to_read=sum(1 for grade in grades if grade.needs_manual_grade),
        seconds_late=submission.total_seconds_late,
        penalty=penalty,
    )
