"""`box_kernel`: the kernel of equal weights, a plain mean."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros


def raise_below_one(size):
    if size < 1:
        raise ValueError(f"size must be at least 1, got {size}")


def from_a_row(size):
    raise_below_one(size)
    row = np.repeat(1 / size, size)
    return np.outer(row, row)


def box_from_a_row(size):
    if size < 1:
        raise ValueError(f"a kernel has at least 1 pixel; got size {size}")
    row = np.full(size, 1 / size)
    return np.outer(row, row)


def by_lists(size):
    raise_below_one(size)
    return [[1 / size**2] * size for _ in range(size)]


def divided_by_its_sum(size):
    raise_below_one(size)
    weights = np.ones((size, size), dtype=np.float32)
    return weights / weights.sum()


def ones(size):
    return np.ones((max(size, 0), max(size, 0)))


@misconception("even sizes refused")
def odd_only(size):
    """Only a Gaussian needs a middle pixel. A plain mean may be taken over an even size too."""
    if size % 2 == 0:
        raise ValueError("size must be odd")
    return divided_by_its_sum(size)


BOX_KERNEL = Exercise(
    name="box_kernel",
    points=1,
    cases=(
        Case("3x3", (3,), group="values"),
        Case("5x5", (5,), group="values"),
        Case("an even size", (4,), group="values"),
        Case("a single pixel", (1,), group="values"),
        Case("a random size", lambda rng: (int(rng.integers(6, 60)),), group="values"),
        Case("no pixel at all", (0,), raises=ValueError, group="values"),
    ),
    oracle=from_a_row,
    alternatives=(by_lists, divided_by_its_sum),
    another_way=(
        box_from_a_row,
        "It shows that a box is a column times a row. Soon this will make a large box cheap.",
    ),
    misconceptions=(
        Misconception(
            "size 0 accepted",
            lambda size: np.full((size, size), 1 / max(size, 1) ** 2),
            "The kernels are right, but a kernel without pixels must raise a ValueError.",
        ),
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
            "whole-number division",
            lambda size: ones(size) // max(size**2, 1),
            "`//` throws the decimals away, and 1 // 9 is 0. Divide with `/`.",
        ),
        Misconception(
            "size taken for a radius",
            lambda size: ones(2 * size + 1) / (2 * size + 1) ** 2,
            "Your kernel has 2 * size + 1 rows. `size` is the length of a side, not the distance from the "
            "middle to the border.",
        ),
        Misconception(
            "a row instead of a square",
            lambda size: np.ones(max(size, 1)) / max(size, 1),
            "This is one row of weights. The kernel is a square: shape (size, size).",
        ),
        zeros(from_a_row),
        odd_only,
    ),
    hints=(
        "How large is each weight, if all are equal and sum to 1?",
        "There are size * size of them, so each is 1 / size**2. `np.full` makes an array of one value.",
        "If `size < 1`, raise ValueError; then `return np.full((size, size), 1 / size**2)`.",
    ),
)
