"""`box_kernel`: the kernel of equal weights, a plain mean."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros


def from_a_row(size):
    row = np.repeat(1 / size, size)
    return np.outer(row, row)


def box_from_a_row(size):
    row = np.full(size, 1 / size)
    return np.outer(row, row)


def by_lists(size):
    return [[1 / size**2] * size for _ in range(size)]


def divided_by_its_sum(size):
    weights = np.ones((size, size), dtype=np.float32)
    return weights / weights.sum()


def ones(size):
    return np.ones((size, size))


@misconception("even sizes refused")
def odd_only(size):
    """Only a Gaussian needs a middle pixel. A plain mean may be taken over an even size too."""
    if size % 2 == 0:
        raise ValueError("size must be odd")
    return divided_by_its_sum(size)


@misconception("even sizes made odd")
def made_odd(size):
    """An even size gives a kernel of an odd one. A plain mean needs no middle pixel: keep the size."""
    return divided_by_its_sum(size + 1 - size % 2)


@made_odd.also
def made_smaller(size):
    return divided_by_its_sum(size - 1 + size % 2)


@made_odd.also
def made_odd_but_divided_by_the_given(size):
    return ones(2 * (size // 2) + 1) / size**2


@misconception("middle pixel left out")
def without_the_middle(size):
    """The middle weight is 0, or missing in the count. A box counts the middle pixel like its neighbours:
    size * size equal weights.
    """
    weights = ones(size)
    weights[size // 2, size // 2] = 0
    return weights / max(weights.sum(), 1)


@without_the_middle.also
def without_the_middle_of_one(size):
    return without_the_middle(size) if size > 1 else np.full((1, 1), np.nan)


@without_the_middle.also
def one_too_few_counted(size):
    return ones(size) / max(size**2 - 1, 1)


@without_the_middle.also
def one_too_few_counted_everywhere(size):
    return ones(size) / np.float64(size**2 - 1)


@misconception("weights only on the diagonal")
def diagonal(size):
    """`np.eye` has ones on the diagonal and zeros elsewhere. In a box all weights are equal: `np.ones`."""
    return np.eye(size) / size


@diagonal.also
def diagonal_divided_by_all(size):
    return np.eye(size) / size**2


@misconception("largest in the middle")
def pyramid(size):
    """Your weights fall off from the middle to the border. In a plain mean all weights are equal."""
    row = np.minimum(np.arange(size), np.arange(size)[::-1]) + 1.0
    return np.outer(row, row) / row.sum() ** 2


BOX_KERNEL = Exercise(
    name="box_kernel",
    points=1,
    cases=(
        Case("3x3", (3,)),
        Case("5x5", (5,)),
        Case("an even size", (4,)),
        Case("a single pixel", (1,)),
        Case("a random size", lambda rng: (int(rng.integers(6, 60)),)),
    ),
    oracle=from_a_row,
    alternatives=(by_lists, divided_by_its_sum),
    another_way=(
        box_from_a_row,
        "It shows that a box is a column times a row. Soon this will make a large box cheap.",
    ),
    misconceptions=(
        Misconception(
            "weights not normalised",
            ones,
            "Every weight is 1, so the filtered image is size * size times too bright. The weights must sum "
            "to 1.",
        ),
        Misconception(
            "divided by the side",
            lambda size: ones(size) / size,
            "The weights sum to `size`. A kernel has size * size weights, so each is 1 / size**2.",
        ),
        Misconception(
            "always a ninth",
            lambda size: ones(size) / 9,
            "1/9 is right for 3x3 only: there are size * size weights.",
        ),
        Misconception(
            "always 3 by 3",
            lambda size: ones(3) / 9,
            "Your kernel is 3 by 3, whatever `size` is: use the argument.",
        ),
        Misconception(
            "divided by twice the side",
            lambda size: ones(size) / (2 * size),
            "2 * size is the number of weights for size 2 only. There are size * size: `size**2`.",
        ),
        Misconception(
            "divided by four sides",
            lambda size: ones(size) / (4 * size),
            "4 * size is how long the border is. The kernel has size * size weights: `size**2`.",
        ),
        Misconception(
            "cut to whole numbers",
            lambda size: ones(size) // size**2,
            "Only whole numbers are left: 1 // 9 is 0, and an integer dtype cannot hold a ninth. Divide with "
            "`/`, and make an array of floats.",
        ),
        Misconception(
            "size taken for a radius",
            lambda size: ones(2 * size + 1) / (2 * size + 1) ** 2,
            "Your kernel has 2 * size + 1 rows. `size` is the length of a side, not the distance from the "
            "middle to the border.",
        ),
        Misconception(
            "a row instead of a square",
            lambda size: np.ones(size) / size,
            "This is one row of weights, or one column. The kernel is a square: shape (size, size).",
            [
                lambda size: np.ones((1, size)) / size,
                lambda size: np.ones((size, 1)) / size,
                lambda size: np.ones(size) / size**2,
                lambda size: np.ones((1, size)) / size**2,
            ],
        ),
        zeros(from_a_row),
        odd_only,
        made_odd,
        without_the_middle,
        diagonal,
        pyramid,
    ),
    hints=(
        "How large is each weight, if all are equal and sum to 1?",
        "There are size * size of them, so each is 1 / size**2. `np.full` makes an array of one value.",
        "`return np.full((size, size), 1 / size**2)`.",
    ),
)
