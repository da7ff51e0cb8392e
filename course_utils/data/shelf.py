"""What lies on this machine: which sets are there, whole, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import places, registry
from .integrity import fault
from .registry import Entry, File


@dataclass(frozen=True)
class Stock:
    """What the cache holds of a set. `state` is "here", "in part" or "absent"."""

    name: str
    title: str
    megabytes: float
    state: str
    folder: str


@dataclass(frozen=True)
class Verdict:
    """What a file in the cache is: "right", "damaged" or "absent"; `fault` says what is wrong with it."""

    set: str
    file: str
    state: str
    fault: str | None = None


def stock() -> list[Stock]:
    """Look at every set, without reading its files."""
    found = []
    for entry in registry.ENTRIES:
        folder = places.home() / entry.folder
        there = sum((folder / file.name).is_file() for file in entry.files)
        unpacked = (folder / "unpacked").is_dir()
        state = "here" if unpacked or there == len(entry.files) else "in part" if there else "absent"
        found.append(Stock(entry.folder, entry.title, entry.size / 1e6, state, str(folder)))
    return found


def verify(entries: Iterable[Entry]) -> list[Verdict]:
    """Read every file of these sets that is in the cache, and compare its hash."""
    return [
        _verdict(entry, file, places.home() / entry.folder / file.name)
        for entry in entries
        for file in entry.files
    ]


def _verdict(entry: Entry, file: File, path: Path) -> Verdict:
    if not path.is_file():
        return Verdict(entry.folder, file.name, "absent")
    wrong = fault(path, file)
    return Verdict(entry.folder, file.name, "damaged" if wrong else "right", wrong)
