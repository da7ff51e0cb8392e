"""scramble: one fixed order for the pixels of all pictures."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, tensor
from .scramble_mistakes import MISTAKES, by_gather


def by_numpy(images, order):
    """Every picture, channel and pixel by itself."""
    import torch

    new = np.zeros(tuple(images.shape))
    height, width = new.shape[2:]
    for n, c, k in np.ndindex(len(new), new.shape[1], height * width):
        source = divmod(int(order[k]), width)
        new[n, c, k // width, k % width] = images[n, c, source[0], source[1]]
    return torch.from_numpy(new).to(images.dtype)


def by_index_select(images, order):
    rows = images.reshape(-1, len(order))
    return rows.index_select(1, order).view_as(images)


SCRAMBLE = Exercise(
    name="scramble",
    points=3,
    cases=(
        steps(
            "six pixels",
            "images = tensor(x)\narray(scramble(images, tensor(order)))\narray(images)",
            x=np.arange(6, dtype=np.float32).reshape(1, 1, 2, 3),
            order=np.array([4, 0, 3, 1, 5, 2]),
        ),
        steps(
            "three pictures of two channels",
            "images = tensor(x)\narray(scramble(images, tensor(order)))\narray(images)",
            x=lambda rng: rng.random((3, 2, 4, 5), np.float32),
            order=lambda rng: rng.permutation(20),
        ),
    ),
    oracle=by_numpy,
    tools=(array, tensor),
    alternatives=(by_numpy, by_gather, by_index_select),
    another_way=(
        by_gather,
        "`gather` takes an order for every picture and channel: here all are the same, but they need not be.",
    ),
    misconceptions=MISTAKES,
    hints=(
        "Flatten, index, and back to the old shape.",
        "`images.flatten(2)` keeps pictures and channels apart. A tensor of indices picks along an axis.",
        "`images.flatten(2)[:, :, order].reshape(images.shape)`.",
    ),
)
