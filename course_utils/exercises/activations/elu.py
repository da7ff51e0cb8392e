"""elu: a ReLU that bends into a floor on the left."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from .reference import FIVE, far, with_slope, without_warnings


@with_slope
def by_torch(x, alpha=1.0):
    import torch

    return torch.nn.functional.elu(x, alpha)


def safe(x, alpha=1.0):
    y = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return y, np.where(x > 0, 1.0, y + alpha)


def by_halves(x, alpha=1.0):
    y, slope = np.array(x, dtype=float), np.ones(np.shape(x))
    left = x <= 0
    slope[left] = alpha * np.exp(y[left])
    y[left] = slope[left] - alpha
    return y, slope


def by_sum(x, alpha=1.0):
    bent = alpha * np.exp(-np.maximum(-x, 0))
    return np.maximum(x, 0) + bent - alpha, (x > 0) + bent * (x <= 0)


@misconception("overflow")
def overflow(x, alpha=1.0):
    """Right, until x is large: `np.where` computes both sides for every x, so exp(1000) is computed, too, and
    then thrown away. Put `np.minimum(x, 0)` into the exponential.
    """
    y = np.where(x > 0, x, alpha * (np.exp(x) - 1))
    return y, np.where(x > 0, 1.0, alpha * np.exp(x))


def known(name, advice, value=None, slope=None):
    """A mistake in the value or the slope, functions of x, alpha and the exponential of the left side."""

    def wrong(x, alpha=1.0):
        bent, (right, its_slope) = np.exp(np.minimum(x, 0)), safe(x, alpha)
        return (
            right if value is None else np.where(x > 0, x, value(x, alpha, bent)),
            its_slope if slope is None else slope(x, alpha, bent),
        )

    return Misconception(name, wrong, advice)


ELU = Exercise(
    name="elu",
    points=3,
    optional=True,
    cases=(
        Case("-2 to 2", (FIVE,), group="values", parts=("value",)),
        Case("random numbers, alpha 0.5", normal((3, 4), then=(0.5,)), group="values", parts=("value",)),
        Case("-2 to 2, the slopes", (FIVE,), group="slopes", parts=("slope",)),
        Case("random slopes, alpha 0.7", normal((2, 3, 4), then=(0.7,)), group="slopes", parts=("slope",)),
        Case("whole numbers", lambda rng: (rng.integers(-3, 4, size=(3, 5)), 0.6), group="slopes"),
        Case("0 and alpha 0.5", (np.zeros((1, 2)), 0.5), group="slopes", parts=("slope",)),
        Case("-1000 and 1000", (np.array([-1000.0, 1000]),), group="far from 0"),
        Case("random numbers near -800 and 800", far((4, 5), 800), group="far from 0"),
    ),
    oracle=by_torch,
    drive=without_warnings,
    returns=("value", "slope"),
    alternatives=(safe, by_halves, by_sum),
    another_way=(
        by_halves,
        "A mask on the left of an assignment changes a part of an array, so the exponential sees no other "
        "number.",
    ),
    forbidden=("scipy", "torch"),
    misconceptions=(
        Misconception(
            "alpha on both sides",
            lambda x, alpha=1.0: tuple(part * np.where(x > 0, alpha, 1) for part in safe(x, alpha)),
            "You multiply positive numbers by alpha, too. They stay as they are: alpha is for the left side.",
            [
                lambda x, alpha=1.0: (safe(x, alpha)[0] * np.where(x > 0, alpha, 1), safe(x, alpha)[1]),
                lambda x, alpha=1.0: (safe(x, alpha)[0], safe(x, alpha)[1] * np.where(x > 0, alpha, 1)),
            ],
        ),
        overflow,
        known(
            "minus 1 forgotten",
            "Your curve jumps at 0: alpha exp(x) is alpha there. Subtract 1 from the exponential.",
            value=lambda x, alpha, bent: alpha * bent,
        ),
        known(
            "alpha times the exponential only",
            "You subtract 1 after you multiplied by alpha, so the curve jumps at 0: alpha (exp(x) - 1).",
            value=lambda x, alpha, bent: alpha * bent - 1,
        ),
        known(
            "alpha in the exponent",
            "Your alpha is in the exponent. It is a factor: how deep the floor lies.",
            value=lambda x, alpha, bent: bent**alpha - 1,
        ),
        known(
            "`alpha` ignored",
            "Your alpha is always 1. Use the argument.",
            value=lambda x, alpha, bent: bent - 1,
            slope=lambda x, alpha, bent: np.where(x > 0, 1, bent),
        ),
        known(
            "value of ReLU",
            "Your negative numbers become 0, as with ReLU. Here they bend into a floor at -alpha.",
            value=lambda x, alpha, bent: 0.0,
        ),
        known(
            "the left side upside down",
            "Your negative numbers become positive. The floor lies at -alpha: exp(x) - 1 is negative there.",
            value=lambda x, alpha, bent: alpha * (1 - bent),
        ),
        known(
            "slope of ReLU",
            "Your slope is 0 on the left. It is alpha exp(x) there.",
            slope=lambda x, alpha, bent: (x > 0) * 1.0,
        ),
        known(
            "slope is the value",
            "On the left you return the value as the slope. They differ by alpha.",
            slope=lambda x, alpha, bent: np.where(x > 0, 1, alpha * (bent - 1)),
        ),
        known(
            "1 added to the value",
            "On the left your slope is the value plus 1. It is the value plus alpha.",
            slope=lambda x, alpha, bent: np.where(x > 0, 1, alpha * (bent - 1) + 1),
        ),
        known(
            "slope 1 at 0",
            "At 0 itself your slope is 1. Here it is that of the left side, alpha.",
            slope=lambda x, alpha, bent: np.where(x >= 0, 1, alpha * bent),
        ),
        zeros(by_torch),
    ),
    hints=(
        "Which numbers does the exponential see? `np.where` computes both sides first, and chooses then.",
        "`np.minimum(x, 0)` leaves the left side as it is, and makes the right side harmless.",
        "`y = np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0)) - 1))`, and the slope on the left is "
        "`y + alpha`.",
    ),
)
