"""Mistakes that people make in several pooling exercises, and what to tell them."""

from __future__ import annotations

from ...checks.exercise import Misconception
from ..reference import pair
from .reference import padded

ONE_WINDOW_TOO_FEW = (
    "The last window of each row and of each column is missing. There are (H - kh) // sh + 1 rows of windows."
)
DIVIDED_BY_A_SIDE = "You divide by one side of the window, or its square. A window has kh * kw pixels."
OVERWRITTEN = (
    "Where windows overlap, a later value overwrites an earlier one. "
    "A pixel collects the gradients of all its windows: add with `+=`."
)
PADDING_KEPT = "The result still has the border of the padding. Its shape must be that of x."
NONE_ERRORS = (  # what Python says where None is taken for a pair, for a number, or for a step
    "'NoneType' object is not iterable",
    "cannot unpack non-iterable NoneType object",
    "unsupported operand type(s) for //: 'int' and 'NoneType'",
    "unsupported operand type(s) for *: 'int' and 'NoneType'",
    "'NoneType' object is not subscriptable",
    "'<' not supported between instances of 'NoneType' and 'int'",
)


def no_stride_given(answer, position=2):
    """The answer fails where the stride, the argument at `position`, is not given."""

    def failing(message):
        def without_default(*args, **kwargs):
            if len(args) <= position or args[position] is None:
                raise TypeError(message)
            return answer(*args, **kwargs)

        return without_default

    return Misconception(
        "no stride given",
        failing(NONE_ERRORS[0]),
        "Your function works where a stride is given. Where none is given, `stride` is None: "
        "use the kernel size then.",
        list(map(failing, NONE_ERRORS[1:])),
    )


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


def border_on_one_side(with_border, *others):
    """The backward pass without the border before the picture, also in other forms, or that after it."""

    def at(end):
        def cut(dy, x, kernel_size, stride=None, padding=0):
            dx, (h, w) = with_border(dy, x, kernel_size, stride, padding), getattr(x, "shape", x)[2:]
            return dx[:, :, :h, :w] if end else dx[:, :, dx.shape[2] - h :, dx.shape[3] - w :]

        return cut

    return (
        Misconception(
            "no padding before the picture",
            at(True),
            "Your first window starts at the first pixel. With padding, window (0, 0) starts ph rows above "
            "the picture and pw columns to its left: work with a border on all sides, and return "
            "`dx[:, :, ph : ph + h, pw : pw + w]`.",
            list(others),
        ),
        Misconception(
            "border cut off on one side only",
            at(False),
            "You cut the whole border off on one side. The picture starts after ph rows and pw columns: "
            "`ph : ph + h`, `pw : pw + w`.",
        ),
    )


def cut_off_at_one_number(with_border):
    """The backward pass with its border, cut off with one of the two paddings for both axes."""

    def by(axis):
        def cut(dy, x, kernel_size, stride=None, padding=0):
            dx, (h, w) = with_border(dy, x, kernel_size, stride, padding), (getattr(x, "shape", x))[2:]
            top, left = (pair(padding)[axis],) * 2 if axis < 2 else pair(padding)[::-1]
            return dx[:, :, top : top + h, left : left + w]

        return cut

    return Misconception(
        "border cut off in the wrong place",
        by(0),
        "The padding is a pair: ph rows are cut off above and below, pw columns on the left and right.",
        [by(1), by(2)],
    )
