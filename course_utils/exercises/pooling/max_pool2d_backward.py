"""The gradient of each window, sent to the largest of its pixels."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal, steps
from .advice import (
    OVERWRITTEN,
    PADDING_KEPT,
    cut_off_to_nothing,
    no_stride_given,
    stride_1_as_the_default,
)
from .reference import TOY, TOY_GRADIENT, padded, stride_of, torch_max_backward, unpadded, views, windows


def routed(share, overwrite=False):
    """A backward pass that gives each pixel of a window its share of the window's gradient."""

    def backward(dy, x, kernel_size, stride=None, padding=0):
        x, (sh, sw) = padded(x, padding, -np.inf), stride_of(kernel_size, stride)
        dx, (kh, kw) = np.zeros(x.shape), windows(x, kernel_size, stride).shape[4:]
        for n, c, i, j in np.ndindex(dy.shape):
            window = (n, c, slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
            shares = share(x[window])
            before = np.where(shares != 0, 0, dx[window]) if overwrite else dx[window]
            dx[window] = before + shares * dy[n, c, i, j]
        return unpadded(dx, padding)

    return backward


def first(window):
    return (np.arange(window.size) == window.argmax()).reshape(window.shape)


def last(window):
    return first(window[::-1, ::-1])[::-1, ::-1]


def every_tie(window):
    return window == window.max()


by_loops = routed(first)


def by_index(dy, x, kernel_size, stride=None, padding=0):
    values = windows(padded(x, padding, -np.inf), kernel_size, stride)
    numbers = windows(padded(np.arange(x.size).reshape(x.shape), padding, -1), kernel_size, stride)
    flat = (*values.shape[:4], values.shape[4] * values.shape[5])
    best = values.reshape(flat).argmax(axis=-1)[..., None]
    winners = np.take_along_axis(numbers.reshape(flat), best, axis=-1)
    dx = np.zeros(x.size)
    np.add.at(dx, winners.ravel().astype(int), np.ravel(dy))
    return dx.reshape(x.shape)


def in_float32(dy, x, *args):
    return by_loops(np.float32(dy), np.float32(x), *args).astype(np.float32)


def overwritten_through_views(with_zeros, every_tie=False):
    """A backward pass that overwrites the views of dx; `with_zeros` also where a pixel is not the largest."""

    def backward(dy, x, kernel_size, stride=None, padding=0):
        x = padded(x, padding, -np.inf)
        y, dx = windows(x, kernel_size, stride).max(axis=(4, 5)), np.zeros(x.shape)
        waiting = np.full(y.shape, True)
        both = views(x, kernel_size, stride), views(dx, kernel_size, stride)
        for pixels, gradient in zip(*both, strict=True):
            found = (pixels == y) & waiting
            np.copyto(gradient, np.where(found, dy, 0), where=found | with_zeros)
            waiting &= every_tie | ~found
        return unpadded(dx, padding)

    return backward


overwritten = Misconception("overwritten where windows overlap", routed(first, overwrite=True), OVERWRITTEN)
overwritten.also(overwritten_through_views(with_zeros=False))
overwritten.also(overwritten_through_views(with_zeros=True))

overwritten_every_tie = Misconception(
    "overwritten, every tie",
    overwritten_through_views(with_zeros=False, every_tie=True),
    f"Two things. Where several pixels are the largest, only the first one gets the gradient. {OVERWRITTEN}",
)
overwritten_every_tie.also(overwritten_through_views(with_zeros=True, every_tie=True))


@misconception("padded with zeros")
def padded_with_zeros(dy, x, kernel_size, stride=None, padding=0):
    """A zero in the border wins against negative numbers, and its gradient is lost with the border.

    Pad x with `-np.inf`, as in the forward pass.
    """
    return unpadded(torch_max_backward(dy, padded(x, padding, 0.0), kernel_size, stride), padding)


@misconception("padding not taken off", advice=PADDING_KEPT)
def padding_kept(dy, x, kernel_size, stride=None, padding=0):
    return torch_max_backward(dy, padded(x, padding, -np.inf), kernel_size, stride)


def all_below_zero(rng):
    """A gradient and a map of negative numbers, with padding for the rows only."""
    return rng.normal(size=(1, 1, 3, 2)), -1 - rng.random((1, 1, 4, 5)), (2, 3), 2, (1, 0)


def after_relu(rng):
    """A gradient and a map in which most numbers are 0, so most windows have ties."""
    return rng.normal(size=(2, 2, 3, 3)), np.maximum(rng.normal(size=(2, 2, 6, 6)) - 0.8, 0), 2


MAX_POOL2D_BACKWARD = Exercise(
    name="max_pool2d_backward",
    points=6,
    cases=(
        Case("the lesson's numbers", (TOY_GRADIENT, TOY, 2, 2), group="one largest"),
        Case("two pictures, not square", normal((2, 3, 3, 2), (2, 3, 6, 4), then=(2,)), group="one largest"),
        Case(
            "a row and a column left over", normal((1, 2, 2, 3), (1, 2, 5, 7), then=(2,)), group="one largest"
        ),
        Case("all equal", normal((1, 1, 2, 2), then=(np.ones((1, 1, 4, 4)), 2)), group="ties"),
        Case(
            "many ties",
            lambda rng: (rng.normal(size=(2, 2, 3, 3)), *steps((2, 2, 6, 6), then=(2,))(rng)),
            group="ties",
        ),
        Case("a map after ReLU", after_relu, group="ties"),
        Case(
            "windows that overlap",
            normal((1, 2, 3, 3), (1, 2, 7, 7), then=(3, 2)),
            group="overlap and padding",
        ),
        Case("stride 1", normal((1, 1, 3, 4), (1, 1, 4, 5), then=(2, 1)), group="overlap and padding"),
        Case("padding 1", normal((1, 2, 3, 3), (1, 2, 6, 6), then=(3, 2, 1)), group="overlap and padding"),
        Case("padding (1, 0), all numbers below zero", all_below_zero, group="overlap and padding"),
        Case(
            "an empty batch", (np.zeros((0, 1, 2, 2)), np.zeros((0, 1, 4, 4)), 2), group="overlap and padding"
        ),
    ),
    oracle=torch_max_backward,
    alternatives=(by_loops, by_index, in_float32),
    forbidden=("torch", "scipy"),
    misconceptions=(
        no_stride_given(by_loops, position=3),
        cut_off_to_nothing(by_loops),
        Misconception(
            "gradient to every tie",
            routed(every_tie),
            "Where several pixels are the largest, you give each of them the whole gradient, "
            "so more flows back than came in. Give it to the first one, row by row, as PyTorch does.",
        ),
        Misconception(
            "ties share the gradient",
            routed(lambda window: every_tie(window) / every_tie(window).sum()),
            "Where several pixels are the largest, you divide the gradient among them. That would be fair, "
            "but here, as in PyTorch, the first one, row by row, gets all of it.",
        ),
        Misconception(
            "the last of the ties",
            routed(last),
            "Where several pixels are the largest, you choose the last. The first one, row by row, gets the "
            "gradient: a later pixel must be larger to take it.",
        ),
        overwritten,
        overwritten_every_tie,
        padded_with_zeros,
        Misconception(
            "spread evenly",
            routed(lambda window: np.full(window.shape, 1 / window.size)),
            "You spread the gradient over the whole window, as average pooling does. "
            "The output is a copy of the largest pixel, so only that pixel gets a gradient.",
        ),
        Misconception(
            "gradient to every pixel",
            routed(lambda window: np.ones(window.shape)),
            "Every pixel of the window gets the gradient. The output is a copy of the largest pixel only.",
        ),
        Misconception(
            "a mask",
            lambda dy, x, *args: torch_max_backward(np.ones_like(dy), x, *args),
            "You mark the pixels that were the largest. Each of them gets the `dy` of its window, not 1.",
        ),
        stride_1_as_the_default(by_loops, position=3),
        Misconception(
            "the smallest pixels",
            lambda dy, x, *args: torch_max_backward(dy, -x, *args),
            "You give the gradient to the smallest pixel of each window. It belongs to the largest.",
        ),
        padding_kept,
        zeros(torch_max_backward),
    ),
    hints=(
        "In each window, one pixel was copied to the output. What happens to the output if this pixel "
        "grows a little? And if another one does?",
        "Go through the places of the window in order, with the views of x and those of dx side by side. "
        "Remember which windows have already found their largest pixel.",
        "For each pair of views: `first = waiting & (pixels == y)`, `gradient += np.where(first, dy, 0)`, "
        "`waiting &= ~first`; `waiting` begins as all True. Writing into a view of dx writes into dx.",
    ),
)
