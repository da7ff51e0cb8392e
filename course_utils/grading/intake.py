"""The intake: a submission is read as hostile data, mended where that is honest, else refused with its cause.

Nothing of a submission is run here. What comes out is the release of the chapter with the learner's texts in
it (see `mending`), so no metadata, output or link that a submission brings can matter to what follows.

>>> submission = read(folder, release, chapter="01_filters", student="ada")  # doctest: +SKIP
>>> submission.mended  # doctest: +SKIP
('`correlate2d`: two copies, the last attempt was taken',)
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from .. import exercises
from .mending import Cell, Mending, plural

SHOWN = 5  # file names in a cause, at most
LISTED = 1_000  # files of a folder that are looked at, when none has the right name
NOTEBOOK = re.compile(r"(?i)^[^.].*\.ipynb(\.json|\.txt)?$")  # browsers like to append an ending
OTHER_FORMATS = {b"PK": "a ZIP archive", b"\x1f\x8b": "a gzip archive", b"%PDF": "a PDF", b"<": "a web page"}
# What may be left of a value, or of an escape in a text, where a file ends in its middle.
CUT_OFF = re.compile(r"t(ru?)?|f(a(ls?)?)?|n(ul?)?|-|\.|[eE][-+]?|(u[0-9a-fA-F]{0,4})?")
ENCODINGS = {"utf-8-sig": "UTF-8 with a byte order mark", "cp1252": "Windows-1252", "latin-1": "Latin-1"}
TASK = re.compile(r"(?m)^(?:def|class)\s+(\w+)|\bcheck\(\s*[\"']?(\w+)")
NOT_IN_A_NAME = frozenset('/\\*?[]{}<>|:"')  # separators, and what nbgrader takes for a pattern


class Refused(Exception):
    """A submission that cannot be graded; the message says why, and goes on from "it ..."."""


@dataclass(frozen=True)
class Sizes:
    """How large a submission may be: its file, the pieces of its JSON, its cells, the text of one cell."""

    file: int = 20_000_000  # bytes
    pieces: int = 1_000_000  # lists and objects
    cells: int = 2_000
    text: int = 1_000_000  # characters


SIZES = Sizes()


@dataclass(frozen=True)
class Submission:
    """A submission fit to be run: the release with the learner's texts, and what was mended, in sentences."""

    student: str
    chapter: str
    notebook: NotebookNode
    mended: tuple[str, ...]

    @property
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
) -> Submission:
    """The submission at `path`, a folder or a notebook, of the chapter whose release is given.

    `below` is the folder of all submissions (that of `path` if not given): no link is followed under it.

    Raises
    ------
    Refused
        The submission cannot be graded.
    """
    said: list[str] = []
    root = path.parent if below is None else below
    data = _fetch(root, path.relative_to(root).parts, f"{chapter}.ipynb", sizes, said)
    raw = _parse(_decode(data, said), sizes)
    return mend(raw, release, chapter=chapter, student=student, sizes=sizes, said=said)


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
    cells = _cells(raw, sizes, mended)
    mending = Mending(cells, release)
    _recognise(cells, mending.names, chapter)
    notebook = mending.notebook()
    return Submission(student, chapter, notebook, (*mended, *mending.said))


# Names ------------------------------------------------------------------------------------------------


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


def printable(text: str, length: int = 60) -> str:
    r"""A stranger's text as a terminal may show it: one line of at most `length`, with escapes.

    >>> printable("ada" + chr(27) + "[2J")
    'ada\\x1b[2J'
    """
    shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text[: length + 1])
    return shown if len(shown) <= length else shown[: length - 3] + "..."


# Fetching the bytes -----------------------------------------------------------------------------------


def _fetch(root: Path, parts: tuple[str, ...], wanted: str, sizes: Sizes, said: list[str]) -> bytes:
    """The bytes of the notebook at `parts` below `root`, or in the folder there."""
    if ".." in parts:
        raise ValueError(f"expected a path below the submissions, got {'/'.join(parts)}")
    try:
        with _opened(str(root), None) as file:
            return _descend(file, parts, wanted, sizes, said)
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}") from None


