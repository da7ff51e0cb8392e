"""What several exercises of this chapter share: a small model for the check, and what is drawn for it."""

from __future__ import annotations

from typing import Any

import numpy as np


def reader(w: Any, norm: bool = False) -> Any:
    """A model for the check: the scores are x @ w. With `norm`, a batch normalisation comes before.

    It notes how it was used: how many examples came, whether in training mode, and whether with gradients.
    These are recorded from here on, whatever ran before.
    """
    import torch

    torch.set_grad_enabled(True)

    class Reader(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.w = torch.nn.Parameter(torch.tensor(np.asarray(w)))
            self.norm = torch.nn.BatchNorm1d(len(w), dtype=torch.float64) if norm else torch.nn.Identity()
            for number, buffer in enumerate(self.norm.buffers()):
                buffer += number + 1
            self.seen, self.trained, self.with_gradients = [], [], []

        def forward(self, x):
            self.seen.append(len(x))
            self.trained.append(self.training)
            self.with_gradients.append(torch.is_grad_enabled())
            return self.norm(x) @ self.w

    return Reader()


def pairs(x: Any, y: Any, size: int) -> Any:
    """Batches of `size` pictures and labels, as tensors, to be gone through once; the last may be smaller."""
    import torch

    x, y = torch.tensor(x), torch.tensor(y)
    return ((x[at : at + size], y[at : at + size]) for at in range(0, len(x), size))


def drawn(*shape):
    """Normal numbers."""
    return lambda rng: rng.normal(size=shape)


def labelled(count, classes):
    """Labels, not all of one class."""
    return lambda rng: rng.permutation(np.arange(count) % classes)


def loss_of(rows: Any, how: str) -> Any:
    """The loss of all batches, each the mean of n pictures: as the lesson has it, or in a wrong way."""
    count = sum(n for _, n in rows)
    return {
        "of pictures": sum(mean * n for mean, n in rows) / count,
        "of batches": sum(mean for mean, _ in rows) / len(rows),
        "sum of means": sum(mean for mean, _ in rows),
        "means by pictures": sum(mean for mean, _ in rows) / count,
        "sums by batches": sum(mean * n for mean, n in rows) / len(rows),
        "of full batches": sum(mean * n for mean, n in rows) / (len(rows) * rows[0][1]),
        "sum": sum(mean * n for mean, n in rows),
        "last": rows[-1][0],
    }[how]


def softmax(scores: Any) -> Any:
    """The shares of each row."""
    return scores.softmax(dim=1)
