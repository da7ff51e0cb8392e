"""leaky_relu: a ReLU that lets a little through on the left."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..draws import normal
from .reference import FIVE, with_slope


@with_slope
def by_torch(x, leak=0.01):
    import torch

    return torch.nn.functional.leaky_relu(x, leak)


def by_maximum(x, leak=0.01):
    return np.maximum(x, leak * x), np.where(x > 0, 1.0, leak)


def by_slope(x, leak=0.01):
    slope = leak + (1 - leak) * (x > 0)
    return slope * x, slope


def known(name, advice, value=None, slope=None):
    """A mistake in the value or the slope, functions of x and the leak; what is not given is right."""

    def wrong(x, leak=0.01):
        right = by_maximum(x, leak)
        return (
            right[0] if value is None else value(x, leak),
            right[1] if slope is None else slope(x, leak),
        )

    return Misconception(name, wrong, advice)


LEAKY_RELU = Exercise(
    name="leaky_relu",
    points=2,
    optional=True,
    cases=(
        Case("-2 to 2", (FIVE,), group="values", parts=("value",)),
        Case("random numbers, leak 0.3", normal((3, 4), then=(0.3,)), group="values", parts=("value",)),
        Case(
            "whole numbers",
            lambda rng: (rng.integers(-9, 10, size=(3, 5)), 0.3),
            group="values",
            parts=("value",),
        ),
        Case("a leak of 0", (FIVE, 0.0), group="slopes"),
        Case("-2 to 2, the slopes", (FIVE,), group="slopes", parts=("slope",)),
        Case("random slopes, leak 0.2", normal((2, 3, 4), then=(0.2,)), group="slopes", parts=("slope",)),
        Case("0 and a leak of 0.5", (np.zeros((1, 2)), 0.5), group="slopes", parts=("slope",)),
    ),
    oracle=by_torch,
    returns=("value", "slope"),
    alternatives=(by_maximum, by_slope),
    another_way=(
        by_slope,
        "The slope first: on each side of 0 the curve is a straight line through 0, so the value is slope "
        "times x.",
    ),
    forbidden=("scipy", "torch"),
    misconceptions=(
        known(
            "the leak for positive numbers",
            "You multiply the positive numbers by the leak. They stay as they are.",
            value=lambda x, leak: np.where(x > 0, leak * x, x),
            slope=lambda x, leak: np.where(x > 0, leak, 1),
        ),
        known(
            "the leak itself",
            "Your negative numbers all become the leak. Multiply each of them by it.",
            value=lambda x, leak: np.where(x > 0, x, leak),
        ),
        known(
            "maximum with the leak",
            "You compare with the leak instead of `leak * x`.",
            value=lambda x, leak: np.maximum(x, leak),
        ),
        known(
            "negative numbers turned around",
            "Your negative numbers become positive. The leak keeps their sign.",
            value=lambda x, leak: np.where(x > 0, x, -leak * x),
        ),
        known(
            "the negative leak for negative numbers",
            "Your slope is negative on the left, but the curve rises there, too.",
            slope=lambda x, leak: np.where(x > 0, 1, -leak),
        ),
        known(
            "a leak of 0 replaced",
            "With a leak of 0 you take another one: in `leak or 0.01`, 0 counts as False. Use the argument "
            "as it is.",
            value=lambda x, leak: np.maximum(x, (leak or 0.01) * x),
            slope=lambda x, leak: np.where(x > 0, 1, leak or 0.01),
        ),
        Misconception(
            "another default of `leak`",
            lambda x, leak=0.1: by_maximum(x, leak),
            "Where `leak` is given the result is right. Where it is not, the leak is 0.01.",
            [lambda x, leak=default: by_maximum(x, leak) for default in (0.2, 0.001, 0.3)],
        ),
        known(
            "slope of ReLU",
            "Your slope is 0 on the left. It is the leak there: this is what the leak is for.",
            slope=lambda x, leak: (x > 0) * 1.0,
        ),
        known(
            "value of ReLU",
            "Your negative numbers become 0, as with ReLU. A little of each should be left: leak times x.",
            value=lambda x, leak: np.maximum(x, 0),
        ),
        known(
            "slope 1 at 0",
            "At 0 itself your slope is 1. Here it is that of the left side, the leak.",
            slope=lambda x, leak: np.where(x >= 0, 1, leak),
        ),
        known(
            "`leak` ignored",
            "Your leak is always 0.01. Use the argument.",
            value=lambda x, leak: np.maximum(x, 0.01 * x),
            slope=lambda x, leak: np.where(x > 0, 1, 0.01),
        ),
        known(
            "leak added to the slope",
            "Your slope is 1 + leak on the right. It is 1 there.",
            slope=lambda x, leak: leak + (x > 0),
        ),
        zeros(by_torch),
    ),
    hints=(
        "It is ReLU, but on the left a line that rises slowly.",
        "For a leak below 1, `leak * x` is the larger of the two where x is negative.",
        "`np.maximum(x, leak * x)`, and for the slope `np.where(x > 0, 1, leak)`.",
    ),
)
