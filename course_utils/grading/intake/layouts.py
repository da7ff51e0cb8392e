"""How submissions lie in a folder: as nbgrader collects them, or as a learning platform hands them out."""

from __future__ import annotations

import os
import re
from pathlib import Path

from ... import exercises

MOODLE = re.compile(r"_\d+_assignsubmission_file(_.*)?$")  # what Moodle appends to a student's name


class NothingHandedIn(Exception):
    """There is no submission to grade; the message says where none is."""


def handed_in(folder: Path, chapter: str) -> list[tuple[str, Path]]:
    """Student and path of each submission: in nbgrader's layout, or one folder or file for each.

    Raises NothingHandedIn where there is none.
    """
    if not folder.exists():
        mend = "put submissions there, or name a folder with --submissions"
        raise NothingHandedIn(f"{_shown(folder)} does not exist: {mend}.")
    found = []
    for path in sorted(folder.iterdir()):
        inner = path / chapter
        if os.path.lexists(inner) and not path.is_symlink():
            found.append((path.name, inner))
        elif not _is_of_another(path, chapter) and not path.name.startswith("."):
            found.append((_student(path, chapter), path))
    if not found:
        raise NothingHandedIn(f"no submissions of {chapter} in {_shown(folder)}.")
    return found


def _student(path: Path, chapter: str) -> str:
    """The student whose folder or file has this name, without what platforms append."""
    name = path.stem if path.suffix == ".ipynb" else path.name
    return MOODLE.sub("", name).removesuffix(f"_{chapter}") or name


def _is_of_another(path: Path, chapter: str) -> bool:
    """Whether this is a file of another chapter, or the folder of a student who has not done this one."""
    others = [name for name in exercises.chapters() if name != chapter]
    if path.suffix == ".ipynb":
        return path.stem.endswith(tuple(f"_{name}" for name in others))
    return not path.is_symlink() and any((path / name).is_dir() for name in others)


def _shown(path: Path) -> Path:
    """A path as it would be typed here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
