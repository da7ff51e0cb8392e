"""LeNet-5 on MNIST, accuracy and speed: `python benchmarks/lenet.py`, or only one part: `... lenet.py speed`.

Accuracy: every form is trained from three seeds; the mean and the worst are shown. Speed: the same steps with
the set as one tensor, and in other ways; the ways take turns, so that a busy moment hurts all alike, and the
best round of each counts. Other programs make seconds longer, but hardly the processor's own seconds: both
are shown. MNIST comes from where `data.load_mnist` finds it.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import torch
from rich import box
from rich.console import Console
from rich.table import Table
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset

from course_utils import data, training
from course_utils.models import LeNet5

SEEDS = (0, 1, 2)
BATCH = 128
STEPS = 60  # of each way in each round
ROUNDS = 4
WANTED = 0.99
RECIPES: dict[str, dict[str, Any]] = {
    "modern, shortest": {"epochs": 2},
    "modern, short": {"epochs": 3},
    "modern, long": {"epochs": 12, "shift": 1},
    "1998": {"modern": False, "epochs": 10, "shift": 1, "rate": 0.006},
}
CPU = torch.device("cpu")


def until(history: training.History, accuracy: float) -> tuple[float, float] | None:
    """Seconds, and the processor's, until the end of the first epoch with this accuracy; None if never."""
    for count, epoch in enumerate(history.epochs, 1):
        if epoch.accuracy >= accuracy:
            part = training.History(history.epochs[:count])
            return part.seconds, part.cpu_seconds
    return None


def accuracies(sets: tuple) -> Iterator[tuple[str, ...]]:
    """A row for each recipe: mean and worst accuracy; mean seconds of an epoch, in all, and to `WANTED`."""
    for name, recipe in RECIPES.items():
        runs = [training.train_lenet(*sets, seed=seed, show=False, **recipe)[1] for seed in SEEDS]
        epochs = recipe["epochs"]
        found = [100 * run.accuracy for run in runs]
        reached = [until(run, WANTED) for run in runs]
        to_wanted = "not by all"
        if all(reached):
            to_wanted = " / ".join(f"{statistics.mean(side):.1f}" for side in zip(*reached, strict=True))  # type: ignore
        seconds = statistics.mean(run.seconds for run in runs)
        cpu_seconds = statistics.mean(run.cpu_seconds for run in runs)
        yield (
            name,
            str(epochs),
            f"{statistics.mean(found):.2f}",
            f"{min(found):.2f}",
            f"{seconds / epochs:.1f} / {cpu_seconds / epochs:.1f}",
            f"{seconds:.1f} / {cpu_seconds:.1f}",
            to_wanted,
        )


class Pictures(Dataset):
    """The plain way: one picture at a time becomes a tensor."""

    def __init__(self, images: Any, labels: Any) -> None:
        self.images, self.labels = images, labels

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, k: int) -> tuple[torch.Tensor, int]:
        picture = torch.from_numpy(self.images[k]).float()[None] / 255
        return F.pad(picture, (2, 2, 2, 2)), int(self.labels[k])


def way(
    train: data.ImageSet,
    *,
    loader: bool = False,
    precision: str = "float32",
    compiled: bool = False,
    channels_last: bool = True,
) -> Callable[[], None]:
    """A function that takes the steps of one round."""
    training.set_seed(0)
    model = LeNet5(modern=True)
    model = training.placed(model, CPU) if channels_last else model
    optimiser = torch.optim.AdamW(model.parameters(), 1e-3, fused=True)
    called: Any = torch.compile(model) if compiled else model
    tensor = training.Batches(
        train.images, train.labels, BATCH, padding=2, shuffle=True, channels_last=channels_last
    )
    plain = DataLoader(Pictures(train.images, train.labels), BATCH, shuffle=True, drop_last=True)

    def steps() -> None:
        batches = iter(plain) if loader else tensor.for_epoch(0)
        some = (next(batches) for _ in range(STEPS))
        training.train_one_epoch(called, some, optimiser, precision=precision)

    return steps


def speeds(train: data.ImageSet) -> Iterator[tuple[str, ...]]:
    """A row for each way: seconds of an epoch, the processor's, and both as multiples of the first."""
    ways = {
        "the set as one tensor": way(train),
        "channels first": way(train, channels_last=False),
        "a DataLoader, picture by picture": way(train, loader=True),
        "bfloat16": way(train, precision="bfloat16"),
        "torch.compile": way(train, compiled=True),
    }
    first: dict[str, float] = {}
    for name, run in list(ways.items()):
        start = time.perf_counter()
        try:
            run()
        except Exception as error:
            yield name, "fails here", type(error).__name__, "", "", ""
            del ways[name]
        first[name] = time.perf_counter() - start
    best = {name: (float("inf"), float("inf")) for name in ways}
    for _ in range(ROUNDS):
        for name, run in ways.items():
            start, cpu_start = time.perf_counter(), time.process_time()
            run()
            took = time.perf_counter() - start, time.process_time() - cpu_start
            best[name] = min(best[name][0], took[0]), min(best[name][1], took[1])
    epoch, own = len(train.labels) // BATCH / STEPS, best["the set as one tensor"]
    for name, (seconds, cpu_seconds) in best.items():
        yield (
            name,
            f"{epoch * seconds:.1f}",
            f"{epoch * cpu_seconds:.1f}",
            f"{seconds / own[0]:.2f}",
            f"{cpu_seconds / own[1]:.2f}",
            f"{max(first[name] - seconds, 0):.1f}",
        )


def table(title: str, headers: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Table:
    """Rows under their headers, numbers to the right."""
    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for header in headers:
        made.add_column(header, justify="right" if header else "left")
    for row in rows:
        made.add_row(*row)
    return made


def main() -> None:
    """Measure and print."""
    parts = sys.argv[1:] or ["speed", "accuracy"]
    if not set(parts) <= {"speed", "accuracy"}:
        sys.exit(f"lenet: there are the parts speed and accuracy, not {' '.join(parts)}.")
    sets = data.load_mnist("train"), data.load_mnist("test")
    console = Console(width=120)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    console.print(f"On {training.name_of(CPU)}, {os.cpu_count()} cores; load before the run: {load:.1f}.")
    if "speed" in parts:
        headers = ("", "s / epoch", "CPU s / epoch", "times", "CPU times", "s to warm up")
        console.print(table(f"An epoch, from the best of {ROUNDS} rounds", headers, speeds(sets[0])))
    if "accuracy" in parts:
        headers = (
            "",
            "epochs",
            "mean %",
            "worst %",
            "s / CPU s per epoch",
            "s / CPU s",
            f"s / CPU s to {WANTED:.0%}",
        )
        console.print(table(f"Test accuracy of {len(SEEDS)} seeds", headers, accuracies(sets)))


if __name__ == "__main__":
    main()
