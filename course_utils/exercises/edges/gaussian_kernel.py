"""`gaussian_kernel`: weights that fall off with the distance from the middle pixel."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise
from .gaussian_kernel_mistakes import MISTAKES, blurred_impulse, from_a_row, raise_unless_gaussian


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


GAUSSIAN_KERNEL = Exercise(
    name="gaussian_kernel",
    points=5,
    cases=(
        Case("3x3 with sigma 1", (3, 1.0), group="sigma 1"),
        Case("7x7 with sigma 1", (7, 1.0), group="sigma 1"),
        Case("a random size", lambda rng: (2 * int(rng.integers(4, 12)) + 1, 1.0), group="sigma 1"),
        Case("3x3 with sigma 1.5", (3, 1.5), group="3 by 3"),
        Case("a random sigma", lambda rng: (3, float(rng.uniform(0.6, 1.9))), group="3 by 3"),
        Case("narrow: 5x5 with sigma 0.5", (5, 0.5), group="narrow and wide"),
        Case("wide: 9x9 with sigma 4", (9, 4.0), group="narrow and wide"),
        Case("a random wide one", lambda rng: (7, float(rng.uniform(8, 90))), group="narrow and wide"),
        Case("7x7 with sigma 1.5", (7, 1.5), group="any size and sigma"),
        Case("a single pixel", (1, 0.7), group="any size and sigma"),
        Case(
            "11x11 with a random sigma",
            lambda rng: (11, float(rng.uniform(1, 3))),
            group="any size and sigma",
        ),
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
    misconceptions=MISTAKES,
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
