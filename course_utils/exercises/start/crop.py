"""crop: cut a window out of an image."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal

ONE_TO_THIRTY = np.arange(1, 31).reshape(5, 6)
WIDE = np.arange(96).reshape(8, 12)


def by_index(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError(f"a {height} x {width} window at ({top}, {left}) leaves the image {image.shape}")
    return np.take(np.take(image, range(top, top + height), axis=0), range(left, left + width), axis=1)


def by_loops(image, top, left, height, width):
    if min(top, left) < 0 or top + height > len(image) or left + width > len(image[0]):
        raise ValueError("the window leaves the image")
    return [[image[row][column] for column in range(left, left + width)] for row in range(top, top + height)]


def by_masks(image, top, left, height, width):
    rows, columns = np.arange(image.shape[0]), np.arange(image.shape[1])
    if not (0 <= top <= top + height <= len(rows) and 0 <= left <= left + width <= len(columns)):
        raise ValueError("the window leaves the image")
    kept = image[(rows >= top) & (rows < top + height)]
    return kept[:, (columns >= left) & (columns < left + width)]


@misconception("counted from 1")
def counted_from_1(image, top, left, height, width):
    """Rows and columns are counted from 0: row `top` is `image[top]`."""
    rows = slice(max(top - 1, 0), top - 1 + height)
    return image[rows, max(left - 1, 0) : left - 1 + width]


@counted_from_1.also
def counted_from_1_unguarded(image, top, left, height, width):
    return image[top - 1 : top - 1 + height, left - 1 : left - 1 + width]


@counted_from_1.also
def counted_from_1_but_not_below_0(image, top, left, height, width):
    top, left = max(top - 1, 0), max(left - 1, 0)
    return image[top : top + height, left : left + width]


@misconception("taken for the middle")
def around_the_middle(image, top, left, height, width):
    """You take (`top`, `left`) for the middle of the window. It is the window's first corner."""
    top, left = top - height // 2, left - width // 2
    return image[max(top, 0) : top + height, max(left, 0) : left + width]


@misconception("the last axis cut")
def last_axis_cut(image, top, left, height, width):
    """Right for grey images. In a colour image the last axis holds the three colours; rows and columns are
    the first two axes: `image[a:b, c:d]`, without dots.
    """
    return image[..., top : top + height, left : left + width]


@last_axis_cut.also
def rows_and_last_axis_cut(image, top, left, height, width):
    return image[top : top + height, ..., left : left + width]


@misconception("counted from the other side")
def from_the_bottom(image, top, left, height, width):
    """You count from the bottom, or from the right. Row 0 is the topmost one, and column 0 the leftmost."""
    last = image.shape[0] - top
    return image[last - height : last, left : left + width]


@from_the_bottom.also
def from_the_right(image, top, left, height, width):
    last = image.shape[1] - left
    return image[top : top + height, last - width : last]


@misconception("rows cut twice")
def sliced_twice(image, top, left, height, width):
    """`image[a:b][c:d]` cuts the rows twice: the second slice works on what the first one returned. One pair
    of brackets cuts both axes: `image[a:b, c:d]`.
    """
    return image[top : top + height][left : left + width]


@misconception("the rest blacked out")
def blacked_out(image, top, left, height, width):
    """Your result is as large as the image, with zeros around the window. Return the window alone."""
    result = np.zeros_like(image)
    window = np.s_[top : top + height, left : left + width]
    result[window] = image[window]
    return result


