"""Pairs of submissions that share text which is neither in the release nor common; a person judges them.

Sequences of twelve tokens are compared; names of variables do not matter. A sequence that more than a few
students have is what the lesson suggests, and does not count.
"""

from __future__ import annotations

import keyword
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from nbformat import NotebookNode

from ...cells import Role
from ..intake.definitions import lines_of
from ..intake.inbox import Inbox
from .report import Report

LENGTH = 12  # tokens that are compared at once
SHARED = 10  # of such pieces make a pair worth a look
SHOWN = 25  # pairs
FEW = 4  # students who may have a piece for it to be theirs; in a large class one in eight
TOKEN = re.compile(r"\w+|[^\w\s]")
COMMENT = re.compile(r"#.*")
Piece = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two students whose submissions have `shared` pieces in common, `share` of the shorter one's.

    `places` are the exercises and answers that hold them, the most telling first; `texts` is what both wrote
    there.
    """

    students: tuple[str, str]
    shared: int
    share: float
    places: tuple[str, ...]
    texts: tuple[str, str]


def within(report: Report, inbox: Inbox) -> list[Pair]:
    """The pairs among the graded submissions; the members of a group handed in the same one."""
    groups: dict[str, set[str]] = {}
    for student, one in report.handed_in.items():
        groups.setdefault(one.group or f"{student} alone", set()).add(student)
    notebooks = {one.student: inbox.read(one.student) for one in report.graded}
    return pairs(notebooks, inbox.notebook, (frozenset(group) for group in groups.values()))


def pairs(
    notebooks: Mapping[str, NotebookNode], release: NotebookNode, together: Iterable[frozenset[str]] = ()
) -> list[Pair]:
    """The pairs; first those that share most text that nobody else has.

    Parameters
    ----------
    notebooks : the submissions by student, as the intake made them.
    release : the released notebook.
    together : groups of students who handed in together.
    """
    given = {line for cell in release.cells for line in lines_of(cell.source)}
    texts = {student: _texts(notebook, given) for student, notebook in notebooks.items()}
    pieces = {student: _pieces(own) for student, own in texts.items()}
    owners: dict[Piece, list[str]] = defaultdict(list)
    for student, found in sorted(pieces.items()):
        for piece in found:
            owners[piece].append(student)
    few = max(FEW, len(notebooks) // 8)
    places: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    weights: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)  # what two have alone weighs most
    for piece, students in owners.items():
        if 1 < len(students) <= few:
            for first, second in combinations(students, 2):
                places[first, second][pieces[first][piece]] += 1
                weights[first, second][pieces[first][piece]] += 60 // (len(students) - 1)
    allowed = list(together)
    judged = [
        _pair(both, where.total(), weights[both], pieces, texts)
        for both, where in places.items()
        if where.total() >= SHARED and not any(group.issuperset(both) for group in allowed)
    ]
    return sorted(judged, key=lambda pair: (-weights[pair.students].total(), pair.students))[:SHOWN]


def _pair(
    both: tuple[str, str],
    shared: int,
    weights: Counter[str],
    pieces: Mapping[str, Mapping[Piece, str]],
    texts: Mapping[str, Mapping[str, str]],
) -> Pair:
    first, second = both
    named = tuple(place for place, _ in weights.most_common())
    share = shared / min(len(pieces[first]), len(pieces[second]))
    return Pair(both, shared, share, named, (texts[first][named[0]], texts[second].get(named[0], "")))


def _texts(notebook: NotebookNode, given: set[str]) -> dict[str, str]:
    """What a student wrote, by exercise or answer, without the lines of the release."""
    texts: dict[str, list[str]] = defaultdict(list)
    for cell in notebook.cells:
        role = Role.of(cell)
        if role.kind in ("exercise", "answer") or cell.id.startswith("own-"):
            own = [line for line in cell.source.splitlines() if line.strip() and line.strip() not in given]
            texts[role.name or "a cell of their own"] += own
    return {place: "\n".join(lines) for place, lines in texts.items()}


def _pieces(texts: Mapping[str, str]) -> dict[Piece, str]:
    """Every piece of a submission, with its place."""
    found: dict[Piece, str] = {}
    for place, text in texts.items():
        tokens = TOKEN.findall(COMMENT.sub("", text))
        names = [
            token.isidentifier() and not keyword.iskeyword(token) and tokens[number - 1 : number] != ["."]
            for number, token in enumerate(tokens)
        ]
        for start in range(len(tokens) - LENGTH + 1):
            found.setdefault(_alike(tokens, names, start), place)
    return found


def _alike(tokens: list[str], names: list[bool], start: int) -> Piece:
    """A piece in which each name is the number of its appearance, so that renaming changes nothing."""
    numbers: dict[str, str] = {}
    return tuple(
        numbers.setdefault(tokens[at], str(len(numbers))) if names[at] else tokens[at]
        for at in range(start, start + LENGTH)
    )
