"""Wrong answers to `conv2d`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..reference import torch_conv2d
from . import advice
from .conv2d_options import (
    OPTIONS,
    by_windows,
    cut_short,
    dilation_in_the_size_only,
    misread,
    padded_in_halves,
    padded_once,
    padded_twice,
    padded_with,
    padding_after_the_stride,
    size_of_the_lecture,
    size_rounded_up,
    stride_in_the_size_only,
    stride_on_the_rows_only,
    stride_times_dilation,
    windows,
)
from .reference import spread


@misconception("summed over the wrong axis")
def summed_over_the_filters(x, w, b=None, stride=1, padding=0, dilation=1):
    """Your sum runs over the filters, so the channels are left.
    Sum over channel, row and column of the window: then the filters are left.
    """
    y = np.einsum("ncijuv,ocuv->ncij", windows(x, w, stride, padding, dilation), w)
    y = np.broadcast_to(y, (len(x), len(w), *y.shape[2:]))
    return y if b is None else y + np.reshape(b, (-1, 1, 1))


@misconception("bias of the picture's number")
def bias_of_the_picture(x, w, b=None, *others, **options):
    """You add `b[n]` to picture n. Each filter has its own bias: `b[o]` for map o."""
    return by_windows(x, w, None, *others, **options) + (0 if b is None else b[range(len(x)), *[None] * 3])


@misconception("mean in place of sum")
def mean_in_place_of_sum(x, w, b=None, *others, **options):
    """You average the products of a window. The layer adds them up."""
    return torch_conv2d(x, w / w[0].size, b, *others, **options)


@misconception("bias along the width", advice=advice.BIAS_ALONG_THE_WIDTH)
def bias_along_the_width(x, w, b=None, *others, **options):
    return by_windows(x, w, None, *others, **options) + (0 if b is None else b)


def times_bias(count):
    """A `conv2d` that adds its bias `count(w)` times."""
    return lambda x, w, b=None, *others, **options: torch_conv2d(
        x, w, None if b is None else b * count(w), *others, **options
    )


def no_error_for_another_depth(x, w, *others, **options):
    return by_windows(spread(x, w.shape[1]), spread(w, x.shape[1]), *others, **options)


def wrapped(x, w, b=None, *others, **options):
    """Products and sums in the dtype of the pixels, where all are whole numbers."""
    y = torch_conv2d(x, w, None, *others, **options)
    if x.dtype.kind in "iu" and w.dtype.kind in "iu":
        y = y.astype(np.int64).astype(x.dtype)
    return y if b is None else y + b[:, None, None]


def filters_cut(x, w, *others, **options):
    return torch_conv2d(x, w.astype(np.int64) if x.dtype.kind in "iu" else w, *others, **options)


def no_pairs(option):
    """The misconception that an option is a number, never a pair."""

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        int({"stride": stride, "padding": padding, "dilation": dilation}[option])  # a TypeError for a pair
        return torch_conv2d(x, w, b, stride, padding, dilation)

    return Misconception(
        f"`{option}` taken for one number",
        wrong,
        f"`{option}` may be a pair, one number for H and one for W, and a pair is no number. "
        f"`pair({option})` gives both numbers, whichever came.",
    )


MISTAKES = (
    Misconception(
        "flipped filters",
        lambda x, w, *others, **options: torch_conv2d(x, w[:, :, ::-1, ::-1], *others, **options),
        advice.FLIPPED,
    ),
    Misconception(
        "only the last channel kept",
        lambda x, w, *others, **options: torch_conv2d(x[:, -1:], w[:, -1:], *others, **options),
        advice.LAST_CHANNEL,
    ),
    Misconception(
        "only the first channel",
        lambda x, w, *others, **options: torch_conv2d(x[:, :1], w[:, :1], *others, **options),
        advice.FIRST_CHANNEL,
    ),
    summed_over_the_filters,
    stride_on_the_rows_only,
    stride_in_the_size_only,
    Misconception(
        "every pair: rows and columns swapped",
        misread(lambda rows, columns: (columns, rows), *OPTIONS),
        "The first number of a pair is for H (down), the second for W (to the right).",
    ),
    Misconception(
        "every pair: first number for both axes",
        misread(lambda rows, columns: (rows, rows), *OPTIONS),
        "You use the first number of each pair twice: the second one is for W (to the right).",
    ),
    padding_after_the_stride,
    Misconception(
        "padding in the size only",
        cut_short(padded=False, counted=1),
        "The size counts the zeros, but they are not there: the last windows reach over the edge of `x` "
        "and are cut off. Put the zeros around it first.",
    ),
    Misconception(
        "padding in the size once more",
        cut_short(counted=1),
        "`x` already has its zeros, and its shape counts them. If the size counts them again, "
        "the last windows reach over the edge.",
    ),
    padded_twice,
    Misconception(
        "padding on one side only",
        padded_once(0),
        "The zeros are on one side only. `padding` is added on each of the four sides.",
        [padded_once(1)],
    ),
    Misconception(
        "edge repeated",
        padded_with(mode="edge"),
        "The border repeats the outermost pixels; it should be 0.",
    ),
    Misconception(
        "rounded up",
        cut_short(size=size_rounded_up),
        "A last step that does not fit is not taken, else its window reaches over the edge: round down, "
        "with `//`.",
    ),
    dilation_in_the_size_only,
    Misconception(
        "a dilated window cut short",
        cut_short(reach=lambda k, d: k),
        "`top:top + kh:dh` ends too early: kh pixels that are dh apart reach over `dh * (kh - 1) + 1`.",
    ),
    size_of_the_lecture,
    Misconception(
        "always the first filter",
        lambda x, w, *others, **options: by_windows(x, np.repeat(w[:1], len(w), 0), *others, **options),
        "All maps come from the first filter, `w[0]`. Map o comes from filter o.",
    ),
    Misconception(
        "always the first picture",
        lambda x, *others, **options: by_windows(np.repeat(x[:1], len(x), 0), *others, **options),
        "All maps come from the first image, `x[0]`. The batch has N of them.",
    ),
    Misconception(
        "b is None not handled",
        lambda x, w, b=None, *others, **options: by_windows(x, w, b[:], *others, **options),
        "Without a bias `b` is None, and None can neither be added nor indexed: "
        "test `if b is None`, and add nothing in that case.",
    ),
    Misconception(
        "padding split over both sides",
        padded_in_halves,
        "`padding` is added on each side, not divided between the two sides.",
    ),
    Misconception(
        "mean over the channels",
        lambda x, w, *others, **options: torch_conv2d(x, w / w.shape[1], *others, **options),
        "The channels are added up, not averaged.",
    ),
    bias_of_the_picture,
    mean_in_place_of_sum,
    bias_along_the_width,
    Misconception(
        "bias at every position of the window",
        times_bias(lambda w: w[0].size),
        advice.BIAS_FOR_EVERY_WEIGHT,
    ),
    Misconception("bias for every channel", times_bias(lambda w: w.shape[1]), advice.BIAS_FOR_EVERY_CHANNEL),
    Misconception(
        "one output too few",
        lambda *args, **options: torch_conv2d(*args, **options)[:, :, :-1, :-1],
        "The last row and column are missing: `output_size` counts the first window too.",
    ),
    Misconception(
        "no error for another depth",
        no_error_for_another_depth,
        "The results are right where the channels agree. Raise a ValueError where they differ: NumPy "
        "does not always do that for you, because it repeats a single channel (broadcasting).",
    ),
    Misconception("products that wrap around", wrapped, advice.WRAPPED),
    Misconception("decimals of the filters lost", filters_cut, advice.FILTER_CUT),
    stride_times_dilation,
    Misconception(
        "windows side by side",
        lambda x, w, b=None, stride=1, *others, **options: torch_conv2d(
            x, w, b, w.shape[2:], *others, **options
        ),
        "Your windows move by their own size. They move by `stride`, which is 1 if none is given.",
    ),
    no_pairs("stride"),
    no_pairs("padding"),
    no_pairs("dilation"),
)
