"""Wrong answers to `avg_pool2d_backward`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..reference import pair
from .advice import (
    DIVIDED_BY_A_SIDE,
    OVERWRITTEN,
    PADDING_KEPT,
    border_on_one_side,
    cut_off_at_one_number,
    cut_off_to_nothing,
    no_stride_given,
)
from .reference import each_window, sizes, stride_of, torch_gradient, unpadded, views


def zeros_around(shape, padding):
    """Zeros of the padded shape."""
    (n, c, h, w), (ph, pw) = shape, pair(padding)
    return np.zeros((n, c, h + 2 * ph, w + 2 * pw))


def by_loops(dy, shape, kernel_size, stride=None, padding=0):
    dx = zeros_around(shape, padding)
    (kh, kw), (sh, sw), _ = sizes(dx, kernel_size, stride)
    for n, c, i, j in np.ndindex(dy.shape):
        dx[n, c, i * sh : i * sh + kh, j * sw : j * sw + kw] += dy[n, c, i, j] / (kh * kw)
    return unpadded(dx, padding)


def shared(factor, put=lambda before, new: before + new):
    """A backward pass that gives each pixel `factor` times its share of the window's gradient."""

    def backward(dy, shape, kernel_size, stride=None, padding=0):
        dx, kernel = zeros_around(shape, padding), pair(kernel_size)
        share = factor(kernel, stride_of(kernel_size, stride)) / np.prod(kernel)

        def of_one(window, gradient):
            dx[window] = put(dx[window], share * gradient)

        return each_window(dy, dx, kernel_size, stride, padding, of_one)

    return backward


@misconception("divided by the real pixels")
def divided_by_the_real_pixels(dy, shape, kernel_size, stride=None, padding=0):
    """At the border, you divide by the number of pixels inside the picture.

    The forward pass divides by kh * kw everywhere, so the backward pass does too.
    """
    options = kernel_size, stride, padding
    return torch_gradient("avg_pool2d", dy, np.zeros(shape), *options, count_include_pad=False)


def averaged_where_windows_overlap(dy, shape, kernel_size, *args):
    """The mean of the gradients of a pixel's windows."""
    whole = shared(lambda kernel, stride: np.prod(kernel))
    counts = whole(np.ones_like(dy), shape, kernel_size, *args)
    return by_loops(dy, shape, kernel_size, *args) / np.maximum(counts, 1)


def divided_by_how_many_windows(dy, shape, kernel_size, *args):
    whole = shared(lambda kernel, stride: np.prod(kernel))
    counts = whole(np.ones_like(dy), shape, kernel_size, *args)
    return whole(dy, shape, kernel_size, *args) / np.maximum(counts, 1)


def divided_by_all(sizes):
    """Each gradient, divided by the product of some sizes."""

    def backward(dy, shape, kernel_size, *args):
        count = max(float(np.prod(sizes(dy, shape))), 1.0)
        return by_loops(dy * float(np.prod(pair(kernel_size))) / count, shape, kernel_size, *args)

    return backward


def by_repeating(dy, shape, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return np.repeat(np.repeat(dy, kh, axis=2), kw, axis=3) / (kh * kw)


def repeated_and_cut(dy, shape, *args):
    dx, found = np.zeros(shape), by_repeating(dy, shape, *args)[:, :, : shape[2], : shape[3]]
    dx[:, :, : found.shape[2], : found.shape[3]] = found
    return dx


def first_pixel(dy, shape, *args):
    return torch_gradient("max_pool2d", dy, np.zeros(shape), *args)


def with_border(dy, shape, kernel_size, stride=None, padding=0):
    return by_loops(dy, zeros_around(shape, padding).shape, kernel_size, stride)


def some(which):
    """The gradient of one picture or map only."""

    def backward(dy, shape, *args):
        dx, right = np.zeros(shape), by_loops(dy, shape, *args)
        dx[which] = right[which]
        return dx

    return backward


def overwritten_through_views(dy, shape, kernel_size, stride=None, padding=0):
    dx = zeros_around(shape, padding)
    for gradient in views(dx, kernel_size, stride_of(kernel_size, stride)):
        gradient[...] = dy / np.prod(pair(kernel_size))
    return unpadded(dx, padding)


MISTAKES = (
    Misconception(
        "divided by 4, always",
        shared(lambda kernel, stride: np.prod(kernel) / 4),
        "You divide by 4, which is right for 2 x 2. A window has kh * kw pixels.",
    ),
    Misconception(
        "divided twice",
        shared(lambda kernel, stride: 1 / np.prod(kernel)),
        "You divide by kh * kw two times. Each pixel of a window gets `dy / (kh * kw)`.",
    ),
    no_stride_given(by_loops, position=3),
    cut_off_to_nothing(by_loops),
    Misconception(
        "not divided",
        shared(lambda kernel, stride: np.prod(kernel)),
        "Every pixel gets the whole gradient. Its share is 1 / (kh * kw) of it.",
    ),
    Misconception(
        "divided by a side",
        shared(lambda kernel, stride: kernel[1]),
        DIVIDED_BY_A_SIDE,
        [
            shared(lambda kernel, stride: kernel[0]),
            shared(lambda kernel, stride: kernel[0] / kernel[1]),
            shared(lambda kernel, stride: kernel[1] / kernel[0]),
        ],
    ),
    Misconception(
        "divided by the stride",
        shared(lambda kernel, stride: np.prod(kernel) / np.prod(stride)),
        "You divide by sh * sw, the area of a step. A window has kh * kw pixels.",
    ),
    Misconception(
        "divided by the number of windows",
        divided_by_all(lambda dy, shape: dy.shape[2:]),
        "You divide by the number of windows, or of pixels in the map. "
        "The gradient of a window is shared by its own kh * kw pixels.",
        [divided_by_all(lambda dy, shape: shape[2:]), divided_by_all(lambda dy, shape: shape)],
    ),
    Misconception(
        "overwritten where windows overlap",
        shared(lambda kernel, stride: 1, lambda _, new: new),
        OVERWRITTEN,
        [overwritten_through_views],
    ),
    Misconception(
        "averaged where windows overlap",
        averaged_where_windows_overlap,
        "You divide by the number of windows that a pixel belongs to. Its gradients are added, "
        "and each is `dy / (kh * kw)`.",
        [divided_by_how_many_windows],
    ),
    divided_by_the_real_pixels,
    Misconception(
        "to the first pixel only",
        first_pixel,
        "One pixel of each window gets all of the gradient, as in max pooling. "
        "In a mean, every pixel has the same share.",
    ),
    Misconception(
        "each gradient repeated",
        by_repeating,
        "You repeat each gradient kh by kw times. That is right only where windows lie side by side, "
        "no pixel is left over, and nothing is padded.",
        [repeated_and_cut],
    ),
    Misconception(
        "decimals lost",
        lambda dy, *args: by_loops(dy, *args).astype(dy.dtype),
        "Where dy has whole numbers, your gradient has whole numbers too. Begin with `np.zeros(shape)`, "
        "which holds floats.",
    ),
    Misconception(
        "only a part done",
        some(np.s_[:1]),
        "Only the first picture, or its first map, has a gradient. Go through all of them.",
        [some(np.s_[:, :1]), some(np.s_[:1, :1])],
    ),
    Misconception(
        "padding not taken off",
        with_border,
        PADDING_KEPT,
    ),
    cut_off_at_one_number(with_border),
    *border_on_one_side(with_border),
)
