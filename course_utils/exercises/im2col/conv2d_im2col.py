"""conv2d_im2col: the convolution layer as one matrix product, and faster than loops."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..advice import always_float64
from ..draws import normal
from ..reference import grid, im2col, pair, torch_conv2d
from ..reference import padded as pad2d  # as learners call it
from .reference import ONE_TO_NINE, TENS, TWO_CHANNELS, axes_not_moved


def race(target, x, w, b=None, stride=1, padding=0, dilation=1, timed=False):
    """The maps; where `timed`, also whether they are at least 20 times as fast as loops."""
    y = target(x, w, b, stride, padding, dilation)
    if not timed:
        return y

    import time

    def loops():
        (n, _, height, width), (filters, _, kh, kw) = x.shape, w.shape
        maps = np.zeros((n, filters, height - kh + 1, width - kw + 1))
        for m, f, i, j in np.ndindex(*maps.shape):
            maps[m, f, i, j] = np.sum(x[m, :, i : i + kh, j : j + kw] * w[f]) + b[f]

    def seconds(function, repeats):
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            function()
            times.append(time.perf_counter() - start)
        return min(times)

    ratio = seconds(loops, 2) / seconds(lambda: target(x, w, b), 5)
    return y, "at least 20 times the loops" if ratio >= 20 else "less than 20 times the loops"


def torch_race(x, w, b=None, stride=1, padding=0, dilation=1, timed=False):
    y = torch_conv2d(x, w, b, stride, padding, dilation)
    return (y, "at least 20 times the loops") if timed else y


def conv2d(x, w, b=None, stride=1, padding=0, dilation=1, *, columns=im2col):
    geometry = (w.shape[2:], stride, padding, dilation)
    y = w.reshape(len(w), -1) @ columns(x, *geometry) + (0 if b is None else np.reshape(b, (-1, 1)))
    return y.reshape(len(x), len(w), *grid(x.shape[2:], *geometry))


def by_tensordot(x, w, b=None, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = w.shape[2:], pair(stride), pair(dilation)
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    seen = np.lib.stride_tricks.sliding_window_view(pad2d(x, padding), reach, axis=(2, 3))
    seen = seen[:, :, ::sh, ::sw, ::dh, ::dw]  # (N, C, OH, OW, kh, kw)
    y = np.tensordot(seen, w, axes=([1, 4, 5], [1, 2, 3]))  # (N, OH, OW, F)
    y = y.transpose(0, 3, 1, 2)
    return y if b is None else y + b[:, None, None]


def picture_by_picture(x, w, b=None, stride=1, padding=0, dilation=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"{x.shape[1]} channels in x, {w.shape[1]} in w")
    geometry = (w.shape[2:], stride, padding, dilation)
    bias = 0 if b is None else np.reshape(b, (-1, 1))
    y = [np.dot(w.reshape(len(w), -1), im2col(picture[None], *geometry)[0]) + bias for picture in x]
    return np.reshape(y, (len(x), len(w), *grid(x.shape[2:], *geometry)))


def in_float32(x, w, b=None, *geometry):
    bias = None if b is None else b.astype(np.float32)
    return conv2d(x, w.astype(np.float32), bias, *geometry).astype(np.float32)


@misconception("still a loop")
def by_loops(x, w, b=None, stride=1, padding=0, dilation=1):
    """The maps are right, but they are less than 20 times as fast as loops over every output.
    Compute all outputs of a picture with one matrix product.
    """
    geometry = (w.shape[2:], stride, padding, dilation)
    cols, rows = im2col(x, *geometry), w.reshape(len(w), -1)
    if rows.shape[1] != cols.shape[1]:
        raise ValueError("channels differ")
    y = np.zeros((len(x), len(w), cols.shape[2]))
    for n, f, place in np.ndindex(*y.shape):
        y[n, f, place] = rows[f] @ cols[n, :, place] + (0 if b is None else b[f])
    return y.reshape(len(x), len(w), *grid(x.shape[2:], *geometry))


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
    return y.reshape(*y.shape[:2], -1) if y.size else y


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


CONV2D_IM2COL = Exercise(
    name="conv2d_im2col",
    points=10,
    cases=(
        Case("1 to 9 with a 2 x 2 kernel, bias 0", (ONE_TO_NINE, TENS, np.zeros(1)), group="values"),
        Case(
            "one filter, two channels, no bias",
            (TWO_CHANNELS, np.arange(8.0).reshape(1, 2, 2, 2)),
            group="values",
        ),
        Case("two pictures, no bias", normal((2, 3, 5, 7), (4, 3, 3, 2)), group="values"),
        Case("two pictures, four biases", normal((2, 3, 5, 7), (4, 3, 3, 2), (4,)), group="values"),
        Case(
            "padding 1, stride 2",
            normal((2, 2, 5, 6), (3, 2, 3, 3), then=(None, 2, 1)),
            group="stride, padding, dilation",
        ),
        Case(
            "kernel (3, 5), stride (2, 1), padding (4, 2), dilation (3, 1)",
            normal((2, 4, 9, 8), (3, 4, 3, 5), then=(None, (2, 1), (4, 2), (3, 1))),
            group="stride, padding, dilation",
        ),
        Case(
            "whole numbers, halves for weights",
            lambda rng: (rng.integers(-9, 9, size=(1, 2, 4, 5)), rng.integers(-9, 9, size=(2, 2, 2, 2)) / 2),
            group="unusual input",
        ),
        Case(
            "float32",
            normal((2, 2, 4, 4), (2, 2, 3, 3), (2,), dtype=np.float32),
            dtype="float32",
            group="unusual input",
        ),
        Case("float16", normal((1, 2, 4, 4), (2, 2, 3, 3), (2,), dtype=np.float16), group="unusual input"),
        Case("an empty batch", (np.zeros((0, 3, 5, 5)), np.ones((2, 3, 3, 3))), group="unusual input"),
        Case("one window only", normal((1, 2, 3, 3), (2, 2, 3, 3)), group="bad input"),
        Case("channels differ", normal((1, 3, 5, 5), (2, 2, 3, 3)), raises=ValueError, group="bad input"),
        Case(
            "larger than the picture",
            normal((1, 2, 3, 3), (2, 2, 4, 3)),
            raises=ValueError,
            group="bad input",
        ),
        Case("stride 0", (ONE_TO_NINE, TENS, None, 0), raises=ValueError, group="bad input"),
        Case(
            "the race against loops",
            normal((2, 3, 20, 20), (8, 3, 5, 5), (8,)),
            kwargs={"timed": True},
            group="speed",
        ),
    ),
    oracle=torch_race,
    drive=race,
    returns=("y", "speed"),
    alternatives=(conv2d, by_tensordot, picture_by_picture, in_float32),
    another_way=(
        by_tensordot,
        "You name the axes to multiply and add over (C, kh, kw), and `tensordot` makes the columns and the "
        "matrix product itself. There is less to get wrong, but it does not show how it works.",
    ),
    forbidden=("torch", "scipy"),
    misconceptions=(
        always_float64(conv2d),
        by_loops,
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
        Misconception(
            "bias forgotten",
            lambda x, w, b=None, *others: conv2d(x, w, None, *others),
            "The sums are right, but you do not add the biases `b`, one for each filter.",
        ),
        Misconception(
            "stride ignored",
            lambda x, w, b=None, stride=1, *others: conv2d(x, w, b, 1, *others),
            "`stride` does not reach your columns: pass it on.",
        ),
        Misconception(
            "padding ignored",
            lambda x, w, b=None, stride=1, padding=0, dilation=1: conv2d(x, w, b, stride, 0, dilation),
            "`padding` does not reach your columns: pass it on.",
        ),
        Misconception(
            "dilation ignored",
            lambda x, w, b=None, stride=1, padding=0, dilation=1: conv2d(x, w, b, stride, padding),
            "`dilation` does not reach your columns: pass it on.",
        ),
        zeros(torch_conv2d),
    ),
    hints=(
        "Each output is a kernel times a patch, added up: a row times a column. All kernels are the rows of "
        "one matrix, all patches the columns of another.",
        "`w.reshape(len(w), -1)` has the shape (F, C*kh*kw), `im2col(x, ...)` has (N, C*kh*kw, OH*OW); "
        "`@` multiplies every picture's columns at once.",
        "`y = w.reshape(len(w), -1) @ im2col(x, w.shape[2:], stride, padding, dilation)`, add `b[:, None]`, "
        "and reshape to (N, F, OH, OW) with the (OH, OW) of `map_size`.",
    ),
)
