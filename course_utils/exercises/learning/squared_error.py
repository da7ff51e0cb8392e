"""squared_error: how wrong an output is, as one number."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import tensor


def by_torch(found, wanted):
    import torch

    return torch.nn.functional.mse_loss(tensor(found), tensor(wanted)).item()


def by_norm(found, wanted):
    difference = np.asarray(found, dtype=float) - wanted
    return np.linalg.norm(difference) ** 2 / difference.size


def by_loop(found, wanted):
    total = 0.0
    for one, other in zip(np.ravel(found), np.ravel(wanted), strict=True):
        total += (float(one) - float(other)) ** 2
    return total / np.size(found)


@misconception("sum instead of mean")
def summed(found, wanted):
    """You add the squares up. Divide by how many there are: then the error of a large picture can be compared
    with that of a small one.
    """
    return by_norm(found, wanted) * np.size(found)


@misconception("mean of the differences")
def not_squared(found, wanted):
    """You take the mean of the differences without squaring them: too much in one place hides too little in
    another.
    """
    return np.mean(np.asarray(found, dtype=float) - wanted)


@not_squared.also
def the_other_way_round(found, wanted):
    return np.mean(np.asarray(wanted, dtype=float) - found)


@misconception("square of the mean")
def squared_at_the_end(found, wanted):
    """You take the mean first and square it at the end. Square each difference, then take the mean."""
    return np.mean(np.asarray(found, dtype=float) - wanted) ** 2


@misconception("mean absolute error")
def absolute(found, wanted):
    """This is the mean of the absolute differences. Square each difference instead."""
    return np.mean(np.abs(np.asarray(found, dtype=float) - wanted))


@misconception("root of the mean")
def root(found, wanted):
    """You take the square root at the end. Leave the mean of the squares as it is."""
    return np.sqrt(by_norm(found, wanted))


@misconception("half of it")
def half(found, wanted):
    """This is half of the mean of the squares. Some books define the loss like this; here it has no half."""
    return by_norm(found, wanted) / 2


@misconception("squares subtracted")
def difference_of_squares(found, wanted):
    """You square first and subtract then. Subtract first: the square of the difference is what is asked."""
    return np.mean(np.asarray(found, dtype=float) ** 2 - np.asarray(wanted, dtype=float) ** 2)


@misconception("uint8 overflow")
def in_uint8(found, wanted):
    """Pixels of type uint8 begin again after 255, and below 0. Turn them into floats before you subtract."""
    return np.mean((found - wanted) ** 2)


@in_uint8.also
def floats_too_late(found, wanted):
    return np.mean((found - wanted).astype(float) ** 2)


def whole_numbers_as(dtype, late=float):
    """Whole numbers are turned into another dtype of whole numbers, and into `late` after the difference."""

    def wrong(found, wanted):
        if np.asarray(found).dtype.kind in "iu":
            found, wanted = np.asarray(found).astype(dtype), np.asarray(wanted).astype(dtype)
            return np.mean((found - wanted).astype(late) ** 2)
        return by_norm(found, wanted)

    return wrong


def too_late(found, wanted):
    """Each number is turned into an int8 and then into a float."""
    whole = found.dtype.kind in "iu"
    return by_norm(*(a.astype(np.int8).astype(float) if whole else a for a in (found, wanted)))


too_small = Misconception(
    "too small an integer dtype",
    whole_numbers_as(np.int16, np.int16),
    "An int8 holds no number above 127, and an int16 no square above 32,767: larger ones come in again from "
    "below. Turn the pixels into floats before you subtract.",
    [whole_numbers_as(np.int8), whole_numbers_as(np.int8, np.int8), too_late],
)


def of_differences(reduce):
    """Something else that is done with the differences."""
    return lambda found, wanted: reduce(np.asarray(found, dtype=float) - wanted)


SQUARED_ERROR = Exercise(
    name="squared_error",
    points=2,
    cases=(
        Case("found 0 0, wanted 3 6", (np.array([0.0, 0]), np.array([3.0, 6])), group="numbers"),
        Case("random numbers", normal((7,), (7,)), group="numbers"),
        Case("a random picture, 4 x 5", normal((4, 5), (4, 5)), group="pictures"),
        Case("pixels of type uint8", grey((6, 5), (6, 5)), group="pictures"),
    ),
    oracle=by_torch,
    alternatives=(by_norm, by_loop),
    forbidden=("scipy", "sklearn", "torch"),
    misconceptions=(
        summed,
        not_squared,
        squared_at_the_end,
        absolute,
        root,
        half,
        difference_of_squares,
        in_uint8,
        too_small,
        Misconception(
            "divided by the number of rows",
            of_differences(lambda difference: np.sum(difference**2) / len(difference)),
            "`len` counts the rows. Divide by the number of all numbers, `found.size`, as `np.mean` does.",
        ),
        Misconception(
            "averaged over one axis only",
            of_differences(lambda difference: np.mean(difference**2, axis=0)),
            "You take the mean along one axis, so an array is left. The loss is one number: the mean of all.",
            [of_differences(lambda difference: np.mean(difference**2, axis=-1))],
        ),
        Misconception(
            "the variance of the differences",
            of_differences(np.var),
            "The variance takes the mean of the differences off first, so an output that is too bright "
            "everywhere costs nothing. Square the differences as they are.",
            [of_differences(lambda difference: np.var(difference, ddof=1)), of_differences(np.std)],
        ),
        Misconception(
            "divided by n - 1",
            of_differences(lambda difference: np.sum(difference**2) / (difference.size - 1)),
            "You divide by one less than there are. The mean divides by their number.",
        ),
        Misconception(
            "only the first difference",
            of_differences(lambda difference: np.mean(difference[0] ** 2)),
            "Only the first number, or the first row, counts. Does the `return` stand inside the loop?",
            [
                of_differences(lambda difference: np.sum(difference[0] ** 2)),
                of_differences(lambda difference: difference.flat[0] ** 2),
                of_differences(lambda difference: difference.flat[0] ** 2 / difference.size),
                of_differences(lambda difference: np.sum(difference[0] ** 2) / difference.size),
            ],
        ),
        zeros(by_torch),
    ),
    hints=(
        "Three steps: difference, square, mean. Which of them comes first?",
        "For found 0 0 and wanted 3 6 the differences are -3 and -6, their squares 9 and 36, and the mean "
        "is 22.5.",
        "`np.mean((found.astype(float) - wanted) ** 2)`",
    ),
)
