"""Wrong answers to `separable_correlate2d`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..reference import correlate


def down(image, column):
    return correlate(image, np.reshape(column, (-1, 1)))


def across(image, row):
    return correlate(image, np.reshape(row, (1, -1)))


def down_then_across(image, column, row):
    return across(down(image, column), row)


@misconception("full kernel built")
def full_kernel(image, column, row):
    """You multiply the column with the row: that is the full kernel, and costs m * n multiplications for each
    pixel. Slide the column over the image first, then the row over the result.
    """
    return correlate(image, column[:, None] * row)


@full_kernel.also
def both_at_once(image, column, row):
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), (len(column), len(row)))
    return np.einsum("hwmn,m,n->hw", windows, column, row)


@full_kernel.also
def full_kernel_as_a_product(image, column, row):
    return correlate(image, column[:, None] @ row[None])


@misconception("column and row swapped")
def swapped(image, column, row):
    """`column` runs down (along axis 0) and `row` runs right (along axis 1); here they are exchanged."""
    return down_then_across(image, row, column)


def cropped(image, column, row):
    """The results of the two passes over the image itself, of one size."""
    one, other = down(image, column), across(image, row)
    return one[:, : other.shape[1]], other[: one.shape[0]]


@misconception("two passes added")
def added(image, column, row):
    """Both passes start from the image and are added. The second pass must run over the result of the
    first.
    """
    one, other = cropped(image, column, row)
    return one + other


@misconception("two passes multiplied")
def multiplied(image, column, row):
    """Both passes start from the image and are multiplied. The second pass must run over the result of the
    first.
    """
    one, other = cropped(image, column, row)
    return one * other


@misconception("padded to the same size")
def padded(image, column, row):
    """Your result is as large as the image. Without padding it has (H - m + 1, W - n + 1) entries: only
    positions where all weights lie on the image.
    """
    widths = [(length // 2, (length - 1) // 2) for length in (len(column), len(row))]
    return down_then_across(np.pad(image, widths), column, row)


@padded.also
def padded_after(image, column, row):
    widths = [((length - 1) // 2, length // 2) for length in (len(column), len(row))]
    return down_then_across(np.pad(image, widths), column, row)


@misconception("both slide to the right")
def both_across(image, column, row):
    """The column slides to the right, like the row: `np.atleast_2d` and `[None, :]` make a row of it. A
    column of m weights has the shape (m, 1): `column[:, None]`.
    """
    return across(across(image, column), row)


@misconception("both slide down")
def both_down(image, column, row):
    """The row slides down, like the column. A row of n weights has the shape (1, n): `row[None, :]`."""
    return down(down(image, column), row)


@misconception("first pass in whole numbers")
def whole_first_pass(image, column, row):
    """The result of the first pass loses its decimals, or does not fit: its array has an integer dtype. Keep
    floats between the two passes.
    """
    return across(down(image, column).astype(int), row)


@whole_first_pass.also
def first_pass_in_uint8(image, column, row):
    return across(down(image, column).astype(np.int64).astype(np.uint8), row)


@whole_first_pass.also
def first_pass_in_its_dtype(image, column, row):
    return across(down(image, column).astype(image.dtype), row)


@misconception("products overflow")
def in_the_given_dtype(image, column, row):
    """A uint8 ends at 255, and so do products of an image and weights that both are uint8. Turn the image
    into floats first.
    """
    height, width = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    columns = np.zeros((height, image.shape[1]), np.result_type(image, column))
    for i, weight in enumerate(column):
        columns += image[i : i + height] * weight
    return sum(float(weight) * columns[:, i : i + width] for i, weight in enumerate(row))


@in_the_given_dtype.also
def products_in_the_given_dtype(image, column, row):
    height, width = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    columns = np.zeros((height, image.shape[1]))
    for i, weight in enumerate(column):
        columns += image[i : i + height] * weight
    return sum(float(weight) * columns[:, i : i + width] for i, weight in enumerate(row))


@in_the_given_dtype.also
def both_passes_in_the_given_dtype(image, column, row):
    height, width = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    columns = sum(weight * image[i : i + height] for i, weight in enumerate(column))
    return sum(weight * columns[:, i : i + width] for i, weight in enumerate(row))


@misconception("one length for both")
def length_of_the_column(image, column, row):
    """You use `len(column)` for the row too (or the other way round). m and n may differ."""
    m = len(column)
    image = image.astype(float)
    columns = sum(float(column[i]) * image[i : i + len(image) - m + 1] for i in range(m))
    return sum(float(row[j]) * columns[:, j : j + image.shape[1] - m + 1] for j in range(m))


@length_of_the_column.also
def length_of_the_row(image, column, row):
    n = len(row)
    image = image.astype(float)
    columns = sum(float(column[i]) * image[i : i + len(image) - n + 1] for i in range(n))
    return sum(float(row[j]) * columns[:, j : j + image.shape[1] - n + 1] for j in range(n))


MISTAKES = (
    full_kernel,
    swapped,
    Misconception(
        "flipped",
        lambda image, column, row: down_then_across(image, column[::-1], row[::-1]),
        "Column and row are flipped, as `np.convolve` does it. A correlation takes them as they are: "
        "`np.correlate`.",
    ),
    added,
    multiplied,
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
    padded,
    both_across,
    both_down,
    whole_first_pass,
    in_the_given_dtype,
    length_of_the_column,
    Misconception(
        "column and row divided by their sums",
        lambda image, column, row: down_then_across(
            image, column / (column.sum() or 1), row / (row.sum() or 1)
        ),
        "The weights of the column and of the row are divided by their sums. Use them as they are.",
        [lambda image, column, row: down_then_across(image, column / column.sum(), row / row.sum())],
    ),
    Misconception(
        "means in place of sums",
        lambda image, column, row: down_then_across(image, column, row) / (len(column) * len(row)),
        "The products are averaged. A correlation adds them up.",
    ),
    Misconception(
        "signs lost after the first pass",
        lambda image, column, row: across(np.abs(down(image, column)), row),
        "The result of the first pass lost its signs. The second pass needs them.",
    ),
    Misconception(
        "first pass cut to 0 to 255",
        lambda image, column, row: across(np.clip(down(image, column), 0, 255), row),
        "After the first pass numbers below 0 became 0, those above 255 became 255. Only a picture that is "
        "shown needs that range: keep all numbers.",
        [lambda image, column, row: across(np.maximum(down(image, column), 0), row)],
    ),
)
