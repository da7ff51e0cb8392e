"""How submissions lie in a folder: as nbgrader collects them, or as a learning platform hands them out."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from ... import exercises

# What a platform calls the file or folder of a submission. Its number for the student tells namesakes apart.
MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(file|onlinetext)(_.*)?")
CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<file>\d+)")  # what was sent follows
AGAIN = re.compile(r"-\d+$")  # what Canvas appends to a file that is sent again


class NothingHandedIn(Exception):
    """There is no submission to grade; the message says where none is."""


@dataclass(frozen=True)
class HandedIn:
    """What lies in a folder for one student.

    Parameters
    ----------
    student : the name in the gradebook: the platform's number, or else the name of the folder or file.
    path : of the notebook, or of a folder with it.
    name : what the platform calls the student; empty where it gives no number, and `student` is the name.
    is_late : whether the platform marks it as late.
    is_collected : whether it lies as nbgrader collects submissions, in a folder for the chapter.
    """

    student: str
    path: Path
    name: str = ""
    is_late: bool = False
    is_collected: bool = False


def handed_in(folder: Path, chapter: str) -> list[HandedIn]:
    """The submissions of a chapter: in nbgrader's layout, or one folder or file for each student.

    Raises NothingHandedIn where there is none.
    """
    if not folder.exists():
        mend = "put submissions there, or name a folder with --submissions"
        raise NothingHandedIn(f"{_shown(folder)} does not exist: {mend}.")
    found = []
    for path in sorted(folder.iterdir()):
        inner = path / chapter
        if os.path.lexists(inner) and not path.is_symlink():
            found.append(_called(path.name, inner, is_collected=True))
        elif not _is_of_another(path, chapter) and not path.name.startswith("."):
            name = path.stem if path.suffix == ".ipynb" else path.name
            own = AGAIN.sub("", name) if AGAIN.sub("", name).endswith(f"_{chapter}") else name
            found.append(_called(own.removesuffix(f"_{chapter}"), path, is_whole=own.endswith(f"_{chapter}")))
    if not found:
        raise NothingHandedIn(f"no submissions of {chapter} in {_shown(folder)}.")
    return found


def _called(text: str, path: Path, *, is_collected: bool = False, is_whole: bool = True) -> HandedIn:
    """The submission in a file or folder of this name; `is_whole` where no name of a file follows in it."""
    if moodle := MOODLE.fullmatch(text):
        return HandedIn(moodle["id"], path, moodle["name"], is_collected=is_collected)
    canvas = CANVAS.fullmatch(text) if is_whole else re.match(rf"{CANVAS.pattern}_", text)
    if canvas:
        return HandedIn(canvas["id"], path, canvas["name"], bool(canvas["late"]), is_collected)
    return HandedIn(text or path.name, path, is_collected=is_collected)


def _is_of_another(path: Path, chapter: str) -> bool:
    """Whether this is a file of another chapter, or the folder of a student who has not done this one."""
    others = [name for name in exercises.chapters() if name != chapter]
    if path.suffix == ".ipynb":
        return AGAIN.sub("", path.stem).endswith(tuple(f"_{name}" for name in others))
    return not path.is_symlink() and any(os.path.isdir(path / name) for name in others)


def _shown(path: Path) -> Path:
    """A path as it would be typed here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
