"""Wrong answers to `conv2d` in which stride, padding or dilation is misread.

The right answer that all of them are made from comes first.
"""

from __future__ import annotations

import numpy as np

from ...checks.exercise import misconception
from ..reference import pair, torch_conv2d
from .reference import lecture_size, size_by_counting, zero_pad


def windows(x, w, stride, padding, dilation):
    """All windows, (N, C, OH, OW, kh, kw); ValueError where the numbers do not fit."""
    (sh, sw), (dh, dw), (kh, kw) = pair(stride), pair(dilation), w.shape[2:]
    if min(sh, sw, dh, dw) < 1 or x.shape[1] != w.shape[1]:
        raise ValueError(f"stride {stride}, dilation {dilation}, channels {x.shape[1]} and {w.shape[1]}")
    x = zero_pad(np.asarray(x, float), padding)
    reach = (dh * (kh - 1) + 1, dw * (kw - 1) + 1)
    return np.lib.stride_tricks.sliding_window_view(x, reach, axis=(2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]


def by_windows(x, w, b=None, stride=1, padding=0, dilation=1):
    y = np.einsum("ncijuv,ocuv->noij", windows(x, w, stride, padding, dilation), w)
    return y if b is None else y + np.reshape(b, (1, -1, 1, 1))


@misconception("stride on the rows only")
def stride_on_the_rows_only(x, w, b=None, stride=1, padding=0, dilation=1):
    """The window moves down by the stride, but to the right by 1. Multiply j by its stride too."""
    wide = torch_conv2d(x, w, b, (pair(stride)[0], 1), padding, dilation)
    return wide[..., : torch_conv2d(x, w, b, stride, padding, dilation).shape[3]]


@misconception("stride in the size only")
def stride_in_the_size_only(x, w, b=None, stride=1, padding=0, dilation=1):
    """The output has the right size, but the window moves by 1: for the output (i, j) it should
    begin at row i * sh and column j * sw.
    """
    height, width = torch_conv2d(x, w, b, stride, padding, dilation).shape[2:]
    return torch_conv2d(x, w, b, 1, padding, dilation)[:, :, :height, :width]


def misread(read, *options):
    """A `conv2d` that reads the pairs of some options with `read(rows, columns)`."""

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        pairs = {"stride": pair(stride), "padding": pair(padding), "dilation": pair(dilation)}
        return by_windows(x, w, b, **{**pairs, **{name: read(*pairs[name]) for name in options}})

    return wrong


OPTIONS = ("stride", "padding", "dilation")


@misconception("padding after the stride")
def padding_after_the_stride(x, w, b=None, stride=1, padding=0, dilation=1):
    """You put the zeros around the output. They belong around the input, before the window moves,
    so that it can reach over the edge.
    """
    return zero_pad(torch_conv2d(x, w, b, stride, 0, dilation), padding)


def cut_short(padded=True, counted=0, reach=lambda k, d: d * (k - 1) + 1, size=size_by_counting):
    """A `conv2d` whose windows are cut short, by the end of the image or because they reach too little.

    padded: whether `x` is; counted: how many more paddings the size counts; reach, size: of one axis.
    """

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        x = zero_pad(x, padding) if padded else x
        axes = list(zip(x.shape[2:], w.shape[2:], pair(stride), pair(padding), pair(dilation), strict=True))
        y = np.zeros((len(x), len(w), *(size(n, k, s, counted * p, d) for n, k, s, p, d in axes)))
        for at in np.ndindex(y.shape[2:]):
            rows, columns = (
                slice(i * s, i * s + reach(k, d), d) for i, (_, k, s, _, d) in zip(at, axes, strict=True)
            )
            y[..., *at] = (x[:, None, :, rows, columns] * w).sum((2, 3, 4))
        return y if b is None else y + b[:, None, None]

    return wrong


def size_rounded_up(n, kernel_size, stride, padding, dilation):
    return size_by_counting(n + stride - 1, kernel_size, stride, padding, dilation)


@misconception("padded twice")
def padded_twice(x, w, b=None, stride=1, padding=0, dilation=1):
    """The zeros are put around `x` twice. Is it already padded at the place where you pad it?"""
    return by_windows(zero_pad(x, padding), w, b, stride, padding, dilation)


@misconception("dilation in the size only")
def dilation_in_the_size_only(x, w, b=None, stride=1, padding=0, dilation=1):
    """The output has the right size, but the pixels under the filter still lie side by side: take every
    d-th pixel.
    """
    height, width = torch_conv2d(x, w, b, stride, padding, dilation).shape[2:]
    return torch_conv2d(x, w, b, stride, padding)[:, :, :height, :width]


@misconception("the lecture's dilation")
def size_of_the_lecture(x, w, b=None, stride=1, padding=0, dilation=1):
    """The output is too small. The window reaches over d * (k - 1) + 1 pixels, not over d * k."""
    numbers = zip(x.shape[2:], w.shape[2:], pair(stride), pair(padding), pair(dilation), strict=True)
    height, width = (lecture_size(*each) for each in numbers)
    return torch_conv2d(x, w, b, stride, padding, dilation)[:, :, :height, :width]


@misconception("stride times dilation")
def stride_times_dilation(x, w, b=None, stride=1, padding=0, dilation=1):
    """The dilation also makes the steps of the window longer. It spreads the pixels inside the window; the
    window itself moves by the stride.
    """
    steps = tuple(s * d for s, d in zip(pair(stride), pair(dilation), strict=True))
    return torch_conv2d(x, w, b, steps, padding, dilation)


def padded_with(**how):
    """A `conv2d` that pads with `np.pad(x, ..., **how)`."""

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        wide = np.pad(x, [(0, 0), (0, 0), *((p, p) for p in pair(padding))], **how)
        return by_windows(wide, w, b, stride, 0, dilation)

    return wrong


def padded_once(place):
    """A `conv2d` that pads before (0) or after (1) the picture only."""

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        sides = [(0, 0), (0, 0), *((p, 0) if place == 0 else (0, p) for p in pair(padding))]
        return by_windows(np.pad(x, sides), w, b, stride, 0, dilation)

    return wrong


def padded_in_halves(x, w, b=None, stride=1, padding=0, dilation=1):
    sides = [(0, 0), (0, 0), *((p // 2, p - p // 2) for p in pair(padding))]
    return by_windows(np.pad(x, sides), w, b, stride, 0, dilation)