CROP = Exercise(
    name="crop",
    points=5,
    cases=(
        Case("the numbers 1 to 30", (ONE_TO_THIRTY, 1, 2, 2, 3), group="grey images"),
        Case("from the first corner", (ONE_TO_THIRTY, 0, 0, 3, 2), group="grey images"),
        Case("up to the last corner", (ONE_TO_THIRTY, 2, 3, 3, 3), group="grey images"),
        Case("the whole image", grey((7, 9), then=(0, 0, 7, 9)), group="grey images"),
        Case("numbers with decimals", normal((7, 6), then=(1, 2, 3, 2)), group="grey images"),
        Case("a colour image", grey((9, 14, 3), then=(2, 5, 4, 6)), group="colour images"),
        Case("a narrow window", grey((14, 9, 3), then=(1, 4, 12, 1)), group="colour images"),
        Case("a window inside", grey((7, 9), then=(4, 5, 2, 3)), group="errors"),
        Case("a window that leaves the image below", (WIDE, 6, 0, 3, 1), raises=ValueError, group="errors"),
        Case(
            "a window that leaves the image on the right",
            (WIDE, 0, 10, 1, 3),
            raises=ValueError,
            group="errors",
        ),
        Case("a window that starts above the image", (WIDE, -1, 0, 2, 3), raises=ValueError, group="errors"),
        Case(
            "a window that starts left of the image",
            (WIDE, 0, -1, 3, 2),
            raises=ValueError,
            group="errors",
        ),
    ),
    oracle=by_index,
    alternatives=(by_loops, by_masks),
    misconceptions=(
        Misconception(
            "size taken for an end",
            lambda image, top, left, height, width: image[top:height, left:width],
            "You slice up to `height` and `width`, but these are sizes: "
            "the window ends before row `top + height`.",
        ),
        Misconception(
            "rows and columns swapped",
            lambda image, top, left, height, width: image[left : left + width, top : top + height],
            "The first axis of an image runs down (rows), the second runs to the right (columns): "
            "`top` and `height` belong to the first.",
        ),
        Misconception(
            "top and left swapped",
            lambda image, top, left, height, width: image[left : left + height, top : top + width],
            "The window has the right size, but its corner is in the wrong place: "
            "`top` counts rows, the first axis, and `left` counts columns.",
        ),
        Misconception(
            "height and width swapped",
            lambda image, top, left, height, width: image[top : top + width, left : left + height],
            "The window starts in the right place, but it is `width` rows high and `height` columns wide.",
        ),
        Misconception(
            "one row and column too many",
            lambda image, top, left, height, width: image[top : top + height + 1, left : left + width + 1],
            "A slice `a:b` stops before `b`, so `top:top + height` already has `height` rows.",
        ),
        Misconception(
            "one row and column too few",
            lambda image, top, left, height, width: image[top : top + height - 1, left : left + width - 1],
            "A slice `a:b` stops before `b` by itself: `top:top + height` has `height` rows. Subtract no 1.",
        ),
        counted_from_1,
        Misconception(
            "always from the first corner",
            lambda image, top, left, height, width: image[:height, :width],
            "The window has the right size, but it always begins at row 0 and column 0. "
            "It should begin at row `top` and column `left`.",
        ),
        sliced_twice,
        Misconception(
            "one number for each pixel",
            lambda image, top, left, height, width: image[top : top + height, left : left + width].reshape(
                height, width, -1
            )[..., 0],
            "Right for grey images. A pixel of a colour image has three numbers, "
            "so the window has the shape (height, width, 3).",
        ),
        blacked_out,
        last_axis_cut,
        around_the_middle,
        from_the_bottom,
        Misconception(
            "cut off without a word",
            lambda image, top, left, height, width: image[top : top + height, left : left + width],
            "The crops are right. But a window that leaves the image must raise a ValueError: "
            "a NumPy slice is cut off silently, and the mistake shows only much later.",
        ),
        zeros(by_index),
    ),
    hints=(
        "An image is an array with rows first: `image[row, column]`. Which rows does the window cover?",
        "A slice `image[a:b, c:d]` takes rows a to b - 1 and columns c to d - 1. "
        "The window ends before row `top + height`.",
        "First raise ValueError where `top` or `left` is negative, `top + height` is above `image.shape[0]` "
        "or `left + width` is above `image.shape[1]`; "
        "then `return image[top:top + height, left:left + width]`.",
    ),
)
