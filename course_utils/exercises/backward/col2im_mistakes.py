"""Wrong answers to `col2im`, and what they are made from."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..advice import always_float64, needs_a_picture
from ..reference import cropped, grid, pair
from .reference import col2im, columns_put_back, crop_nothing, crop_one_end, overwrite


@misconception("overlap overwritten instead of added")
def overwritten(*columns):
    """Where windows overlap, one of them overwrites the others. `=` does that, and so does `+=` on all
    windows in one go: NumPy adds first, then writes. Add (`+=`) for one place of the kernel at a time.
    """
    return col2im(*columns, put=overwrite)


@overwritten.also
def in_one_go(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = map(pair, (kernel_size, stride, dilation))
    (ph, pw), (h, w) = pair(padding), output_size
    oh, ow = grid(output_size, kernel_size, stride, padding, dilation)
    patches = cols.reshape(len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*patches.shape[:2], h + 2 * ph, w + 2 * pw), cols.dtype)
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(2, 3), writeable=True)
    seen[:, :, ::sh, ::sw, ::dh, ::dw] += patches.transpose(0, 1, 4, 5, 2, 3)
    return cropped(x, padding)


@misconception("overlap averaged")
def averaged(cols, *geometry):
    """You divide by the number of windows that see a pixel. `col2im` only adds; that is what a gradient
    needs.
    """
    counts = col2im(np.ones(cols.shape), *geometry)
    return col2im(cols, *geometry) / np.maximum(counts, 1)


@misconception("nothing left without padding")
def minus_padding(*columns):
    """`x[0:-0]` is empty: where the padding of an axis is 0, nothing is left of it.
    Say where it ends: `ph : ph + H`, `pw : pw + W`.
    """

    def crop(x, padding):
        ph, pw = pair(padding)
        return x[:, :, ph:-ph, pw:-pw]

    return col2im(*columns, crop=crop)


@minus_padding.also
def minus_padding_of_one_axis(*columns):
    def crop(x, padding):
        ph, pw = pair(padding)
        return x[:, :, ph:-ph, pw:-pw] if ph or pw else x

    return col2im(*columns, crop=crop)


def reordered(*axes):
    """A col2im that reads the columns as if their axes (N, C, kh, kw, OH, OW) were in another order."""

    def wrong(cols, output_size, kernel_size, *others):
        kh, kw = pair(kernel_size)
        lengths = (len(cols), cols.shape[1] // (kh * kw), kh, kw, *grid(output_size, kernel_size, *others))
        patches = cols.reshape([lengths[axis] for axis in axes]).transpose(np.argsort(axes))
        return col2im(patches.reshape(cols.shape), output_size, kernel_size, *others)

    return wrong


@misconception("the flipped patch")
def flipped(cols, output_size, kernel_size, *others):
    """You add each patch turned by 180 degrees. Every number goes back exactly where it came from."""
    n, rows, places = cols.shape
    kernel = math.prod(pair(kernel_size))
    turned = cols.reshape(n, rows // kernel, kernel, places)[:, :, ::-1]
    return col2im(turned.reshape(cols.shape), output_size, kernel_size, *others)


@misconception("padding of one axis cut off both")
def rows_padding_off_both(*columns):
    """The picture is shifted: you cut the padding of one axis off both. `padding` may be a pair: the rows go
    from ph to ph + H, the columns from pw to pw + W.
    """

    def crop(x, padding):
        (ph, pw), (rows, places) = pair(padding), x.shape[2:]
        return x[:, :, ph : rows - ph, ph : places - 2 * pw + ph]

    return col2im(*columns, crop=crop)


@rows_padding_off_both.also
def columns_padding_off_both(*columns):
    def crop(x, padding):
        (ph, pw), (rows, places) = pair(padding), x.shape[2:]
        return x[:, :, pw : rows - 2 * ph + pw, pw : places - pw]

    return col2im(*columns, crop=crop)


@misconception("width before height")
def width_before_height(cols, output_size, *others):
    """You take `output_size` as (W, H). It is (H, W): rows first."""
    return col2im(cols, output_size[::-1], *others)


def columns(n, channels, geometry):
    """Draws columns of normal numbers for n pictures; the geometry begins (output_size, kernel_size)."""
    rows = channels * math.prod(pair(geometry[1]))
    return lambda rng: (rng.normal(size=(n, rows, math.prod(grid(*geometry)))), *geometry)


MISTAKES = (
    always_float64(col2im),
    needs_a_picture(col2im),
    overwritten,
    averaged,
    Misconception(
        "largest of the overlap",
        partial(col2im, put=np.maximum),
        "You keep the largest of the numbers that fall on a pixel; add them up.",
    ),
    minus_padding,
    Misconception(
        "padding left on",
        partial(col2im, crop=crop_nothing),
        "Your picture still has its padding around it: cut it off at the end.",
    ),
    Misconception(
        "padding cut off at one end",
        partial(col2im, crop=crop_one_end),
        "The size is right, but the picture is shifted: cut `padding` rows off the top as well, "
        "not twice as many off the bottom.",
    ),
    Misconception(
        "row order (kh, kw, C)",
        reordered(0, 2, 3, 1, 4, 5),
        "You read the rows as (kh, kw, C). They are in the order of `im2col`: (C, kh, kw).",
    ),
    Misconception(
        "row order (C, kw, kh)",
        reordered(0, 1, 3, 2, 4, 5),
        "You read each patch column by column. `im2col` wrote it row by row: (C, kh, kw).",
    ),
    Misconception(
        "patches in column order",
        reordered(0, 1, 2, 3, 5, 4),
        "You place the patches down the picture first. They go to the right first, then down: (OH, OW).",
    ),
    flipped,
    rows_padding_off_both,
    Misconception(
        "no stride on the way back",
        partial(columns_put_back, back={"stride": 1}),
        "You put the patches side by side. With stride s each one begins s pixels after the one before.",
    ),
    Misconception(
        "no dilation on the way back",
        partial(columns_put_back, back={"dilation": 1}),
        "You put the pixels of a patch side by side. With dilation d they are d apart.",
    ),
    width_before_height,
)
