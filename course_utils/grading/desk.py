"""The desk where submissions are handed in: each goes through the intake, and then lies where nbgrader reads.

nbgrader never reads what students sent.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode

from .. import exercises
from . import intake
from .intake import Refused, Submission
from .results import Results, write

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

LATEST = "timestamp.txt"  # where nbgrader keeps the time of a submission
MOODLE = re.compile(r"_\d+_assignsubmission_file(_.*)?$")  # what Moodle appends to a student's name


class NothingHandedIn(Exception):
    """There is no submission to grade; the message says where none is."""


@dataclass(frozen=True)
class Desk:
    """Where the submissions of one chapter lie, before and after the intake.

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
    def of(cls, coursedir: CourseDirectory, chapter: str) -> Desk:
        """The desk of a chapter in nbgrader's course directory."""
        root = Path(coursedir.root)
        return cls(
            chapter, root / coursedir.release_directory, (root / coursedir.autograded_directory).parent
        )

    @property
    def accepted(self) -> Path:
        """The folder of accepted submissions, laid out as nbgrader reads it."""
        return self.grading / "accepted"

    @property
    def results(self) -> Results:
        """The results of those that were run."""
        return Results(self.grading / "results" / self.chapter)

    @cached_property
    def notebook(self) -> NotebookNode:
        """The release of the chapter."""
        return nbformat.read(self.release / self.chapter / f"{self.chapter}.ipynb", as_version=4)

    def handed_in(self, folder: Path) -> list[tuple[str, Path]]:
        """Student and path of each submission: in nbgrader's layout, or one folder or file for each.

        Raises NothingHandedIn where there is none.
        """
        if not folder.exists():
            mend = "put submissions there, or name a folder with --submissions"
            raise NothingHandedIn(f"{_shown(folder)} does not exist: {mend}.")
        found = []
        for path in sorted(folder.iterdir()):
            inner = path / self.chapter
            if os.path.lexists(inner) and not path.is_symlink():
                found.append((path.name, inner))
            elif not self._is_of_another_chapter(path) and not path.name.startswith("."):
                found.append((self.student(path), path))
        if not found:
            raise NothingHandedIn(f"no submissions of {self.chapter} in {_shown(folder)}.")
        return found

    def student(self, path: Path) -> str:
        """Who handed in a folder or a file that is called like this: what platforms append is left out."""
        name = path.stem if path.suffix == ".ipynb" else path.name
        return MOODLE.sub("", name).removesuffix(f"_{self.chapter}") or name

    def _is_of_another_chapter(self, path: Path) -> bool:
        """Whether this is a file of another chapter, or the folder of a student who has not done this one."""
        others = [name for name in exercises.chapters() if name != self.chapter]
        if path.suffix == ".ipynb":
            return path.stem.endswith(tuple(f"_{name}" for name in others))
        return not path.is_symlink() and any((path / name).is_dir() for name in others)

    def accept(self, student: str, path: Path, below: Path) -> Submission:
        """Take a submission in; raise Refused, and keep nothing of it, where that cannot be done."""
        own = self.accepted / student / self.chapter
        if student in exercises.chapters():
            raise Refused("this looks like one student's folder; name the folder above it")
        if not intake.is_student(student):
            raise Refused("has a name that cannot be a student's: rename its folder")
        try:
            submission = intake.read(path, self.notebook, chapter=self.chapter, student=student, below=below)
        except Refused:
            shutil.rmtree(own, ignore_errors=True)
            raise
        if submission.mended:  # told in the feedback
            submission.notebook.metadata["course"] = {"mended": list(submission.mended)}
        write(own / f"{self.chapter}.ipynb", submission.text)
        if time := _time(path):
            write(own / LATEST, time)
        else:
            (own / LATEST).unlink(missing_ok=True)
        return submission

    def time(self, student: str) -> str:
        """When a submission that was accepted was handed in; empty where that is not known."""
        path = self.accepted / student / self.chapter / LATEST
        return path.read_text(encoding="utf-8") if path.exists() else ""


def _shown(path: Path) -> Path:
    """A path as it would be typed here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _time(folder: Path) -> str:
    """The time in a submission's timestamp.txt, as nbgrader writes it; empty where none can be read."""
    from nbgrader.utils import parse_utc

    try:
        file = os.open(folder / LATEST, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    with open(file, "rb") as stream:
        try:
            return f"{parse_utc(stream.read(100).decode().strip())} UTC\n"
        except (ValueError, OverflowError, OSError):
            return ""
