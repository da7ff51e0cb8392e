"""One file, from the cache, a mirror or a public host: whole and right, or not at all."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from . import places
from .errors import DataError, NotAtHand
from .hosts import Refused, TooSlow, receive
from .integrity import CHUNK, fault
from .registry import Entry, File

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Found:
    """A file that was verified, and where it came from, in words."""

    path: Path
    source: str


def fetch(entry: Entry) -> list[Found]:
    """Return all files of a set. Raises NotAtHand if one cannot be had, DataError if it cannot be kept."""
    return [fetch_file(entry, file) for file in entry.files]


def fetch_file(entry: Entry, file: File) -> Found:
    """Return a file of a set, verified: from the cache, a mirror or a public host. Raises as `fetch` does."""
    path = places.home() / entry.folder / file.name
    try:
        if path.is_file() and fault(path, file) is None:
            return _cached(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with only_writer(path):
            return _cached(path) if _is_right(path, file) else _bring(entry, file, path)
    except OSError as error:
        if found := _in_place(entry, file):
            return found
        raise unwritable(f"{file.name} ({file.size / 1e6:,.1f} MB)", path.parent, error) from error


@contextlib.contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the right to write a file: a second notebook waits, and says so."""
    import filelock

    lock = filelock.FileLock(path.with_name(f".{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        print(f"{path.name}: another notebook or program is at work on it. Waiting for it ...", flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def unwritable(what: str, folder: Path, error: OSError) -> DataError:
    """The error of a folder that takes no file, with what to do about it."""
    said = f"{what} cannot be written to {folder}"
    if error.errno in FULL:
        with contextlib.suppress(OSError):
            said += f", where {shutil.disk_usage(folder).free / 1e6:,.1f} MB are free"
        return DataError(
            f"{said}: the disk is full. Free some space, or set {places.HOME} to a folder on another disk."
        )
    return DataError(
        f"{said}: {error.strerror or error}. Set {places.HOME} to a folder that you may write to."
    )


def _cached(path: Path) -> Found:
    return Found(path, f"the cache ({path.parent})")


def _is_right(path: Path, file: File) -> bool:
    """Whether the file is in the cache. A damaged one is removed: only the one writer may do so."""
    if not path.is_file():
        return False
    if wrong := fault(path, file):
        path.unlink()
        print(f"{path}: {wrong}. It was removed, and is fetched again.", flush=True)
    return not wrong


def _bring(entry: Entry, file: File, path: Path) -> Found:
    """Put the file in its place in the cache, from the first source that has it."""
    part = path.with_name(f"{path.name}.part")
    failures = _without(file, entry)
    waiting = deque((source, False) for source in _sources(entry, file))
    while waiting:
        source, patiently = waiting.popleft()
        try:
            _take(source, part, file, patiently)
        except TooSlow:
            waiting.append((source, True))  # better than nothing, when all others have failed
        except Refused as refused:
            failures.append(f"{source}: {refused}")
        else:
            part.replace(path)
            return Found(path, _in_words(source))
    raise _not_at_hand(entry, file, failures)


def _take(source: str, part: Path, file: File, patiently: bool) -> None:
    """Bring the right bytes into `part`. What is wrong is removed; what is incomplete stays, for later."""
    if places.is_address(source):
        continued = part.exists()
        receive(source, part, file, patiently)
        if continued and fault(part, file):  # pieces of two copies that were compressed differently
            part.unlink()
            receive(source, part, file, patiently)
    else:
        _copy(Path(source), part)
    if wrong := fault(part, file):
        part.unlink()
        raise Refused(wrong)


def _sources(entry: Entry, file: File) -> list[str]:
    """The copies on a mirror, then the hosts."""
    on_mirror = places.on_mirror(entry.folder, file.name)
    return [*(each for each in on_mirror if places.is_address(each) or Path(each).is_file()), *file.hosts]


def _in_words(source: str) -> str:
    """Name a source: its host or folder, and whether it is a mirror."""
    mirror = places.mirror()
    if mirror and source.startswith(f"{mirror}/"):
        return f"the mirror {mirror}"
    return f"the host {urlsplit(source).hostname}"


def _without(file: File, entry: Entry) -> list[str]:
    """Say that the folder of a mirror does not have a file, or that there is no such folder."""
    mirror = places.mirror()
    if not mirror or places.is_address(mirror):
        return []
    if not Path(mirror).is_dir():
        return [f"{mirror}: {places.MIRROR} names this folder, and there is none"]
    if any(Path(each).is_file() for each in places.on_mirror(entry.folder, file.name)):
        return []
    return [f"{mirror}: this mirror has neither {entry.folder}/{file.name} nor {file.name}"]


def _copy(source: Path, part: Path) -> None:
    """Copy a file of a mirror. Refused if it cannot be read; OSError if the copy cannot be written."""
    with contextlib.ExitStack() as stack:
        try:
            opened = stack.enter_context(source.open("rb"))
        except OSError as error:
            raise Refused(error.strerror or str(error)) from error
        try:
            with part.open("wb") as copy:
                shutil.copyfileobj(opened, copy, CHUNK)
        except OSError:
            part.unlink(missing_ok=True)
            raise


def _in_place(entry: Entry, file: File) -> Found | None:
    """The file in the folder of a mirror, for a machine whose cache cannot be written."""
    for each in places.on_mirror(entry.folder, file.name):
        with contextlib.suppress(OSError):
            if not places.is_address(each) and fault(Path(each), file) is None:
                return Found(Path(each), _in_words(each))
    return None


def _not_at_hand(entry: Entry, file: File, failures: list[str]) -> NotAtHand:
    tried = "\n".join(f"  {failure}" for failure in failures)
    if file.hosts:
        todo = (
            "Look at the network, and run this again: a download goes on where it stopped. "
            f"Or set {places.MIRROR} to a folder or an address that has the file."
        )
    else:
        todo = f"No public host has it: set {places.MIRROR} to a folder or an address that has the file."
    return NotAtHand(
        f"{entry.title}: {file.name} is not in the cache, and was not found elsewhere.\n"
        + (f"{tried}\n" if tried else "")
        + todo
    )
