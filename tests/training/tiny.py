"""A training that takes milliseconds: bright pictures and dark ones of 4 by 4 pixels."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from course_utils.training import Batches, set_seed


def pictures(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures (count, 4, 4), bright where the label is 1, with noise; and the labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, count)
    return (100 * labels[:, None, None] + rng.integers(0, 80, (count, 4, 4))).astype(np.uint8), labels


def model(width: int = 6, seed: int = 0) -> nn.Module:
    """A network with dropout: it needs random numbers in each step."""
    set_seed(seed)
    return nn.Sequential(nn.Flatten(), nn.Linear(16, width), nn.ReLU(), nn.Dropout(0.25), nn.Linear(width, 2))


def optimiser(of: nn.Module, rate: float = 0.05) -> torch.optim.Optimizer:
    """SGD with momentum: it has a state of its own."""
    return torch.optim.SGD(of.parameters(), rate, momentum=0.9)


def batches() -> tuple[Batches, Batches]:
    """80 pictures to train on, 30 to test on; 30 is no multiple of the test's batch size."""
    return Batches(*pictures(80, 1), 8, shuffle=True), Batches(*pictures(30, 2), 8)
