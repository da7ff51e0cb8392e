"""Wrong answers to `max_pool2d`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..reference import pair
from .advice import no_stride_given
from .reference import (
    padded,
    refuse_padding,
    stride_of,
    torch_avg,
    torch_max,
    views,
    windows,
)
from .slips import slips_of_a_layer


def by_windows(x, kernel_size, stride=None, padding=0):
    refuse_padding(kernel_size, padding)
    return windows(padded(x, padding, -np.inf), kernel_size, stride).max(axis=-1).max(axis=-1)


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


def largest_size(with_sign):
    """The number of each window that is furthest from 0, with or without its sign."""

    def layer(x, kernel_size, stride=None, padding=0):
        refuse_padding(kernel_size, padding)
        every = windows(padded(x, padding, 0.0), kernel_size, stride)
        flat = every.reshape(*every.shape[:4], every.shape[4] * every.shape[5])
        at = np.abs(flat).argmax(axis=4)[..., None]
        found = np.take_along_axis(flat, at, axis=4)[..., 0]
        return with_sign(np.sign(found), np.abs(found))

    return layer


def collected(prepare):
    """Max pooling that collects the maxima in the first view of a picture, as `prepare` makes it."""

    def layer(x, kernel_size, stride=None, padding=0):
        refuse_padding(kernel_size, padding)
        seen = views(prepare(x, padding), kernel_size, stride_of(kernel_size, stride))
        for view in seen[1:]:
            seen[0][seen[0] < view] = view[seen[0] < view]
        return seen[0]

    return layer


MISTAKES = (
    no_stride_given(by_windows),
    Misconception(
        "the kernel size as the stride",
        lambda x, kernel_size, stride=None, padding=0: torch_max(x, kernel_size, None, padding),
        "Your windows always lie side by side. Where a stride is given, they move by it and may overlap.",
    ),
    Misconception(
        "written into the picture",
        collected(lambda x, padding: padded(x, padding, -np.inf) if np.any(padding) else x),
        "You collect the maxima in the first view, and a view is x itself: you write into pixels that later "
        "windows still need. Begin with a copy, `views[0].copy()`.",
        [collected(lambda x, padding: padded(x, padding, -np.inf))],
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
            for number in (np.nan, np.inf, 1.0, -9.0, -99.0, -100.0, -999.0, -1e3, -9999.0, -1e6, -1e9)
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
    Misconception(
        "the largest whatever its sign",
        largest_size(np.multiply),
        "You compare the numbers without their signs, so -5 wins against 3. It is smaller: compare them with "
        "their signs.",
        [largest_size(lambda sign, size: size)],
    ),
    *slips_of_a_layer(np.max, -np.inf, "takes the largest of"),
)
