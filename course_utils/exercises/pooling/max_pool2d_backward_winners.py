"""Wrong answers to `max_pool2d_backward` in which another pixel wins."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..reference import pair
from .max_pool2d_backward_mistakes import by_loops, first, routed
from .reference import padded, stride_of, unpadded, windows


@misconception("`padding` ignored")
def padding_ignored(dy, x, kernel_size, stride=None, padding=0):
    """Your windows start at the first pixel of the picture. The first one starts in the padding: put a border
    around x first, and cut it off at the end.
    """
    oh, ow = windows(x, kernel_size, stride).shape[2:4]
    return by_loops(dy[:, :, :oh, :ow], x, kernel_size, stride)


@misconception("the kernel size as the stride")
def side_by_side(dy, x, kernel_size, stride=None, padding=0):
    """Your windows always lie side by side. Where a stride is given, they move by it and may overlap."""
    return by_loops(dy, x, kernel_size, None, padding)


@misconception("winners of the first channel")
def winners_of_the_first_channel(dy, x, *args):
    """The largest pixel of the first channel gets the gradients of all channels. Each has its own."""
    return by_loops(dy, np.broadcast_to(x[:, :1], x.shape), *args)


def nearly_largest(tolerance):
    """The first pixel that is nearly the largest wins."""
    return routed(lambda window: first(window >= window.max() - tolerance))


@misconception("number of the winner divided by the wrong side")
def divided_by_the_height(dy, x, kernel_size, stride=None, padding=0):
    """You turn the number of the winner into row and column with kh. A row of the window has kw pixels:
    `divmod(number, kw)`.
    """
    return _by_numbers(dy, x, kernel_size, stride, padding, lambda number, kh, kw: divmod(number, kh))


@divided_by_the_height.also
def rows_and_columns_exchanged(dy, x, kernel_size, stride=None, padding=0):
    return _by_numbers(dy, x, kernel_size, stride, padding, lambda number, kh, kw: divmod(number, kw)[::-1])


def _by_numbers(dy, x, kernel_size, stride, padding, place):
    """The gradients at the places that the numbers of the winners stand for."""
    wide, (kh, kw), (sh, sw) = padded(x, padding, -np.inf), pair(kernel_size), stride_of(kernel_size, stride)
    every = windows(wide, kernel_size, stride)
    best = every.reshape(*every.shape[:4], kh * kw).argmax(axis=4)
    dx = np.zeros((*wide.shape[:2], wide.shape[2] + kh * kw, wide.shape[3] + kh * kw))
    n, c, i, j = np.indices(best.shape)
    u, v = place(best, kh, kw)
    np.add.at(dx, (n, c, i * sh + u, j * sw + v), dy)
    return unpadded(dx[:, :, : wide.shape[2], : wide.shape[3]], padding)


WINNERS = (
    side_by_side,
    padding_ignored,
    winners_of_the_first_channel,
    Misconception(
        "a pixel that is nearly the largest",
        nearly_largest(0.01),
        "A pixel wins in yours that is a little smaller than the largest. Compare with `==`: the maximum is "
        "a copy of a pixel, so nothing is rounded.",
        [nearly_largest(tolerance) for tolerance in (0.1, 1e-3, 1e-4, 1e-5)]
        + [routed(lambda window: first(np.isclose(window, window.max())))],
    ),
    divided_by_the_height,
)
