"""Picture files decoded by workers, each to the same size."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from .errors import DataError
from .pictures import upright

TOGETHER = 64  # files that a worker takes at a time
NAMED = 5  # broken files that an error names


def decode(path: Path, size: int) -> np.ndarray:
    """Decode a picture file to uint8 (size, size, 3): scaled to fill the square, and cut to its middle.

    Raises ValueError, in Pillow's words, if the file is broken.
    """
    from PIL import Image, ImageOps

    return np.asarray(ImageOps.fit(upright(path, size), (size, size), Image.Resampling.BICUBIC))


def decode_all(paths: Sequence[Path], size: int, what: str) -> np.ndarray:
    """Decode files with one worker for each core: uint8 (N, size, size, 3), in the order of the paths.

    Shows a progress bar. Raises DataError that names the files which cannot be read.
    """
    from tqdm.auto import tqdm

    _check_memory(len(paths), size)
    images = np.empty((len(paths), size, size, 3), np.uint8)
    broken: list[str] = []

    def work(start: int) -> int:
        stop = min(start + TOGETHER, len(paths))
        for number in range(start, stop):
            try:
                images[number] = decode(paths[number], size)
            except ValueError as error:
                broken.append(f"{paths[number]} ({error})")
        return stop - start

    workers = min(32, os.cpu_count() or 1)
    with (
        ThreadPoolExecutor(workers) as pool,  # Pillow decodes without holding Python's lock
        tqdm(total=len(paths), desc=f"decoding {what}", unit=" images", leave=False, delay=1) as bar,
    ):
        try:
            for done in pool.map(work, range(0, len(paths), TOGETHER)):
                bar.update(done)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    if broken:
        raise _broken(sorted(broken), len(paths))
    return images


def memory() -> float:
    """Bytes of this machine's memory; infinite where the system does not say."""
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return float("inf")


def _check_memory(count: int, size: int) -> None:
    """Raise DataError if so many images would not fit."""
    needed, there = count * size * size * 3, memory()
    if needed > there:
        raise DataError(
            f"{count:,} images of {size}x{size} pixels need {needed / 1e9:.1f} GB of memory, and this "
            f"machine has {there / 1e9:.1f} GB. Take a smaller size, or fewer pictures."
        )


def _broken(broken: list[str], count: int) -> DataError:
    named = "\n".join(f"  {each}" for each in broken[:NAMED])
    more = f"\n  and {len(broken) - NAMED:,} more" if len(broken) > NAMED else ""
    return DataError(
        f"{len(broken):,} of {count:,} pictures cannot be read:\n{named}{more}\n"
        "Replace or remove these files, and run this again."
    )
