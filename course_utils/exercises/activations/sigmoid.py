"""sigmoid: the value and the slope of the curve that squashes any number into 0 to 1."""

from __future__ import annotations

import math

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception, zeros
from .reference import SATURATING, stable, with_slope, without_warnings


@with_slope
def by_torch(x):
    import torch

    return torch.sigmoid(x)


def by_tanh(x):
    t = np.tanh(x / 2)
    return (1 + t) / 2, (1 - t**2) / 4


def by_halves(x):
    y = np.zeros(x.shape)
    y[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    y[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return y, y * (1 - y)


def by_logarithm(x):
    y = np.exp(-np.logaddexp(0, -x))
    return y, y * np.exp(-np.logaddexp(0, x))


def both_sides(x):
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small / (1 + small), 1 / (1 + small)), small / (1 + small) ** 2


@misconception("overflow")
def overflow(x):
    """Right, until x is large: `np.exp(1000)` is infinite, NumPy warns, and here the warning counts as an
    error. Never take the exponential of a large positive number: `np.exp(-np.abs(x))` is at most 1.
    """
    y = 1 / (1 + np.exp(-x))
    return y, y * (1 - y)


@overflow.also
def overflow_above(x):
    y = np.exp(x) / (1 + np.exp(x))
    return y, y * (1 - y)


@overflow.also
def overflow_on_both_sides(x):
    y = np.where(x < 0, np.exp(x) / (1 + np.exp(x)), 1 / (1 + np.exp(-x)))
    return y, y * (1 - y)


@overflow.also
def overflow_of_the_slope(x):
    return 1 / (1 + np.exp(-x)), np.exp(-x) / (1 + np.exp(-x)) ** 2


@overflow.also
def overflow_by_loop(x):
    y = np.reshape([1 / (1 + math.exp(-number)) for number in np.ravel(x)], np.shape(x))
    return y, y * (1 - y)


def with_slopes(slope):
    """The right values, with another slope: a function of x and y."""
    return lambda x: (stable(x), slope(x, stable(x)))


def of_value(value):
    """Another value, and the slope y (1 - y) from it."""
    return lambda x: (value(x), value(x) * (1 - value(x)))


SIGMOID = Exercise(
    name="sigmoid",
    points=5,
    cases=SATURATING,
    oracle=by_torch,
    drive=without_warnings,
    returns=("value", "slope"),
    alternatives=(by_tanh, by_halves, by_logarithm, both_sides),
    another_way=(
        by_tanh,
        "The sigmoid is a tanh, stretched and moved. NumPy's tanh is safe for numbers of any size.",
    ),
    forbidden=("scipy", "torch"),
    misconceptions=(
        overflow,
        Misconception(
            "slope forgotten",
            lambda x: 1 / (1 + np.exp(-x)),
            "You return the value only. Two arrays are asked for: `return y, slope`.",
            others=[stable],
        ),
        Misconception(
            "sign of the exponent lost",
            of_value(lambda x: stable(-x)),
            "Your curve falls: a large x gives a number near 0. The exponent is minus x.",
            others=[of_value(lambda x: 1 / (1 + np.exp(x)))],
        ),
        Misconception(
            "tanh instead of the sigmoid",
            lambda x: (np.tanh(x), 1 - np.tanh(x) ** 2),
            "Your values lie between -1 and 1: this is tanh. Those of the sigmoid lie between 0 and 1.",
            others=[of_value(np.tanh)],
        ),
        Misconception(
            "shared out over the array",
            of_value(lambda x: np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x)))),
            "Your values add up to 1: this is softmax. The sigmoid looks at each number alone.",
        ),
        Misconception(
            "yes or no",
            of_value(lambda x: (x > 0) * 1.0),
            "Your values are 0 or 1. The sigmoid is a smooth curve in between.",
            others=[of_value(lambda x: np.round(stable(x))), of_value(lambda x: (x >= 0) * 1.0)],
        ),
        Misconception(
            "cut off instead of bent",
            of_value(lambda x: np.clip(x, 0, 1)),
            "You cut the numbers off at 0 and 1. The sigmoid is a smooth curve.",
            others=[of_value(lambda x: np.clip(0.5 + x / 4, 0, 1))],
        ),
        Misconception(
            "x clipped",
            of_value(lambda x: stable(np.clip(x, -5, 5))),
            "You cut x off before the exponential, so all numbers beyond get one value. Avoid the overflow "
            "without changing x.",
            others=[
                of_value(lambda x, limit=limit: stable(np.clip(x, -limit, limit)))
                for limit in (1, 2, 3, 4, 6)
            ],
        ),
        Misconception(
            "slope from x instead of y",
            with_slopes(lambda x, y: x * (1 - x)),
            "y (1 - y) is a formula of the value y; you put x into it.",
        ),
        Misconception(
            "slope of the value",
            with_slopes(lambda x, y: stable(y) * (1 - stable(y))),
            "You take the sigmoid twice: y is the sigmoid already, and y (1 - y) needs no other one.",
        ),
        Misconception(
            "slope turned upside down",
            with_slopes(lambda x, y: -y * (1 - y)),
            "Your slope is negative, but the curve rises everywhere. Mind the two minus signs: one of the "
            "exponent, one of the power -1.",
        ),
        Misconception(
            "inner derivative only",
            with_slopes(lambda x, y: 1 - y),
            "Your slope lacks the factor y: y (1 - y).",
            others=[with_slopes(lambda x, y: y)],
        ),
        Misconception(
            "y (1 + y)",
            with_slopes(lambda x, y: y * (1 + y)),
            "Your slope grows with x. Far to the right the curve is flat, so the slope goes to 0.",
        ),
        Misconception(
            "slope of tanh",
            with_slopes(lambda x, y: 1 - y**2),
            "1 - y^2 is the slope of tanh. That of the sigmoid is at most 0.25.",
        ),
        Misconception(
            "square instead of product",
            with_slopes(lambda x, y: y**2),
            "Your slope is y^2. At large x the curve is flat, so the slope must go to 0 there.",
            others=[with_slopes(lambda x, y: (1 - y) ** 2), with_slopes(lambda x, y: y - y**3)],
        ),
        Misconception(
            "slope between neighbours",
            with_slopes(lambda x, y: np.gradient(y.ravel()).reshape(y.shape)),
            "You take differences between neighbours in the array. The slope belongs to each number alone.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "First the formula as it stands. For which x is the number inside `np.exp` large and positive?",
        "For negative x, multiply numerator and denominator by exp(x): y = exp(x) / (exp(x) + 1). The slope "
        "can be written with y alone.",
        "`small = np.exp(-np.abs(x))`; y is `1 / (1 + small)` where x is not negative, else "
        "`small / (1 + small)`. The slope is `y * (1 - y)`.",
    ),
)
