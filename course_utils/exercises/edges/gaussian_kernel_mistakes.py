"""Wrong answers to `gaussian_kernel`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception, zeros
from .gaussian_kernel_exponents import (
    across_only,
    growing,
    normalised,
    not_squared,
    offsets_from_middle,
    squared_distances,
    squared_together,
    with_exponent,
)


def blurred_impulse(size, sigma):
    from scipy.ndimage import gaussian_filter

    point = np.zeros((size, size))
    point[size // 2, size // 2] = 1.0
    return gaussian_filter(point, sigma, mode="constant", radius=size // 2)


def raise_unless_gaussian(size, sigma):
    if size % 2 == 0 or size < 1 or sigma <= 0:
        raise ValueError(f"size must be odd and sigma above 0, got {size} and {sigma}")


def from_a_row(size, sigma):
    raise_unless_gaussian(size, sigma)
    row = np.exp(-0.5 * (np.linspace(-(size // 2), size // 2, size) / sigma) ** 2)
    row /= row.sum()
    return np.outer(row, row)


def bell(offsets, sigma):
    """Gaussian weights, not normalised, for these offsets down and right."""
    return np.exp(-squared_distances(offsets) / (2 * sigma**2))


def with_sigma(change):
    """A kernel with another sigma, a function of size and sigma."""
    return lambda size, sigma: normalised(bell(offsets_from_middle(size), change(size, sigma)))


@misconception("each row scaled by itself")
def row_by_row(size, sigma):
    """Each row (or column) sums to 1, and so they are all alike. Divide by one number, the sum of all
    weights: `weights.sum()` without an axis.
    """
    weights = bell(offsets_from_middle(size), sigma)
    return weights / weights.sum(axis=1, keepdims=True)


@row_by_row.also
def column_by_column(size, sigma):
    weights = bell(offsets_from_middle(size), sigma)
    return weights / weights.sum(axis=0)


@misconception("sigma not used")
def from_the_size(size, sigma):
    """Another sigma gives the same kernel in yours. How fast the weights fall off is up to the argument
    `sigma`, in pixels.
    """
    return with_sigma(lambda size, sigma: size / 6)(size, sigma)


for of_size in (
    lambda size: (size - 1) / 6,
    lambda size: size / 3,
    lambda size: size / 4,
    lambda size: max(size // 2, 1) / 2,
    lambda size: 0.3 * ((size - 1) * 0.5 - 1) + 0.8,
    lambda size: 1,
):
    from_the_size.also(with_sigma(lambda size, sigma, of_size=of_size: of_size(size)))


@misconception("far weights cut off")
def cut_at_three_sigma(size, sigma):
    """Weights far from the middle are 0. A Gaussian never becomes 0: keep all weights of the square."""
    x = offsets_from_middle(size)
    return normalised(bell(x, sigma) * (squared_distances(x) <= 9 * sigma**2))


@cut_at_three_sigma.also
def cut_to_a_square(size, sigma):
    x = offsets_from_middle(size)
    return normalised(bell(x, sigma) * (abs(x) <= 3 * sigma) * (abs(x) <= 3 * sigma)[:, None])


@cut_at_three_sigma.also
def cut_to_a_disc(size, sigma):
    x = offsets_from_middle(size)
    return normalised(bell(x, sigma) * (squared_distances(x) <= (size // 2) ** 2))


MISTAKES = (
    Misconception(
        "kernel not normalised",
        lambda size, sigma: bell(offsets_from_middle(size), sigma),
        "The shape of the bell is right, but its middle is 1 and the weights sum to more than 1: the "
        "image gets brighter. Divide by their sum.",
    ),
    Misconception(
        "normalised by the formula, not by the sum",
        lambda size, sigma: bell(offsets_from_middle(size), sigma) / (2 * np.pi * sigma**2),
        "1 / (2 pi sigma**2) normalises the continuous bell on an infinite plane. On a few pixels the "
        "sum is not quite 1: divide by the sum of the weights that you have.",
    ),
    Misconception(
        "sigma taken for the variance",
        with_exponent(lambda r2, sigma: -r2 / (2 * sigma)),
        "The exponent divides by 2 * sigma; it should divide by 2 * sigma**2. sigma is the standard "
        "deviation, its square the variance.",
    ),
    Misconception(
        "missing 2 in the exponent",
        with_exponent(lambda r2, sigma: -r2 / sigma**2),
        "The exponent divides by sigma**2; the formula has 2 * sigma**2. Your bell is too narrow.",
    ),
    Misconception(
        "multiplied by sigma squared",
        with_exponent(lambda r2, sigma: -r2 / 2 * sigma**2),
        "`/ 2 * sigma**2` divides by 2 and then multiplies by sigma**2. Put brackets around the whole "
        "denominator: `/ (2 * sigma**2)`.",
    ),
    Misconception(
        "distance not squared",
        with_exponent(lambda r2, sigma: -np.sqrt(r2) / (2 * sigma**2)),
        "The exponent uses the distance from the middle; it should use its square, x**2 + y**2.",
    ),
    Misconception(
        "middle off by half a pixel",
        lambda size, sigma: normalised(bell(np.arange(size) - size / 2, sigma)),
        "The bell's middle lies between pixels: size / 2 is 1.5 for a 3x3 kernel. The middle pixel has "
        "the index size // 2.",
    ),
    Misconception(
        "counted from the corner",
        lambda size, sigma: normalised(bell(np.arange(size), sigma)),
        "The largest weight is in the upper left corner: `np.arange(size)` counts from there. Subtract "
        "the index of the middle, size // 2.",
    ),
    Misconception(
        "squeezed between -1 and 1",
        lambda size, sigma: normalised(bell(np.linspace(-1, 1, size), sigma)),
        "x and y run from -1 to 1, whatever the size. Count whole pixels: sigma is measured in them.",
    ),
    Misconception(
        "a row instead of a square",
        lambda size, sigma: normalised(np.exp(-(offsets_from_middle(size) ** 2) / (2 * sigma**2))),
        "This is one row of weights. The kernel is a square, of shape (size, size): "
        "`x[:, None] ** 2 + x ** 2` has a row for each y and a column for each x.",
    ),
    Misconception(
        "size taken for a radius",
        lambda size, sigma: normalised(bell(offsets_from_middle(2 * size + 1), sigma)),
        "Your kernel has 2 * size + 1 rows. `size` is the length of a side, not the distance from the "
        "middle to the border.",
    ),
    zeros(blurred_impulse),
    row_by_row,
    across_only,
    not_squared,
    squared_together,
    growing,
    from_the_size,
    Misconception(
        "sigma cut to a whole number",
        with_sigma(lambda size, sigma: max(int(sigma), 1)),
        "The decimals of sigma are lost: use it as it is.",
        [with_sigma(lambda size, sigma: max(round(sigma), 1))],
    ),
    Misconception(
        "the 2 squared too",
        with_exponent(lambda r2, sigma: -r2 / (2 * sigma) ** 2),
        "`(2 * sigma)**2` is 4 * sigma**2, so your bell is too wide. Only sigma is squared: `2 * sigma**2`.",
    ),
    Misconception(
        "divided by the mean",
        lambda size, sigma: size**2 * from_a_row(size, sigma),
        "The weights sum to size * size: you divide by their mean, or multiply by how many there are. "
        "Divide by their sum.",
    ),
    Misconception(
        "divided by the root of the sum",
        lambda size, sigma: (
            bell(offsets_from_middle(size), sigma) / np.sqrt(bell(offsets_from_middle(size), sigma).sum())
        ),
        "You divide by the square root of the sum. Divide by the sum itself.",
    ),
    Misconception(
        "scaled to a length of 1",
        lambda size, sigma: (
            bell(offsets_from_middle(size), sigma) / np.linalg.norm(bell(offsets_from_middle(size), sigma))
        ),
        "The squares of your weights sum to 1. The weights themselves should: divide by their sum.",
    ),
    cut_at_three_sigma,
)
