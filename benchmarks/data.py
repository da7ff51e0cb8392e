"""How fast images come, beside the plain way in the same run: `python benchmarks/data.py`.

Small images: MNIST (or its stand-in) as one tensor from which shuffled, shifted batches are taken, and a
`DataLoader` that fetches, shifts and converts one sample at a time. Photographs: JPEG files of 160 pixels,
made here, decoded once by workers and kept, and a `DataLoader` that decodes each file in every epoch. All
ways give batches of 128 as floats. Rounds go through all ways in turn, and the best of each counts.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from rich import box
from rich.console import Console
from rich.table import Table
from torch.utils.data import DataLoader, Dataset

from course_utils import data
from course_utils.training import Batches, random_shifts

SIZE = 128  # images of a batch
ROUNDS = 3
PHOTOGRAPHS = 1200
WORKERS = min(4, os.cpu_count() or 1)


class Samples(Dataset):
    """Small images one at a time: each is moved by up to two pixels and made a tensor by itself."""

    def __init__(self, images: np.ndarray, labels: np.ndarray) -> None:
        self.images, self.labels = images, labels

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, number: int) -> tuple[torch.Tensor, int]:
        image = torch.from_numpy(self.images[number])[None].float() / 255
        down, right = torch.randint(0, 5, (2,)).tolist()
        height, width = image.shape[1:]
        moved = torch.nn.functional.pad(image, (2, 2, 2, 2))[:, down : down + height, right : right + width]
        return moved, int(self.labels[number])


class Files(Dataset):
    """Picture files one at a time: each is decoded, scaled and made a tensor by itself."""

    def __init__(self, folder: Path, size: int) -> None:
        self.files, self.size = sorted(folder.rglob("*.jpg")), size

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, number: int) -> tuple[torch.Tensor, int]:
        with Image.open(self.files[number]) as opened:
            image = opened.convert("RGB").resize((self.size, self.size), Image.Resampling.BICUBIC)
        return torch.from_numpy(np.array(image)).permute(2, 0, 1).float() / 255, number % 2


def images_a_second(batches: Iterable) -> tuple[float, float]:
    """Go through one epoch: images for each second, and for each second of this process's processor time."""
    wall, processor, count = time.perf_counter(), time.process_time(), 0
    for x, _ in batches:
        count += len(x)
    return count / (time.perf_counter() - wall), count / (time.process_time() - processor)


def best(ways: dict[str, Callable[[], Iterable]]) -> dict[str, tuple[float, float]]:
    """Measure all ways in turn, so that a busy moment hurts all alike, and take the best round of each."""
    found = dict.fromkeys(ways, (0.0, 0.0))
    for _ in range(ROUNDS):
        for name, batches in ways.items():
            found[name] = max(found[name], images_a_second(batches()))
    return found


def small_images() -> dict[str, Callable[[], Iterable]]:
    """Every way to get shifted batches of small images."""
    images, labels = data.load_mnist("train", fallback="digits")
    whole = Batches(images, labels, SIZE, shuffle=True, augment=random_shifts(2))
    samples = Samples(images, labels)
    return {
        "DataLoader, a sample at a time": lambda: DataLoader(samples, SIZE, shuffle=True),
        f"DataLoader with {WORKERS} workers": lambda: DataLoader(
            samples, SIZE, shuffle=True, num_workers=WORKERS
        ),
        "one tensor, batches changed as a whole": lambda: whole,
    }


def paint(folder: Path) -> None:
    """Write photographs of 160 pixels: pieces of scikit-learn's two, in two classes."""
    rng = np.random.default_rng(0)
    for number in range(PHOTOGRAPHS):
        name = data.PHOTOGRAPHS[number % 2]
        top, left = rng.integers(0, 427 - 160), rng.integers(0, 640 - 160)
        piece = data.photograph(name)[top : top + 160, left : left + 160]
        (folder / name).mkdir(parents=True, exist_ok=True)
        Image.fromarray(piece).save(folder / name / f"{number}.jpg", quality=90)


def photographs(folder: Path, size: int) -> dict[str, Callable[[], Iterable]]:
    """Every way to get batches of photographs."""

    def afresh() -> Iterable:
        os.utime(next(folder.rglob("*.jpg")))  # a file that changed: all are decoded again
        return kept()

    def kept() -> Iterable:
        loaded = data.load_folder(folder, size)
        return Batches(loaded.tensor(), loaded.labels, SIZE, shuffle=True)

    files = Files(folder, size)
    first = data.load_folder(folder, size)
    whole = Batches(first.tensor(), first.labels, SIZE, shuffle=True)
    return {
        "DataLoader, a file at a time": lambda: DataLoader(files, SIZE, shuffle=True),
        f"DataLoader with {WORKERS} workers": lambda: DataLoader(
            files, SIZE, shuffle=True, num_workers=WORKERS
        ),
        "load_folder, the first time": lambda: _including(afresh),
        "load_folder, later": lambda: _including(kept),
        "every further epoch": lambda: whole,
    }


def _including(start: Callable[[], Iterable]) -> Iterable:
    """Batches that are loaded only when the first one is asked for, so that loading is measured too."""
    yield from start()


def report(title: str, found: dict[str, tuple[float, float]]) -> Table:
    """Images a second of each way, and how many times as many as the first, plain way gives."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for header in ("", "images a second", "times the plain way", "images a processor second"):
        table.add_column(header, justify="right" if header else "left")
    plain = next(iter(found.values()))[0]
    for way, (wall, processor) in found.items():
        alone = "" if "workers" in way else f"{processor:,.0f}"  # workers have processor time of their own
        table.add_row(way, f"{wall:,.0f}", f"{wall / plain:.1f}", alone)
    return table


def main() -> None:
    """Measure and print."""
    console = Console(width=110)
    ways = small_images()
    console.print(report("Small images, shuffled and shifted", best(ways)))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COURSE_DATA_HOME"] = f"{folder}/home"
        paint(Path(folder, "photographs"))
        with contextlib.redirect_stdout(None):  # the same set is loaded many times
            found = best(photographs(Path(folder, "photographs"), 128))
    console.print(report(f"{PHOTOGRAPHS} JPEG photographs of 160 pixels, made 128", found))


if __name__ == "__main__":
    main()
