"""The mean of each window, zeros of the padding included."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import pair
from .advice import (
    DIVIDED_BY_A_SIDE,
    ONE_WINDOW_TOO_FEW,
    OVER_CHANNELS,
    PADDING_TOO_LARGE,
    no_stride_given,
    stride_1_as_the_default,
)
from .reference import TOY, UNUSUAL_INPUT, padded, refuse_padding, torch_avg, torch_max, views, windows


def by_windows(x, kernel_size, stride=None, padding=0):
    refuse_padding(kernel_size, padding)
    return with_any_padding(x, kernel_size, stride, padding)


def with_any_padding(x, kernel_size, stride=None, padding=0):
    return windows(padded(x, padding, 0.0), kernel_size, stride).mean(axis=(4, 5))


def as_a_convolution(x, kernel_size, stride=None, padding=0):
    refuse_padding(kernel_size, padding)
    weights = np.full(pair(kernel_size), 1 / np.prod(pair(kernel_size)))
    return np.einsum("ncijuv,uv->ncij", windows(padded(x, padding, 0.0), kernel_size, stride), weights)


def by_sums(x, kernel_size, stride=None, padding=0):
    refuse_padding(kernel_size, padding)
    pixels = views(padded(x, padding, 0.0).astype(np.float32), kernel_size, stride)
    return np.add.reduce(pixels) / len(pixels)


@misconception("divided by the real pixels")
def divided_by_the_real_pixels(x, kernel_size, stride=None, padding=0):
    """At the border, you divide by the number of pixels inside the picture.

    Here the zeros of the padding count too, as they do by default in PyTorch: always divide by kh * kw.
    """
    return torch_avg(x, kernel_size, stride, padding, count_include_pad=False)


@misconception("padded with minus infinity")
def padded_with_minus_infinity(x, kernel_size, stride=None, padding=0):
    """The border is -inf, as in max pooling, so every mean that it takes part in is -inf, too.

    Pad with zeros here.
    """
    return windows(padded(x, padding, -np.inf), kernel_size, stride).mean(axis=(4, 5))


@misconception("the largest instead of the mean")
def the_largest(x, kernel_size, stride=None, padding=0):
    """These are the largest numbers of the windows; average pooling takes their mean."""
    return torch_max(padded(x, padding, 0.0), kernel_size, stride)


@misconception("sums that overflow")
def sums_that_overflow(x, kernel_size, stride=None, padding=0):
    """Bytes stop at 255: a sum that passes it starts again from 0. Add up floats."""
    every = windows(padded(x, padding, 0).astype(x.dtype), kernel_size, stride)
    return every.sum(axis=(4, 5), dtype=x.dtype) / np.prod(pair(kernel_size))


@misconception("averaged over the channels", advice=OVER_CHANNELS)
def over_the_channels(x, *args):
    y = torch_avg(x, *args)
    return np.broadcast_to(y.mean(axis=1, keepdims=True), y.shape)


AVG_POOL2D = Exercise(
    name="avg_pool2d",
    points=3,
    cases=(
        Case("the lesson's numbers", (TOY, 2, 2), group="values"),
        Case("two pictures, not square", normal((2, 3, 6, 4), then=(2,)), group="values"),
        Case("3 x 3 with stride 2", normal((1, 2, 7, 9), then=(3, 2)), group="values"),
        Case("window (3, 2), stride (2, 1)", normal((2, 2, 7, 8), then=((3, 2), (2, 1))), group="values"),
        Case("padding 1", normal((1, 2, 6, 6), then=(3, 2, 1)), group="padding"),
        Case("padding (1, 0)", normal((1, 2, 4, 5), then=((2, 3), 2, (1, 0))), group="padding"),
        Case("bytes", grey((1, 3, 4, 6), then=(2,)), group="unusual input"),
        *UNUSUAL_INPUT,
    ),
    oracle=torch_avg,
    alternatives=(by_windows, as_a_convolution, by_sums),
    forbidden=("torch", "scipy", "skimage"),
    misconceptions=(
        divided_by_the_real_pixels,
        no_stride_given(by_windows),
        Misconception("padding above half the window", with_any_padding, PADDING_TOO_LARGE),
        padded_with_minus_infinity,
        Misconception(
            "decimals cut off",
            lambda *args: np.floor(torch_avg(*args)),
            "`//` cuts the decimals off. Divide with `/`.",
        ),
        stride_1_as_the_default(torch_avg),
        the_largest,
        Misconception(
            "not divided",
            lambda x, kernel_size, *args: torch_avg(x, kernel_size, *args) * np.prod(pair(kernel_size)),
            "The sums are right. Divide each by the number of pixels in a window, kh * kw.",
        ),
        Misconception(
            "divided by a side",
            lambda x, kernel_size, *args: torch_avg(x, kernel_size, *args) * pair(kernel_size)[0],
            DIVIDED_BY_A_SIDE,
        ),
        sums_that_overflow,
        Misconception(
            "rounded to whole numbers",
            lambda *args: np.round(torch_avg(*args)),
            "The means are rounded, as in the lecture, which has 20 for 19.5. A layer never rounds.",
        ),
        over_the_channels,
        Misconception(
            "one window too few", lambda *args: torch_avg(*args)[:, :, :-1, :-1], ONE_WINDOW_TOO_FEW
        ),
        zeros(torch_avg),
    ),
    hints=(
        "The windows are the same as in `max_pool2d`. What do you compute from each of them now?",
        "Pad with zeros, take the `window_views`, and average them at each position.",
        "`np.mean(window_views(x, kernel_size, stride), axis=0)`, after `np.pad` with zeros.",
    ),
)
