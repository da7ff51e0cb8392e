"""The intake: a submission is read as hostile data, mended where that is honest, else refused with its cause.

Nothing of a submission is run here. What comes out is the release of the chapter with the learner's texts in
it (see `mending`), so no metadata, output or link of a submission can matter to what follows.

>>> submission = read(folder, release, chapter="01_filters", student="ada")  # doctest: +SKIP
>>> submission.mended  # doctest: +SKIP
('`correlate2d`: 2 copies, the last attempt was taken',)
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ... import exercises
from ...cells import Role
from .fetching import fetch
from .matching import Matching
from .mending import Mending
from .parsing import cells_of, decode, parse
from .refusal import Refused, Sizes
from .slots import SubmittedCell

SIZES = Sizes()
TASK = re.compile(r"(?m)^(?:def|class)\s+(\w+)|\bcheck\(\s*[\"']?(\w+)")
NOT_IN_A_NAME = frozenset('/\\*?[]{}<>|:"')  # separators, and what nbgrader takes for a pattern


@dataclass(frozen=True)
class Submission:
    """A submission fit to be run: the release with the learner's texts, and what was mended, in sentences."""

    student: str
    chapter: str
    notebook: NotebookNode
    mended: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The notebook as JSON: equal submissions give equal texts."""
        return nbformat.writes(self.notebook) + "\n"


def read(
    path: Path,
    release: NotebookNode,
    *,
    chapter: str,
    student: str,
    below: Path | None = None,
    sizes: Sizes = SIZES,
    said: Collection[str] = (),
) -> Submission:
    """The submission at `path`, a folder or a notebook, of the chapter whose release is given.

    `below` is the folder of all submissions (that of `path` if not given): no link is followed under it.
    `said` is what was mended before.

    Raises
    ------
    Refused
        The submission cannot be graded.
    """
    told = list(said)
    data = fetch(path, path.parent if below is None else below, f"{chapter}.ipynb", sizes, told)
    return of(data, release, chapter=chapter, student=student, sizes=sizes, said=told)


def of(
    data: bytes,
    release: NotebookNode,
    *,
    chapter: str,
    student: str,
    sizes: Sizes = SIZES,
    said: Collection[str] = (),
) -> Submission:
    """The submission in a file's bytes, which may be anything; `said` is what was mended before.

    Raises
    ------
    Refused
        The submission cannot be graded.
    """
    told = list(said)
    raw = parse(decode(data, told), sizes)
    return mend(raw, release, chapter=chapter, student=student, sizes=sizes, said=told)


def mend(
    raw: object,
    release: NotebookNode,
    *,
    chapter: str,
    student: str,
    sizes: Sizes = SIZES,
    said: Collection[str] = (),
) -> Submission:
    """The submission in the JSON value `raw`, which may be anything; `said` is what was mended before.

    Raises
    ------
    Refused
        The value is no notebook of this chapter.
    """
    mended = list(said)
    cells = cells_of(raw, sizes, mended)
    _recognise(cells, release, chapter)
    mending = Mending(Matching(cells, release), release)
    notebook = mending.notebook()
    return Submission(student, chapter, notebook, (*mended, *mending.said))


def is_student(name: str) -> bool:
    """Whether a folder's name can be a student's: short, printable, no path, no pattern, not hidden.

    >>> is_student("Núñez, Ana_1234"), is_student("../ada"), is_student("ada" + chr(27) + "[2J")
    (True, False, False)
    """
    return (
        0 < len(name) <= 100
        and name.isprintable()
        and name == name.strip()
        and name[0] not in ".-"
        and not NOT_IN_A_NAME.intersection(name)
    )


def _recognise(cells: list[SubmittedCell], release: NotebookNode, chapter: str) -> None:
    """Refuse a notebook that holds nothing of this chapter, or more of another one."""
    asked = [role for role in map(Role.of, release.cells) if role.kind in ("exercise", "answer")]
    held = {name.removeprefix("check-") for cell in cells for name in cell.ids}
    held |= {name for cell in cells for match in TASK.findall(cell.text) for name in match}
    others = {
        other.name: len(held.intersection(exercise.name for exercise in other.exercises))
        for other in exercises.chapters().values()
        if other.name != chapter
    }
    rival = max(others, key=others.__getitem__, default="")
    resembles = f"; it looks like {rival}" if others.get(rival) else ""
    own = len(held.intersection(role.grade_id for role in asked))
    if not own:
        raise Refused(f"holds no exercise of {chapter}{resembles}")
    if others.get(rival, 0) > own:
        raise Refused(f"holds more of another chapter than of {chapter}{resembles}")
