"""The marks in the gradebook, including points given by hand and penalties for late work."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
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
    extension : seconds that the student had more than others.
    """

    points: float
    out_of: float
    to_read: int = 0
    seconds_late: float = 0.0
    penalty: float = 0.0
    extension: float = 0.0

    def __str__(self) -> str:
        return f"{self.points:g} of {self.out_of:g}"

    @property
    def remarks(self) -> list[str]:
        """What to know about it, in sentences."""
        cost = f", which cost {counted(self.penalty, 'point')}" if self.penalty else ""
        late = [f"late by {span(self.seconds_late)}{cost}"] if self.seconds_late else []
        late += [f"had {span(self.extension)} more"] if self.extension else []
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
    duedate : of the chapter; empty where it has none.
    points : of each check, by student and cell; None if it could not be judged.
    pages : what the page of feedback of each student shows, as text.
    records : what was recorded beside the marks, by name.
    """

    is_entered: bool
    duedate: str
    points: Mapping[str, Mapping[str, float | None]]
    pages: Mapping[str, str]
    records: Mapping[str, str]


def standing(coursedir: CourseDirectory, chapter: str) -> Standing:
    """What the gradebook holds of a chapter."""
    with opened(coursedir) as gradebook:
        try:
            assignment = gradebook.find_assignment(chapter)
            is_entered, duedate = bool(assignment.notebooks), str(assignment.duedate or "")
        except MissingEntry:
            is_entered, duedate = False, ""
        points: dict[str, dict[str, float | None]] = defaultdict(dict)
        for student, cell, score, *_ in _of_chapter(gradebook, Grade, (Grade.auto_score,), chapter):
            points[student][cell] = score
        return Standing(is_entered, duedate, points, _pages(gradebook, chapter), records(gradebook))


def pages(coursedir: CourseDirectory, chapter: str) -> dict[str, str]:
    """What the page of feedback of each student shows: points, comments and the penalty, as text."""
    with opened(coursedir) as gradebook:
        return _pages(gradebook, chapter)


def _pages(gradebook: Gradebook, chapter: str) -> dict[str, str]:
    points = (Grade.auto_score, Grade.manual_score, Grade.extra_credit)
    comments = (Comment.auto_comment, Comment.manual_comment)
    shown: dict[str, list[str]] = defaultdict(list)
    for kind, columns in ((Grade, points), (Comment, comments)):
        for name, *row in _of_chapter(gradebook, kind, columns, chapter):
            shown[name].append(repr(row))
    return {name: "\n".join(sorted(rows)) for name, rows in shown.items()}


def _of_chapter(gradebook: Gradebook, kind: Any, columns: Sequence[Any], chapter: str) -> Iterable[Any]:
    """Student, cell, some columns and the late penalty of all grades, or of all comments, of a chapter."""
    owner, late = SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty
    return (
        gradebook.db.query(owner, BaseCell.name, *columns, late)
        .select_from(kind)
        .join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, kind.cell_id == BaseCell.id)
        .filter(Assignment.name == chapter)
    )


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
        extension=submission.extension.total_seconds() if submission.extension else 0.0,
    )
