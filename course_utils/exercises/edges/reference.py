"""What several exercises on edges share: small images, Sobel's kernels, the gradient and its maxima."""

from __future__ import annotations

import numpy as np

from ..draws import Draw
from ..reference import correlate

STEP = np.tile([10, 10, 10, 0, 0, 0], (6, 1))
LEFT_SOBEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
TOP_SOBEL = LEFT_SOBEL.T


def bars(then: tuple = ()) -> Draw:
    """Draw upright bars of random brightness, and `then` the other arguments."""
    return lambda rng: (np.tile(rng.integers(0, 100, size=9), (5, 1)), *then)


def level_bars(rng: np.random.Generator) -> tuple:
    """Draw level bars of random brightness."""
    (upright,) = bars()(rng)
    return (upright.T,)


def disc(height: int, width: int) -> np.ndarray:
    """A bright disc on a dark background, uint8."""
    down, right = np.mgrid[:height, :width]
    inside = np.hypot(down - 0.45 * height, right - 0.55 * width) < 0.33 * height
    return np.where(inside, 220, 35).astype(np.uint8)


def waves(rng: np.random.Generator) -> np.ndarray:
    """A smooth image of random waves, float64, in which no two pixels are equal."""
    down, right = np.mgrid[:24, :30]
    slopes = rng.normal(scale=0.35, size=(6, 2))
    phases = rng.uniform(0, 2 * np.pi, size=6)
    return 50 * sum(
        np.sin(a * down + b * right + phase) for (a, b), phase in zip(slopes, phases, strict=True)
    )


def sobel(image):
    return correlate(image, LEFT_SOBEL), correlate(image, TOP_SOBEL)


def sobel_by_scipy(image):
    from scipy import ndimage

    image = np.asarray(image, dtype=float)
    right_minus_left, bottom_minus_top = (ndimage.sobel(image, axis=axis) for axis in (1, 0))
    return 0.0 - right_minus_left[1:-1, 1:-1], 0.0 - bottom_minus_top[1:-1, 1:-1]


def gradient(image):
    gx, gy = sobel(image)
    return np.hypot(gx, gy), np.arctan2(gy, gx)


def gradient_by_scipy(image):
    gx, gy = sobel_by_scipy(image)
    arrows = gx + 1j * gy
    return np.abs(arrows), np.angle(arrows)


def thin(magnitude, orientation):
    """Non-maximum suppression, for all pixels at once.

    Sine and cosine, divided by 2 sin(22.5 degrees), round to 0 up to 22.5 degrees and to 1 or -1 above: these
    are the steps down and right to the neighbour. Of the two neighbours the first in reading order has to be
    smaller, and the second no larger.
    """
    magnitude = np.asarray(magnitude, dtype=float)
    down, right = (
        np.round(part(orientation) / (2 * np.sin(np.pi / 8))).astype(int) for part in (np.sin, np.cos)
    )
    is_ahead = (down > 0) | ((down == 0) & (right > 0))
    down, right = np.where(is_ahead, (down, right), (-down, -right))
    padded, (rows, columns) = np.pad(magnitude, 1), np.indices(magnitude.shape) + 1
    first, second = padded[rows - down, columns - right], padded[rows + down, columns + right]
    return np.where((first < magnitude) & (magnitude >= second), magnitude, 0.0)
