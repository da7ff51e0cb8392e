"""The inbox: accepted submissions. nbgrader reads these, and never the files that students sent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode

from ... import exercises
from ...files import write_whole
from . import submission, tables
from .fetching import fetch_apart
from .refusal import Refused
from .submission import SIZES, Submission

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

TIME = "timestamp.txt"  # where nbgrader keeps the time of a submission
SECRET = "submission_secret.txt"  # by which nbgrader's exchange gives feedback back to whom it belongs
TOKEN = re.compile(r"[0-9A-Za-z]{1,200}")


@dataclass(frozen=True)
class Inbox:
    """The submissions of one chapter that the intake has accepted.

    Parameters
    ----------
    chapter : e.g. "01_filters".
    release : the folder of released notebooks.
    grading : the folder of all that grading makes.
    """

    chapter: str
    release: Path
    grading: Path

    @classmethod
    def of(cls, coursedir: CourseDirectory, chapter: str) -> Inbox:
        """The inbox of a chapter in nbgrader's course directory."""
        root = Path(coursedir.root)
        return cls(
            chapter, root / coursedir.release_directory, (root / coursedir.autograded_directory).parent
        )

    @property
    def accepted(self) -> Path:
        """The folder of accepted submissions, laid out as nbgrader reads it."""
        return self.grading / "accepted"

    @cached_property
    def notebook(self) -> NotebookNode:
        """The release of the chapter."""
        return nbformat.read(self.release / self.chapter / f"{self.chapter}.ipynb", as_version=4)

    def accept(
        self,
        student: str,
        path: Path,
        below: Path,
        *,
        time: str = "",
        is_dated: bool = False,
        said: Collection[str] = (),
    ) -> Submission:
        """Accept a submission; if that cannot be done, raise Refused and keep nothing of it.

        Parameters
        ----------
        time : when it was handed in, where the platform says so.
        is_dated : whether it is where nbgrader writes its time beside it. Elsewhere a file of times may come
            from the student, and is ignored.
        said : what was mended before.
        """
        own = self.accepted / student / self.chapter
        if student in exercises.chapters():
            raise Refused("this looks like one student's folder; name the folder above it")
        if not submission.is_student(student):
            raise Refused("has a name that cannot be a student's: rename its folder")
        try:
            fetched = fetch_apart(
                path, below, f"{self.chapter}.ipynb", SIZES, (TIME, SECRET) if is_dated else ()
            )
            taken = submission.of(
                fetched.data,
                self.notebook,
                chapter=self.chapter,
                student=student,
                said=(*said, *fetched.said),
            )
        except Refused:
            shutil.rmtree(own, ignore_errors=True)
            raise
        known = time or _time(fetched.beside.get(TIME, ""))
        if known is None:
            told = f"the time in {TIME} has not the form 2026-03-01 12:00:00 UTC, so it is not known"
            taken = replace(taken, mended=(*taken.mended, told))
        if taken.mended:  # told in the feedback
            taken.notebook.metadata["course"] = {"mended": list(taken.mended)}
        write_whole(own / f"{self.chapter}.ipynb", taken.text)
        for name, text in (
            (TIME, known and f"{known}\n"),
            (SECRET, as_secret(fetched.beside.get(SECRET, ""))),
        ):
            if text:
                write_whole(own / name, text)
            else:
                (own / name).unlink(missing_ok=True)
        return taken

    def read(self, student: str) -> NotebookNode:
        """An accepted submission."""
        return nbformat.read(self.accepted / student / self.chapter / f"{self.chapter}.ipynb", as_version=4)

    def time(self, student: str) -> str:
        """When an accepted submission was handed in; empty where that is not known."""
        return self._kept(student, TIME)

    def secret(self, student: str) -> str:
        """By what nbgrader's exchange knows an accepted submission; empty where it does not."""
        return self._kept(student, SECRET)

    def _kept(self, student: str, name: str) -> str:
        path = self.accepted / student / self.chapter / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


def as_secret(text: str | None) -> str:
    """The key in a file by which nbgrader's exchange knows a submission; empty if it is not one."""
    return text if text and TOKEN.fullmatch(text) else ""


def _time(text: str | None) -> str | None:
    """The time in a timestamp.txt; empty if there is none, None if it is not a time."""
    if not text:
        return text
    try:
        return tables.utc(text)
    except ValueError:
        return None
