"""The mean of each map."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..draws import grey, normal
from ..reference import tensor
from .reference import TOY, windows


def by_torch(x):
    import torch

    return torch.nn.functional.adaptive_avg_pool2d(tensor(x), 1)[:, :, 0, 0].numpy()


def by_letters(x):
    return np.einsum("nchw->nc", x.astype(float)) / (x.shape[2] * x.shape[3])


def divided(by):
    """The sums, divided by a number that depends on x."""
    return lambda x: x.sum(axis=(2, 3), dtype=float) / by(x)


def over(*axes):
    """The mean over those axes."""
    return lambda x: x.mean(axis=axes)


def filled(places):
    """An array of zeros in which only some places are filled in."""

    def means(x):
        y = np.zeros(x.shape[:2])
        y[places] = by_torch(x)[places]
        return y

    return means


WRONG_AXES = [
    over(*axes)
    for count in (1, 2, 3)
    for axes in combinations(range(4), count)
    if axes not in ((2, 3), (1, 2, 3), (1,), (2,), (3,))
]

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
    another_way=(
        by_letters,
        "The letters say which axes are left, and h and w are summed: there are no numbers of axes to count.",
    ),
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
            over(1, 2, 3),
            "You average over the channels too. Each map has its own mean: the result is (N, C).",
        ),
        Misconception(
            "one number for each pixel",
            over(1),
            "You average over the channels. Average over the pixels of each map, axes 2 and 3.",
        ),
        Misconception(
            "averaged over one axis only",
            over(2),
            "One axis of the map is left. Average over H and over W.",
            [over(3)],
        ),
        Misconception(
            "averaged over other axes",
            WRONG_AXES[0],
            "You average over other axes. H and W are axes 2 and 3, both of them; N and C stay.",
            WRONG_AXES[1:],
        ),
        Misconception(
            "axes kept",
            lambda x: x.mean(axis=(2, 3), keepdims=True),
            "The means are right, but H and W are still there, each of length 1. The result is (N, C).",
        ),
        Misconception(
            "sums",
            divided(lambda x: 1),
            "These are the sums of the maps. Divide by the number of pixels.",
        ),
        Misconception(
            "the largest of each map",
            lambda x: x.max(axis=(2, 3)).astype(float),
            "This is the largest number of each map. Return the mean of each map.",
        ),
        Misconception(
            "the median of each map",
            lambda x: np.median(x, axis=(2, 3)),
            "This is the median of each map. Return the mean of each map.",
        ),
        Misconception(
            "divided by another number",
            divided(lambda x: max(x.shape[2] * x.shape[3] - 1, 0.5)),
            "You do not divide by the number of pixels. A map has H * W of them.",
            [
                divided(lambda x: x.shape[2]),
                divided(lambda x: x.shape[3]),
                divided(lambda x: x.shape[2] ** 2),
                divided(lambda x: x.shape[3] ** 2),
                divided(lambda x: x.shape[2] + x.shape[3]),
                divided(lambda x: x.shape[1] * x.shape[2] * x.shape[3]),
                divided(lambda x: max(x.size, 1)),
                divided(lambda x: np.maximum((x != 0).sum(axis=(2, 3)), 1)),
            ],
        ),
        Misconception(
            "sums that overflow",
            lambda x: x.sum(axis=(2, 3), dtype=x.dtype) / (x.shape[2] * x.shape[3]),
            "A sum of bytes that passes 255 starts again from 0. Add up floats.",
        ),
        Misconception(
            "the result in the dtype of x",
            lambda x: x.mean(axis=(2, 3)).astype(x.dtype),
            "A mean of whole numbers is not a whole number. Return floats, whatever the dtype of x.",
        ),
        Misconception(
            "the middle of the largest and the smallest",
            lambda x: (x.max(axis=(2, 3)) * 1.0 + x.min(axis=(2, 3))) / 2,
            "You take the mean of the largest and the smallest number only. Add up all H * W of them.",
        ),
        Misconception(
            "channels read as the last axis",
            lambda x: x.reshape(len(x), *x.shape[2:], x.shape[1]).mean(axis=(1, 2)),
            "You take the numbers as (N, H, W, C). The channels are axis 1 here: (N, C, H, W).",
        ),
        Misconception(
            "only part of the map",
            lambda x: np.mean(windows(x, min(x.shape[2:]))[:, :, 0, 0], axis=(2, 3)),
            "You average over a part of the map. Take all of it, whether it is high or wide.",
            [
                lambda x: x[:, :, : x.shape[2] // 2 or 1, : x.shape[3] // 2 or 1].mean(axis=(2, 3)),
                lambda x: x[:, :, :2, :2].mean(axis=(2, 3)),
            ],
        ),
        Misconception(
            "the first picture or map only",
            filled(np.s_[:1]),
            "Only a part of the result is filled in. Does the `return` stand inside a loop?",
            [
                filled(np.s_[:1, :1]),
                lambda x: filled(np.s_[:1])(x) if len(x) else None,
                lambda x: filled(np.s_[:1, :1])(x) if len(x) else None,
                lambda x: by_torch(x)[0],
                lambda x: by_torch(x)[:, 0],
            ],
        ),
        zeros(by_torch),
    ),
    hints=(
        "What is left of one map? And of N pictures with C maps?",
        "`mean` takes several axes at once: `axis=(..., ...)`.",
        "`x.mean(axis=(2, 3))`",
    ),
)
