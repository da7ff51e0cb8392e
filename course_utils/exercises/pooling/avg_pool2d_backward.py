"""The gradient of each window, divided evenly among its pixels."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from ..reference import pair, tensor
from .advice import (
    DIVIDED_BY_A_SIDE,
    OVERWRITTEN,
    PADDING_KEPT,
    cut_off_to_nothing,
    no_stride_given,
    stride_1_as_the_default,
)
from .reference import TOY_GRADIENT, padded, sizes, torch_max_backward, unpadded, views


def by_torch(dy, shape, kernel_size, stride=None, padding=0, count_include_pad=True):
    import torch

    x = torch.zeros(*shape, dtype=torch.float64, requires_grad=True)
    y = torch.nn.functional.avg_pool2d(x, kernel_size, stride, padding, count_include_pad=count_include_pad)
    return torch.autograd.grad(y, x, tensor(dy))[0].numpy()


def by_windows(dy, shape, kernel_size, stride=None, padding=0, overwrite=False):
    dx = padded(np.zeros(shape), padding, 0.0)
    (kh, kw), (sh, sw), _ = sizes(dx, kernel_size, stride)
    for n, c, i, j in np.ndindex(dy.shape):
        window = dx[n, c, i * sh : i * sh + kh, j * sw : j * sw + kw]
        window[...] = dy[n, c, i, j] / (kh * kw) + (0 if overwrite else window)
    return unpadded(dx, padding)


def by_views(dy, shape, kernel_size, stride=None, padding=0, overwrite=False):
    dx = padded(np.zeros(shape), padding, 0.0)
    gradients = views(dx, kernel_size, stride)
    for gradient in gradients:
        gradient[...] = dy / len(gradients) + (0 if overwrite else gradient)
    return unpadded(dx, padding)


@misconception("not divided")
def not_divided(dy, shape, kernel_size, *args):
    """Every pixel gets the whole gradient. A pixel moves the mean by 1 / (kh * kw): this is its share."""
    return by_torch(dy * np.prod(pair(kernel_size)), shape, kernel_size, *args)


@misconception("divided by a side", advice=DIVIDED_BY_A_SIDE)
def divided_by_a_side(dy, shape, kernel_size, *args):
    return by_torch(dy * pair(kernel_size)[1], shape, kernel_size, *args)


@misconception("overwritten where windows overlap", advice=OVERWRITTEN)
def overwritten(dy, shape, kernel_size, stride=None, padding=0):
    return by_windows(dy, shape, kernel_size, stride, padding, overwrite=True)


@overwritten.also
def overwritten_through_views(dy, shape, kernel_size, stride=None, padding=0):
    return by_views(dy, shape, kernel_size, stride, padding, overwrite=True)


@misconception("divided by the real pixels")
def divided_by_the_real_pixels(dy, shape, kernel_size, stride=None, padding=0):
    """At the border, you divide by the number of pixels inside the picture.

    The forward pass divides by kh * kw everywhere, so the backward pass does too.
    """
    return by_torch(dy, shape, kernel_size, stride, padding, count_include_pad=False)


@misconception("padding not taken off", advice=PADDING_KEPT)
def padding_kept(dy, shape, kernel_size, stride=None, padding=0):
    return by_torch(dy, padded(np.zeros(shape), padding, 0.0).shape, kernel_size, stride)


AVG_POOL2D_BACKWARD = Exercise(
    name="avg_pool2d_backward",
    points=4,
    cases=(
        Case("the lesson's numbers", (TOY_GRADIENT, (1, 1, 4, 4), 2, 2), group="side by side"),
        Case("two pictures, not square", normal((2, 3, 3, 2), then=((2, 3, 6, 4), 2)), group="side by side"),
        Case(
            "a row and a column left over",
            normal((1, 2, 2, 3), then=((1, 2, 5, 7), 2)),
            group="side by side",
        ),
        Case(
            "windows that overlap",
            normal((1, 2, 3, 3), then=((1, 2, 7, 7), 3, 2)),
            group="overlap, padding",
        ),
        Case(
            "window (3, 2), stride (2, 1)",
            normal((1, 2, 3, 7), then=((1, 2, 7, 8), (3, 2), (2, 1))),
            group="overlap, padding",
        ),
        Case("padding 1", normal((1, 2, 3, 3), then=((1, 2, 6, 6), 3, 2, 1)), group="overlap, padding"),
        Case("an empty batch", (np.zeros((0, 1, 2, 2)), (0, 1, 4, 4), 2), group="overlap, padding"),
    ),
    oracle=by_torch,
    alternatives=(by_windows, by_views),
    forbidden=("torch", "scipy"),
    misconceptions=(
        no_stride_given(by_windows, position=3),
        cut_off_to_nothing(by_windows),
        not_divided,
        divided_by_a_side,
        overwritten,
        divided_by_the_real_pixels,
        Misconception(
            "to the first pixel only",
            lambda dy, shape, *args: torch_max_backward(dy, np.zeros(shape), *args),
            "One pixel of each window gets all of the gradient, as in max pooling. "
            "In a mean, every pixel has the same share.",
        ),
        stride_1_as_the_default(by_windows, position=3),
        padding_kept,
        zeros(by_torch),
    ),
    hints=(
        "By how much does the mean of four numbers grow when one of them grows by 1?",
        "Every pixel of a window gets `dy / (kh * kw)`; a pixel in several windows gets it from each.",
        "Make zeros of the padded shape; `for gradient in window_views(dx, kernel_size, stride): "
        "gradient += dy / (kh * kw)`; then cut the padding off.",
    ),
)
