"""From a path to bytes, without following links, waiting for pipes, or reading too much."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..apart.client import TookTooLong, call
from ..wording import listed, printable
from .layouts import ASIDE, SILENT
from .refusal import Refused, Sizes

READING = 30.0  # s for what lies in one folder
SMALL = 200  # characters that are read of a file beside a notebook
LOOKED_AT = 1_000  # files of a folder, when none has the right name
DEEP = 4  # levels of folders in which a notebook is looked for
NOTEBOOK = re.compile(r"(?i)^[^.].*\.ipynb(\.json|\.txt)?$")  # browsers like to append an ending


def fetch(path: Path, below: Path, wanted: str, sizes: Sizes, said: list[str]) -> bytes:
    """The bytes of a notebook.

    Parameters
    ----------
    path : the notebook, or a folder with it.
    below : the folder of all submissions: no link is followed under it.
    wanted : how the notebook in a folder should be called.
    sizes : how large the file may be.
    said : what was mended; a sentence is added if the notebook has another name.

    Raises
    ------
    Refused
        The file cannot be read, or should not be.
    """
    parts = path.relative_to(below).parts
    if ".." in parts:
        raise ValueError(f"expected a path below the submissions, got {'/'.join(parts)}")
    try:
        with _opened(str(below), None) as file:
            return _descend(file, parts, wanted, sizes, said)
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}") from None


@dataclass(frozen=True)
class Fetched:
    """What was read for one student.

    Parameters
    ----------
    data : the notebook.
    said : what was mended.
    beside : the text of small files beside it, by name: empty where there is none, None where unreadable.
    """

    data: bytes
    said: tuple[str, ...]
    beside: Mapping[str, str | None]


def fetch_apart(
    path: Path, below: Path, wanted: str, sizes: Sizes, beside: Sequence[str] = (), seconds: float = READING
) -> Fetched:
    """As `fetch`, and small files beside the notebook, in a process with a deadline. Raises Refused."""
    try:
        [fetched] = call(_fetched, path, below, wanted, sizes, beside, seconds=seconds)
    except TookTooLong:
        raise Refused(SILENT.format(seconds)) from None
    return fetched


def _fetched(path: Path, below: Path, wanted: str, sizes: Sizes, beside: Sequence[str]) -> Iterator[Fetched]:
    said: list[str] = []
    data = fetch(path, below, wanted, sizes, said)
    yield Fetched(data, tuple(said), {name: small(path / name) for name in beside})


def small(path: Path) -> str | None:
    """The text of a small file; empty where there is none, None where it cannot be read."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return ""
    except OSError:
        return None
    try:
        return os.read(file, SMALL).decode().strip()
    except (ValueError, OSError):
        return None
    finally:
        os.close(file)


def _descend(file: int, parts: Sequence[str], wanted: str, sizes: Sizes, said: list[str]) -> bytes:
    """Go down from an open folder, part by part, and read what is there."""
    kind = os.fstat(file).st_mode
    if not parts and stat.S_ISREG(kind):
        return _contents(file, sizes)
    if not stat.S_ISDIR(kind):
        raise Refused("is not a regular file")
    name, *rest = parts or _pick(file, wanted, said)
    with _opened(name, file) as inner:
        if not (parts or rest) and stat.S_ISDIR(os.fstat(inner).st_mode):
            raise Refused(f"is not a regular file: {printable(name)} is a folder")
        return _descend(inner, rest, wanted, sizes, said)


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


def _pick(folder: int, wanted: str, said: list[str]) -> list[str]:
    """The path of the notebook in an open folder, or else in a folder inside it."""
    if _holds(folder, wanted):
        return [wanted]
    names = _names(folder)
    beside = [[name] for name in names if NOTEBOOK.match(name)]
    found = beside or list(_below(folder, DEEP, iter(range(LOOKED_AT))))
    match [path for path in found if path[-1] == wanted] or found:
        case [path]:
            if path != [wanted]:
                said.append(f"the notebook is called {printable('/'.join(path))}, not {wanted}")
            return path
        case []:
            others = f", only {_shown(names)}" if names else ""
            raise Refused(f"holds no notebook{others}")
        case several:
            named = f"called {wanted}" if several[0][-1] == wanted else f"none of them called {wanted}"
            shown = _shown(["/".join(path) for path in several])
            raise Refused(f"holds several notebooks, {named}: {shown}")


def _below(folder: int, deep: int, budget: Iterator[int]) -> Iterator[list[str]]:
    """The paths of the notebooks in the folders of an open folder, `deep` levels of them, within a budget."""
    for name in _names(folder) if deep else ():
        if name in ASIDE or name.startswith("."):
            continue
        if next(budget, None) is None:
            return
        with suppress(OSError, Refused), _opened(name, folder) as inner:  # nor is a link followed here
            if stat.S_ISDIR(os.fstat(inner).st_mode):
                yield from ([name, found] for found in _names(inner) if NOTEBOOK.match(found))
                yield from ([name, *path] for path in _below(inner, deep - 1, budget))


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in islice(entries, LOOKED_AT))


def _shown(names: list[str]) -> str:
    return listed([printable(name) for name in names])


def _holds(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _contents(file: int, sizes: Sizes) -> bytes:
    about = os.fstat(file)
    if about.st_nlink > 1:
        raise Refused("is a hard link: another file has the same contents; put a copy in its place")
    if about.st_size > sizes.file:
        size, limit = about.st_size / 1e6, sizes.file / 1e6
        raise Refused(f"has {size:,.1f} MB, more than the {limit:,g} MB that a submission may have")
    with open(file, "rb", closefd=False) as stream:
        return stream.read(sizes.file)
