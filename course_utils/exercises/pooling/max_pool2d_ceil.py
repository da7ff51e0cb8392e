"""Max pooling in which a last window that extends beyond the border counts, too: PyTorch's ceil mode."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from ..reference import pair
from .advice import no_stride_given
from .reference import maps_of_the_x, padded, stride_of, torch_max, torch_max_ceil, windows


def by_loops(x, kernel_size, stride=None, padding=0):
    spans = []  # for each axis, where each window begins and ends
    options = x.shape[2:], pair(kernel_size), stride_of(kernel_size, stride), pair(padding)
    for n, k, s, p in zip(*options, strict=True):
        starts = range(-p, min(n, n + p + s - k), s)
        spans.append([(max(start, 0), start + k) for start in starts])
    rows, columns = spans
    y = np.empty((*x.shape[:2], len(rows), len(columns)))
    for i, (top, bottom) in enumerate(rows):
        for j, (left, right) in enumerate(columns):
            y[:, :, i, j] = x[:, :, top:bottom, left:right].max(axis=-1).max(axis=-1)
    return y


def by_windows(x, kernel_size, stride=None, padding=0):
    (h, w), (ph, pw), (sh, sw) = x.shape[2:], pair(padding), stride_of(kernel_size, stride)
    wide = np.pad(
        padded(x, padding, -np.inf), [(0, 0), (0, 0), (0, sh - 1), (0, sw - 1)], constant_values=-np.inf
    )
    y = windows(wide, kernel_size, stride).max(axis=-1).max(axis=-1)
    return y[:, :, : -(-(h + ph) // sh), : -(-(w + pw) // sw)]  # a window starts before the picture ends


def lacking(x, kernel_size, stride, padding):
    """For each axis, how many pixels the last window lacks."""
    options = x.shape[2:], pair(kernel_size), stride_of(kernel_size, stride), pair(padding)
    return [-(n + 2 * p - k) % s for n, k, s, p in zip(*options, strict=True)]


def with_more(more, border=-np.inf):
    """Max pooling with more pixels below and on the right: `more` gives their numbers; at most a window's."""

    def layer(x, kernel_size, stride=None, padding=0):
        sides = [(0, 0), (0, 0), *((0, number) for number in more(x, kernel_size, stride, padding))]
        wide = np.pad(padded(x, padding, -np.inf), sides, constant_values=border)
        return windows(wide, kernel_size, stride).max(axis=-1).max(axis=-1)

    return layer


def allowed(x, kernel_size, stride, padding):
    """For each axis, how many pixels are added: none where a window would see nothing but padding."""
    more = zip(lacking(x, kernel_size, stride, padding), pair(kernel_size), pair(padding), strict=True)
    return [m if p + m < k else 0 for m, k, p in more]


def of_one_axis(axis):
    """What is added, for one axis only."""

    def more(*args):
        return [m if place == axis else 0 for place, m in enumerate(allowed(*args))]

    return more


