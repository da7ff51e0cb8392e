"""Wrong answers to `conv2d_im2col`, and what they are made from."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..advice import always_float64
from ..reference import grid, im2col
from .reference import axes_not_moved


def conv2d(x, w, b=None, stride=1, padding=0, dilation=1, *, columns=im2col):
    geometry = (w.shape[2:], stride, padding, dilation)
    y = w.reshape(len(w), -1) @ columns(x, *geometry) + (0 if b is None else np.reshape(b, (-1, 1)))
    return y.reshape(len(x), len(w), *grid(x.shape[2:], *geometry))


@misconception("float64 without a bias")
def float64_without_a_bias(x, w, b=None, *geometry):
    """Only without `b` the result is float64: where `b` is None you add zeros, and `np.zeros(n)` makes
    float64. Add nothing.
    """
    return conv2d(x, w, np.zeros(len(w)) if b is None else b, *geometry)


@misconception("`w` cut the wrong way round")
def w_cut_wrongly(x, w, *others):
    """`w.reshape(-1, F).T` cuts `w` into columns of F numbers, so each row mixes all filters. A reshape moves
    nothing: the filters are the first axis already, so `w.reshape(F, -1)` has them as its rows.
    """
    return conv2d(x, w.reshape(-1, len(w)).T.reshape(w.shape), *others)


@misconception("filters last, cut as if they were first")
def filters_last(*layer):
    """Your product has axes (N, OH*OW, F). A reshape moves nothing: transpose to (N, F, OH*OW) first,
    or multiply the other way round, `rows @ cols`.
    """
    y = conv2d(*layer)
    return y.transpose(0, 2, 3, 1).reshape(y.shape)


@misconception("batch and filters mixed")
def filters_before_batch(*layer):
    """Your product has axes (F, N, OH*OW), but you reshape it as if they were (N, F, OH*OW):
    swap the first two first.
    """
    y = conv2d(*layer)
    return y.swapaxes(0, 1).reshape(y.shape)


@misconception("first picture for all")
def first_picture_for_all(*layer):
    """Every picture of the batch got the maps of the first one."""
    y = conv2d(*layer)
    return np.broadcast_to(y[:1], y.shape) if len(y) else y


@misconception("maps not cut into rows")
def not_cut(*layer):
    """Each of your maps is still one long row, (N, F, OH*OW). Cut it: `map_size` gives (OH, OW)."""
    y = conv2d(*layer)
    return y.reshape(*y.shape[:2], math.prod(y.shape[2:]))


@not_cut.also
def not_cut_with_a_minus_one(*layer):
    y = conv2d(*layer)
    return y.reshape(*y.shape[:2], -1)


@misconception("height and width swapped")
def width_before_height(*layer):
    """You cut the maps into (OW, OH). Rows come first: (OH, OW)."""
    y = conv2d(*layer)
    n, f, oh, ow = y.shape
    return y.reshape(n, f, ow, oh)


@misconception("bias added along the row")
def bias_along_the_row(x, w, b=None, *geometry):
    """`y + b` lines `b` up with the last axis, the places. Each filter has one bias:
    `b[:, None]` lines it up with the filters.
    """
    y = conv2d(x, w, None, *geometry)
    return y if b is None else (y.reshape(*y.shape[:2], math.prod(y.shape[2:])) + b).reshape(y.shape)


MISTAKES = (
    float64_without_a_bias,
    always_float64(conv2d),
    w_cut_wrongly,
    Misconception(
        "flipped kernel",
        lambda x, w, *others: conv2d(x, w[:, :, ::-1, ::-1], *others),
        "Your result is the true convolution, with each kernel turned by 180 degrees. "
        "A convolution layer slides it as it is: `w.reshape(F, -1)` needs no flip.",
    ),
    Misconception(
        "kernel in another order than the columns",
        lambda x, w, *others: conv2d(x, w.transpose(0, 2, 3, 1).reshape(w.shape), *others),
        "The rows of your `w` run (kh, kw, C), but the columns run (C, kh, kw), so you multiply numbers "
        "that do not belong together. `w.reshape(F, -1)` is right as it is.",
    ),
    Misconception(
        "columns out of order",
        partial(conv2d, columns=axes_not_moved),
        "You reshaped the columns without moving the axes: check your `im2col` first.",
    ),
    filters_last,
    filters_before_batch,
    first_picture_for_all,
    not_cut,
    width_before_height,
    bias_along_the_row,
    Misconception(
        "bias None forgotten",
        lambda x, w, b=None, *others: conv2d(x, w, b[:, None], *others),
        "`b` may be None. Then add nothing.",
    ),
)
