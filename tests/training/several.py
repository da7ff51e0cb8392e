"""A small AlexNet, trained by as many processes as torchrun starts: `several.py OUT [die]`."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import numpy as np

from course_utils import data, training
from course_utils.training import alexnet, processes, schedules

CLASSES, EPOCHS = ("red", "green", "blue"), 4


def colours(count: int, split: str) -> data.ImageSet:
    """Pictures with much of one colour."""
    rng = np.random.default_rng(count)
    labels = rng.integers(0, 3, count)
    images = rng.integers(0, 120, (count, 20, 20, 3))
    images[np.arange(count), :, :, labels] += 12
    return data.ImageSet(images.astype(np.uint8), labels, CLASSES, "colours", split, "this test")


def main(out: Path, die: bool) -> None:
    """Train without what differs from process to process: dropout and augmentation."""

    def dying(done: float, losses: list[float]) -> float:
        if die and done > 2.4 and processes.number() == 1 and not out.with_suffix(".died").exists():
            out.with_suffix(".died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return schedules.one_cycle(0.004, EPOCHS)(done, losses)

    alexnet.one_cycle = lambda rate, epochs: dying
    with processes.joined(training.pick_device("cpu")) as device:
        _, history = training.train_alexnet(
            colours(48, "train"),
            colours(21, "test"),
            size=67,
            slim=16,
            tricks={"dropout": 0.0},
            augment=False,
            epochs=EPOCHS,
            batch_size=8,
            device=device,
            checkpoint=out.with_suffix(".pt"),
        )
        if processes.number() == 0:
            rows = [[each.train_loss, each.test_loss, each.accuracy] for each in history.epochs]
            out.write_text(json.dumps({"processes": processes.count(), "epochs": rows}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), "die" in sys.argv)
