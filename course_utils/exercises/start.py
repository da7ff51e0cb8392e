"""00_start: a picture is an array."""

from __future__ import annotations

import numpy as np

from ..checks.exercise import Case, Chapter, Exercise, Misconception, zeros

COUNT = np.arange(1, 31).reshape(5, 6)


def _photograph(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 256, size=(9, 14, 3), dtype=np.uint8)


def _two_values(rng: np.random.Generator) -> tuple[np.ndarray]:
    low = rng.integers(0, 255, dtype=np.uint8)
    return (low + np.array([[0, 1, 0], [1, 1, 0]], np.uint8),)


# crop


def _crop_by_index(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError(f"a {height} x {width} window at ({top}, {left}) leaves the image {image.shape}")
    return np.take(np.take(image, range(top, top + height), axis=0), range(left, left + width), axis=1)


def _crop_by_loops(image, top, left, height, width):
    if min(top, left) < 0 or top + height > len(image) or left + width > len(image[0]):
        raise ValueError("the window leaves the image")
    return [[image[row][column] for column in range(left, left + width)] for row in range(top, top + height)]


def _crop_by_deleting(image, top, left, height, width):
    rows, columns = np.arange(image.shape[0]), np.arange(image.shape[1])
    if not (0 <= top <= top + height <= len(rows) and 0 <= left <= left + width <= len(columns)):
        raise ValueError("the window leaves the image")
    kept = image[(rows >= top) & (rows < top + height)]
    return kept[:, (columns >= left) & (columns < left + width)]


CROP = Exercise(
    name="crop",
    points=2,
    cases=(
        Case("the numbers 1 to 30", (COUNT, 1, 2, 2, 3), group="crops"),
        Case("from the first corner", (COUNT, 0, 0, 3, 2), group="crops"),
        Case("up to the last corner", (COUNT, 2, 3, 3, 3), group="crops"),
        Case("a colour picture", lambda rng: (_photograph(rng), 2, 5, 4, 6), group="crops"),
        Case("a narrow window", lambda rng: (_photograph(rng), 0, 4, 5, 1), group="errors"),
        Case("a window that leaves the image below", (COUNT, 4, 0, 3, 2), raises=ValueError, group="errors"),
        Case("a window that starts above the image", (COUNT, -1, 0, 2, 2), raises=ValueError, group="errors"),
    ),
    oracle=_crop_by_index,
    alternatives=(_crop_by_loops, _crop_by_deleting),
    misconceptions=(
        Misconception(
            "size taken for an end",
            lambda image, top, left, height, width: image[top:height, left:width],
            "You slice up to `height` and `width`, but these are sizes: "
            "the window ends `height` rows below `top`.",
        ),
        Misconception(
            "rows and columns swapped",
            lambda image, top, left, height, width: image[left : left + width, top : top + height],
            "The first axis of an image runs down (rows), the second runs right (columns): "
            "`top` and `height` belong to the first.",
        ),
        Misconception(
            "top and left swapped",
            lambda image, top, left, height, width: image[left : left + height, top : top + width],
            "The window has the right size, but its corner is in the wrong place: "
            "`top` counts rows, the first axis, and `left` counts columns.",
        ),
        Misconception(
            "height and width swapped",
            lambda image, top, left, height, width: image[top : top + width, left : left + height],
            "The window starts in the right place, but it is `width` rows high and `height` columns wide.",
        ),
        Misconception(
            "one row and column too many",
            lambda image, top, left, height, width: image[top : top + height + 1, left : left + width + 1],
            "A slice `a:b` stops before `b`, so `top:top + height` already has `height` rows.",
        ),
        Misconception(
            "counted from 1",
            lambda image, top, left, height, width: image[
                max(top - 1, 0) : top - 1 + height, max(left - 1, 0) : left - 1 + width
            ],
            "Rows and columns are counted from 0: row `top` is `image[top]`.",
        ),
        Misconception(
            "cut off without a word",
            lambda image, top, left, height, width: image[top : top + height, left : left + width],
            "The crops are right. But a window that leaves the image must raise a ValueError: "
            "a NumPy slice is silently cut off, and the mistake shows only much later.",
        ),
        zeros(_crop_by_index),
    ),
    hints=(
        "An image is an array with rows first: `image[row, column]`. Which rows does the window cover?",
        "A slice `image[a:b, c:d]` takes rows a to b - 1 and columns c to d - 1. "
        "The window ends at `top + height`.",
        "First compare `top + height` with `image.shape[0]` and `left + width` with `image.shape[1]` "
        "(and both starts with 0) and raise ValueError; "
        "then `return image[top:top + height, left:left + width]`.",
    ),
)


# normalise


def _interpolate(image):
    values = np.asarray(image, dtype=float)
    low, high = values.min(), values.max()
    return np.interp(values, [low, high], [0.0, 1.0]) if high > low else np.zeros(values.shape)


def _normalise_in_float32(image):
    image = np.float32(image) - np.float32(np.min(image))
    return image / max(image.max(), np.float32(1e-30))


def _normalise_by_loops(image):
    low, high = int(np.min(image)), int(np.max(image))
    span = (high - low) or 1
    return [[(int(value) - low) / span for value in row] for row in image]


def _divide_by_range(image):
    return (image - np.min(image)) / (np.max(image) - np.min(image))


def _without_minimum(image):
    return np.asarray(image) / max(np.max(image), 1)


def _without_brackets(image):
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
        Case("two neighbouring grey values", _two_values, group="one value"),
        Case("an image of one grey value", (np.full((3, 4), 7, np.uint8),), group="one value"),
    ),
    oracle=_interpolate,
    alternatives=(_normalise_in_float32, _normalise_by_loops),
    misconceptions=(
        Misconception(
            "divided by 255",
            lambda image: np.asarray(image) / 255,
            "The values are squeezed into [0, 1], but they do not fill it: "
            "the darkest pixel should become 0 and the brightest 1, whatever they were.",
        ),
        Misconception(
            "minimum not subtracted",
            _without_minimum,
            "The brightest pixel becomes 1, but the darkest does not become 0: take the minimum away first.",
        ),
        Misconception(
            "divides by zero",
            _divide_by_range,
            "Where all pixels are equal, maximum minus minimum is 0, and 0 / 0 is nan. "
            "Return zeros for such an image.",
        ),
        Misconception(
            "rounded to whole numbers",
            lambda image: np.round(_interpolate(image)).astype(np.uint8),
            "Everything between 0 and 1 was lost in an integer dtype. The result must be floating point.",
        ),
        Misconception(
            "scaled to 0 to 255",
            lambda image: _interpolate(image) * 255,
            "The darkest pixel becomes 0, but the brightest becomes 255; it should become 1.",
        ),
        Misconception(
            "missing brackets",
            _without_brackets,
            "`image - low / span` divides only `low`. Write `(image - low) / span`.",
        ),
        zeros(_interpolate),
    ),
    hints=(
        "Two numbers are needed: the smallest and the largest pixel.",
        "Shift so that the smallest is 0, then divide by the span from smallest to largest.",
        "`low, high = image.min(), image.max()`; if they are equal return `np.zeros(image.shape)`, "
        "else `(image - low) / (high - low)`.",
    ),
)


CHAPTER = Chapter("00_start", "How this course works", (CROP, NORMALISE))
