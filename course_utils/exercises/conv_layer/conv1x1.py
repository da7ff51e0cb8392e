"""conv1x1: one linear layer for the channels of every pixel."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import torch_conv2d
from . import advice
from .reference import spread


def torch_1x1(x, w, b):
    return torch_conv2d(x, w[:, :, None, None], b)


def by_einsum(x, w, b):
    """Right for the right channels, but no alternative: it repeats a single channel for a wider `w`."""
    return np.einsum("oc,nchw->nohw", w, x) + b[:, None, None]


def by_matmul(x, w, b):
    return np.moveaxis(np.moveaxis(x, 1, -1) @ w.T + b, -1, 1)


def in_rows(x, w, b):
    n, c, height, width = x.shape
    return (w @ x.reshape(n, c, height * width) + b[:, None]).reshape(n, len(w), height, width)


def by_loops(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("the channels differ")
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
    """The axis of the filters comes first: (O, N, H, W), the order of `np.tensordot(w, x, (1, 1))`.
    Move it behind the axis of the images, then add the bias.
    """
    return by_einsum(x, w, b).swapaxes(0, 1)


@filters_in_front.also
def bias_on_the_axis_of_the_images(x, w, b):
    return np.tensordot(w, x, (1, 1)) + b[:, None, None]


CONV1X1 = Exercise(
    name="conv1x1",
    points=2,
    cases=(
        Case(
            "as many channels out as in, no bias",
            normal((1, 3, 3, 3), (3, 3), then=(np.zeros(3),)),
            group="values",
        ),
        Case("three channels to two", normal((2, 3, 4, 5), (2, 3), (2,)), group="values"),
        Case("one pixel", normal((1, 4, 1, 1), (6, 4), (6,)), group="values"),
        Case(
            "uint8 pixels, colour to grey",
            grey((1, 3, 4, 6), then=(np.array([[0.299, 0.587, 0.114]]), np.zeros(1))),
            group="values",
        ),
        Case("two channels to four", normal((1, 2, 4, 3), (4, 2), (4,)), group="errors"),
        Case(
            "three channels, weights for four",
            normal((1, 3, 5, 4), (2, 4), (2,)),
            raises=ValueError,
            group="errors",
        ),
        Case(
            "one channel, weights for three",
            normal((1, 1, 4, 5), (2, 3), (2,)),
            raises=ValueError,
            group="errors",
        ),
    ),
    oracle=torch_1x1,
    alternatives=(by_matmul, in_rows, by_loops),
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
            "bias forgotten",
            lambda x, w, b: by_einsum(x, w, 0 * b),
            "The sums are right, but the biases `b`, one for each output channel, are not added to them.",
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
        Misconception(
            "no error for other channels",
            lambda x, w, b: by_einsum(spread(x, w.shape[1]), w, b),
            advice.no_error_for_another_depth("a wider `w`"),
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
