"""The largest number of each window, with the options of PyTorch's layer."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import pair
from .advice import no_stride_given, slips_of_a_layer
from .reference import (
    TOY,
    UNUSUAL_INPUT,
    padded,
    refuse_padding,
    sizes,
    stride_of,
    torch_avg,
    torch_max,
    windows,
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


def by_windows(x, kernel_size, stride=None, padding=0):
    refuse_padding(kernel_size, padding)
    return windows(padded(x, padding, -np.inf), kernel_size, stride).max(axis=-1).max(axis=-1)


def rows_then_columns(x, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"padding ({ph}, {pw}) is more than half the window of {kh} x {kw}")
    x = np.pad(x * 1.0, [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=-np.inf)
    sliding = np.lib.stride_tricks.sliding_window_view
    of_rows = sliding(x, kw, axis=3)[:, :, :, ::sw].max(axis=-1)
    return sliding(of_rows, kh, axis=2)[:, :, ::sh].max(axis=-1)


@misconception("padded with zeros")
def padded_with_zeros(x, kernel_size, stride=None, padding=0):
    """A zero in the border wins against negative numbers. Pad with `-np.inf`, which never wins."""
    return torch_max(padded(x, padding, 0.0), kernel_size, stride)


@misconception("minus infinity among integers")
def infinity_among_integers(x, kernel_size, stride=None, padding=0):
    """Integers have no -inf, so a border of -inf is an error.

    Pad floats, `x.astype(float)`, or pad with the least integer, `np.iinfo(x.dtype).min`.
    """
    if np.any(padding):
        np.pad(x, 1, constant_values=-np.inf)  # an OverflowError for integers
    return by_windows(x, kernel_size, stride, padding)


@infinity_among_integers.also
def padded_without_need(x, *args, **kwargs):
    np.pad(x, 1, constant_values=-np.inf)
    return by_windows(x, *args, **kwargs)


@misconception("rows and columns swapped")
def rows_and_columns_swapped(x, kernel_size, stride=None, padding=0):
    """The first number of a pair is for H (down), the second for W (to the right)."""
    stride = stride_of(kernel_size, stride)
    return torch_max(x, pair(kernel_size)[::-1], stride[::-1], pair(padding)[::-1])


def above(floor):
    """Max pooling in which a number wins against all that are smaller: where it starts, or what pads."""

    def never_below(x, kernel_size, stride=None, padding=0):
        return np.maximum(by_windows(x, kernel_size, stride, padding), floor)

    return never_below


def bordered_by(number):
    """Max pooling with a border of that number."""
    return lambda x, *args: by_border(x, number, *args)


def by_border(x, number, kernel_size, stride=None, padding=0):
    refuse_padding(kernel_size, padding)
    return windows(padded(x, padding, number), kernel_size, stride).max(axis=(4, 5))


def padded_by(mode):
    """Max pooling with a border of pixels, as `np.pad` makes it in that mode."""

    def layer(x, kernel_size, stride=None, padding=0):
        refuse_padding(kernel_size, padding)
        (ph, pw), x = pair(padding), np.asarray(x, float)
        return windows(np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], mode), kernel_size, stride).max(
            axis=(4, 5)
        )

    return layer


def summed(x, kernel_size, stride=None, padding=0):
    return windows(padded(x, padding, 0.0), kernel_size, stride).sum(axis=(4, 5))


def positions(x, kernel_size, stride=None, padding=0):
    every = windows(padded(x, padding, -np.inf), kernel_size, stride)
    return every.reshape(*every.shape[:4], every.shape[4] * every.shape[5]).argmax(axis=4)


def smallest(border):
    """The smallest number of each window, with a border of that number."""

    def least(x, kernel_size, stride=None, padding=0):
        return windows(padded(x, padding, border), kernel_size, stride).min(axis=(4, 5))

    return least


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
            lambda rng: (-1 - 1e6 * rng.random((1, 2, 4, 5)), 2, 2, 1),
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
        Case("padding of half the window", normal((1, 2, 3, 5), then=(4, 1, 2)), group="bad input"),
        Case("x fits with its padding only", normal((2, 1, 2, 1), then=(3, 1, 1)), group="bad input"),
        Case("a window larger than the picture", (TOY, 5, 1), raises=ValueError, group="bad input"),
        Case(
            "a window one row too high, stride 2",
            (np.ones((1, 1, 2, 4)), 3, 2),
            raises=ValueError,
            group="bad input",
        ),
        Case("stride 0", (TOY, 2, 0), raises=ValueError, group="bad input"),
        Case("padding -1 for the rows", (TOY, 2, 2, (-1, 0)), raises=ValueError, group="bad input"),
        Case("padding -1 for the columns", (TOY, 2, 2, (0, -1)), raises=ValueError, group="bad input"),
        Case("too much padding for the rows", (TOY, (3, 4), 2, (2, 1)), raises=ValueError, group="bad input"),
        Case(
            "too much padding for the columns", (TOY, (4, 3), 2, (1, 2)), raises=ValueError, group="bad input"
        ),
    ),
    oracle=torch_max,
    another_way=(
        rows_then_columns,
        "The largest of a window is the largest of the maxima of its rows. As with a separable kernel, "
        "this takes about kh + kw steps instead of kh * kw.",
    ),
    alternatives=(by_loops, by_windows, lambda x, *args: by_windows(np.float32(x), *args).astype(np.float32)),
    forbidden=("torch", "scipy", "skimage"),
    misconceptions=(
        no_stride_given(by_windows),
        Misconception(
            "the kernel size as the stride",
            lambda x, kernel_size, stride=None, padding=0: torch_max(x, kernel_size, None, padding),
            "Your windows always lie side by side. Where a stride is given, they move by it and may overlap.",
        ),
        padded_with_zeros,
        infinity_among_integers,
        Misconception(
            "the mean instead of the largest",
            torch_avg,
            "These are the means of the windows; max pooling keeps the largest number.",
        ),
        Misconception(
            "the smallest instead of the largest",
            smallest(np.inf),
            "These are the smallest numbers of the windows; max pooling keeps the largest.",
            [smallest(-np.inf), smallest(0.0)],
        ),
        rows_and_columns_swapped,
        Misconception(
            "compared with 0",
            above(0.0),
            "Where all numbers of a window are below 0, your result is 0. "
            "Does the search start from zeros? Start from the first number, or from `-np.inf`.",
        ),
        Misconception(
            "compared with -1",
            above(-1.0),
            "Where all numbers of a window are below -1, your result is -1. "
            "Start from the first number, or from `-np.inf`.",
        ),
        Misconception(
            "padding that can win",
            bordered_by(-1.0),
            "The border must never win. Any number may be larger than the pixels: pad with `-np.inf`.",
            [
                bordered_by(number)
                for number in (np.nan, np.inf, 1.0, -9.0, -99.0, -100.0, -999.0, -1000.0, -9999.0)
            ],
        ),
        Misconception(
            "padded with pixels",
            padded_by("reflect"),
            "Your border repeats pixels of the picture. Padding must never win: pad with `-np.inf`.",
            [padded_by("wrap")],
        ),
        Misconception(
            "the sum instead of the largest",
            summed,
            "These are the sums of the windows; max pooling keeps the largest number.",
        ),
        Misconception(
            "which pixel, not its number",
            positions,
            "`argmax` says which pixel of the window is the largest. Return the number itself: `max`.",
        ),
        *slips_of_a_layer(np.max, -np.inf, "takes the largest of"),
        zeros(torch_max),
    ),
    hints=(
        "Begin without padding. `window_views` gives kh * kw arrays of the size of the output. "
        "At each position of the output, the answer is the largest of their numbers there.",
        "Padding is a border of `-np.inf`. Test it first: 0 <= 2 * padding <= window, for each axis.",
        "After `np.pad(x * 1.0, [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=-np.inf)`: "
        "`reduce(np.maximum, window_views(x, kernel_size, stride))`.",
    ),
)
