"""conv2d_one: one filter over one image, through its full depth."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import torch_conv2d
from . import advice
from .reference import ONE_TO_NINE, TENS

COLOURS = np.stack([np.arange(9.0).reshape(3, 3), np.eye(3), np.full((3, 3), 2.0)])
CORNERS = np.array([[[1.0, 0], [0, 1]], [[1, 1], [1, 1]], [[0, 1], [-1, 0]]])


def torch_one(x, w, b=0.0):
    return torch_conv2d(x[None], w[None])[0, 0] + b


def by_windows(x, w, b=0.0):
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    return np.einsum("zijcuv,cuv->ij", windows, w) + b


def by_loops(x, w, b=0.0):
    (height, width), (kh, kw) = x.shape[1:], w.shape[1:]
    return [
        [
            b + sum(x[m, i + u, j + v] * w[m, u, v] for m, u, v in np.ndindex(w.shape))
            for j in range(width - kw + 1)
        ]
        for i in range(height - kh + 1)
    ]


def by_shifts(x, w, b=0.0):
    height, width = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    return b + sum(x[c, u : u + height, v : v + width] * w[c, u, v] for c, u, v in np.ndindex(w.shape))


def loop(at_each_window):
    """A `conv2d_one` that has `at_each_window(window, w, b)` at each output position."""

    def wrong(x, w, b=0.0):
        _, kh, kw = w.shape
        y = np.zeros((x.shape[1] - kh + 1, x.shape[2] - kw + 1))
        for i, j in np.ndindex(y.shape):
            y[i, j] = at_each_window(x[:, i : i + kh, j : j + kw], w, b)
        return y

    return wrong


@misconception("one map for each channel")
def one_map_for_each_channel(x, w, b=0.0):
    """You keep one map for each channel. A filter makes one map: add up over the channels too."""
    return np.stack([torch_one(x[c : c + 1], w[c : c + 1], b) for c in range(max(len(x), len(w)))])


@misconception("the window stays")
def window_stays(x, w, b=0.0):
    """Every output is that of the first window. For the output (i, j) the window begins at row i and column
    j.
    """
    y = torch_one(x, w, b)
    return np.full_like(y, y[0, 0])


@misconception("window: rows and columns swapped")
def window_swapped(x, w, b=0.0):
    """For the output (i, j) the window begins at row i and column j; you have them the other way round."""
    _, kh, kw = w.shape
    y = np.zeros((x.shape[1] - kh + 1, x.shape[2] - kw + 1))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[:, j : j + kh, i : i + kw] * w) + b
    return y


@misconception("sums carried on")
def sums_carried_on(x, w, b=0.0):
    """Each output holds the sums of those before it, too: begin at 0 for every output."""
    y = torch_one(x, w)
    return np.cumsum(y).reshape(y.shape) + b


@misconception("kernel's height for both axes")
def height_for_both_axes(x, w, b=0.0):
    """A filter need not be square: kh belongs to the rows, and kw to the columns, of the window and of the
    output.
    """
    kh = w.shape[1]
    y = np.zeros((x.shape[1] - kh + 1, x.shape[2] - kh + 1))
    for i, j in np.ndindex(y.shape):
        y[i, j] = np.sum(x[:, i : i + kh, j : j + kh] * w) + b
    return y


@misconception("padded to the same size")
def padded_to_the_same_size(x, w, b=0.0):
    """You put zeros around the picture, so the output is as large as the picture. Nothing is padded here."""
    sides = [(0, 0), *((k // 2, (k - 1) // 2) for k in w.shape[1:])]
    return torch_one(np.pad(x, sides), w, b)


@padded_to_the_same_size.also
def padded_below(x, w, b=0.0):
    sides = [(0, 0), *(((k - 1) // 2, k // 2) for k in w.shape[1:])]
    return torch_one(np.pad(x, sides), w, b)


def in_whole_numbers(of_filter):
    """A `conv2d_one` that changes the filter where the pixels are whole numbers."""
    return lambda x, w, b=0.0: torch_one(x, of_filter(w, x.dtype) if x.dtype.kind in "iu" else w, b)


def wrapped(x, w, b=0.0):
    """Products and sums in the dtype of the pixels, where all are whole numbers."""
    if x.dtype.kind in "iu" and w.dtype.kind in "iu":
        return torch_one(x, w).astype(np.int64).astype(x.dtype) + b
    return torch_one(x, w, b)


def products_wrapped(x, w, b=0.0):
    """Only the products are in the dtype of the pixels; `np.sum` adds them up in a larger one."""
    if x.dtype.kind in "iu" and w.dtype.kind in "iu":
        windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)[0]
        return (windows * w.astype(x.dtype)).sum(axis=(2, 3, 4)) + b
    return torch_one(x, w, b)


@misconception("cut where all are whole numbers")
def cut_among_whole_numbers(x, w, b=0.0):
    """Where pixels and weights are whole numbers your result is, too. The bias may have decimals: begin with
    `np.zeros(shape)`, which holds floats.
    """
    y = torch_one(x, w, b)
    return np.trunc(y) if x.dtype.kind in "iu" and w.dtype.kind in "iu" else y


def whole_pixels_and_filter(rng):
    return *grey((2, 4, 5))(rng), rng.integers(-2, 3, size=(2, 2, 3)), 0.5


def pixels_and_filter(rng):
    return *grey((2, 4, 5))(rng), rng.uniform(0, 1 / 12, size=(2, 2, 3))


CONV2D_ONE = Exercise(
    name="conv2d_one",
    points=4,
    cases=(
        Case("the lesson's three channels", (COLOURS, CORNERS), group="depth"),
        Case("three channels, not square", normal((3, 5, 7), (3, 3, 2)), group="depth"),
        Case("32 x 32 x 3 with 5 x 5 x 3", normal((3, 32, 32), (3, 5, 5)), group="depth"),
        Case("the lesson's three channels, a bias of 1", (COLOURS, CORNERS, 1.0), group="bias"),
        Case("a random bias", normal((2, 4, 5), (2, 2, 3), ()), group="bias"),
        Case("one channel, a bias of 0.5", (ONE_TO_NINE[0], TENS[0, :, :2, :2], 0.5), group="bias"),
        Case("a filter as large as the image", normal((4, 3, 2), (4, 3, 2)), group="size of the filter"),
        Case("a filter of one pixel", normal((2, 3, 4), (2, 1, 1)), group="size of the filter"),
        Case("a filter as wide as the image", normal((2, 5, 4), (2, 2, 4)), group="size of the filter"),
        Case("pixels of 40", (np.full((2, 3, 3), 40), CORNERS[:2] / 7), group="whole numbers"),
        Case("uint8 pixels", pixels_and_filter, group="whole numbers"),
        Case("uint8 pixels, a filter of whole numbers", whole_pixels_and_filter, group="whole numbers"),
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
            "mean in place of sum",
            loop(lambda window, w, b: np.mean(window * w) + b),
            "You average the products of a window. The layer adds them up.",
        ),
        Misconception(
            "mean over the channels",
            lambda x, w, b=0.0: torch_one(x, w) / len(x) + b,
            "The channels are added up, not averaged.",
        ),
        Misconception(
            "`@` in place of `*`",
            loop(lambda window, w, b: np.sum(window @ w) + b),
            "`@` multiplies matrices, rows by columns. Here each number is multiplied by the one at the same "
            "place: `*`.",
        ),
        height_for_both_axes,
        window_stays,
        window_swapped,
        sums_carried_on,
        Misconception(
            "filter reversed along every axis",
            lambda x, w, b=0.0: torch_one(x, w[::-1, ::-1, ::-1], b),
            "The filter is reversed along rows, columns and channels. It is used as it is.",
        ),
        Misconception(
            "another default of `b`",
            lambda x, w, b=1.0: torch_one(x, w, b),
            "Where `b` is given the result is right. Where it is not, it should be 0.",
        ),
        Misconception(
            "bias multiplied",
            lambda x, w, b=0.0: torch_one(x, w) * b,
            "The bias is added to the sum, not multiplied.",
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
            "one output too few",
            lambda x, w, b=0.0: torch_one(x, w, b)[:-1, :-1],
            "The last row and column are missing: a window of k pixels has n - k + 1 positions.",
        ),
        padded_to_the_same_size,
        Misconception("products that wrap around", wrapped, advice.WRAPPED, [products_wrapped]),
        cut_among_whole_numbers,
        Misconception(
            "decimals of the filter lost",
            in_whole_numbers(lambda w, dtype: w.astype(np.int64)),
            advice.FILTER_CUT,
            [in_whole_numbers(lambda w, dtype: w.astype(np.int64).astype(dtype))],
        ),
        zeros(torch_one),
    ),
    hints=(
        "Only the depth is new: how many numbers are multiplied at one position of the window?",
        "The window `x[:, i:i + kh, j:j + kw]` has the shape of `w`. "
        "One multiplication, and one sum over all three axes.",
        "`y[i, j] = np.sum(x[:, i:i + kh, j:j + kw] * w) + b` for all i below `output_size(x.shape[1], kh)` "
        "and j below `output_size(x.shape[2], kw)`.",
    ),
)
