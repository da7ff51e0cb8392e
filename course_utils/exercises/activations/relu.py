"""relu: the value and the slope of the line that is cut off at 0."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..draws import normal
from .reference import FIVE, with_slope


@with_slope
def by_torch(x):
    import torch

    return torch.relu(x)


def by_mask(x):
    is_on = x > 0
    return np.where(is_on, x, 0), np.where(is_on, 1.0, 0.0)


def by_product(x):
    slope = np.heaviside(x, 0)
    return x * slope, slope


def known(name, advice, value=None, slope=None, others=()):
    """A mistake in the value, in the slope, or in both; what is not given is right."""

    def form(value, slope):
        return lambda x: (
            np.maximum(x, 0) if value is None else value(x),
            (x > 0) * 1.0 if slope is None else slope(x),
        )

    return Misconception(name, form(value, slope), advice, others=[form(*other) for other in others])


RELU = Exercise(
    name="relu",
    points=2,
    cases=(
        Case("-2 to 2", (FIVE,), group="values", parts=("value",)),
        Case("random numbers, 3 x 4", normal((3, 4)), group="values", parts=("value",)),
        Case("-2 to 2, the slopes", (FIVE,), group="slopes", parts=("slope",)),
        Case("random numbers, their slopes", normal((2, 3, 4)), group="slopes", parts=("slope",)),
        Case(
            "whole numbers",
            lambda rng: (rng.integers(-4, 5, size=(3, 5)),),
            group="slopes",
            parts=("slope",),
        ),
    ),
    oracle=by_torch,
    returns=("value", "slope"),
    alternatives=(by_mask, by_product),
    another_way=(
        by_mask,
        "The mask says which numbers pass. A network keeps it on the way forward, and uses it on the way "
        "back.",
    ),
    forbidden=("scipy", "torch"),
    misconceptions=(
        known(
            "slope 1 at 0",
            "At 0 itself your slope is 1. Here it is that of the left side, 0: `x > 0`, not `x >= 0`.",
            slope=lambda x: (x >= 0) * 1.0,
        ),
        known(
            "half a slope at 0",
            "At 0 itself your slope is a half. Here it is that of the left side, 0.",
            slope=lambda x: np.heaviside(x, 0.5),
        ),
        known(
            "absolute value",
            "You turn negative numbers into positive ones. They should become 0.",
            value=np.abs,
            others=[(np.abs, np.sign)],
        ),
        known(
            "the negative half kept",
            "You keep the negative numbers. The positive ones should stay, and the negative ones become 0.",
            value=lambda x: np.minimum(x, 0),
            slope=lambda x: (x < 0) * 1.0,
            others=[(lambda x: np.minimum(x, 0), None), (lambda x: np.maximum(-x, 0), None)],
        ),
        known(
            "slope is the value",
            "You return the value in the place of the slope. Where x is positive the line rises by 1 for "
            "each 1.",
            slope=lambda x: np.maximum(x, 0),
        ),
        known(
            "sign instead of slope",
            "Your slope is -1 for negative x. The curve is flat there: 0.",
            slope=np.sign,
        ),
        known(
            "slope 1 everywhere",
            "Your slope is 1 everywhere. Where x is negative the curve is flat: 0.",
            slope=lambda x: np.ones(np.shape(x)),
        ),
        known(
            "slope of the other side",
            "Your slope is 1 where x is negative. It should be 1 where x is positive.",
            slope=lambda x: (x < 0) * 1.0,
            others=[(None, lambda x: (x <= 0) * 1.0)],
        ),
        known(
            "cut off at 1, too",
            "Your values end at 1. Positive numbers stay as they are, however large.",
            value=lambda x: np.clip(x, 0, 1),
        ),
        known(
            "a leak",
            "For negative x you let a little through: this is the leaky ReLU.",
            value=lambda x: np.maximum(x, 0.01 * x),
            slope=lambda x: np.where(x > 0, 1, 0.01),
            others=[(lambda x: np.maximum(x, 0.01 * x), None)],
        ),
        known(
            "one slope for the whole array",
            "Your slope is one number. Each x has a slope of its own.",
            slope=lambda x: float(np.any(x > 0)),
        ),
        zeros(by_torch),
    ),
    hints=(
        "What does the curve do left of 0, and what right of it?",
        "`np.maximum(x, 0)` compares each number with 0. The slope is 1 or 0.",
        "The slope is `(x > 0) * 1.0`: a comparison gives True and False, and `* 1.0` makes 1 and 0 of them.",
    ),
)
