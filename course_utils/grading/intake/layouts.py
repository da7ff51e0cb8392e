"""The layouts of a folder of submissions: nbgrader's, or that of a learning platform's export."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ... import exercises
from ..apart.client import TookTooLong, call
from ..wording import listed, printable

# What a platform calls the file or folder of a submission. Its number for the student tells namesakes apart.
MOODLE = re.compile(  # a group of students may have no number
    r"(?P<name>.+?)(_(?P<id>\d+))?_assignsubmission_(?P<kind>file|onlinetext)(_.*)?", re.DOTALL
)
CANVAS = re.compile(
    r"((?P<name>.+?)_(?P<late>LATE_)?(?P<id>\d+)|(?P<late_too>LATE_)?(?P<anonymous>anon_[A-Za-z0-9]{5}))"
    r"_((?P<number>\d+)|(?P<typed>(text|link)\.html))",  # what was sent follows
    re.DOTALL,
)
AGAIN = re.compile(r"-\d+$")  # what Canvas appends to a file that is sent again
ASIDE = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))  # what systems leave in folders
LOOKING = 60.0  # s to look at a class; names only
SILENT = "did not answer for {:g} s: look after its file system, and grade again"
TYPED_TOLD = "was typed or linked into the platform, not handed in as a file: ask for the notebook"


class NothingHandedIn(Exception):
    """There is no submission to grade; the message says where it was looked for."""


@dataclass(frozen=True)
class HandedIn:
    """What a folder holds for one student.

    Parameters
    ----------
    student : the name in the gradebook: the platform's number, or else the name of the folder or file.
    path : of the notebook, or of a folder with it.
    name : what the platform calls the student; empty where it gives no number, and `student` is the name.
    is_late : whether the platform marks it as late.
    is_collected : whether it is in nbgrader's layout, in a folder for the chapter.
    platform : "moodle", "canvas", or empty.
    number : Canvas's number of the file: the larger, the later.
    group : the group that handed it in, where `student` is one of its members.
    is_typed : whether it is a text or an address that was typed into the platform.
    said : remarks about it; it is graded all the same.
    flaw : why it cannot be graded, if its name shows that.
    """

    student: str
    path: Path
    name: str = ""
    is_late: bool = False
    is_collected: bool = False
    platform: str = ""
    number: int = 0
    is_typed: bool = False
    group: str = ""
    said: tuple[str, ...] = ()
    flaw: str = ""

    def feedback_path(self, chapter: str) -> str:
        """Where a platform that takes feedback for many students in one archive looks for this one's."""
        page = f"{chapter}.html"
        if self.platform == "moodle":
            return f"{self.name}_{self.student}_assignsubmission_file/{page}"
        if self.platform == "canvas" and self.number:
            return "_".join(part for part in (self.name, self.student, str(self.number), page) if part)
        return f"{self.student}/{page}"


def handed_in(folder: Path, chapter: str, called: Path | None = None) -> list[HandedIn]:
    """The submissions of a chapter: in nbgrader's layout, or one folder or file for each student.

    If a platform exports several files of one student, the notebook of the chapter is chosen. Raises
    NothingHandedIn if there is none; the message gives the folder the name `called`.
    """
    if not folder.exists():
        mend = "put submissions there, or name a folder or a ZIP archive with --submissions"
        raise NothingHandedIn(f"{_shown(folder)} does not exist: {mend}.")
    found = [one for one in _looked_at(_students(folder), chapter) if one]
    if not found:
        raise NothingHandedIn(f"no submissions of {chapter} in {_shown(called or folder)}.")
    return _one_each(found, chapter)


def look(paths: Sequence[Path], chapter: str) -> Iterator[HandedIn | None]:
    """What is at each path; None if it is nothing of this chapter."""
    for path in paths:
        inner = path / chapter
        if os.path.lexists(inner) and not path.is_symlink():
            yield _called(path.name, inner, is_collected=True)
        elif _is_of_another(path, chapter) or path.name.startswith("."):
            yield None
        else:
            name = path.stem if path.suffix == ".ipynb" else path.name
            own = AGAIN.sub("", name) if AGAIN.sub("", name).endswith(f"_{chapter}") else name
            yield _called(own.removesuffix(f"_{chapter}"), path, is_whole=own.endswith(f"_{chapter}"))


