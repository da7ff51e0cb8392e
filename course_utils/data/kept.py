"""Arrays that took long to make, kept in one file each."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from . import places
from .download import only_writer

Arrays = dict[str, np.ndarray]


def kept(name: str, make: Callable[[], Arrays]) -> Arrays:
    """Return the arrays of this name, made now if they are not kept yet, or if their file is damaged.

    The name has to change whenever the arrays would. If they cannot be kept, they are made each time.
    """
    path = places.home() / "decoded" / f"{name}.npz"
    if (arrays := _read(path)) is not None:
        return arrays
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with only_writer(path):
            if (arrays := _read(path)) is None:
                arrays = make()
                _write(path, arrays)
    except OSError as error:
        print(f"{path} cannot be written ({error.strerror or error}): the images are decoded each time.")
        return make() if arrays is None else arrays
    return arrays


def _read(path: Path) -> Arrays | None:
    """The arrays; None if there is no such file, or if it was cut off or altered (it has check sums)."""
    try:
        with np.load(path) as archive:
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
        return None


def _write(path: Path, arrays: Arrays) -> None:
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as opened:
            np.savez(opened, allow_pickle=False, **arrays)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
