"""Wrong answers to `learn_kernel` that follow another slope, or go another way along it."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..reference import correlate
from .learn_kernel_mistakes import descend, mean_of_squares, with_rates, with_slope


def with_momentum(share):
    """Descent in which each step keeps a share of the one before."""

    def learn(image, target, steps, lr):
        kernel = np.zeros(np.subtract(image.shape, target.shape) + 1)
        step = np.zeros(kernel.shape)
        for _ in range(steps):
            step = share * step - lr * mean_of_squares(image, correlate(image, kernel) - target)
            kernel = kernel + step
        return kernel

    return learn


@misconception("the kernels of all steps")
def every_kernel(image, target, steps, lr):
    """You return the kernel of each step. Return the last one."""
    return [descend(image, target, done, lr) for done in range(1, steps + 1)]


@every_kernel.also
def every_kernel_and_the_first(image, target, steps, lr):
    return [descend(image, target, done, lr) for done in range(steps + 1)]


def with_loss(factor):
    """Descent where the loss itself takes the place of the error: one number times something of the image."""
    return with_slope(lambda image, error: np.mean(error**2) * factor(image, error))


def mean_of_each_block(image, error):
    return correlate(image, np.ones(error.shape)) / error.size


LOSSES = (
    Misconception(
        "the loss in the place of the error",
        with_loss(lambda image, error: 1),
        "You use the loss, one number without a sign. The slope needs the error of each output, "
        "`output - target`.",
        [with_loss(mean_of_each_block), with_loss(lambda *given: 2 * mean_of_each_block(*given))],
    ),
    Misconception(
        "steps with momentum",
        with_momentum(0.9),
        "Each of your steps keeps a part of the step before (momentum). Here a step is `lr` times the slope.",
        [with_momentum(0.5)],
    ),
    Misconception(
        "`lr` ignored",
        with_rates(lambda lr, step: 0.1),
        "You take a rate of your own. The rate is the argument `lr`.",
        [with_rates(lambda lr, step, rate=rate: rate) for rate in (1.0, 0.5, 0.01, 0.001)],
    ),
    Misconception(
        "the mean slope for every weight",
        with_slope(lambda image, error: np.mean(mean_of_squares(image, error))),
        "All weights move by the same amount, the mean of their slopes. Each weight has a slope of its own.",
    ),
    Misconception(
        "divided by one side",
        with_slope(lambda image, error: 2 / len(error) * correlate(image, error)),
        "You divide by one side of the target. The loss is the mean over all its numbers: `error.size`.",
        [with_slope(lambda image, error: 2 / error.shape[1] * correlate(image, error))],
    ),
    Misconception(
        "root of the loss",
        with_slope(
            lambda image, error: mean_of_squares(image, error) / 2 / max(np.sqrt(np.mean(error**2)), 1e-300)
        ),
        "You follow the slope of the root of the loss. The loss is the mean of the squares, without a root.",
    ),
    every_kernel,
)
