"""The learner's working copy of the notebooks: created once, updated with each release, never overwritten.

The release (`notebooks/`) belongs to the course, the working copy (`work/`) to the learner. A small record in
the working copy says which release each file came from. So a later release can tell a file that the learner
has changed from one that was only opened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .files import write_whole

RECORD = ".course-release.json"
RENAMED = {  # folders of earlier releases, and the lessons that they are now
    "03_conv_layer": "04_conv_layer",
    "04_im2col": "05_im2col",
    "05_pooling": "07_pooling",
}

What = Literal["new", "updated", "offered"]


@dataclass(frozen=True)
class Change:
    """One file that `refresh` wrote: a new one, an updated one, or one offered beside the learner's own."""

    path: Path
    what: What


def course_folder(start: Path) -> Path | None:
    """Return the folder of the course: the nearest at or above `start`, or the one of this package."""
    for folder in (start, *start.parents, Path(__file__).resolve().parents[1]):
        if (folder / "solutions").is_dir() and (folder / "nbgrader_config.py").is_file():
            return folder
    return None


def refresh(release: Path, work: Path) -> list[Change]:
    """Update the working copy to the current release, and return what was written.

    A file that the learner does not have is copied. A file that the learner has not changed is updated. A
    file that the learner has changed stays as it is, and the new release is saved beside it
    (`01_filters.new-release.ipynb`), once for each release. If the record is missing or broken, every file
    counts as changed, so that nothing is ever lost.

    Parameters
    ----------
    release, work
        The folder of the released notebooks, and the learner's folder, which is created if necessary.

    Raises
    ------
    OSError
        If the working copy cannot be read or written.
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
    write_whole(work / RECORD, json.dumps(record, indent=1, sort_keys=True))
    return changes


def renamed(work: Path) -> dict[str, str]:
    """Folders of the working copy whose lesson has another name now, with that name. They stay there."""
    return {old: new for old, new in RENAMED.items() if (work / old).is_dir()}


def content(data: bytes) -> str:
    """Return a digest of what a person wrote in a file.

    For a notebook this is the digest of its cells without outputs, which does not change when the notebook is
    opened, run and saved. For any other file it is the digest of all bytes.
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
    """Return the path of an offer beside the learner's file; an earlier offer that was changed is kept."""
    path, number = mine.with_name(f"{mine.stem}.new-release{mine.suffix}"), 1
    while path.exists() and not (known and known["content"] == content(path.read_bytes())):
        number += 1
        path = mine.with_name(f"{mine.stem}.new-release-{number}{mine.suffix}")
    return path


def _write(path: Path, data: bytes, what: What) -> Change:
    write_whole(path, data)
    return Change(path, what)
