"""The largest number of each window, with the options of PyTorch's layer."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import grey, normal
from ..reference import pair
from .max_pool2d_mistakes import MISTAKES, by_windows
from .reference import (
    TOY,
    UNUSUAL_INPUT,
    padded,
    refuse_padding,
    sizes,
    torch_max,
)

FIRST = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]).reshape(1, 1, 4, 4)


def by_loops(x, kernel_size, stride=None, padding=0):
    refuse_padding(kernel_size, padding)
    x = padded(x, padding, -np.inf)
    (kh, kw), (sh, sw), out = sizes(x, kernel_size, stride)
    y = np.empty((*x.shape[:2], *out))
    for i, j in np.ndindex(out):
        y[:, :, i, j] = x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].max(axis=-1).max(axis=-1)
    return y


def rows_then_columns(x, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"padding ({ph}, {pw}) is more than half the window of {kh} x {kw}")
    x = np.pad(x * 1.0, [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=-np.inf)
    sliding = np.lib.stride_tricks.sliding_window_view
    of_rows = sliding(x, kw, axis=3)[:, :, :, ::sw].max(axis=-1)
    return sliding(of_rows, kh, axis=2)[:, :, ::sh].max(axis=-1)


MAX_POOL2D = Exercise(
    name="max_pool2d",
    points=10,
    cases=(
        Case("the lecture's first numbers", (FIRST, 2, 2), group="squares"),
        Case("the lesson's numbers", (TOY, 2, 2), group="squares"),
        Case("two pictures, not square", normal((2, 3, 6, 4), then=(2, 2)), group="squares"),
        Case("a row and a column left over", normal((1, 2, 5, 7), then=(2, 2)), group="squares"),
        Case("two rows and columns left over", normal((1, 2, 8, 11), then=(3, 3)), group="squares"),
        Case("3 x 3 with stride 2, as in AlexNet", normal((1, 2, 13, 13), then=(3, 2)), group="stride"),
        Case("stride 1", normal((1, 2, 5, 4), then=(2, 1)), group="stride"),
        Case("no stride", normal((1, 2, 7, 8), then=(3,)), group="stride"),
        Case("window (3, 2), stride (2, 1)", normal((2, 2, 8, 7), then=((3, 2), (2, 1))), group="stride"),
        Case("window (2, 3), no stride", normal((1, 2, 5, 7), then=((2, 3),)), group="stride"),
        Case("50 x 100", normal((1, 1, 50, 100), then=(3, 2)), group="stride"),
        Case("gaps between windows", normal((1, 1, 9, 7), then=(2, 3)), group="stride"),
        Case("padding 1", normal((1, 2, 6, 6), then=(3, 2, 1)), group="padding"),
        Case(
            "all numbers below zero",
            lambda rng: (-1 - 1e20 * rng.random((1, 2, 4, 5)), 2, 2, 1),
            group="padding",
        ),
        Case("padding (1, 0)", normal((1, 2, 4, 5), then=(3, 2, (1, 0))), group="padding"),
        Case("padding (0, 1)", normal((1, 2, 5, 4), then=(3, 2, (0, 1))), group="padding"),
        Case("padding (1, 2), stride 1", normal((1, 1, 5, 4), then=((2, 4), 1, (1, 2))), group="padding"),
        Case("bytes", grey((1, 3, 4, 6), then=(2, 2)), group="unusual input"),
        Case(
            "whole numbers and padding",
            lambda rng: (rng.integers(-9, 0, size=(1, 1, 4, 4)), 2, 2, 1),
            group="unusual input",
        ),
        *UNUSUAL_INPUT,
        Case("padding of half the window", normal((1, 2, 3, 5), then=(4, 1, 2)), group="limits"),
        Case("x fits with its padding only", normal((2, 1, 2, 1), then=(3, 1, 1)), group="limits"),
        Case("a window larger than the picture", (TOY, 5, 1), raises=ValueError, group="limits"),
        Case(
            "a window one row too high, stride 2",
            (np.ones((1, 1, 2, 4)), 3, 2),
            raises=ValueError,
            group="limits",
        ),
        Case("stride 0", (TOY, 2, 0), raises=ValueError, group="limits"),
        Case("padding -1 for the rows", (TOY, 2, 2, (-1, 0)), raises=ValueError, group="limits"),
        Case("padding -1 for the columns", (TOY, 2, 2, (0, -1)), raises=ValueError, group="limits"),
        Case("too much padding for the rows", (TOY, (3, 4), 2, (2, 1)), raises=ValueError, group="limits"),
        Case("too much padding for the columns", (TOY, (4, 3), 2, (1, 2)), raises=ValueError, group="limits"),
    ),
    oracle=torch_max,
    another_way=(
        rows_then_columns,
        "The largest of a window is the largest of the maxima of its rows. As with a separable kernel, "
        "this takes about kh + kw steps instead of kh * kw.",
    ),
    alternatives=(by_loops, by_windows, lambda x, *args: by_windows(np.float32(x), *args).astype(np.float32)),
    forbidden=("torch", "scipy", "skimage"),
    misconceptions=(*MISTAKES, zeros(torch_max)),
    hints=(
        "Begin without padding. `window_views` gives kh * kw arrays of the size of the output. "
        "At each position of the output, the answer is the largest of their numbers there.",
        "Padding is a border of `-np.inf`. Test it first: 0 <= 2 * padding <= window, for each axis.",
        "After `np.pad(x * 1.0, [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=-np.inf)`: "
        "`reduce(np.maximum, window_views(x, kernel_size, stride))`.",
    ),
)
