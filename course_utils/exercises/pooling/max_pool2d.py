"""The largest number of each window, with all options of PyTorch's layer."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import pair
from .advice import (
    ONE_WINDOW_TOO_FEW,
    OVER_CHANNELS,
    PADDING_TOO_LARGE,
    no_stride_given,
    stride_1_as_the_default,
)
from .reference import (
    TOY,
    UNUSUAL_INPUT,
    maps_of_the_x,
    padded,
    refuse_padding,
    stride_of,
    torch_avg,
    torch_max,
    windows,
)

FIRST = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]).reshape(1, 1, 4, 4)


def by_loops(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    spans = []  # for each axis, where each window begins and ends
    options = x.shape[2:], pair(kernel_size), stride_of(kernel_size, stride), pair(padding)
    for n, k, s, p in zip(*options, strict=True):
        if s < 1 or not 0 <= 2 * p <= k or (n + 2 * p < k and not ceil_mode):
            raise ValueError(f"{n} pixels, window {k}, stride {s}, padding {p}")
        limit = n + p + (s - 1 if ceil_mode else 0)  # how far a window may reach
        ends = [start + k for start in range(-p, n, s) if start + k <= limit]
        spans.append([(max(end - k, 0), end) for end in ends])
    rows, columns = spans
    y = np.empty((*x.shape[:2], len(rows), len(columns)))
    for i, (top, bottom) in enumerate(rows):
        for j, (left, right) in enumerate(columns):
            y[:, :, i, j] = x[:, :, top:bottom, left:right].max(axis=(2, 3))
    return y


def by_windows(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    refuse_padding(kernel_size, padding)
    return with_any_padding(x, kernel_size, stride, padding, ceil_mode)


def with_any_padding(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    (h, w), (ph, pw), (sh, sw) = x.shape[2:], pair(padding), stride_of(kernel_size, stride)
    if min(sh, sw) < 1:
        raise ValueError(f"stride {stride} is below 1")
    more = [(0, s - 1 if ceil_mode else 0) for s in (sh, sw)]
    wide = np.pad(padded(x, padding, -np.inf), [(0, 0), (0, 0), *more], constant_values=-np.inf)
    y = windows(wide, kernel_size, stride).max(axis=(4, 5))
    return y[:, :, : -(-(h + ph) // sh), : -(-(w + pw) // sw)]  # a window starts before the picture ends


def in_float32(x, *args, **kwargs):
    return by_windows(np.float32(x), *args, **kwargs).astype(np.float32)


@misconception("stride ignored")
def stride_ignored(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """Your windows always lie side by side. Where a stride is given, they move by it and may overlap."""
    return torch_max(x, kernel_size, None, padding, ceil_mode)


@misconception("padded with zeros")
def padded_with_zeros(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """A zero in the border wins against negative numbers. Pad with `-np.inf`, which never wins."""
    return torch_max(padded(x, padding, 0.0), kernel_size, stride, 0, ceil_mode)


@misconception("padding ignored")
def padding_ignored(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """Your windows never leave the picture. With padding p, the first one starts p pixels before it."""
    return torch_max(x, kernel_size, stride, 0, ceil_mode)


@misconception("partial windows dropped")
def partial_windows_dropped(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """With `ceil_mode=True`, a last window that hangs over the edge counts.

    Its maximum is that of the pixels it has.
    """
    return torch_max(x, kernel_size, stride, padding)


@misconception("partial windows always kept")
def partial_windows_kept(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """You keep windows that hang over the edge. Without `ceil_mode`, only whole windows count."""
    return torch_max(x, kernel_size, stride, padding, True)


@misconception("minus infinity among integers")
def infinity_among_integers(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """Integers have no -inf, so a border of -inf is an error.

    Pad floats, `x.astype(float)`, or pad with the least integer, `np.iinfo(x.dtype).min`.
    """
    if np.any(padding):
        np.pad(x, 1, constant_values=-np.inf)  # an OverflowError for integers
    return by_windows(x, kernel_size, stride, padding, ceil_mode)


@infinity_among_integers.also
def padded_without_need(x, *args, **kwargs):
    np.pad(x, 1, constant_values=-np.inf)
    return by_windows(x, *args, **kwargs)


@misconception("windows of padding alone")
def windows_of_padding_alone(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """In ceil mode, a last window may see nothing but padding, and its maximum is -inf.

    Drop such a window: each one must start inside the picture or in the padding before it.
    """
    wide = padded(x, padding, -np.inf)
    if ceil_mode:
        options = wide.shape[2:], pair(kernel_size), stride_of(kernel_size, stride)
        more = [(0, -(n - k) % s) for n, k, s in zip(*options, strict=True)]
        wide = np.pad(wide, [(0, 0), (0, 0), *more], constant_values=-np.inf)
    return windows(wide, kernel_size, stride).max(axis=(4, 5))


@misconception("pooled over the channels", advice=OVER_CHANNELS)
def over_the_channels(x, *args, **kwargs):
    y = torch_max(x, *args, **kwargs)
    return np.broadcast_to(y.max(axis=1, keepdims=True), y.shape)


@misconception("rows and columns swapped")
def rows_and_columns_swapped(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """The first number of a pair is for H (down), the second for W (to the right)."""
    stride = stride_of(kernel_size, stride)
    return torch_max(x, pair(kernel_size)[::-1], stride[::-1], pair(padding)[::-1], ceil_mode)


@misconception("bad input let through")
def bad_input_let_through(x, kernel_size, stride=None, padding=0, ceil_mode=False):
    """The maps are right. Now refuse what makes no sense.

    That is a window larger than the picture, stride 0, padding below 0 or above half the window.
    Raise a ValueError that names the numbers.
    """
    stride = tuple(max(s, 1) for s in stride_of(kernel_size, stride))
    padding = tuple(min(max(p, 0), k // 2) for p, k in zip(pair(padding), pair(kernel_size), strict=True))
    try:
        return torch_max(x, kernel_size, stride, padding, ceil_mode)
    except RuntimeError:
        return np.zeros((*x.shape[:2], 0, 0))


MAX_POOL2D = Exercise(
    name="max_pool2d",
    points=10,
    cases=(
        Case("the lecture's first numbers", (FIRST, 2, 2), group="squares"),
        Case("the lesson's numbers", (TOY, 2), group="squares"),
        Case("two pictures, not square", normal((2, 3, 6, 4), then=(2,)), group="squares"),
        Case("a row and a column left over", normal((1, 2, 5, 7), then=(2,)), group="squares"),
        Case("3 x 3 with stride 2, as in AlexNet", normal((1, 2, 13, 13), then=(3, 2)), group="stride"),
        Case("stride 1", normal((1, 2, 5, 4), then=(2, 1)), group="stride"),
        Case("window (3, 2), stride (2, 1)", normal((2, 2, 7, 8), then=((3, 2), (2, 1))), group="stride"),
        Case("50 x 100", normal((1, 1, 50, 100), then=(3, 2)), group="stride"),
        Case("gaps between windows", normal((1, 1, 8, 7), then=(2, 3)), group="stride"),
        Case("padding 1", normal((1, 2, 6, 6), then=(3, 2, 1)), group="padding"),
        Case("all numbers below zero", lambda rng: (-1 - rng.random((1, 2, 4, 5)), 2, 2, 1), group="padding"),
        Case("padding (1, 0)", normal((1, 2, 4, 5), then=((2, 3), 2, (1, 0))), group="padding"),
        Case("the X's three maps", (maps_of_the_x(), 2), {"ceil_mode": True}, group="ceil mode"),
        Case("a row left over", normal((2, 1, 7, 6), then=(2, 2, 0, True)), group="ceil mode"),
        Case(
            "3 x 3 with stride 2", lambda rng: (-rng.random((1, 2, 8, 6)), 3, 2, 0, True), group="ceil mode"
        ),
        Case("nothing left over", normal((1, 1, 5, 5), then=(3, 2, 0, True)), group="ceil mode"),
        Case("a window of padding alone", normal((1, 1, 3, 3), then=(2, 2, 1, True)), group="ceil mode"),
        Case("smaller than the window", normal((1, 2, 1, 1), then=(2, 2, 0, True)), group="ceil mode"),
        Case("bytes", grey((1, 3, 4, 6), then=(2,)), group="unusual input"),
        Case(
            "whole numbers and padding",
            lambda rng: (rng.integers(-9, 0, size=(1, 1, 4, 4)), 2, 2, 1),
            group="unusual input",
        ),
        *UNUSUAL_INPUT,
    ),
    oracle=torch_max,
    alternatives=(by_loops, by_windows, in_float32),
    forbidden=("torch", "scipy", "skimage"),
    misconceptions=(
        no_stride_given(by_windows),
        stride_1_as_the_default(torch_max),
        stride_ignored,
        padded_with_zeros,
        padding_ignored,
        partial_windows_dropped,
        partial_windows_kept,
        Misconception("padding above half the window", with_any_padding, PADDING_TOO_LARGE),
        infinity_among_integers,
        windows_of_padding_alone,
        over_the_channels,
        Misconception(
            "the mean instead of the largest",
            torch_avg,
            "These are the means of the windows; max pooling keeps the largest number.",
        ),
        rows_and_columns_swapped,
        Misconception(
            "one window too few",
            lambda *args, **kwargs: torch_max(*args, **kwargs)[:, :, :-1, :-1],
            ONE_WINDOW_TOO_FEW,
        ),
        bad_input_let_through,
        zeros(torch_max),
    ),
    hints=(
        "Begin without padding and ceil mode. `window_views` gives kh * kw arrays of the size of the output. "
        "At each position of the output, the answer is the largest of their numbers there.",
        "Padding is a border of `-np.inf`. Ceil mode adds more of it below and on the right. "
        "How many pixels does the last window lack?",
        "The last window lacks `more = -(n + 2 * p - k) % s` pixels; add them only where `p + more < k`. "
        "After `np.pad(x.astype(float), ..., constant_values=-np.inf)`: "
        "`reduce(np.maximum, window_views(x, kernel_size, stride))`.",
    ),
)
