"""The trainings of lesson 10, with the lesson's own solutions: score and time on one core, over three seeds.

Usage: ``python benchmarks/numpy_cnn.py [--seeds N] [--without-mnist]``. MNIST comes from where
`data.load_mnist` finds it; where it cannot be had, scikit-learn's digits stand in, and the table says so.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
os.environ["COURSE_PROGRESS"] = "off"

import argparse
import contextlib
import io
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course_utils import data, lessons  # noqa: E402

Job = tuple[str, Callable[[np.random.Generator], Any], dict[str, Any], tuple[np.ndarray, ...]]


def main() -> None:
    """Train, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--without-mnist", action="store_true")
    options = parser.parse_args()
    with contextlib.redirect_stdout(io.StringIO()):
        lesson = lessons.solved("10_numpy_cnn", ROOT)
    print(f"{'training':44}{'seed':>5}{'right':>9}{'processor':>11}{'clock':>8}")
    for seed in range(options.seeds):
        for name, network, how, parts in jobs(lesson, seed, not options.without_mnist):
            train, labels, test, answers = parts
            rng = np.random.default_rng(seed)
            made = network(rng)
            used, since = time.process_time(), time.perf_counter()
            lesson["fit"](made, train, labels, rng=rng, **how)
            used, since = time.process_time() - used, time.perf_counter() - since
            share = lesson["share_right"](made, test, answers)
            print(f"{name:44}{seed:5}{share:9.2%}{used:9.1f} s{since:6.1f} s", flush=True)


def jobs(lesson: dict[str, Any], seed: int, with_mnist: bool) -> Iterator[Job]:
    """Each training: its name, its network, how it is trained, and its pictures and labels."""
    images, labels = data.letters(600, seed, tilt=25, thick=2.4)
    new, answers = data.letters(1000, seed + 100, tilt=25, thick=2.4)
    how = {"epochs": 20, "lr": 0.05, "batch_size": 32}
    yield (
        "X or O",
        lambda rng: lesson["reader"](rng, 2),
        how,
        (images[:, None], labels, new[:, None], answers),
    )

    images, labels = data.digits()
    how = {"epochs": 15, "lr": 0.05, "batch_size": 32, "weight_decay": 5e-4}
    for name, order in (
        ("digits picked at random", np.random.default_rng(7).permutation(len(images))),
        ("digits of other writers", np.arange(len(images))),
    ):
        known, new = order[:-360], order[-360:]
        train, test = lesson["standardise"](images[known, None], images[new, None])
        yield name, lambda rng: lesson["reader"](rng, 10, 16), how, (train, labels[known], test, labels[new])
    if with_mnist:
        with contextlib.redirect_stdout(io.StringIO()):
            known, new = (data.load_mnist(split, fallback="digits") for split in ("train", "test"))
        train, test = (part.images[:, None] / np.float32(255) for part in (known, new))
        how = {"epochs": 2 if len(train) > 10_000 else 20, "lr": 0.05}
        network = lambda rng: lesson["in_single_precision"](lesson["quiet_end"](lesson["lenet5"](rng)))  # noqa: E731
        yield f"LeNet-5 on {known.name}", network, how, (train, known.labels, test, new.labels)


if __name__ == "__main__":
    main()
