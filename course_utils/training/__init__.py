"""Training with PyTorch: what every training of the course shares, and no lesson teaches.

`fit` trains a model on `Batches`; it shows how far it is, keeps a checkpoint after each epoch, and goes on
from there. This package imports torch, so `import course_utils` does not import it.
"""

from .alexnet import Pipeline, train_alexnet
from .augment import (
    centre_crops,
    colour_axes,
    enlarged,
    one_after_another,
    random_colours,
    random_crops,
    random_mirrors,
    random_shifts,
    random_turns,
)
from .batches import Batches
from .checkpoint import BrokenCheckpoint, WrongModel
from .curve import learning_curve
from .device import autocast, best_precision, name_of, pick_device, placed, set_seed
from .fitting import Interrupted, fit
from .history import Epoch, History
from .lenet import train_lenet
from .loop import Diverged, Score, evaluate, train_one_epoch
from .memory import OutOfMemory
from .schedules import constant, one_cycle, reduce_on_stall, stalled
from .weights import packed

__all__ = [
    "Batches",
    "BrokenCheckpoint",
    "Diverged",
    "Epoch",
    "History",
    "Interrupted",
    "OutOfMemory",
    "Pipeline",
    "Score",
    "WrongModel",
    "autocast",
    "best_precision",
    "centre_crops",
    "colour_axes",
    "constant",
    "enlarged",
    "evaluate",
    "fit",
    "learning_curve",
    "name_of",
    "one_after_another",
    "one_cycle",
    "packed",
    "pick_device",
    "placed",
    "random_colours",
    "random_crops",
    "random_mirrors",
    "random_shifts",
    "random_turns",
    "reduce_on_stall",
    "set_seed",
    "stalled",
    "train_alexnet",
    "train_lenet",
    "train_one_epoch",
]
