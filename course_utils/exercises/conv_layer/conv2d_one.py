"""conv2d_one: one filter over one image, through its full depth."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from ..reference import torch_conv2d
from . import advice
from .reference import ONE_TO_NINE, TENS, spread

COLOURS = np.stack([np.arange(9.0).reshape(3, 3), np.eye(3), np.full((3, 3), 2.0)])
CORNERS = np.array([[[1.0, 0], [0, 1]], [[1, 1], [1, 1]], [[0, 1], [-1, 0]]])


def torch_one(x, w, b=0.0):
    return torch_conv2d(x[None], w[None])[0, 0] + b


def by_windows(x, w, b=0.0):
    if len(x) != len(w):
        raise ValueError("the depths differ")
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    return np.einsum("zijcuv,cuv->ij", windows, w) + b


def by_loops(x, w, b=0.0):
    (c, height, width), (depth, kh, kw) = np.shape(x), np.shape(w)
    if c != depth or kh > height or kw > width:
        raise ValueError(f"the filter {np.shape(w)} does not fit into {np.shape(x)}")
    return [
        [
            b + sum(float(x[m, i + u, j + v]) * w[m, u, v] for m, u, v in np.ndindex(c, kh, kw))
            for j in range(width - kw + 1)
        ]
        for i in range(height - kh + 1)
    ]


def by_shifts(x, w, b=0.0):
    height, width = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    if len(x) != len(w) or min(height, width) < 1:
        raise ValueError("the filter does not fit")
    return b + sum(x[c, u : u + height, v : v + width] * w[c, u, v] for c, u, v in np.ndindex(w.shape))


@misconception("one map for each channel")
def one_map_for_each_channel(x, w, b=0.0):
    """You keep one map for each channel. A filter makes one map: add up over the channels too."""
    return np.stack([torch_one(x[c : c + 1], w[c : c + 1], b) for c in range(max(len(x), len(w)))])


CONV2D_ONE = Exercise(
    name="conv2d_one",
    points=4,
    cases=(
        Case("the lesson's three channels", (COLOURS, CORNERS, 1.0), group="values"),
        Case("three channels, not square", normal((3, 5, 7), (3, 3, 2), ()), group="values"),
        Case("32 x 32 x 3 with 5 x 5 x 3", normal((3, 32, 32), (3, 5, 5), ()), group="values"),
        Case("one channel", (ONE_TO_NINE[0], TENS[0, :, :2, :2], 0.5), group="values"),
        Case("a filter as large as the image", normal((4, 3, 2), (4, 3, 2), ()), group="fit"),
        Case("uint8 pixels", (np.full((2, 3, 3), 40, np.uint8), CORNERS[:2], -0.5), group="fit"),
        Case(
            "three channels, filter of depth two",
            normal((3, 4, 4), (2, 2, 2), ()),
            raises=ValueError,
            group="fit",
        ),
        Case(
            "one channel, filter of depth three",
            normal((1, 4, 4), (3, 2, 2), ()),
            raises=ValueError,
            group="fit",
        ),
        Case(
            "a filter larger than the image", normal((3, 4, 4), (3, 5, 2), ()), raises=ValueError, group="fit"
        ),
    ),
    oracle=torch_one,
    alternatives=(by_windows, by_loops, by_shifts),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "flipped filter", lambda x, w, b=0.0: torch_one(x, w[:, ::-1, ::-1], b), advice.FLIPPED
        ),
        Misconception(
            "only the last channel kept",
            lambda x, w, b=0.0: torch_one(x[-1:], w[-1:], b),
            advice.LAST_CHANNEL,
        ),
        Misconception(
            "only the first channel", lambda x, w, b=0.0: torch_one(x[:1], w[:1], b), advice.FIRST_CHANNEL
        ),
        one_map_for_each_channel,
        Misconception(
            "mean over the channels",
            lambda x, w, b=0.0: torch_one(x, w) / len(x) + b,
            "The channels are added up, not averaged.",
        ),
        Misconception(
            "bias for every channel",
            lambda x, w, b=0.0: torch_one(x, w, len(x) * b),
            advice.BIAS_FOR_EVERY_CHANNEL,
        ),
        Misconception(
            "bias for every weight",
            lambda x, w, b=0.0: torch_one(x, w, np.size(w) * b),
            advice.BIAS_FOR_EVERY_WEIGHT,
        ),
        Misconception(
            "bias forgotten",
            lambda x, w, b=0.0: torch_one(x, w),
            "The sums are right, but the bias `b` is not added to them.",
        ),
        Misconception(
            "rounded to whole numbers",
            lambda x, w, b=0.0: torch_one(x, w, b).astype(x.dtype),
            advice.DTYPE_OF_X,
        ),
        Misconception(
            "one output too few",
            lambda x, w, b=0.0: torch_one(x, w, b)[:-1, :-1],
            "The last row and column are missing: a window of k pixels has n - k + 1 positions.",
        ),
        Misconception(
            "no error for another depth",
            lambda x, w, b=0.0: by_windows(spread(x, len(w), axis=0), w, b),
            advice.no_error_for_another_depth("a deeper filter"),
        ),
        zeros(torch_one),
    ),
    hints=(
        "Only the depth is new: how many numbers are multiplied at one position of the window?",
        "The window `x[:, i:i + kh, j:j + kw]` has the shape of `w`. "
        "One multiplication, and one sum over all three axes.",
        "`y[i, j] = np.sum(x[:, i:i + kh, j:j + kw] * w) + b` for all i below `output_size(x.shape[1], kh)` "
        "and j below `output_size(x.shape[2], kw)`; before that, compare `len(x)` with `len(w)`.",
    ),
)
