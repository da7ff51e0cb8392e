"""Mistakes that people make in several pooling exercises, and what to tell them."""

from __future__ import annotations

from ...checks.exercise import Misconception
from ..reference import pair
from .reference import padded

OVER_CHANNELS = (
    "You pool over the channels too, so every channel has the same numbers. Pool each channel by itself."
)
PADDING_TOO_LARGE = (
    "You accept padding of more than half the window. A window may then see nothing but padding. "
    "Raise a ValueError that names both numbers."
)
ONE_WINDOW_TOO_FEW = (
    "The last window of each row and of each column is missing. There are (H - kh) // sh + 1 rows of windows."
)
DIVIDED_BY_A_SIDE = "You divide by one side of the window. A window has kh * kw pixels."
OVERWRITTEN = (
    "Where windows overlap, a later value overwrites an earlier one. "
    "A pixel collects the gradients of all its windows: add with `+=`."
)
PADDING_KEPT = "The result still has the border of the padding. Its shape must be that of x."


def no_stride_given(layer, position=2):
    """The layer fails where the stride, the argument at `position`, is not given."""

    def without_default(*args, **kwargs):
        if lacks(args, position):
            raise TypeError("'NoneType' object is not iterable")
        return layer(*args, **kwargs)

    return Misconception(
        "no stride given",
        without_default,
        "Your function works where a stride is given. Where none is given, `stride` is None: "
        "use the kernel size then.",
    )


def stride_1_as_the_default(layer, position=2):
    """The layer takes stride 1 where the stride, the argument at `position`, is not given."""

    def by_one(*args, **kwargs):
        if lacks(args, position):
            args = (*args[:position], 1, *args[position + 1 :])
        return layer(*args, **kwargs)

    return Misconception(
        "stride 1 as the default",
        by_one,
        "Where no stride is given, the windows should lie side by side: "
        "the default of `stride` is the kernel size, not 1.",
    )


def lacks(args, position):
    """Whether the argument at that position is None or not there."""
    return len(args) <= position or args[position] is None


def cut_off_to_nothing(backward):
    """The backward pass cuts the border off with negative indices, also where there is none."""

    def cut(dy, x, kernel_size, stride=None, padding=0):
        ph, pw = pair(padding)
        dx = padded(backward(dy, x, kernel_size, stride, padding), padding, 0)
        return dx[:, :, ph:-ph, pw:-pw]

    return Misconception(
        "cut off to nothing",
        cut,
        "Where the padding is 0, `ph:-ph` is `0:-0`, which is an empty slice. "
        "Say where the picture ends: `ph : ph + h`, `pw : pw + w`.",
    )
