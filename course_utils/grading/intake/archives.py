"""A ZIP archive as a platform exports it, unpacked so that nothing in it can do harm.

Only plain files are written, below one folder, each no larger than a submission may be.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..wording import printable
from .layouts import ASIDE, NothingHandedIn
from .refusal import Refused, Sizes

PIECE = 1 << 20  # bytes that are read at once
UTF8 = 0x800  # the flag of an entry whose name is UTF-8
ENCRYPTED = 0x1
HUGE = 10**12  # bytes: the size that stands for every larger one


@dataclass(frozen=True)
class Bounds:
    """How much an archive may hold: entries, and bytes when it is unpacked."""

    entries: int = 50_000
    total: int = 10_000_000_000


@dataclass(frozen=True)
class Unpacked:
    """A folder of submissions, and why parts of the archive are missing in it, by name."""

    folder: Path
    refused: dict[str, str] = field(default_factory=dict)


@contextmanager
def opened(place: Path, scratch: Path, sizes: Sizes, bounds: Bounds | None = None) -> Iterator[Unpacked]:
    """The submissions at a place: a folder as it is, an archive unpacked in `scratch` during the block.

    Raises
    ------
    NothingHandedIn
        The file is no archive, or holds too much.
    """
    if not place.is_file():
        yield Unpacked(place)
        return
    shutil.rmtree(scratch, ignore_errors=True)  # left by a run that was ended
    try:
        yield _unpacked(place, scratch, sizes, bounds or Bounds())
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _unpacked(place: Path, folder: Path, sizes: Sizes, bounds: Bounds) -> Unpacked:
    shown = printable(place.name)
    try:
        archive = ZipFile(place)
    except (BadZipFile, ValueError, NotImplementedError, EOFError, struct.error):
        raise NothingHandedIn(f"{shown} is not a ZIP archive, or it is damaged: download it again.") from None
    with archive:
        entries = [entry for entry in archive.infolist() if not _is_aside(entry)]
        _bound(shown, entries, sizes, bounds)
        unpacked = Unpacked(folder)
        folder.mkdir(parents=True)
        for entry in entries:
            name = _name(entry)
            try:
                _write(archive, entry, folder / _path(entry, name), sizes)
            except Refused as refused:
                unpacked.refused[name] = str(refused)
            except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
                unpacked.refused[name] = "is damaged in the archive: download it again"
    return unpacked


def _bound(shown: str, entries: list[ZipInfo], sizes: Sizes, bounds: Bounds) -> None:
    total = sum(entry.file_size for entry in entries if entry.file_size <= sizes.file)
    if len(entries) <= bounds.entries and total <= bounds.total:
        return
    raise NothingHandedIn(
        f"{shown} would unpack to {len(entries):,} files of {total / 1e9:,.1f} GB, more than the "
        f"{bounds.entries:,} of {bounds.total / 1e9:g} GB that are unpacked here. If you trust it, unpack it "
        "yourself, and name the folder."
    )


def _is_aside(entry: ZipInfo) -> bool:
    parts = entry.filename.split("/")
    return entry.is_dir() or parts[0] in ASIDE or parts[-1].startswith("._")


def _name(entry: ZipInfo) -> str:
    """The name of an entry: some programs write UTF-8 and do not say so."""
    name = entry.filename
    if not entry.flag_bits & UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _path(entry: ZipInfo, name: str) -> PurePosixPath:
    """The place of an entry in the folder. Raises Refused if that is outside of it, or nowhere."""
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or (len(name) > 1 and name[1] == ":"):
        raise Refused("has a path that leads out of the archive")
    if not stat.S_ISREG(entry.external_attr >> 16) and stat.S_IFMT(entry.external_attr >> 16):
        raise Refused("is a link or a device in the archive")
    if entry.flag_bits & ENCRYPTED:
        raise Refused("is encrypted in the archive")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Refused("is packed in a way that no platform uses")
    return PurePosixPath(*(part for part in parts if part not in ("", ".")))


def _write(archive: ZipFile, entry: ZipInfo, path: Path, sizes: Sizes) -> None:
    """Write an entry; one that is too large becomes a sparse file of its size, which the intake refuses."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as file:
            if entry.file_size > sizes.file:
                os.truncate(file.fileno(), min(entry.file_size, HUGE))
                return
            with archive.open(entry) as stream:
                while piece := stream.read(PIECE):
                    file.write(piece)
    except FileExistsError:
        raise Refused("has the name of another file in the archive") from None
    except (BadZipFile, zlib.error, EOFError):
        path.unlink(missing_ok=True)
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):  # everybody's trouble, not this file's
            raise
        raise Refused(f"cannot be unpacked: {error.strerror}") from None
