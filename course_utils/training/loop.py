"""One epoch of training, and a test: sums over pictures, not means of the means of batches."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from . import memory, processes
from .device import autocast

Batch = tuple[torch.Tensor, torch.Tensor]

LOOK = 20  # batches between two looks at the loss: each look waits for a GPU


class Diverged(ArithmeticError):
    """The loss is no number any more."""


@dataclass(frozen=True)
class Score:
    """What a test found."""

    loss: float  # the mean over all pictures
    correct: int
    count: int

    @property
    def accuracy(self) -> float:
        """The fraction read correctly, from 0 to 1."""
        return self.correct / self.count if self.count else math.nan


def train_one_epoch(
    model: nn.Module,
    batches: Iterable[Batch],
    optimiser: torch.optim.Optimizer,
    *,
    precision: str = "float32",
    rate: Callable[[int], float] | None = None,
    tell: Callable[[int, float], None] = lambda step, loss: None,
) -> float:
    """Change the weights once for each batch; return the mean loss over all pictures.

    Where several processes train together, the means are over the pictures of all of them.
    rate: the learning rate of each step of this epoch, counted from 0; without it the optimiser's own.
    tell: called with the batches done and the mean loss so far, after every twentieth batch.
    Raises Diverged if the loss is no longer a finite number, and OutOfMemory with a batch size that fits.
    """
    model.train()
    total, count, step = torch.zeros(()), 0, -1
    for step, (x, y) in enumerate(batches):
        if rate is not None:
            set_rate(optimiser, rate(step))
        with memory.caught(model, x, y, precision):
            with autocast(x.device, precision):
                loss = F.cross_entropy(model(x), y)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        total, count = total.to(x.device) + loss.detach() * len(y), count + len(y)
        if (step + 1) % LOOK == 0:
            tell(step + 1, _finite(total, count, optimiser))
    if count == 0:
        raise ValueError("there is nothing to train on: the epoch has no batch.")
    mean = _finite(total, count, optimiser)
    tell(step + 1, mean)
    return mean


@torch.inference_mode()
def evaluate(model: nn.Module, batches: Iterable[Batch], *, precision: str = "float32") -> Score:
    """Test a model, in its mode for use; the mode that it had comes back afterwards."""
    was_training = model.training
    model.eval()
    total, correct, count = torch.zeros(()), torch.zeros((), dtype=torch.long), 0
    try:
        for x, y in batches:
            with autocast(x.device, precision):
                scores = model(x)
            total = total.to(x.device) + F.cross_entropy(scores.float(), y, reduction="sum")
            correct = correct.to(x.device) + (scores.argmax(1) == y).sum()
            count += len(y)
    finally:
        model.train(was_training)
    total, count = _of_all(total, count)
    correct = processes.total(correct.to(total.device, copy=True))
    return Score(total.item() / count if count else math.nan, int(correct), count)


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Give all parameters this learning rate."""
    for group in optimiser.param_groups:
        group["lr"] = rate


def _finite(total: torch.Tensor, count: int, optimiser: torch.optim.Optimizer) -> float:
    """The mean loss. Raises Diverged if it is no finite number."""
    total, count = _of_all(total, count)
    mean = total.item() / count
    if not math.isfinite(mean):
        used = optimiser.param_groups[0]["lr"]
        raise Diverged(
            f"the loss became {mean} within the first {count:,} pictures of this epoch: the weights have "
            f"grown beyond all bounds. Most often the learning rate is too large; it was {used:g}. Make the "
            f"model and the optimiser anew, and try {used / 10:.1g}."
        )
    return mean


def _of_all(total: torch.Tensor, count: int) -> tuple[torch.Tensor, int]:
    """The sum of losses, and the number of pictures, of all processes."""
    if processes.count() == 1:
        return total, count
    sums = processes.total(torch.tensor([float(total), count], dtype=torch.float64, device=total.device))
    return sums[0], int(sums[1])
