"""Wrong answers to `max_pool2d_backward`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..reference import pair
from .advice import (
    OVERWRITTEN,
    PADDING_KEPT,
    border_on_one_side,
    cut_off_at_one_number,
    cut_off_to_nothing,
    no_stride_given,
)
from .reference import (
    each_window,
    padded,
    stride_of,
    torch_gradient,
    torch_max,
    unpadded,
    views,
    windows,
)


def by_torch(dy, x, kernel_size, stride=None, padding=0):
    """PyTorch's gradient; where dy belongs to other windows, what loops would make of it."""
    if torch_max(x, kernel_size, stride, padding).shape != np.shape(dy):
        return by_loops(dy, x, kernel_size, stride, padding)
    return torch_gradient("max_pool2d", dy, x, kernel_size, stride, padding)


def routed(share, put=lambda before, new: before + new, border=-np.inf):
    """A backward pass that gives each pixel of a window its share of the window's gradient."""

    def backward(dy, x, kernel_size, stride=None, padding=0):
        wide = padded(x, padding, border)
        dx = np.zeros(wide.shape)

        def of_one(window, gradient):
            dx[window] = put(dx[window], share(wide[window]) * gradient)

        return each_window(dy, dx, kernel_size, stride, padding, of_one)

    return backward


def first(window):
    return (np.arange(window.size) == window.argmax()).reshape(window.shape)


def last(window):
    return first(window[::-1, ::-1])[::-1, ::-1]


def every_tie(window):
    return window == window.max()


by_loops = routed(first)


def overwritten_through_views(with_zeros, every_tie=False):
    """A backward pass that overwrites the views of dx; `with_zeros` also where a pixel is not the largest."""

    def backward(dy, x, kernel_size, stride=None, padding=0):
        x, stride = padded(x, padding, -np.inf), stride_of(kernel_size, stride)
        y, dx = windows(x, kernel_size, stride).max(axis=(4, 5)), np.zeros(x.shape)
        waiting = np.full(y.shape, True)
        both = views(x, kernel_size, stride), views(dx, kernel_size, stride)
        for pixels, gradient in zip(*both, strict=True):
            found = (pixels == y) & waiting
            np.copyto(gradient, np.where(found, dy, 0), where=found | with_zeros)
            waiting &= every_tie | ~found
        return unpadded(dx, padding)

    return backward


def in_its_place(before, new):
    """A new gradient takes the place of what was there, where it is not 0."""
    return np.where(new != 0, new, before)


overwritten = Misconception("overwritten where windows overlap", routed(first, in_its_place), OVERWRITTEN)


overwritten.also(routed(first, lambda before, new: new))


overwritten.also(overwritten_through_views(with_zeros=False))


overwritten.also(overwritten_through_views(with_zeros=True))


overwritten_every_tie = Misconception(
    "overwritten, every tie",
    overwritten_through_views(with_zeros=False, every_tie=True),
    f"Two things. Where several pixels are the largest, only the first one gets the gradient. {OVERWRITTEN}",
)


overwritten_every_tie.also(overwritten_through_views(with_zeros=True, every_tie=True))


overwritten_every_tie.also(routed(every_tie, in_its_place))


overwritten_every_tie.also(routed(every_tie, lambda before, new: new))


@misconception("padding not taken off", advice=PADDING_KEPT)
def padding_kept(dy, x, kernel_size, stride=None, padding=0):
    return by_torch(dy, padded(x, padding, -np.inf), kernel_size, stride)


@misconception("averaged where windows overlap")
def averaged(dy, x, *args):
    """You divide by the number of windows that a pixel won. It collects the gradients of them all: add."""
    return by_loops(dy, x, *args) / np.maximum(by_loops(np.ones_like(dy), x, *args), 1)


def largest_of_the_map(dy, x, *args):
    """All gradients of a map at its largest pixel."""
    dx = np.zeros(x.shape)
    for n, c in np.ndindex(x.shape[:2]):
        dx[n, c][np.unravel_index(x[n, c].argmax(), x.shape[2:])] = dy[n, c].sum()
    return dx


def unpadded_windows(dy, x, kernel_size, stride=None, padding=0):
    """As many windows as with padding, from the first pixel on, each with the pixels that it has."""
    return by_loops(dy, x, kernel_size, stride)


def unpadded_windows_by_number(dy, x, kernel_size, stride=None, padding=0):
    """The same, where a row of each window is taken to have kw pixels."""
    dx, (kh, kw), (sh, sw) = np.zeros(x.shape), pair(kernel_size), stride_of(kernel_size, stride)
    for n, c, i, j in np.ndindex(dy.shape):
        window = x[n, c, i * sh : i * sh + kh, j * sw : j * sw + kw]
        down, right = divmod(int(window.argmax()), kw)
        dx[n, c, i * sh + down, j * sw + right] += dy[n, c, i, j]
    return dx


def some(which):
    """The gradient of one picture or map only."""

    def backward(dy, x, *args):
        dx, right = np.zeros(x.shape), by_loops(dy, x, *args)
        dx[which] = right[which]
        return dx

    return backward


MISTAKES = (
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
    Misconception(
        "padded with zeros",
        routed(first, border=0.0),
        "A zero in the border wins against negative numbers, and its gradient is lost with the border. "
        "Pad x with `-np.inf`, as in the forward pass.",
    ),
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
        lambda dy, x, *args: by_torch(np.ones_like(dy), x, *args),
        "You mark the pixels that were the largest. Each of them gets the `dy` of its window, not 1.",
    ),
    Misconception(
        "the smallest pixels",
        routed(lambda window: first(-window), border=np.inf),
        "You give the gradient to the smallest pixel of each window. It belongs to the largest.",
    ),
    Misconception(
        "ties column by column",
        routed(lambda window: first(window.T).T),
        "Where several pixels are the largest, you choose the first one going down the columns. "
        "Go along the rows.",
    ),
    Misconception(
        "times the largest number",
        routed(lambda window: first(window) * window.max()),
        "You multiply the gradient by the pixel. If the largest pixel grows by 1, so does the output: "
        "its gradient is `dy`, as it is.",
        [
            lambda dy, x, kernel_size, stride=None, padding=0: by_torch(
                torch_max(x, kernel_size, stride, padding), x, kernel_size, stride, padding
            )
        ],
    ),
    Misconception(
        "nothing where x is negative",
        lambda dy, x, *args: by_loops(dy, x, *args) * (x > 0),
        "Pixels below 0 get no gradient. That is what ReLU does; here the largest pixel gets it, "
        "whatever its sign.",
    ),
    Misconception(
        "the largest pixel of the whole map",
        largest_of_the_map,
        "You look for the largest pixel of the whole map. Each window has its own.",
    ),
    Misconception(
        "decimals lost",
        lambda dy, x, *args: by_loops(dy, x, *args).astype(x.dtype),
        "Where x has whole numbers, your gradient has whole numbers too: dx needs floats, "
        "so do not take the dtype from x.",
    ),
    Misconception(
        "only a part done",
        some(np.s_[:1]),
        "Only the first picture, or its first map, has a gradient. Go through all of them.",
        [some(np.s_[:, :1]), some(np.s_[:1, :1])],
    ),
    padding_kept,
    cut_off_at_one_number(padding_kept),
    *border_on_one_side(padding_kept, unpadded_windows, unpadded_windows_by_number),
    averaged,
)
