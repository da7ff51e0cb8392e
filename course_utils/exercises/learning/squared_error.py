"""squared_error: how wrong an output is, as one number."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, misconception, zeros
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
        zeros(by_torch),
    ),
    hints=(
        "Three steps: difference, square, mean. Which of them comes first?",
        "For found 0 0 and wanted 3 6 the differences are -3 and -6, their squares 9 and 36, and the mean "
        "is 22.5.",
        "`np.mean((found.astype(float) - wanted) ** 2)`",
    ),
)
