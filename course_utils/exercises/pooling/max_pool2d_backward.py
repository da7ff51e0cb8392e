"""The gradient of each window, sent to the largest of its pixels."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal, steps
from ..reference import pair
from .advice import (
    OVERWRITTEN,
    PADDING_KEPT,
    cut_off_at_one_number,
    cut_off_on_one_side,
    cut_off_to_nothing,
    no_stride_given,
)
from .reference import (
    TOY,
    TOY_GRADIENT,
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


def by_positions(dy, x, kernel_size, stride=None, padding=0):
    x, (sh, sw) = padded(x, padding, -np.inf), stride_of(kernel_size, stride)
    dx, (kh, kw) = np.zeros(x.shape), pair(kernel_size)
    for n, c, i, j in np.ndindex(dy.shape):
        window = x[n, c, i * sh : i * sh + kh, j * sw : j * sw + kw]
        u, v = divmod(window.argmax(), kw)
        dx[n, c, i * sh + u, j * sw + v] += dy[n, c, i, j]
    return unpadded(dx, padding)


def by_index(dy, x, kernel_size, stride=None, padding=0):
    values = windows(padded(x, padding, -np.inf), kernel_size, stride)
    numbers = windows(padded(np.arange(x.size).reshape(x.shape), padding, -1), kernel_size, stride)
    flat = (*values.shape[:4], values.shape[4] * values.shape[5])
    best = values.reshape(flat).argmax(axis=4)[..., None]
    winners = np.take_along_axis(numbers.reshape(flat), best, axis=4)
    dx = np.zeros(x.size)
    np.add.at(dx, winners.ravel().astype(int), np.ravel(dy))
    return dx.reshape(x.shape)


def by_addresses(dy, x, kernel_size, stride=None, padding=0):
    (h, w), (kh, kw), (ph, pw) = x.shape[2:], pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    x = np.pad(x.astype(float), [(0, 0), (0, 0), (ph, ph), (pw, pw)], constant_values=-np.inf)
    seen = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::sh, ::sw]
    best = seen.reshape(*dy.shape, kh * kw).argmax(axis=-1)  # the first one, if there are several
    n, c, i, j = np.indices(dy.shape)
    dx = np.zeros(x.shape)
    np.add.at(dx, (n, c, i * sh + best // kw, j * sw + best % kw), dy)
    return dx[:, :, ph : ph + h, pw : pw + w]


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


def some(which):
    """The gradient of one picture or map only."""

    def backward(dy, x, *args):
        dx, right = np.zeros(x.shape), by_loops(dy, x, *args)
        dx[which] = right[which]
        return dx

    return backward


TIES_OF_TWO = np.array([[0.0, 2, 3, 1, 5, 5], [2, 1, 0, 3, 4, 1], [1, 0, 7, 0, 2, 9], [1, 0, 3, 7, 9, 0]])[
    None, None
]


def all_below_zero(rng):
    """A gradient and a map of negative numbers, with padding for the rows only."""
    return rng.normal(size=(1, 1, 2, 2)), -1 - rng.random((1, 1, 5, 6)), 3, 3, (1, 0)


def after_relu(rng):
    """A gradient and a map in which most numbers are 0, so most windows have ties."""
    return rng.normal(size=(2, 2, 3, 3)), np.maximum(rng.normal(size=(2, 2, 6, 6)) - 0.8, 0), 2, 2


def whole_numbers(rng):
    """A gradient, and a map of whole numbers with padding."""
    return rng.normal(size=(1, 2, 2, 2)), rng.integers(-9, 0, size=(1, 2, 4, 4)), 3, 3, 1


MAX_POOL2D_BACKWARD = Exercise(
    name="max_pool2d_backward",
    points=8,
    cases=(
        Case("the lesson's numbers", (TOY_GRADIENT, TOY, 2, 2), group="one largest"),
        Case("two pictures", normal((2, 3, 3, 2), (2, 3, 6, 4), then=(2, 2)), group="one largest"),
        Case("left over", normal((1, 2, 2, 3), (1, 2, 8, 11), then=(3, 3)), group="one largest"),
        Case("an empty batch", (np.zeros((0, 1, 2, 2)), np.zeros((0, 1, 4, 4)), 2, 2), group="one largest"),
        Case("ties of two", normal((1, 1, 2, 3), then=(TIES_OF_TWO, 2, 2)), group="ties"),
        Case("all equal", normal((1, 1, 2, 2), then=(np.ones((1, 1, 4, 4)), 2, 2)), group="ties"),
        Case(
            "many ties",
            lambda rng: (rng.normal(size=(2, 2, 2, 3)), *steps((2, 2, 6, 9), then=(3, 3))(rng)),
            group="ties",
        ),
        Case("a map after ReLU", after_relu, group="ties"),
        Case("windows that overlap", normal((1, 2, 3, 3), (1, 2, 7, 7), then=(3, 2)), group="stride"),
        Case("stride 1", normal((1, 1, 3, 4), (1, 1, 4, 5), then=(2, 1)), group="stride"),
        Case("no stride", normal((1, 2, 2, 2), (1, 2, 7, 8), then=(3,)), group="stride"),
        Case(
            "window (3, 2), stride (2, 1)",
            normal((1, 2, 3, 6), (1, 2, 8, 7), then=((3, 2), (2, 1))),
            group="stride",
        ),
        Case("padding 1", normal((1, 2, 3, 3), (1, 2, 7, 7), then=(3, 3, 1)), group="padding"),
        Case("padding (1, 0), all numbers below zero", all_below_zero, group="padding"),
        Case("padding (0, 1)", normal((1, 2, 2, 3), (1, 2, 6, 7), then=(3, 3, (0, 1))), group="padding"),
        Case("padding (1, 2)", normal((1, 2, 2, 3), (1, 2, 9, 8), then=(4, 4, (1, 2))), group="padding"),
        Case("whole numbers", whole_numbers, group="padding"),
    ),
    oracle=by_torch,
    another_way=(
        by_addresses,
        "It finds the address of every winner at once. `np.add.at` adds where an address comes twice; "
        "`dx[...] += dy` would keep only one.",
    ),
    alternatives=(
        by_positions,
        by_index,
        lambda dy, x, *args: by_loops(np.float32(dy), np.float32(x), *args).astype(np.float32),
    ),
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
        cut_off_on_one_side(padding_kept),
        averaged,
        zeros(by_torch),
    ),
    hints=(
        "In each window, one pixel was copied to the output. What happens to the output if this pixel "
        "grows a little? And if another one does?",
        "Go through the positions of the window in order, with the views of x and those of dx side by side. "
        "Remember which windows have already found their largest pixel.",
        "For each pair of views: `first = waiting & (pixels == y)`, `gradient += np.where(first, dy, 0)`, "
        "`waiting &= ~first`; `waiting` begins as all True. Writing into a view of dx writes into dx.",
    ),
)
