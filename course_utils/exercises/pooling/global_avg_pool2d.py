"""The mean of each map."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..draws import grey, normal
from ..reference import tensor
from .reference import TOY


def by_torch(x):
    import torch

    return torch.nn.functional.adaptive_avg_pool2d(tensor(x), 1)[:, :, 0, 0].numpy()


GLOBAL_AVG_POOL2D = Exercise(
    name="global_avg_pool2d",
    points=1,
    cases=(
        Case("the lesson's numbers", (TOY,)),
        Case("two pictures, not square", normal((2, 3, 4, 6))),
        Case("bytes", grey((1, 3, 5, 5))),
        Case("maps of one pixel", normal((2, 4, 1, 1))),
        Case("an empty batch", (np.zeros((0, 3, 4, 4)),)),
    ),
    oracle=by_torch,
    alternatives=(
        lambda x: np.einsum("nchw->nc", np.asarray(x, float)) / (x.shape[2] * x.shape[3]),
        lambda x: np.asarray(x, float).mean(axis=3).mean(axis=2),
        lambda x: x.reshape(*x.shape[:2], x.shape[2] * x.shape[3]).mean(axis=-1),
    ),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "one number for everything",
            lambda x: x.mean(),
            "You average over everything. Each map of each picture has its own mean: the result is (N, C).",
        ),
        Misconception(
            "one number for each picture",
            lambda x: x.mean(axis=(1, 2, 3)),
            "You average over the channels too. Each map has its own mean: the result is (N, C).",
        ),
        Misconception(
            "one number for each pixel",
            lambda x: x.mean(axis=1),
            "You average over the channels. Average over the pixels of each map, axes 2 and 3.",
        ),
        Misconception(
            "axes kept",
            lambda x: x.mean(axis=(2, 3), keepdims=True),
            "The means are right, but H and W are still there, each of length 1. The result is (N, C).",
        ),
        Misconception(
            "sums",
            lambda x: x.sum(axis=(2, 3), dtype=float),
            "These are the sums of the maps. Divide by the number of pixels.",
        ),
        Misconception(
            "averaged over the rows only",
            lambda x: x.mean(axis=2),
            "One axis is left. Average over H and over W.",
        ),
        Misconception(
            "the largest of each map",
            lambda x: x.max(axis=(2, 3), initial=-np.inf),
            "This is the largest number of each map. Return the mean of each map.",
        ),
        Misconception(
            "divided by one pixel too few",
            lambda x: x.sum(axis=(2, 3), dtype=float) / max(x.shape[2] * x.shape[3] - 1, 0.5),
            "You divide the sum by H * W - 1. There are H * W pixels.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "What is left of one map? And of N pictures with C maps?",
        "`mean` takes several axes at once: `axis=(..., ...)`.",
        "`x.mean(axis=(2, 3))`",
    ),
)