def _descend(file: int, parts: tuple[str, ...], wanted: str, sizes: Sizes, said: list[str]) -> bytes:
    """Go down from an open folder, part by part, and read what is there."""
    kind = os.fstat(file).st_mode
    if not parts and stat.S_ISREG(kind):
        return _contents(file, sizes)
    if not stat.S_ISDIR(kind):
        raise Refused("is not a regular file")
    name, *rest = parts or (_pick(file, wanted, said),)
    with _opened(name, file) as inner:
        if not parts and stat.S_ISDIR(os.fstat(inner).st_mode):
            raise Refused(f"is not a regular file: {printable(name)} is a folder")
        return _descend(inner, tuple(rest), wanted, sizes, said)


@contextmanager
def _opened(name: str, folder: int | None) -> Iterator[int]:
    """Open a file or folder to read: in an open `folder` no link is followed, and no pipe waited for."""
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (os.O_NOFOLLOW if folder is not None else 0)
    try:
        file = os.open(name, flags, dir_fd=folder)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Refused("is a link to another place") from None
        raise
    try:
        yield file
    finally:
        os.close(file)


def _pick(folder: int, wanted: str, said: list[str]) -> str:
    """The name of the notebook in an open folder."""
    if wanted in (names := _names(folder)) or _holds(folder, wanted):
        return wanted
    match [name for name in names if NOTEBOOK.match(name)]:
        case [name]:
            said.append(f"the notebook is called {printable(name)}, not {wanted}")
            return name
        case []:
            others = f", only {_listed(names)}" if names else ""
            raise Refused(f"holds no notebook{others}")
        case several:
            raise Refused(f"holds several notebooks, none of them called {wanted}: {_listed(several)}")


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in islice(entries, LISTED))


