"""tanh: the value and the slope of a sigmoid that lies around 0."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception, zeros
from .reference import SATURATING, stable, with_slope, without_warnings


@with_slope
def by_torch(x):
    import torch

    return torch.tanh(x)


def by_sigmoid(x):
    s = np.exp(-np.logaddexp(0, -2 * x))
    return 2 * s - 1, 4 * s * (1 - s)


def by_cosh(x):
    near = np.clip(x, -50, 50)
    return np.sinh(near) / np.cosh(near), 1 / np.cosh(near) ** 2


@misconception("overflow")
def overflow(x):
    """Right, until x is large: then exp(x) is infinite, and infinity over infinity is no number. `np.tanh`
    is safe, and so is your sigmoid of 2 x.
    """
    y = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return y, 1 - y**2


@overflow.also
def overflow_below(x):
    y = 2 / (1 + np.exp(-2 * x)) - 1
    return y, 1 - y**2


@overflow.also
def overflow_above(x):
    y = (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)
    return y, 1 - y**2


@overflow.also
def overflow_of_cosh(x):
    return np.tanh(x), 1 / np.cosh(x) ** 2


def with_slopes(slope):
    """The right values, with another slope: a function of x and y."""
    return lambda x: (np.tanh(x), slope(x, np.tanh(x)))


TANH = Exercise(
    name="tanh",
    points=3,
    cases=SATURATING,
    oracle=by_torch,
    drive=without_warnings,
    returns=("value", "slope"),
    alternatives=(by_sigmoid, by_cosh),
    another_way=(
        by_sigmoid,
        "tanh is a sigmoid: twice as steep, twice as high, and moved down by 1. So the slope has a factor "
        "of 4.",
    ),
    forbidden=("scipy", "torch"),
    misconceptions=(
        overflow,
        Misconception(
            "the sigmoid instead of tanh",
            lambda x: (stable(x), stable(x) * (1 - stable(x))),
            "Your values lie between 0 and 1: this is the sigmoid.",
            others=[lambda x: (stable(2 * x), 2 * stable(2 * x) * (1 - stable(2 * x)))],
        ),
        Misconception(
            "half as steep",
            lambda x: (np.tanh(x / 2), (1 - np.tanh(x / 2) ** 2) / 2),
            "Your curve is tanh(x / 2): 2 sigmoid(x) - 1 should be 2 sigmoid(2 x) - 1.",
            others=[lambda x: (np.tanh(x / 2), 1 - np.tanh(x / 2) ** 2)],
        ),
        Misconception(
            "the angle instead",
            lambda x: (np.arctan(x), 1 / (1 + np.asarray(x) ** 2)),
            "This is the arc tangent. The name of the hyperbolic tangent is `np.tanh`.",
            others=[lambda x: (np.tan(x), 1 + np.tan(x) ** 2)],
        ),
        Misconception(
            "cosh not squared",
            with_slopes(lambda x, y: 1 / np.cosh(x)),
            "The slope is 1 / cosh(x)^2: the square is missing. 1 - y^2 is the same, and never overflows.",
        ),
        Misconception(
            "not squared",
            with_slopes(lambda x, y: 1 - y),
            "Your slope is 1 - y. At the far left it would be 2, but the curve is flat there: square y.",
            others=[with_slopes(lambda x, y: 1 - np.abs(y))],
        ),
        Misconception(
            "slope of the sigmoid",
            with_slopes(lambda x, y: y * (1 - y)),
            "y (1 - y) is the slope of the sigmoid. It is negative here for negative x, but tanh rises.",
        ),
        Misconception(
            "slope from x instead of y",
            with_slopes(lambda x, y: 1 - x**2),
            "1 - y^2 is a formula of the value y; you put x into it.",
        ),
        Misconception(
            "tanh twice",
            with_slopes(lambda x, y: 1 - np.tanh(y) ** 2),
            "You take tanh twice: y is tanh already.",
        ),
        Misconception(
            "plus instead of minus",
            with_slopes(lambda x, y: 1 + y**2),
            "1 + y^2 is the slope of the tangent, which has no h in its name. That of tanh is at most 1.",
        ),
        Misconception(
            "slope turned upside down",
            with_slopes(lambda x, y: y**2 - 1),
            "Your slope is negative, but the curve rises everywhere.",
        ),
        Misconception(
            "inner derivative forgotten",
            with_slopes(lambda x, y: (1 - y**2) / 2),
            "Half of the slope is missing: the derivative of 2 x inside is a factor of 2.",
            others=[with_slopes(lambda x, y: (1 - y**2) / 4)],
        ),
        zeros(by_torch),
    ),
    hints=(
        "NumPy has the function. Where is its slope 1, and where is it nearly 0?",
        "As with the sigmoid, the slope can be written with the value y alone.",
        "`y = np.tanh(x)`, and the slope is `1 - y**2`.",
    ),
)
