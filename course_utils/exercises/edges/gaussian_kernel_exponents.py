"""Wrong answers to `gaussian_kernel` in which the exponent is another one.

What all of them are made from comes first.
"""

from __future__ import annotations

import numpy as np

from ...checks.exercise import misconception


def offsets_from_middle(size):
    return np.arange(size) - size // 2


def squared_distances(offsets):
    return offsets[:, None] ** 2 + offsets**2


def normalised(weights):
    return weights / weights.sum()


def with_exponent(exponent):
    """A kernel of another exponent, a function of the squared distance and sigma."""
    return lambda size, sigma: normalised(
        np.exp(exponent(squared_distances(offsets_from_middle(size)), sigma))
    )


def with_weights(weigh):
    """A kernel of other weights, a function of the offsets down (a column), right (a row) and sigma."""

    def wrong(size, sigma):
        x = offsets_from_middle(size)
        return normalised(weigh(x[:, None], x[None, :], sigma))

    return wrong


@misconception("one direction only")
def across_only(size, sigma):
    """The weight depends on one of x and y only, so all rows (or all columns) are equal. The exponent holds
    x**2 + y**2.
    """
    return with_weights(lambda y, x, sigma: np.exp(-(x**2 + 0 * y) / (2 * sigma**2)))(size, sigma)


@across_only.also
def down_only(size, sigma):
    return across_only(size, sigma).T


@misconception("x and y not squared")
def not_squared(size, sigma):
    """The exponent holds |x| + |y|. It should hold the squares: x**2 + y**2."""
    return with_weights(lambda y, x, sigma: np.exp(-(abs(x) + abs(y)) / (2 * sigma**2)))(size, sigma)


@misconception("square of the sum")
def squared_together(size, sigma):
    """The exponent holds the square of a sum, (x + y)**2 or (|x| + |y|)**2. Square each, then add:
    x**2 + y**2.
    """
    return with_weights(lambda y, x, sigma: np.exp(-((x + y) ** 2) / (2 * sigma**2)))(size, sigma)


@squared_together.also
def sizes_squared_together(size, sigma):
    return with_weights(lambda y, x, sigma: np.exp(-((abs(x) + abs(y)) ** 2) / (2 * sigma**2)))(size, sigma)


@misconception("minus sign missing")
def growing(size, sigma):
    """The weights grow towards the corners. The exponent needs its minus sign: exp(-(...))."""
    return with_weights(lambda y, x, sigma: np.exp((x**2 + y**2) / (2 * sigma**2)))(size, sigma)


@growing.also
def growing_up_to_a_limit(size, sigma):
    return with_weights(lambda y, x, sigma: np.exp(np.minimum((x**2 + y**2) / (2 * sigma**2), 600)))(
        size, sigma
    )