def _looked_at(paths: Sequence[Path], chapter: str) -> Iterator[HandedIn | None]:
    """As `look`, in a process with a deadline: a file system that hangs delays one student only."""
    while paths:
        try:
            yield from call(look, paths, chapter, seconds=LOOKING)
            return
        except TookTooLong as late:
            yield from late.parts
            held, *paths = paths[len(late.parts) :]
            yield HandedIn(held.name, held, flaw=SILENT.format(LOOKING))


def _students(folder: Path) -> list[Path]:
    """What a folder holds; or what the only folder in it holds, if that one has a platform's names."""
    inside = sorted(path for path in folder.iterdir() if path.name not in ASIDE)
    if len(inside) == 1 and inside[0].is_dir() and not inside[0].is_symlink():
        below = sorted(inside[0].iterdir())
        if below and not _is_platforms(inside[0].name) and all(_is_platforms(path.name) for path in below):
            return below
    return inside


def _is_platforms(name: str) -> bool:
    return bool(MOODLE.match(name) or CANVAS.match(name))


def _called(text: str, path: Path, *, is_collected: bool = False, is_whole: bool = True) -> HandedIn:
    """The submission in a file or folder of this name; `is_whole` where no name of a file follows in it."""
    if moodle := MOODLE.fullmatch(text):
        student, is_typed = moodle["id"] or moodle["name"], moodle["kind"] == "onlinetext"
        return HandedIn(
            student, path, moodle["name"], is_collected=is_collected, platform="moodle", is_typed=is_typed
        )
    if canvas := CANVAS.fullmatch(text) if is_whole else re.match(rf"{CANVAS.pattern}(_|$)", text, re.DOTALL):
        if not is_whole and canvas.end() == len(text) and canvas["number"]:
            return HandedIn(text, path, is_collected=is_collected)  # a name with two numbers
        is_late = bool(canvas["late"] or canvas["late_too"])
        student, name = canvas["id"] or canvas["anonymous"], canvas["name"] or ""
        number, is_typed = int(canvas["number"] or 0), bool(canvas["typed"])
        return HandedIn(student, path, name, is_late, is_collected, "canvas", number, is_typed)
    return HandedIn(text or path.name, path, is_collected=is_collected)


def _one_each(found: Iterable[HandedIn], chapter: str) -> list[HandedIn]:
    """One submission for each student to whom a platform gives a number; all others as they are."""
    groups: dict[tuple[str, int], list[HandedIn]] = {}
    for place, one in enumerate(found):
        groups.setdefault((one.student, 0 if one.platform else place + 1), []).append(one)
    return [_chosen(several, chapter) for several in groups.values()]


def _chosen(several: list[HandedIn], chapter: str) -> HandedIn:
    """The submission among the files that a platform exports for one student."""
    files = [one for one in several if not one.is_typed]
    if not files:
        return replace(several[0], flaw=TYPED_TOLD) if several[0].is_typed else several[0]
    notebooks = files
    if len(files) > 1:
        notebooks = [one for one in files if one.path.suffix == ".ipynb" or one.path.is_dir()] or files
    named = [one for one in notebooks if one.is_collected or _is_named(one.path, chapter)] or notebooks
    if len(named) > 1 and not all(_is_named(one.path, chapter) for one in named):
        names = listed([printable(one.path.name) for one in named])
        return replace(
            named[0], flaw=f"holds several notebooks, none of them called {chapter}.ipynb: {names}"
        )
    last = max(named, key=lambda one: (one.number, _attempt(one.path)))
    said = [f"{len(named)} notebooks were handed in, the last one was taken"] if len(named) > 1 else []
    if len(files) < len(several):
        said.append("a text was typed into the platform besides: it is not read")
    return replace(last, said=tuple(said))


def _is_named(path: Path, chapter: str) -> bool:
    return path.suffix == ".ipynb" and AGAIN.sub("", path.stem).endswith(f"_{chapter}")


def _attempt(path: Path) -> int:
    again = AGAIN.search(path.stem)
    return int(again[0][1:]) if again else 0


def _is_of_another(path: Path, chapter: str) -> bool:
    """Whether this is a file of another chapter, or the folder of a student who has not done this one."""
    others = [name for name in exercises.chapters() if name != chapter]
    if path.suffix == ".ipynb":
        return AGAIN.sub("", path.stem).endswith(tuple(f"_{name}" for name in others))
    return not path.is_symlink() and any(os.path.isdir(path / name) for name in others)


def _shown(path: Path) -> Path:
    """A path as it would be typed here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
