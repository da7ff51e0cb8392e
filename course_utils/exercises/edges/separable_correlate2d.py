"""`separable_correlate2d`: a kernel that is a column times a row, in two passes."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from ..reference import correlate
from .reference import STEP, bars


def with_the_full_kernel(image, column, row):
    from scipy.signal import correlate2d

    return correlate2d(image, np.outer(column, row), mode="valid")


def down(image, column):
    return correlate(image, np.reshape(column, (-1, 1)))


def across(image, row):
    return correlate(image, np.reshape(row, (1, -1)))


def down_then_across(image, column, row):
    return across(down(image, column), row)


def across_then_down(image, column, row):
    rows = np.apply_along_axis(np.correlate, 1, np.asarray(image, dtype=float), row, mode="valid")
    return np.apply_along_axis(np.correlate, 0, rows, column, mode="valid")


def by_shifted_sums(image, column, row):
    image = np.float32(image)
    height, width = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    columns = sum(np.float32(weight) * image[i : i + height] for i, weight in enumerate(column))
    return sum(np.float32(weight) * columns[:, i : i + width] for i, weight in enumerate(row))


def by_shifting(image, column, row):
    height, width = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    down = sum(float(weight) * image[i : i + height] for i, weight in enumerate(column))
    return sum(float(weight) * down[:, j : j + width] for j, weight in enumerate(row))


@misconception("column and row swapped")
def swapped(image, column, row):
    """`column` runs down (along axis 0) and `row` runs right (along axis 1); here they are exchanged."""
    fits = len(row) <= len(image) and len(column) <= np.shape(image)[1]
    return down_then_across(image, row, column) if fits else np.zeros((1, 1))


@misconception("two passes added")
def added(image, column, row):
    """Both passes start from the image and are added. The second pass must run over the result of the
    first.
    """
    one, other = down(image, column), across(image, row)
    return one[:, : other.shape[1]] + other[: one.shape[0]]


@misconception("padded to the same size")
def padded(image, column, row):
    """Your result is as large as the image. Without padding it has (H - m + 1, W - n + 1) entries:
    mode='valid'.
    """
    widths = [(length // 2, (length - 1) // 2) for length in (len(column), len(row))]
    return down_then_across(np.pad(image, widths), column, row)


SEPARABLE_CORRELATE2D = Exercise(
    name="separable_correlate2d",
    points=3,
    cases=(
        Case(
            "left Sobel in two passes",
            (STEP, np.array([1, 2, 1]), np.array([1, 0, -1])),
            group="worked numbers",
        ),
        Case(
            "1 to 30",
            (np.arange(1.0, 31).reshape(5, 6), np.array([1.0, 2]), np.array([1.0, 10, 100])),
            group="worked numbers",
        ),
        Case(
            "left Sobel on random bars",
            bars(then=(np.array([1, 2, 1]), np.array([1, 0, -1]))),
            group="worked numbers",
        ),
        Case("random, wide kernel", normal((8, 11), (3,), (5,)), group="any shape"),
        Case("random, high kernel", normal((9, 7), (4,), (2,)), group="any shape"),
        Case("a kernel as large as the image", normal((4, 6), (4,), (6,)), group="any shape"),
    ),
    oracle=with_the_full_kernel,
    alternatives=(down_then_across, across_then_down, by_shifted_sums),
    another_way=(
        by_shifting,
        "It needs no windows: it adds up shifted copies of the whole image, one for each weight. Try it in "
        "the race below.",
    ),
    misconceptions=(
        swapped,
        Misconception(
            "flipped",
            lambda image, column, row: down_then_across(image, column[::-1], row[::-1]),
            "Column and row are flipped, as `np.convolve` does it. A correlation takes them as they are: "
            "`np.correlate`.",
        ),
        added,
        Misconception(
            "only down",
            lambda image, column, row: down(image, column),
            "Only the first pass is there: `row` must still slide along the rows of its result.",
        ),
        Misconception(
            "only across",
            lambda image, column, row: across(image, row),
            "Only the pass along the rows is there: `column` must slide down as well.",
        ),
        Misconception(
            "transposed",
            lambda image, column, row: down_then_across(image, column, row).T,
            "The numbers are right, but rows and columns of the result are exchanged: turn it back with "
            "`.T`.",
        ),
        padded,
        Misconception(
            "one row and column too few",
            lambda image, column, row: down_then_across(image, column, row)[:-1, :-1],
            "The last row and column are missing: the result has (H - m + 1, W - n + 1) entries.",
        ),
        zeros(with_the_full_kernel),
    ),
    hints=(
        "Two passes: first every column of the image on its own, then every row of what came out.",
        "A column of m weights is a kernel of shape (m, 1), a row of n weights one of shape (1, n). "
        "You have a function that slides a kernel of any shape.",
        "`down = correlate2d(image, column[:, None])`, then `return correlate2d(down, row[None, :])`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch", "numpy.outer"),
)
