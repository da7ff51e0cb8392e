"""Slide a kernel over an image: cross-correlation, in loops."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import grey, normal
from .correlate2d_mistakes import MISTAKES
from .reference import (
    PIECES,
    STEP,
    TENS,
    TO_9,
    TO_16,
    X,
    correlate,
    correlate_by_loops,
    correlate_by_windows,
    require_fit,
)

TO_15 = np.arange(1.0, 16).reshape(3, 5)
PLATE = np.array([[10.0, 20, 30], [40, 50, 60], [30, 20, 10]])


def loop_over_the_kernel(image, kernel):
    (h, w), (kh, kw) = image.shape, kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit into the image")
    result = np.zeros((h - kh + 1, w - kw + 1))
    for m in range(kh):
        for n in range(kw):
            result += float(kernel[m, n]) * image[m : m + h - kh + 1, n : n + w - kw + 1]
    return result


def by_shifted_sums(image, kernel):
    require_fit(image, kernel)
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns), np.float32)
    for (m, n), weight in np.ndenumerate(kernel):
        result += np.float32(weight) * image[m : m + rows, n : n + columns].astype(np.float32)
    return result


CORRELATE2D = Exercise(
    name="correlate2d",
    points=8,
    cases=(
        Case("1 to 9 doubled, a kernel of one pixel", (TO_9, np.array([[2.0]])), group="worked numbers"),
        Case("1 to 16, kernel [[-1, 1], [0, 1]]", (TO_16, STEP), group="worked numbers"),
        Case("1 to 9, kernel [[10, 20], [30, 40]]", (TO_9, TENS), group="worked numbers"),
        Case("1 to 9 with zeros around, a 3 x 3 kernel", (np.pad(TO_9, 1), PLATE), group="worked numbers"),
        Case("a piece of the X", (X, PIECES[0] / 9), group="worked numbers"),
        Case(
            "a random kernel on 1 to 16",
            lambda rng: (TO_16, rng.integers(-9, 10, size=(2, 2)).astype(float)),
            group="worked numbers",
        ),
        Case("a wide image", normal((5, 9), (3, 3)), group="any image"),
        Case("a tall image", normal((9, 4), (3, 3)), group="any image"),
        Case("a wide kernel", normal((8, 8), (2, 4)), group="any kernel"),
        Case("a tall kernel", normal((7, 7), (4, 3)), group="any kernel"),
        Case(
            "a single row", (np.array([[3.0, 1, 4, 1, 5, 9]]), np.array([[1.0, 0, -1]])), group="any kernel"
        ),
        Case("a kernel of one pixel", normal((4, 4), then=(np.array([[-2.0]]),)), group="any kernel"),
        Case(
            "whole numbers, a kernel of fractions",
            grey((6, 6), then=(np.full((3, 3), 1 / 9),)),
            group="any dtype",
        ),
        Case(
            "whole numbers, large sums",
            lambda rng: (rng.integers(500, 999, size=(4, 5)), rng.integers(50, 99, size=(2, 3))),
            group="any dtype",
        ),
        Case(
            "uint8 image and uint8 kernel",
            lambda rng: (
                rng.integers(100, 256, size=(5, 5), dtype=np.uint8),
                np.array([[1, 2], [3, 4]], np.uint8),
            ),
            group="any dtype",
        ),
        Case("a kernel as large as the image", normal((3, 3), (3, 3)), group="limits"),
        Case("a kernel one row too high", (TO_15, np.ones((4, 2))), raises=ValueError, group="limits"),
        Case("a kernel larger both ways", (TO_9, np.ones((4, 5))), raises=ValueError, group="limits"),
        Case("a kernel one column too wide", (TO_15, np.ones((2, 6))), raises=ValueError, group="limits"),
    ),
    oracle=correlate,
    alternatives=(correlate_by_windows, correlate_by_loops, by_shifted_sums),
    another_way=(
        loop_over_the_kernel,
        "It loops over the few numbers of the kernel, not over the many positions: a 3 x 3 kernel needs 9 "
        "steps, however large the image is.",
    ),
    misconceptions=(*MISTAKES, zeros(correlate)),
    hints=(
        "How many positions does a window of height 3 have in an image of height 5? Draw them. That "
        "number is the height of the output.",
        "Make an output of zeros of shape (h - kh + 1, w - kw + 1). For each position (i, j) in it, take "
        "the window of the image that starts there, multiply it by the kernel, and add up.",
        "The window is `image[i:i + kh, j:j + kw]` and the output `np.sum(window * kernel)`. Before the "
        "loops: `image = np.asarray(image, dtype=float)`, and a ValueError if kh > h or kw > w.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage", "numpy.convolve", "numpy.correlate"),
)
