"""Progress and own functions in one small file, to keep them when a machine will be deleted."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .checks.progress import DRIVE, FILE, Record, path_here, says_something
from .files import write_whole
from .own.shelf import FOLDER, Kept, beside

NAME = "course_progress.zip"
LARGEST, MOST = 20_000_000, 2_000  # bytes and files: many times more than the whole course makes
MACHINES = {  # that are deleted after a while, by a variable of their environment
    "COLAB_RELEASE_TAG": "Colab",
    "KAGGLE_KERNEL_RUN_TYPE": "Kaggle",
    "BINDER_SERVICE_HOST": "Binder",
}
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class NotLuggage(ValueError):
    """A file holds no progress, or cannot be read; the message says which, and what to do."""


@dataclass(frozen=True)
class Luggage:
    """Lines of a progress file, and the texts of kept functions by their names."""

    lines: list[str]
    functions: dict[str, str]

    def __str__(self) -> str:
        counted = (
            (len(self.lines), "line", " of progress"),
            (len(self.functions), "function", " of your own"),
        )
        parts = [f"{number} {one}{'s' * (number != 1)}{rest}" for number, one, rest in counted if number]
        return " and ".join(parts) or "nothing"


def pack(record: Record) -> Luggage:
    """What a learner has done so far."""
    functions, folder = {}, beside(record.path)
    for path in sorted(folder.glob("*.py")) if folder else ():
        with contextlib.suppress(OSError, ValueError):
            functions[path.stem] = path.read_text("utf-8")
    return Luggage([line for line in record.lines() if says_something(line)], functions)


def zipped(luggage: Luggage) -> bytes:
    """The bytes of the ZIP file; unpacked into another working copy, it is the progress there."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FILE, "".join(f"{line}\n" for line in luggage.lines))
        for name, text in luggage.functions.items():
            archive.writestr(f"{FOLDER}/{name}.py", text)
    return buffer.getvalue()


def opened(data: bytes, name: str) -> Luggage:
    """The content of a file that `zipped` made, or of a bare progress file. Raises NotLuggage."""
    if len(data) > LARGEST:
        raise NotLuggage(
            f"{name} is larger than {LARGEST // 1_000_000} MB, so it is no progress of this course."
        )
    try:
        texts = _texts(data)
    except DAMAGED as error:
        raise NotLuggage(f"{name} cannot be read ({error}): upload it again.") from None
    lines, functions = [], {}
    for place, text in texts.items():
        if place.suffix == ".jsonl":
            lines += [line for line in text.splitlines() if says_something(line)]
        elif place.parent.name == FOLDER and place.suffix == ".py" and place.stem.isidentifier():
            functions[place.stem] = text
    if not lines and not functions:
        raise NotLuggage(f"{name} holds no progress: upload the {NAME} that `download_progress()` made.")
    return Luggage(lines, functions)


def _texts(data: bytes) -> dict[PurePosixPath, str]:
    """The texts in an archive, by their paths in it; any other file is read as a progress file."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {PurePosixPath(FILE): data.decode("utf-8", "replace")}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = archive.infolist()
        if len(files) > MOST or sum(file.file_size for file in files) > LARGEST:
            raise RuntimeError("it holds more than the course ever makes")
        return {PurePosixPath(file.filename): archive.read(file).decode("utf-8", "replace") for file in files}


def unpack(luggage: Luggage, record: Record) -> Luggage:
    """Add what is new, and return it. Of two versions of a function, the one that was kept last stays.

    Raises OSError if a function cannot be written.
    """
    new = [*(Counter(luggage.lines) - Counter(record.lines())).elements()]
    if new:
        record.add_lines(new)
    written, folder = {}, beside(record.path)
    for name, text in luggage.functions.items():
        path = folder / f"{name}.py" if folder else None
        if path and (not path.is_file() or _kept_before(path, text)) and write_whole(path, text):
            written[name] = text
    return Luggage(new, written)


def _kept_before(path: Path, text: str) -> bool:
    """Whether the function in a file is older, by day, than this text of it."""
    here, other = Kept(path, path.read_text("utf-8", "replace")).date, Kept(path, text).date
    return other is not None and other > (here or datetime.date.min)


def settle(path: Path | None) -> None:
    """On a Drive that was just mounted, create the progress file and copy earlier progress into it."""
    if path is None or not path.is_relative_to(DRIVE) or path == path_here():
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        unpack(pack(Record(path_here())), Record(path))


def note(record: Record) -> str:
    """Advice for a learner on a machine that will be deleted; empty on any other."""
    machine = next((name for variable, name in MACHINES.items() if variable in os.environ), "")
    if not machine or record.path is None:
        return ""
    if record.path.is_relative_to(DRIVE):
        return (
            f"Your progress is kept in {record.path.parent}: mount your Drive, and the next session finds it."
        )
    return (
        f"{machine} takes this machine away after you left it, and your progress with it. To keep it: `from "
        "course_utils import download_progress, upload_progress`, then `download_progress()` here and "
        "`upload_progress()` on the next machine."
    )
