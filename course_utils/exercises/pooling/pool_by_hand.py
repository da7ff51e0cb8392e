"""The largest number and the mean of each 2 x 2 square, by hand."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception
from .reference import TOY, torch_avg, torch_max

MAXIMA, MEANS = [[20, 30], [112, 37]], [[13, 8], [79, 19.5]]


def by_torch(kind):
    return {"max": torch_max, "average": torch_avg}[kind](TOY, 2)[0, 0]


def either(name, maxima, means, advice):
    """A mistake in both tables, or in one of them while the other is right."""
    forms = [{"max": maxima, "average": MEANS}, {"max": MAXIMA, "average": means}]
    return Misconception(name, {"max": maxima, "average": means}, advice, forms)


POOL_BY_HAND = Exercise(
    name="pool_by_hand",
    points=2,
    cases=(
        Case("the largest of each square", ("max",), group="max"),
        Case("the mean of each square", ("average",), group="average"),
    ),
    oracle=by_torch,
    alternatives=(
        {"max": np.array(MAXIMA), "average": np.array(MEANS)},
        {"max": tuple(map(tuple, MAXIMA)), "average": MEANS},
    ),
    misconceptions=(
        Misconception(
            "the lecture's rounding",
            {"max": MAXIMA, "average": [[13, 8], [79, 20]]},
            "The last square is 37, 4, 25 and 12. Their sum is 78, and 78 / 4 is 19.5. "
            "The lecture rounds it to 20; a layer never rounds.",
        ),
        Misconception(
            "divided by 2",
            {"max": MAXIMA, "average": [[26, 16], [158, 39]]},
            "You divide the sums by 2. A square has four numbers: divide by 4.",
        ),
        Misconception(
            "medians",
            {"max": MAXIMA, "average": [[12, 1], [85, 18.5]]},
            "These are the medians of the squares. A mean is the sum of the four numbers, divided by 4.",
        ),
        either(
            "whole rows",
            [30, 12, 70, 112],
            [15.5, 5.5, 36.25, 62.25],
            "You take each row of the table. Take each square of 2 by 2.",
        ),
        either(
            "whole columns",
            [112, 100, 37, 12],
            [41.5, 50.5, 23.5, 4],
            "You take each column of the table. Take each square of 2 by 2.",
        ),
        either(
            "one number for the whole table",
            112,
            29.875,
            "You take the whole table at once. Each of its four squares has its own number.",
        ),
        either(
            "stride 1",
            [[20, 30, 30], [70, 70, 37], [112, 100, 37]],
            [[13, 16, 8], [31, 30.25, 10.75], [79, 58, 19.5]],
            "Your windows overlap, because they move by 1. Here they move by 2, so there are four of them.",
        ),
        either(
            "rows and columns swapped",
            [[20, 112], [30, 37]],
            [[13, 79], [8, 19.5]],
            "The four numbers are right, but the second one belongs to the upper right square.",
        ),
        Misconception(
            "sums instead of means",
            {"max": MAXIMA, "average": [[52, 32], [316, 78]]},
            "The sums are right. A mean is the sum of the four numbers, divided by 4.",
        ),
        Misconception(
            "the smallest of each square",
            {"max": [[8, 0], [34, 4]], "average": MEANS},
            "These are the smallest numbers; max pooling keeps the largest.",
        ),
        Misconception(
            "the first number of each square",
            {"max": [[12, 30], [34, 37]], "average": MEANS},
            "These are the upper left numbers of the squares. Compare all four numbers of a square.",
            [
                {"max": [[12, 0], [100, 12]], "average": MEANS},
                {"max": [[20, 0], [70, 4]], "average": MEANS},
                {"max": [[8, 2], [112, 25]], "average": MEANS},
            ],
        ),
        Misconception(
            "the middle of the largest and the smallest",
            {"max": MAXIMA, "average": [[14, 15], [73, 20.5]]},
            "You took the mean of the largest and the smallest number only. A mean is the sum of all four, "
            "divided by 4.",
        ),
        Misconception(
            "only two numbers of each square",
            {"max": MAXIMA, "average": [[12, 15], [67, 24.5]]},
            "You took the mean of two numbers of each square. It has four: add them all, and divide by 4.",
            [
                {"max": MAXIMA, "average": [[14, 1], [91, 14.5]]},
                {"max": MAXIMA, "average": [[16, 15], [52, 20.5]]},
                {"max": MAXIMA, "average": [[10, 1], [106, 18.5]]},
                {"max": MAXIMA, "average": [[10, 16], [73, 31]]},
                {"max": MAXIMA, "average": [[16, 0], [85, 8]]},
            ],
        ),
        Misconception(
            "max and average swapped",
            {"max": MEANS, "average": MAXIMA},
            "Both are right, but each stands under the other's name.",
        ),
        Misconception(
            "all zeros", {"max": [[0, 0], [0, 0]], "average": [[0, 0], [0, 0]]}, "Zeros are no answer yet."
        ),
    ),
    hints=(
        "Cut the table into four squares of 2 by 2. The first one is 12, 20, 8, 12.",
        "The first row of each answer comes from the upper two squares: 12, 20, 8, 12 and 30, 0, 2, 0.",
        "The largest are `[[20, 30], [112, 37]]`. The first mean is (12 + 20 + 8 + 12) / 4 = 13; "
        "the last one is not a whole number.",
    ),
)
