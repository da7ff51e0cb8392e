"""Unpacking archives that nobody has looked into: whole or not at all, and only into their own folder."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from .errors import DataError
from .integrity import CHUNK

MOST_FILES = 500_000
MOST_BYTES = 20e9
SUFFIXES = (".tgz", ".tar.gz", ".tar", ".zip")

Member = tuple[str, Callable[[], IO[bytes] | None]]
DAMAGED = (tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, RuntimeError)


def is_archive(path: Path) -> bool:
    """Whether a file has the name of an archive that can be unpacked."""
    return path.is_file() and path.name.lower().endswith(SUFFIXES)


def unpack(
    archives: Iterable[Path], folder: Path, most_files: int = MOST_FILES, most_bytes: float = MOST_BYTES
) -> None:
    """Unpack archives into one new folder. One process at a time may do so (`download.only_writer`).

    Raises DataError, and leaves nothing behind, if an archive is damaged, if it holds links, devices or paths
    out of the folder, or if more files or bytes come out of it than allowed.
    """
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        files = written = 0
        for archive in archives:
            for name, opened in _members(archive):
                files += 1
                target = partial.joinpath(*_inside(archive, name))
                target.parent.mkdir(parents=True, exist_ok=True)
                written += _write(archive, opened, target, most_bytes - written)
                if files > most_files or written > most_bytes:
                    raise DataError(
                        f"{archive} was not unpacked: it holds more than {most_files:,} files or "
                        f"{most_bytes / 1e9:g} GB."
                    )
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _members(archive: Path) -> Iterator[Member]:
    """The files in an archive: the name of each, and a function that opens it."""
    with _readable(archive):
        yield from _of_zip(archive) if archive.name.lower().endswith(".zip") else _of_tar(archive)


@contextlib.contextmanager
def _readable(archive: Path) -> Iterator[None]:
    """Raise DataError where an archive cannot be read."""
    try:
        yield
    except DAMAGED as error:
        why = str(error).splitlines()[0].rstrip(":") if str(error) else type(error).__name__
        raise DataError(f"{archive} cannot be unpacked ({why}). It is damaged: get it again.") from error


def _of_tar(archive: Path) -> Iterator[Member]:
    with tarfile.open(archive) as tar:
        for member in tar:
            if not member.isdir():
                if not member.isreg():
                    raise _suspicious(archive, member.name, "is a link or a device")
                yield member.name, lambda member=member: tar.extractfile(member)  # type: ignore[misc]


def _of_zip(archive: Path) -> Iterator[Member]:
    with zipfile.ZipFile(archive) as packed:
        for info in packed.infolist():
            if not info.is_dir():
                kind = stat.S_IFMT(info.external_attr >> 16)
                if kind not in (0, stat.S_IFREG):
                    raise _suspicious(archive, info.filename, "is a link or a device")
                yield info.filename, lambda info=info: packed.open(info)  # type: ignore[misc]


def _inside(archive: Path, name: str) -> tuple[str, ...]:
    """The parts of a member's path, which stays in the folder on every system."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or any(sign in name for sign in "\\:\0") or name.startswith("/"):
        raise _suspicious(archive, name, "leads out of the folder")
    return parts


def _suspicious(archive: Path, name: str, what: str) -> DataError:
    return DataError(
        f"{archive} was not unpacked: {name!r} {what}, and no set of images needs that. Do not use this file."
    )


def _write(archive: Path, opened: Callable[[], IO[bytes] | None], target: Path, most: float) -> int:
    """Write a member, up to a little more than `most` bytes; return how many."""
    written = 0
    with _readable(archive), opened() as source, target.open("wb") as file:  # type: ignore[union-attr]
        while written <= most and (chunk := source.read(CHUNK)):
            written += file.write(chunk)
    return written
