"""The gradient of each window, sent to the largest of its pixels."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import normal, steps
from ..reference import pair
from .max_pool2d_backward_mistakes import MISTAKES, by_loops, by_torch
from .max_pool2d_backward_winners import WINNERS
from .reference import (
    TOY,
    TOY_GRADIENT,
    padded,
    stride_of,
    unpadded,
    windows,
)


def by_positions(dy, x, kernel_size, stride=None, padding=0):
    x, (sh, sw) = padded(x, padding, -np.inf), stride_of(kernel_size, stride)
    dx, (kh, kw) = np.zeros(x.shape), pair(kernel_size)
    for n, c, i, j in np.ndindex(dy.shape):
        window = x[n, c, i * sh : i * sh + kh, j * sw : j * sw + kw]
        u, v = divmod(window.argmax(), kw)
        dx[n, c, i * sh + u, j * sw + v] += dy[n, c, i, j]
    return unpadded(dx, padding)


def by_index(dy, x, kernel_size, stride=None, padding=0):
    values = windows(padded(x, padding, -np.inf), kernel_size, stride)
    numbers = windows(padded(np.arange(x.size).reshape(x.shape), padding, -1), kernel_size, stride)
    flat = (*values.shape[:4], values.shape[4] * values.shape[5])
    best = values.reshape(flat).argmax(axis=4)[..., None]
    winners = np.take_along_axis(numbers.reshape(flat), best, axis=4)
    dx = np.zeros(x.size)
    np.add.at(dx, winners.ravel().astype(int), np.ravel(dy))
    return dx.reshape(x.shape)


def by_addresses(dy, x, kernel_size, stride=None, padding=0):
    (h, w), (kh, kw), (ph, pw) = x.shape[2:], pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    x = np.pad(x.astype(float), [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=-np.inf)
    seen = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::sh, ::sw]
    best = seen.reshape(*dy.shape, kh * kw).argmax(axis=-1)  # the first one, if there are several
    n, c, i, j = np.indices(dy.shape)
    dx = np.zeros(x.shape)
    np.add.at(dx, (n, c, i * sh + best // kw, j * sw + best % kw), dy)
    return dx[:, :, ph : ph + h, pw : pw + w]


TIES_OF_TWO = np.array([[0.0, 2, 3, 1, 5, 5], [2, 1, 0, 3, 4, 1], [1, 0, 7, 0, 2, 9], [1, 0, 3, 7, 9, 0]])[
    None, None
]


def all_below_zero(rng):
    """A gradient and a map of negative numbers, with padding for the rows only."""
    return rng.normal(size=(1, 1, 2, 2)), -1 - rng.random((1, 1, 5, 6)), 3, 3, (1, 0)


def nearly_equal(rng):
    """A gradient and a map of which the pixels differ by a millionth or more."""
    return rng.normal(size=(1, 1, 2, 4)), 1 + rng.permutation(36).reshape(1, 1, 6, 6) * 1e-6, 3, (3, 1)


def after_relu(rng):
    """A gradient and a map in which most numbers are 0, so most windows have ties."""
    return rng.normal(size=(2, 2, 3, 3)), np.maximum(rng.normal(size=(2, 2, 6, 6)) - 0.8, 0), 2, 2


def whole_numbers(rng):
    """A gradient, and a map of whole numbers with padding."""
    return rng.normal(size=(1, 2, 2, 2)), rng.integers(-9, 0, size=(1, 2, 4, 4)), 3, 3, 1


MAX_POOL2D_BACKWARD = Exercise(
    name="max_pool2d_backward",
    points=8,
    cases=(
        Case("the lesson's numbers", (TOY_GRADIENT, TOY, 2, 2), group="one largest"),
        Case("two pictures", normal((2, 3, 3, 2), (2, 3, 6, 4), then=(2, 2)), group="one largest"),
        Case("left over", normal((1, 2, 2, 3), (1, 2, 8, 11), then=(3, 3)), group="one largest"),
        Case("an empty batch", (np.zeros((0, 1, 2, 2)), np.zeros((0, 1, 4, 4)), 2, 2), group="one largest"),
        Case("ties of two", normal((1, 1, 2, 3), then=(TIES_OF_TWO, 2, 2)), group="ties"),
        Case("all equal", normal((1, 1, 2, 2), then=(np.ones((1, 1, 4, 4)), 2, 2)), group="ties"),
        Case(
            "many ties",
            lambda rng: (rng.normal(size=(2, 2, 2, 3)), *steps((2, 2, 6, 9), then=(3, 3))(rng)),
            group="ties",
        ),
        Case("a map after ReLU", after_relu, group="ties"),
        Case("nearly equal", nearly_equal, group="ties"),
        Case("windows that overlap", normal((1, 2, 3, 3), (1, 2, 7, 7), then=(3, 2)), group="stride"),
        Case("stride 1", normal((1, 1, 3, 4), (1, 1, 4, 5), then=(2, 1)), group="stride"),
        Case("no stride", normal((1, 2, 2, 2), (1, 2, 7, 8), then=(3,)), group="stride"),
        Case(
            "window (3, 2), stride (2, 1)",
            normal((1, 2, 3, 6), (1, 2, 8, 7), then=((3, 2), (2, 1))),
            group="stride",
        ),
        Case("padding 1", normal((1, 2, 3, 3), (1, 2, 7, 7), then=(3, 3, 1)), group="padding"),
        Case("padding (1, 0), all numbers below zero", all_below_zero, group="padding"),
        Case("padding (0, 1)", normal((1, 2, 2, 3), (1, 2, 6, 7), then=(3, 3, (0, 1))), group="padding"),
        Case("padding (1, 2)", normal((1, 2, 2, 3), (1, 2, 9, 8), then=(4, 4, (1, 2))), group="padding"),
        Case("whole numbers", whole_numbers, group="padding"),
    ),
    oracle=by_torch,
    another_way=(
        by_addresses,
        "It finds the address of every winner at once. `np.add.at` adds where an address comes twice; "
        "`dx[...] += dy` would keep only one.",
    ),
    alternatives=(
        by_positions,
        by_index,
        lambda dy, x, *args: by_loops(np.float32(dy), np.float32(x), *args).astype(np.float32),
    ),
    forbidden=("torch", "scipy"),
    misconceptions=(*MISTAKES, *WINNERS, zeros(by_torch)),
    hints=(
        "In each window, one pixel was copied to the output. What happens to the output if this pixel "
        "grows a little? And if another one does?",
        "Go through the positions of the window in order, with the views of x and those of dx side by side. "
        "Remember which windows have already found their largest pixel.",
        "For each pair of views: `first = waiting & (pixels == y)`, `gradient += np.where(first, dy, 0)`, "
        "`waiting &= ~first`; `waiting` begins as all True. Writing into a view of dx writes into dx.",
    ),
)
