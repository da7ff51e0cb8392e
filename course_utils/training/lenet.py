"""How the course trains LeNet-5: the recipe of lesson, command, benchmark and embedded weights."""

from __future__ import annotations

from pathlib import Path

import torch

from ..data import ImageSet
from ..models import LeNet5
from .augment import random_shifts
from .batches import Batches
from .device import placed, set_seed
from .fitting import fit
from .history import History
from .schedules import one_cycle
from .show import Show

SIDE = 32  # pixels of the network's input


def train_lenet(
    train: ImageSet,
    test: ImageSet,
    *,
    modern: bool = True,
    epochs: int = 10,
    rate: float = 0.008,
    shift: int = 0,
    seed: int = 0,
    batch_size: int = 128,
    weight_decay: float = 0.01,
    device: torch.device | str = "cpu",
    precision: str = "float32",
    checkpoint: str | Path | None = None,
    resume: bool = False,
    show: Show | bool = True,
) -> tuple[LeNet5, History]:
    """Train a LeNet-5 on grey pictures of up to 32 x 32 pixels, by AdamW with a one-cycle schedule.

    rate: the highest one; shift: move each picture by up to so many pixels, anew in each epoch. For the
    others, and for what is raised, see `fit`. Source of AdamW: I. Loshchilov, F. Hutter, Decoupled Weight
    Decay Regularization, 2017.
    """
    device = torch.device(device)
    set_seed(seed)
    model = placed(LeNet5(modern), device)
    padding = (SIDE - train.images.shape[1]) // 2
    augment = random_shifts(shift) if shift else None

    def batches(of: ImageSet, size: int, shuffle: bool) -> Batches:
        return Batches(
            of.images,
            of.labels,
            size,
            device=device,
            padding=padding,
            shuffle=shuffle,
            augment=augment if shuffle else None,
            seed=seed,
            channels_last=True,
        )

    history = fit(
        model,
        batches(train, batch_size, shuffle=True),
        batches(test, 1000, shuffle=False),
        epochs=epochs,
        optimiser=torch.optim.AdamW(model.parameters(), rate, weight_decay=weight_decay, fused=True),
        rate=one_cycle(rate, epochs),
        precision=precision,
        checkpoint=checkpoint,
        resume=resume,
        show=show,
    )
    return model, history
