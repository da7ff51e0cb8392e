"""`gaussian_kernel`: weights that fall off with the distance from the middle pixel."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros


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


def bell_from_a_row(size, sigma):
    if size < 1 or size % 2 == 0 or sigma <= 0:
        raise ValueError(f"size must be odd and sigma above 0; got {size} and {sigma}")
    x = np.arange(size) - size // 2
    row = np.exp(-(x**2) / (2 * sigma**2))
    row /= row.sum()
    return np.outer(row, row)


def by_loops(size, sigma):
    raise_unless_gaussian(size, sigma)
    offsets = range(-(size // 2), size // 2 + 1)
    weights = [[float(np.exp(-(y * y + x * x) / (2 * sigma**2))) for x in offsets] for y in offsets]
    total = sum(map(sum, weights))
    return [[weight / total for weight in row] for row in weights]


def in_float32(size, sigma):
    raise_unless_gaussian(size, sigma)
    y, x = np.indices((size, size), dtype=np.float32) - np.float32(size // 2)
    weights = np.exp(-(x * x + y * y) / np.float32(2 * sigma**2))
    return weights / weights.sum()


def offsets_from_middle(size):
    return np.arange(size) - size // 2


def squared_distances(offsets):
    return offsets[:, None] ** 2 + offsets**2


def bell(offsets, sigma):
    """Gaussian weights, not normalised, for these offsets down and right."""
    return np.exp(-squared_distances(offsets) / (2 * sigma**2))


def normalised(weights):
    return weights / weights.sum()


def with_exponent(exponent):
    """A kernel of another exponent, a function of the squared distance and sigma."""
    return lambda size, sigma: normalised(
        np.exp(exponent(squared_distances(offsets_from_middle(size)), sigma))
    )


GAUSSIAN_KERNEL = Exercise(
    name="gaussian_kernel",
    points=3,
    cases=(
        Case("3x3 with sigma 1", (3, 1.0), group="values"),
        Case("7x7 with sigma 1.5", (7, 1.5), group="values"),
        Case("narrow: 5x5 with sigma 0.5", (5, 0.5), group="values"),
        Case("wide: 9x9 with sigma 4", (9, 4.0), group="values"),
        Case("11x11 with a random sigma", lambda rng: (11, float(rng.uniform(1, 3))), group="values"),
        Case("5x5 with a random sigma", lambda rng: (5, float(rng.uniform(1, 2))), group="errors"),
        Case("an even size", (4, 1.0), raises=ValueError, group="errors"),
        Case("a size below 1", (-1, 1.0), raises=ValueError, group="errors"),
        Case("sigma 0", (3, 0.0), raises=ValueError, group="errors"),
        Case("a sigma below 0", (3, -1.0), raises=ValueError, group="errors"),
    ),
    oracle=blurred_impulse,
    alternatives=(from_a_row, by_loops, in_float32),
    another_way=(
        bell_from_a_row,
        "It computes the bell once, for a row, and needs `size` exponentials instead of `size * size`. It "
        "also shows that a Gaussian is a column times a row.",
    ),
    misconceptions=(
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
        Misconception(
            "an error missing",
            lambda size, sigma: normalised(bell(offsets_from_middle(size), sigma)),
            "The kernels are right, but four kinds of input must raise a ValueError: an even size (it has no "
            "middle pixel), a size below 1, sigma 0 (it divides by zero) and a sigma below 0.",
        ),
    ),
    hints=(
        "A weight depends only on how far its pixel is from the middle one. Which index does the middle "
        "have?",
        "`x = np.arange(size) - size // 2` counts columns from the middle; `x[:, None]` does the same for "
        "rows, and adding the squares of both gives the whole square at once.",
        "After the errors: `x = np.arange(size) - size // 2`; "
        "`weights = np.exp(-(x[:, None]**2 + x**2) / (2 * sigma**2))`; `return weights / weights.sum()`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
)
