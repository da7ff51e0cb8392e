"""normalise: stretch the values of an image to [0, 1]."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise
from .normalise_mistakes import MISTAKES, by_interpolation


def in_float32(image):
    image = np.float32(image) - np.float32(np.min(image))
    return image / max(image.max(), np.float32(1e-30))


def by_loops(image):
    low, high = float(np.min(image)), float(np.max(image))
    span = (high - low) or 1.0
    return [[(float(value) - low) / span for value in row] for row in image]


def two_neighbouring_values(rng):
    low, ones = rng.integers(0, 255, dtype=np.uint8), [0, 0, 0, 1, 1, 1]
    return (low + rng.permutation(ones).astype(np.uint8).reshape(2, 3),)


def decimals(rng):
    return (rng.uniform(0.2, 0.4, size=(5, 4)) - np.array([0.0, 0.5, 0.0, 0.0]),)


NORMALISE = Exercise(
    name="normalise",
    points=2,
    cases=(
        Case("grey values from 50 to 150", (np.array([[50, 75], [100, 150]], np.uint8),), group="values"),
        Case("the full range", (np.array([[0, 51, 102], [153, 204, 255]], np.uint8),), group="values"),
        Case(
            "random grey values",
            lambda rng: (rng.integers(20, 200, size=(6, 9), dtype=np.uint8),),
            group="values",
        ),
        Case("numbers with decimals", decimals, group="values"),
        Case("negative numbers", lambda rng: (-1.0 - rng.uniform(0, 5, size=(3, 4)),), group="values"),
        Case("two neighbouring grey values", two_neighbouring_values, group="one value"),
        Case("an image of one grey value", (np.full((3, 4), 7, np.uint8),), group="one value"),
    ),
    oracle=by_interpolation,
    alternatives=(in_float32, by_loops),
    misconceptions=MISTAKES,
    hints=(
        "Two numbers are needed: the smallest and the largest pixel.",
        "Shift so that the smallest is 0, then divide by the span from smallest to largest.",
        "`low, high = image.min(), image.max()`; if they are equal, return `np.zeros(image.shape)`, "
        "else `(image - low) / (high - low)`.",
    ),
)
