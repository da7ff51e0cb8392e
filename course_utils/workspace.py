"""The learner's working copy of the notebooks: made once, brought up to date, never overwritten.

The release (``notebooks/``) belongs to the course, the working copy (``work/``) to the learner. A small
record in the working copy says from which release each file came, so that a later release can tell a file
that the learner has worked in from one that was only looked at.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

RECORD = ".course-release.json"

What = Literal["new", "updated", "offered"]


@dataclass(frozen=True)
class Change:
    """One file that `refresh` wrote: it is new, was updated, or is offered beside the learner's own."""

    path: Path
    what: What


def course_folder(start: Path) -> Path | None:
    """The folder of the course: the nearest at or above `start`, else the one that this package lies in."""
    for folder in (start, *start.parents, Path(__file__).resolve().parents[1]):
        if (folder / "solutions").is_dir() and (folder / "nbgrader_config.py").is_file():
            return folder
    return None


def refresh(release: Path, work: Path) -> list[Change]:
    """Bring the working copy up to date with the release, and say what was written.

    A file that the learner does not have is copied. One that the learner has not changed follows the release.
    One that the learner has changed stays as it is, and the new release is laid beside it
    (``01_filters.new-release.ipynb``), once for each release. A missing or broken record counts every file as
    changed: nothing is ever lost.

    Parameters
    ----------
    release, work
        The folder of released notebooks, and the folder of the learner's; the second is made if need be.

    Raises
    ------
    OSError
        When the working copy cannot be read or written.
    """
    work.mkdir(parents=True, exist_ok=True)
    record = _read_record(work)
    changes = []
    for source in _files(release):
        name = source.relative_to(release).as_posix()
        mine, fresh = work / name, source.read_bytes()
        known = record.get(name)
        if not mine.exists():
            changes.append(_write(mine, fresh, "new"))
        elif mine.read_bytes() == fresh or (known and known["release"] == _digest(fresh)):
            pass  # the learner has this release, worked in or not
        elif known and known["content"] == content(mine.read_bytes()):
            changes.append(_write(mine, fresh, "updated"))
        else:
            changes.append(_write(_beside(mine, known), fresh, "offered"))
        record[name] = {"release": _digest(fresh), "content": content(fresh)}
    _replace(work / RECORD, json.dumps(record, indent=1, sort_keys=True).encode())
    return changes


def content(data: bytes) -> str:
    """Digest of what a person wrote in a file: of a notebook its cells without outputs, else every byte.

    Opening, running and saving a notebook leaves this digest as it was.
    """
    try:
        cells = json.loads(data)["cells"]
        written = [(cell["cell_type"], "".join(cell["source"]), cell.get("attachments")) for cell in cells]
    except (ValueError, KeyError, TypeError):
        return _digest(data)
    return _digest(json.dumps(written, sort_keys=True).encode())


def _files(release: Path) -> Iterator[Path]:
    for path in sorted(release.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(release).parts)
        if path.is_file() and not hidden:
            yield path


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_record(work: Path) -> dict[str, dict[str, str]]:
    try:
        record = json.loads((work / RECORD).read_text("utf-8"))
        return {
            name: {"release": kept["release"], "content": kept["content"]} for name, kept in record.items()
        }
    except (FileNotFoundError, ValueError, AttributeError, KeyError, TypeError):
        return {}


def _beside(mine: Path, known: dict[str, str] | None) -> Path:
    """Name for an offer beside the learner's file: an earlier offer gives way unless it was worked in."""
    path, number = mine.with_name(f"{mine.stem}.new-release{mine.suffix}"), 1
    while path.exists() and not (known and known["content"] == content(path.read_bytes())):
        number += 1
        path = mine.with_name(f"{mine.stem}.new-release-{number}{mine.suffix}")
    return path


def _write(path: Path, data: bytes, what: What) -> Change:
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, data)
    return Change(path, what)


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(partial, 0o644)
        os.replace(partial, path)
    except BaseException:
        os.unlink(partial)
        raise