def as_many_as_without_padding(x, kernel_size, stride=None, padding=0):
    """As many windows as if nothing were padded."""
    options = x.shape[2:], pair(kernel_size), stride_of(kernel_size, stride)
    rows, columns = (-(-(n - k) // s) + 1 for n, k, s in zip(*options, strict=True))
    y = with_more(one_stride)(x, kernel_size, stride, padding)
    return y[:, :, :rows, :columns]


def one_stride(x, kernel_size, stride, padding):
    return stride_of(kernel_size, stride)


@misconception("partial windows dropped")
def partial_windows_dropped(x, kernel_size, stride=None, padding=0):
    """A last window that extends beyond the border counts here. Its maximum is that of the pixels it has."""
    return torch_max(x, kernel_size, stride, padding)


@misconception("more padding at the top and left")
def first_windows_partial(x, kernel_size, stride=None, padding=0):
    """You add the missing pixels above and on the left, so every window moves. Add them at the other end."""
    more = [(m, 0) for m in allowed(x, kernel_size, stride, padding)]
    wide = np.pad(padded(x, padding, -np.inf), [(0, 0), (0, 0), *more], constant_values=-np.inf)
    return windows(wide, kernel_size, stride).max(axis=-1).max(axis=-1)


@misconception("last window moved back")
def moved_back(x, kernel_size, stride=None, padding=0):
    """A last window that extends beyond the border is moved back in yours until it fits. It stays where it
    is, and has fewer pixels.
    """
    wide, (kh, kw), (sh, sw) = padded(x, padding, -np.inf), pair(kernel_size), stride_of(kernel_size, stride)
    y = np.zeros(torch_max_ceil(x, kernel_size, stride, padding).shape)
    for i, j in np.ndindex(y.shape[2:]):
        top, left = min(i * sh, wide.shape[2] - kh), min(j * sw, wide.shape[3] - kw)
        y[:, :, i, j] = wide[:, :, top : top + kh, left : left + kw].max(axis=(2, 3))
    return y


@misconception("a slice with a negative start")
def negative_starts(x, kernel_size, stride=None, padding=0):
    """A window that begins in the padding has a negative start, and a slice counts it from the other end: the
    window is empty, or holds other pixels. Begin such a slice at 0, or put a border of `-np.inf` around x.
    """
    (kh, kw), (sh, sw), (ph, pw) = pair(kernel_size), stride_of(kernel_size, stride), pair(padding)
    y = np.full(torch_max_ceil(x, kernel_size, stride, padding).shape, -np.inf)
    for i, j in np.ndindex(y.shape[2:]):
        top, left = i * sh - ph, j * sw - pw
        window = x[:, :, top : top + kh, left : left + kw]
        if window.shape[2] and window.shape[3]:
            y[:, :, i, j] = window.max(axis=(2, 3))
    return y


def of_the_real_pixels(reduce):
    """Something else than the maximum of the pixels that a window has."""

    def layer(x, kernel_size, stride=None, padding=0):
        (kh, kw), (sh, sw), (ph, pw) = pair(kernel_size), stride_of(kernel_size, stride), pair(padding)
        y = np.zeros(torch_max_ceil(x, kernel_size, stride, padding).shape)
        for i, j in np.ndindex(y.shape[2:]):
            top, left = i * sh - ph, j * sw - pw
            y[:, :, i, j] = reduce(x[:, :, max(top, 0) : top + kh, max(left, 0) : left + kw], axis=(2, 3))
        return y

    return layer


MAX_POOL2D_CEIL = Exercise(
    name="max_pool2d_ceil",
    points=2,
    cases=(
        Case("the X's three maps", (maps_of_the_x(), 2, 2), group="partial windows"),
        Case("a row left over", normal((2, 1, 7, 6), then=(2, 2)), group="partial windows"),
        Case("a column left over", normal((1, 2, 6, 7), then=(2, 2)), group="partial windows"),
        Case("below zero", lambda rng: (-1 - rng.random((1, 2, 8, 6)), 3, 2), group="partial windows"),
        Case("nothing left over", normal((1, 1, 5, 7), then=(3, 2)), group="partial windows"),
        Case("stride 3, one row left over", normal((1, 1, 8, 9), then=(4, 3)), group="partial windows"),
        Case("no stride", normal((1, 2, 7, 8), then=(3,)), group="padding and pairs"),
        Case(
            "window (2, 3), stride (3, 2)",
            normal((1, 2, 6, 8), then=((2, 3), (3, 2))),
            group="padding and pairs",
        ),
        Case("padding 1", normal((1, 2, 6, 5), then=(3, 2, 1)), group="padding and pairs"),
        Case(
            "padding (1, 2), stride 4", normal((1, 2, 7, 8), then=(5, 4, (1, 2))), group="padding and pairs"
        ),
        Case(
            "padding (2, 1), stride 3", normal((1, 2, 5, 7), then=(5, 3, (2, 1))), group="padding and pairs"
        ),
        Case("padding (0, 1)", normal((1, 2, 5, 4), then=(2, 2, (0, 1))), group="padding and pairs"),
        Case("stride (1, 4)", normal((1, 1, 6, 8), then=(3, (1, 4))), group="padding and pairs"),
        Case("stride (4, 1)", normal((1, 1, 8, 6), then=(3, (4, 1))), group="padding and pairs"),
        Case("a window of padding alone", normal((1, 1, 3, 3), then=(2, 2, 1)), group="padding and pairs"),
        Case("gaps, and a window beyond x", normal((1, 1, 7, 8), then=(2, 4)), group="padding and pairs"),
        Case("an empty batch", (np.zeros((0, 2, 5, 5)), 2, 2), group="padding and pairs"),
        Case(
            "whole numbers",
            lambda rng: (rng.integers(-9, 0, size=(1, 1, 5, 4)), 2, 2),
            group="padding and pairs",
        ),
    ),
    oracle=torch_max_ceil,
    alternatives=(by_loops, by_windows),
    forbidden=("torch", "scipy", "skimage"),
    optional=True,
    misconceptions=(
        no_stride_given(by_windows),
        partial_windows_dropped,
        Misconception(
            "windows beyond the picture",
            with_more(lacking),
            "A last window may start behind the last pixel, and its maximum is -inf. "
            "Drop such a window: each one must start inside the picture or in the padding before it.",
        ),
        Misconception(
            "partial windows padded with zeros",
            with_more(allowed, 0.0),
            "The pixels that a last window lacks are zeros, and a zero wins against negative numbers. "
            "Pad with `-np.inf`.",
        ),
        Misconception(
            "more windows than asked for",
            with_more(one_stride),
            "You add more pixels than the last window lacks, so some windows are not asked for. "
            "Where nothing is left over, nothing is added.",
            [with_more(lambda x, kernel_size, stride, padding: [k - 1 for k in pair(kernel_size)])],
        ),
        Misconception(
            "rounded up on one axis only",
            with_more(of_one_axis(0)),
            "Windows at the right border and at the lower border may both be partial.",
            [with_more(of_one_axis(1))],
        ),
        Misconception(
            "padding forgotten in the size",
            as_many_as_without_padding,
            "The numbers of windows are (H + 2 padding - kh) / sh + 1, rounded up: the padding counts twice.",
        ),
        first_windows_partial,
        moved_back,
        negative_starts,
        Misconception(
            "the mean instead of the largest",
            of_the_real_pixels(np.mean),
            "These are the means of the windows; max pooling keeps the largest number.",
        ),
        Misconception(
            "the smallest instead of the largest",
            of_the_real_pixels(np.min),
            "These are the smallest numbers of the windows; max pooling keeps the largest.",
        ),
        zeros(torch_max_ceil),
    ),
    hints=(
        "`max_pool2d` does the work. How many pixels does the last window lack?",
        "It lacks `missing = -(n + 2 * p - k) % s` pixels. Pad with so many more below and on the right.",
        "Add them only where `p + missing < k`; otherwise that window sees nothing but padding. "
        "Then `max_pool2d(x, kernel_size, stride)`.",
    ),
)
