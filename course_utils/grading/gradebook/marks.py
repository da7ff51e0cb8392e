"""What stands in the gradebook, points given by hand and penalties for late work included."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning

from ..wording import counted
from .book import opened, records

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


@dataclass(frozen=True)
class Standing:
    """What the gradebook holds of a chapter before a run.

    Parameters
    ----------
    is_entered : whether it knows the chapter and its cells.
    points : what each check gave, by student and cell; None where it could not be judged.
    records : what was recorded beside the marks, by name.
    """

    is_entered: bool
    points: Mapping[str, Mapping[str, float | None]]
    records: Mapping[str, str]


def standing(coursedir: CourseDirectory, chapter: str) -> Standing:
    """What the gradebook holds of a chapter."""
    with opened(coursedir) as gradebook:
        try:
            is_entered = bool(gradebook.find_assignment(chapter).notebooks)
        except MissingEntry:
            is_entered = False
        points: dict[str, dict[str, float | None]] = defaultdict(dict)
        rows = (
            gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score)
            .select_from(Grade)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .filter(Assignment.name == chapter)
        )
        for student, cell, score in rows:
            points[student][cell] = score
        return Standing(is_entered, points, records(gradebook))


def read(coursedir: CourseDirectory, chapter: str) -> tuple[dict[str, Mark], dict[str, str]]:
    """The mark of every student who has one for a chapter, and the names of all students of the gradebook."""
    with warnings.catch_warnings(), opened(coursedir) as gradebook:
        warnings.simplefilter("ignore", SAWarning)
        try:
            found = {one.student_id: _mark(one) for one in gradebook.assignment_submissions(chapter)}
        except MissingEntry:
            found = {}
        return found, {student.id: _name(student) for student in gradebook.students}


def _name(student: Student) -> str:
    return " ".join(part for part in (student.first_name, student.last_name) if part)


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
