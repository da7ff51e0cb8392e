"""Writing marks into the gradebook, each once; the gradebook alone records what was written."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.converters import BaseConverter, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from ... import lessons
from ...cells import Role
from ..intake.inbox import Inbox
from ..intake.submission import Submission
from ..job import JobResult
from . import book, converters, deadlines, feedback, marks
from .converters import Autograded
from .marks import Standing


@dataclass(frozen=True)
class Recording:
    """Writes marks into the gradebook.

    Parameters
    ----------
    coursedir, config : nbgrader's.
    inbox : where accepted submissions of the chapter lie.
    regrade : write marks again, although the gradebook has them.
    """

    coursedir: CourseDirectory
    config: Config
    inbox: Inbox
    regrade: bool = False

    def enter(self, source: Path) -> None:
        """Put the chapter into the gradebook, as nbgrader does it, where it is missing or has changed.

        Raises
        ------
        Unusable
            The gradebook cannot be used, or its marks were given with another seed.
        """
        book.require(self.coursedir)
        chapter = self.inbox.chapter
        standing = marks.standing(self.coursedir, chapter)
        self._compare_seed(standing)
        digest = _digest(source.read_bytes())
        if standing.records.get(chapter) == digest and standing.is_entered:
            return
        with tempfile.TemporaryDirectory() as folder:
            self.convert(GenerateAssignment, release_directory=folder)
        self._put(chapter, digest)

    def record(self, submission: Submission, name: str, result: JobResult, before: Standing) -> bool:
        """Write the marks of a student; False where the gradebook holds those of this very submission.

        Parameters
        ----------
        name : of the job that the submission became.
        before : what the gradebook held when the run began.
        """
        student, chapter = submission.student, self.inbox.chapter
        record = f"{chapter}/{student}"
        about = [self.inbox.time(student), self.inbox.secret(student), *self._lateness(student, before)]
        state = json.dumps([name, submission.mended, *about])
        autograded = self._path(self.coursedir.autograded_directory, student)
        held = before.points.get(student, {})
        is_held = bool(held) and all(held.get(cell, -1) == points for cell, points in _points(result))
        if before.records.get(record) == state and is_held and autograded.exists() and not self.regrade:
            return False
        with book.at_once(self.coursedir):
            self.convert(Autograded, student_id=student, submitted_directory=str(self.inbox.accepted))
            self._put(record, state)
        return True

    def is_page_due(self, student: str, before: Standing, is_new: bool) -> bool:
        """Whether a student has no page of feedback, or something that it depends on has changed."""
        page = self._path(self.coursedir.feedback_directory, student).with_suffix(".html")
        if is_new or not page.exists():
            return True
        state = self._page_state(student, before.pages.get(student, ""))
        return before.records.get(self._page_record(student)) != state

    def remember_pages(self, students: Sequence[str]) -> None:
        """Record what the pages that were just written depend on."""
        if not students:
            return
        shown = marks.pages(self.coursedir, self.inbox.chapter)
        with book.at_once(self.coursedir):
            for student in students:
                state = self._page_state(student, shown.get(student, ""))
                self._put(self._page_record(student), state)

    def _page_record(self, student: str) -> str:
        return f"{self.inbox.chapter}/{student}/.page"

    def _page_state(self, student: str, shown: str) -> str:
        """What a page depends on, as a hash: what ran, what the gradebook says, and the page's code."""
        autograded = self._path(self.coursedir.autograded_directory, student)
        code = Path(feedback.__file__)
        return _digest(b"\0".join((shown.encode(), autograded.read_bytes(), code.read_bytes())))

    def _lateness(self, student: str, before: Standing) -> list[str]:
        """What decides, besides its time, whether a submission is late and what that costs."""
        penalties = ("AssignLatePenalties", "LateSubmissionPlugin", "PercentPerDay")
        settings = {name: dict(self.config[name]) for name in penalties if name in self.config}
        more = before.records.get(deadlines.record_of(self.inbox.chapter, student), "")
        return [before.duedate, more, json.dumps(settings, sort_keys=True, default=str)]

    def forget_page(self, student: str) -> None:
        """Note that a student's page was replaced by another one; with the next mark it is written again."""
        self._put(self._page_record(student), None)

    def _path(self, folder: str, student: str) -> Path:
        """The notebook of a student in one of nbgrader's folders."""
        chapter = self.inbox.chapter
        return Path(self.coursedir.format_path(folder, student, chapter), f"{chapter}.ipynb")

    def convert(self, converter: type[BaseConverter], **changed: str) -> None:
        """Run a converter of nbgrader's on a course directory with some settings changed."""
        converters.convert(converter, converters.changed_copy_of(self.coursedir, **changed), self.config)

    def _compare_seed(self, standing: Standing) -> None:
        """Refuse to mix the marks of two seeds: a lost seed is drawn again as soon as it is needed."""
        record = f"{self.inbox.chapter}/.seed"
        seed = _digest(str(lessons.hidden_seed(self.inbox.grading)).encode())
        if standing.records.get(record, seed) != seed and not self.regrade:
            raise book.Unusable(
                f"{self.inbox.grading / 'seed'} is not the seed with which this chapter was graded: "
                "put that back, or grade all anew with --regrade."
            )
        if standing.records.get(record) != seed:
            self._put(record, seed)

    def _put(self, record: str, content: str | None) -> None:
        with book.opened(self.coursedir) as gradebook:
            book.put(gradebook, record, content)
            gradebook.db.commit()


def _points(result: JobResult) -> Iterator[tuple[str, float | None]]:
    """The cell of each check, and what the gradebook should hold of it."""
    for score in result.scores:
        is_judged = score["outcome"] != "not judged"
        yield Role("check", score["exercise"]).grade_id, score["points"] if is_judged else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
