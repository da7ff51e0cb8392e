"""conv1x1: one linear layer for the channels of every pixel."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import torch_conv2d
from . import advice


def torch_1x1(x, w, b):
    return torch_conv2d(x, w[:, :, None, None], b)


def by_einsum(x, w, b):
    return np.einsum("oc,nchw->nohw", w, x) + b[:, None, None]


def by_matmul(x, w, b):
    return np.moveaxis(np.moveaxis(x, 1, -1) @ w.T + b, -1, 1)


def in_rows(x, w, b):
    n, c, height, width = x.shape
    return (w @ x.reshape(n, c, height * width) + b[:, None]).reshape(n, len(w), height, width)


def by_loops(x, w, b):
    y = np.empty((len(x), len(w), *x.shape[2:]))
    for n, i, j in np.ndindex(len(x), *x.shape[2:]):
        y[n, :, i, j] = w @ x[n, :, i, j] + b
    return y


@misconception("reshaped instead of moved")
def reshaped(x, w, b):
    """`reshape(-1, C)` cuts the numbers into groups of C in their order in memory: these are neighbours in
    a row of one channel, not the channels of one pixel. Move the channel axis to the end first.
    """
    n, c, height, width = x.shape
    return (x.reshape(-1, c) @ w.T + b).reshape(n, len(w), height, width)


@reshaped.also
def reshaped_and_moved_back(x, w, b):
    n, c, height, width = x.shape
    return (x.reshape(-1, c) @ w.T + b).reshape(n, height, width, len(w)).transpose(0, 3, 1, 2)


@misconception("reshaped instead of moved, on the way back")
def reshaped_on_the_way_back(x, w, b):
    """The sums are right, but their channels are the last axis, and `reshape` never moves an axis:
    move them back to axis 1.
    """
    return (np.moveaxis(x, 1, -1) @ w.T + b).reshape(len(x), len(w), *x.shape[2:])


@misconception("reshaped across the pictures")
def reshaped_across_the_images(x, w, b):
    """`reshape(C, -1)` is right for a single image. In a batch the axis of the images comes before that of
    the channels, so `reshape` mixes images.
    """
    n, c, height, width = x.shape
    return (w @ x.reshape(c, -1) + b[:, None]).reshape(n, len(w), height, width)


@misconception("filters in front")
def filters_in_front(x, w, b):
    """The axis of the filters comes first: (F, N, H, W), the order of `np.tensordot(w, x, (1, 1))`.
    Move it behind the axis of the images, then add the bias.
    """
    return by_einsum(x, w, b).swapaxes(0, 1)


@filters_in_front.also
def bias_on_the_axis_of_the_images(x, w, b):
    return np.tensordot(w, x, (1, 1)) + b[:, None, None]


@misconception("only the last channel kept", advice=advice.LAST_CHANNEL)
def only_the_last_channel(x, w, b):
    return by_einsum(x[:, -1:], w[:, -1:], b)


@misconception("as many channels as the input")
def as_many_channels_as_the_input(x, w, b):
    """The output has a channel for each row of `w`. Yours has as many as the input, as `np.zeros_like(x)`
    makes it.
    """
    y = np.zeros_like(x, dtype=float)
    for o in range(len(w)):
        y[:, o] = by_einsum(x, w, b)[:, o]
    return y


@misconception("pictures and filters mixed")
def pictures_and_filters_mixed(x, w, b):
    """Your sums are right, with the axes (F, N, H, W), but you reshape them to (N, F, H, W). A reshape moves
    nothing: swap the first two axes.
    """
    y = by_einsum(x, w, b).swapaxes(0, 1)
    return y.reshape(len(x), len(w), *x.shape[2:])


@reshaped_across_the_images.also
def reshaped_and_swapped_back(x, w, b):
    n, c, height, width = x.shape
    y = w @ x.reshape(c, n * height * width) + b[:, None]
    return y.reshape(len(w), n, height, width).swapaxes(0, 1)


def of_weights(change):
    """A `conv1x1` with other weights: `change(w, x)` gives them."""
    return lambda x, w, b: by_einsum(x, change(w, x), b)


def wrapped(x, w, b):
    """Products and sums in the dtype of the pixels, where all are whole numbers."""
    whole = x.dtype.kind in "iu" and w.dtype.kind in "iu"
    y = by_einsum(x, w, 0 * b)
    return (y.astype(np.int64).astype(x.dtype) if whole else y) + b[:, None, None]


def filter_cut(w, x):
    return w.astype(np.int64) if x.dtype.kind in "iu" else w


def only_the_diagonal(x, w, b):
    return np.einsum("oo,nohw->nohw", w, x) + b[:, None, None]  # a ValueError where w is not square


def whole_pixels(rng):
    return *grey((2, 3, 2, 4))(rng), rng.integers(-2, 3, size=(4, 3)), np.zeros(4)


def mixing(x_shape, w_shape):
    """Draws pictures and weights, and no bias."""
    return normal(x_shape, w_shape, then=(np.zeros(w_shape[0]),))


CONV1X1 = Exercise(
    name="conv1x1",
    points=2,
    cases=(
        Case("as many channels out as in", mixing((1, 3, 3, 3), (3, 3)), group="channels"),
        Case("three channels to five", mixing((2, 3, 4, 5), (5, 3)), group="channels"),
        Case("four channels to two", mixing((3, 4, 3, 2), (2, 4)), group="channels"),
        Case(
            "uint8 pixels, colour to grey",
            grey((1, 3, 4, 6), then=(np.array([[0.299, 0.587, 0.114]]), np.zeros(1))),
            group="channels",
        ),
        Case("uint8 pixels, whole numbers for weights", whole_pixels, group="channels"),
        Case("an empty batch", (np.zeros((0, 3, 2, 4)), np.ones((2, 3)), np.zeros(2)), group="channels"),
        Case("three channels to two, with biases", normal((2, 3, 4, 5), (2, 3), (2,)), group="bias"),
        Case("as many biases as columns", normal((2, 2, 3, 4), (4, 2), (4,)), group="bias"),
        Case("one pixel", normal((1, 4, 1, 1), (6, 4), (6,)), group="bias"),
    ),
    oracle=torch_1x1,
    alternatives=(by_matmul, in_rows, by_loops, by_einsum),
    forbidden=("torch", "scipy", "conv2d"),
    misconceptions=(
        reshaped,
        reshaped_on_the_way_back,
        reshaped_across_the_images,
        filters_in_front,
        Misconception(
            "rows mixed instead of channels",
            lambda x, w, b: w @ x,
            "`w @ x` multiplies along the last two axes, H and W. The channels are axis 1.",
        ),
        Misconception(
            "weights transposed",
            lambda x, w, b: np.einsum("co,nchw->nohw", w, x) + b[:, None, None],
            "`w` has a row for each output channel, a column for each input channel: sum over its columns.",
        ),
        Misconception(
            "channels last",
            lambda x, w, b: torch_1x1(x, w, b).transpose(0, 2, 3, 1),
            "The numbers are right, but the channels are the last axis: move them back to axis 1.",
        ),
        Misconception(
            "bias along the width",
            lambda x, w, b: by_einsum(x, w, 0 * b) + b,
            advice.BIAS_ALONG_THE_WIDTH,
        ),
        Misconception(
            "the last channel left out",
            lambda x, w, b: by_einsum(x[:, :-1], w[:, :-1], b),
            "One channel is missing from the sum: it runs over all C of them.",
        ),
        only_the_last_channel,
        Misconception(
            "only the first channel",
            lambda x, w, b: by_einsum(x[:, :1], w[:, :1], b),
            advice.FIRST_CHANNEL,
        ),
        Misconception(
            "bias along the pictures",
            lambda x, w, b: by_einsum(x, w, 0 * b) + b[:, None, None, None],
            "`b[:, None, None, None]` lines `b` up with the axis of the pictures. It belongs to axis 1: add "
            "`b[:, None, None]`.",
        ),
        as_many_channels_as_the_input,
        Misconception(
            "bias along the height",
            lambda x, w, b: by_einsum(x, w, 0 * b) + b[:, None],
            "`b[:, None]` lines `b` up with the axis H. It belongs to axis 1: add `b[:, None, None]`.",
        ),
        Misconception(
            "bias for every channel",
            lambda x, w, b: by_einsum(x, w, len(w[0]) * b),
            advice.BIAS_FOR_EVERY_CHANNEL,
        ),
        Misconception(
            "channels and weights summed apart",
            lambda x, w, b: np.einsum("oc,ndhw->nohw", w, x) + b[:, None, None],
            "Two letters stand for the channels, so the weights of a row are added up, and so are the "
            "channels, before they are multiplied. Give both the same letter.",
        ),
        pictures_and_filters_mixed,
        Misconception("products that wrap around", wrapped, advice.WRAPPED),
        Misconception("decimals of the weights lost", of_weights(filter_cut), advice.FILTER_CUT),
        Misconception(
            "only the diagonal of `w`",
            only_the_diagonal,
            "A letter that comes twice in `einsum` takes the diagonal: each channel meets one weight only. "
            "Give the two axes of `w` letters of their own, and the channels of `x` that of its columns.",
        ),
        Misconception(
            "weights scaled",
            of_weights(lambda w, x: w / w.sum(axis=1, keepdims=True)),
            "You divide the weights of each filter by their sum, or their length. Take them as they are.",
            [of_weights(lambda w, x: w / np.linalg.norm(w, axis=1, keepdims=True))],
        ),
        zeros(torch_1x1),
    ),
    hints=(
        "At one pixel there is a vector of C numbers. What does a linear layer do with it?",
        "`y[n, :, i, j] = w @ x[n, :, i, j] + b`. "
        "`np.einsum` does that for all pixels at once, and so does `@` once the channels are the last axis.",
        "`np.einsum('oc,nchw->nohw', w, x) + b[:, None, None]`.",
    ),
)