def _holds(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _listed(names: list[str]) -> str:
    more = ["..."] if len(names) > SHOWN else []
    return ", ".join([*(printable(name) for name in names[:SHOWN]), *more])


def _contents(file: int, sizes: Sizes) -> bytes:
    about = os.fstat(file)
    if about.st_nlink > 1:
        raise Refused("is a hard link: another file has the same contents; put a copy in its place")
    if about.st_size > sizes.file:
        size, limit = about.st_size / 1e6, sizes.file / 1e6
        raise Refused(f"has {size:,.1f} MB, more than the {limit:,g} MB that a submission may have")
    with open(file, "rb", closefd=False) as stream:
        return stream.read(sizes.file)


# From bytes to cells ----------------------------------------------------------------------------------


def _decode(data: bytes, said: list[str]) -> str:
    """The text of a file, in whatever encoding."""
    if not data.strip(b"\0 \t\r\n"):
        raise Refused("is empty" if b"\0" not in data else "holds nothing but NUL bytes")
    for start, kind in OTHER_FORMATS.items():
        if data.startswith(start):
            raise Refused(f"is {kind}, not a notebook")
    for encoding in (json.detect_encoding(data), "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if encoding != "utf-8":
        said.append(f"the notebook is written in {ENCODINGS.get(encoding, encoding.upper())}, not in UTF-8")
    if "\0" in text:
        said.append("NUL characters were left out")
    return text.replace("\0", "")


def _parse(text: str, sizes: Sizes) -> object:
    """The JSON value in a text; whole numbers become floats, because Python refuses very long ones."""
    pieces = text.count("{") + text.count("[")
    if pieces > sizes.pieces:
        raise Refused(f"has {pieces:,} lists and objects, more than the {sizes.pieces:,} that it may have")
    try:
        return json.loads(text, strict=False, parse_int=float)
    except RecursionError:
        raise Refused("not a notebook: its JSON is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise Refused(_fault(error)) from None


def _fault(error: json.JSONDecodeError) -> str:
    """What is wrong with a JSON text, and where."""
    whole, rest = error.doc.rstrip(), error.doc[error.pos :].rstrip()
    if error.msg.startswith("Unterminated string") or CUT_OFF.fullmatch(rest):
        return f"not JSON: it ends in the middle, at character {len(whole):,}"
    place = f"line {error.lineno:,}, column {error.colno:,} (character {error.pos + 1:,})"
    return f"not JSON: {error.msg[0].lower()}{error.msg[1:]} at {place}"


def _cells(raw: object, sizes: Sizes, said: list[str]) -> list[Cell]:
    """The cells of a notebook in whatever format, each within its bounds."""
    found = _raw_cells(raw, said)
    if len(found) > sizes.cells:
        raise Refused(f"has {len(found):,} cells, more than the {sizes.cells:,} that a submission may have")
    read = [_cell(raw_cell) for raw_cell in found]
    cells = [cell for cell in read if cell is not None]
    kept = [cell for cell in cells if len(cell.text) <= sizes.text]
    if strange := len(read) - len(cells):
        said.append(f"{plural(strange, 'cell')} without a readable text: left out")
    if long := len(cells) - len(kept):
        said.append(f"{plural(long, 'cell')} of more than {sizes.text:,} characters: left out")
    if pasted := sum(1 for cell in found if isinstance(cell, dict) and cell.get("attachments")):
        said.append(f"what was pasted into {plural(pasted, 'cell')}: left out")
    if skipped := sum(1 for cell in cells if cell.is_skipped):
        said.append(f"tags that skip {plural(skipped, 'cell')}: taken off")
    return kept


def _raw_cells(raw: object, said: list[str]) -> list[object]:
    notebook = raw if isinstance(raw, dict) else {}
    cells, sheets = notebook.get("cells"), notebook.get("worksheets")
    if isinstance(cells, list):
        return cells
    if not isinstance(sheets, list):
        raise Refused("not a notebook: it has no list of cells")
    said.append("the format is older than nbformat 4: upgraded")
    lists = (sheet.get("cells") for sheet in sheets if isinstance(sheet, dict))
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _cell(raw: object) -> Cell | None:
    """A cell in whatever shape; None where it has no readable text."""
    source = raw.get("source", raw.get("input", "")) if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(source, str | list):
        return None
    metadata = _mapping(raw.get("metadata"))
    marks = _mapping(metadata.get("nbgrader"))
    tags = metadata.get("tags")
    ids = (marks.get("grade_id"), raw.get("id"), metadata.get("id"))  # Colab's are in the metadata
    is_code = raw.get("cell_type") == "code" if "cell_type" in raw else "outputs" in raw
    return Cell(
        text=_text(source),
        kind="code" if is_code else "markdown",
        ids=tuple(name for name in ids if isinstance(name, str)),
        marks={key: value for key, value in marks.items() if isinstance(value, str | bool | int | float)},
        is_skipped=isinstance(tags, list) and "skip-execution" in tags,
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(source: str | list[object]) -> str:
    """The text of a cell as a notebook may hold it: no NUL, no half of a surrogate pair, plain line ends."""
    parts = source if isinstance(source, list) else [source]
    text = "".join(part for part in parts if isinstance(part, str))
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def _recognise(cells: list[Cell], ours: Collection[str], chapter: str) -> None:
    """Refuse a notebook that holds nothing of this chapter, or more of another one."""
    held = {name.removeprefix("check-") for cell in cells for name in cell.ids}
    held |= {name for cell in cells for match in TASK.findall(cell.text) for name in match}
    others = {
        other.name: len(held.intersection(exercise.name for exercise in other.exercises))
        for other in exercises.chapters().values()
        if other.name != chapter
    }
    rival = max(others, key=others.__getitem__, default="")
    resembles = f"; it looks like {rival}" if others.get(rival) else ""
    own = len(held.intersection(ours))
    if not own:
        raise Refused(f"holds no exercise of {chapter}{resembles}")
    if others.get(rival, 0) > own:
        raise Refused(f"holds more of another chapter than of {chapter}{resembles}")
