"""slope: the derivative of the loss of one weight."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..reference import tensor


def by_autograd(w, x, target):
    import torch

    weight = torch.tensor(float(w), dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.mse_loss(weight * tensor(x), tensor(target))
    return torch.autograd.grad(loss, weight)[0].item()


def mean_slope(w, x, target):
    return np.mean(2 * (w * x - target) * x)


def by_dot_product(w, x, target):
    return 2 * (w * x - target) @ x / len(x)


def by_parts(w, x, target):
    """The loss is a w**2 - 2 b w + c."""
    return 2 * w * np.mean(x * x) - 2 * np.mean(x * target)


@misconception("wrong sign")
def uphill(w, x, target):
    """The sign is wrong. The error is what is found minus what is wanted, `w * x - target`, not the other way
    round.
    """
    return -mean_slope(w, x, target)


@misconception("missing factor 2")
def without_2(w, x, target):
    """Your slope is half of the right one: the derivative of error**2 is 2 * error, times the derivative of
    the error.
    """
    return mean_slope(w, x, target) / 2


@misconception("wrong sign and missing factor 2")
def both(w, x, target):
    """Two things at once: the error is `w * x - target`, and the derivative of its square has a factor 2."""
    return -mean_slope(w, x, target) / 2


@misconception("sum instead of mean")
def summed(w, x, target):
    """You add the derivatives up. The loss is the mean over all outputs, and so is its slope."""
    return mean_slope(w, x, target) * len(x)


@misconception("neither 2 nor the mean")
def neither(w, x, target):
    """Two things at once: the derivative of error**2 has the factor 2, and the loss is a mean, not a sum."""
    return mean_slope(w, x, target) * len(x) / 2


@misconception("pixel forgotten")
def without_x(w, x, target):
    """This is twice the mean error. How much the error changes with w depends on the pixel that w is
    multiplied with: each error is multiplied by its own x.
    """
    return np.mean(2 * (w * x - target))


@misconception("the loss itself")
def the_loss(w, x, target):
    """This is the loss at w. Its slope says how fast the loss changes when w grows."""
    return np.mean((w * x - target) ** 2)


@misconception("error squared in the slope")
def squared(w, x, target):
    """The error is squared in the loss, but not in the slope: the derivative of error**2 is 2 * error."""
    return np.mean(2 * (w * x - target) ** 2 * x)


@misconception("means multiplied")
def means_multiplied(w, x, target):
    """You multiply the mean error by the mean of x. Each error goes with its own x: multiply first, then take
    the mean.
    """
    return 2 * np.mean(w * x - target) * np.mean(x)


def times(factor):
    """The errors, multiplied by something else than the pixels: by `factor(w, x, target, error)`."""

    def wrong(w, x, target):
        error = w * x - target
        return np.mean(2 * error * factor(w, x, target, error))

    return wrong


def quotient(up, down=0.0):
    """A difference of the loss, divided by the step."""

    def wrong(w, x, target):
        return (the_loss(w + up, x, target) - the_loss(w - down, x, target)) / (up + down)

    return wrong


def first_pixel(divide):
    return lambda w, x, target: 2 * (w * x[0] - target[0]) * x[0] / divide(len(x))


def a_step(rate):
    return lambda w, x, target: w - rate * mean_slope(w, x, target)


def drawn(count):
    """Draws a weight, its inputs and the targets."""
    return lambda rng: (float(rng.normal()), rng.normal(1, 1, size=count), rng.normal(size=count))


SLOPE = Exercise(
    name="slope",
    points=3,
    cases=(
        Case("x 1 2, target 3 6, w = 0", (0.0, np.array([1.0, 2]), np.array([3.0, 6])), group="numbers"),
        Case("x 1 2, target 3 6, w = 5", (5.0, np.array([1.0, 2]), np.array([3.0, 6])), group="numbers"),
        Case("random, 3 outputs", drawn(3), group="numbers"),
        Case("random, 8 outputs", drawn(8), group="many outputs"),
        Case("random, 50 outputs", drawn(50), group="many outputs"),
        Case(
            "whole numbers",
            lambda rng: (2, rng.integers(1, 5, size=7), rng.integers(0, 9, size=7)),
            group="many outputs",
        ),
        Case(
            "whole numbers, a slope of 2/3",
            (2, np.array([1, 2, 4]), np.array([3, 5, 7])),
            group="many outputs",
        ),
    ),
    oracle=by_autograd,
    alternatives=(mean_slope, by_dot_product, by_parts),
    forbidden=("scipy", "torch"),
    misconceptions=(
        uphill,
        without_2,
        both,
        summed,
        neither,
        without_x,
        the_loss,
        squared,
        means_multiplied,
        Misconception(
            "times the weight, not the pixel",
            times(lambda w, x, target, error: w),
            "You multiply each error by w. How much the output w * x changes with w is x: "
            "multiply each error by its own pixel.",
        ),
        Misconception(
            "times the target, not the pixel",
            times(lambda w, x, target, error: target),
            "You multiply each error by its target. How much the output w * x changes with w is x: multiply "
            "each error by its own pixel.",
        ),
        Misconception(
            "times the output, not the pixel",
            times(lambda w, x, target, error: w * x),
            "You multiply each error by the output, w * x. How much the output changes with w is x alone.",
        ),
        Misconception(
            "only the sign of the error",
            lambda w, x, target: np.mean(np.sign(w * x - target) * x),
            "Only the sign of each error counts in yours: this is the slope of the mean absolute error. "
            "The derivative of error**2 is 2 * error.",
            [lambda w, x, target: np.mean(2 * np.sign(w * x - target) * x)],
        ),
        Misconception(
            "a difference quotient",
            quotient(1.0),
            "You compare the loss at w with that a step farther on. The slope changes on the way, so this is "
            "nearly right only: use the formula for the derivative.",
            [quotient(step) for step in (0.5, 0.1, 0.01, 1e-3, 1e-4)] + [quotient(0.0, 1.0)],
        ),
        Misconception(
            "a step instead of the slope",
            a_step(0.1),
            "You return the weight after a step of gradient descent. The slope itself is asked for.",
            [a_step(rate) for rate in (1.0, 0.5, 0.01, 0.001)]
            + [lambda w, x, target: -0.1 * mean_slope(w, x, target)],
        ),
        Misconception(
            "only the first pixel",
            first_pixel(lambda count: count),
            "Only the first pixel counts. Does the `return` stand inside the loop?",
            [first_pixel(lambda count: 1)],
        ),
        Misconception(
            "divided by n - 1",
            lambda w, x, target: mean_slope(w, x, target) * len(x) / (len(x) - 1),
            "You divide by one less than there are. The mean divides by their number.",
        ),
        zeros(by_autograd),
    ),
    hints=(
        "Take one output first. Its error is w * x - target. How much does the error change when w grows "
        "by 1, and how much does its square change?",
        "The derivative of one square is 2 * error * x. The loss is the mean over all outputs.",
        "`error = w * x - target`, then `np.mean(2 * error * x)`.",
    ),
)
