"""normalise: stretch the values of an image to [0, 1]."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros


def by_interpolation(image):
    values = np.asarray(image, dtype=float)
    low, high = values.min(), values.max()
    return np.interp(values, [low, high], [0.0, 1.0]) if high > low else np.zeros(values.shape)


def in_float32(image):
    image = np.float32(image) - np.float32(np.min(image))
    return image / max(image.max(), np.float32(1e-30))


def by_loops(image):
    low, high = int(np.min(image)), int(np.max(image))
    span = (high - low) or 1
    return [[(int(value) - low) / span for value in row] for row in image]


def two_neighbouring_values(rng):
    low = rng.integers(0, 255, dtype=np.uint8)
    return (low + np.array([[0, 1, 0], [1, 1, 0]], np.uint8),)


@misconception("missing brackets")
def missing_brackets(image):
    """`image - low / span` divides only `low`. Write `(image - low) / span`."""
    return image - np.min(image) / max(float(np.max(image)) - float(np.min(image)), 1.0)


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
        Case("two neighbouring grey values", two_neighbouring_values, group="one value"),
        Case("an image of one grey value", (np.full((3, 4), 7, np.uint8),), group="one value"),
    ),
    oracle=by_interpolation,
    alternatives=(in_float32, by_loops),
    misconceptions=(
        Misconception(
            "divided by 255",
            lambda image: np.asarray(image) / 255,
            "The values lie in [0, 1], but they do not fill it: "
            "the darkest pixel should become 0 and the brightest 1, whatever they were.",
        ),
        Misconception(
            "minimum not subtracted",
            lambda image: np.asarray(image) / max(np.max(image), 1),
            "The brightest pixel becomes 1, but the darkest does not become 0: subtract the minimum first.",
        ),
        Misconception(
            "divides by zero",
            lambda image: (image - np.min(image)) / (np.max(image) - np.min(image)),
            "Where all pixels are equal, maximum minus minimum is 0, and 0 / 0 is nan. "
            "Return zeros for such an image.",
        ),
        Misconception(
            "rounded to whole numbers",
            lambda image: np.round(by_interpolation(image)).astype(np.uint8),
            "An integer dtype loses everything between 0 and 1. The result must be floating point.",
        ),
        Misconception(
            "scaled to 0 to 255",
            lambda image: by_interpolation(image) * 255,
            "The darkest pixel becomes 0, but the brightest becomes 255; it should become 1.",
        ),
        missing_brackets,
        zeros(by_interpolation),
    ),
    hints=(
        "Two numbers are needed: the smallest and the largest pixel.",
        "Shift so that the smallest is 0, then divide by the span from smallest to largest.",
        "`low, high = image.min(), image.max()`; if they are equal, return `np.zeros(image.shape)`, "
        "else `(image - low) / (high - low)`.",
    ),
)
