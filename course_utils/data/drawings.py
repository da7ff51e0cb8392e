"""Drawn by the package, without a file: letters, the pieces of an X, and named kernels."""

from __future__ import annotations

import numpy as np

from .image_set import ImageSet


def letter_x(
    size: int = 9,
    shift: tuple[float, float] = (0, 0),
    scale: float = 1.0,
    tilt: float = 0.0,
    thick: float = 1.0,
) -> np.ndarray:
    """Draw an X: float64 of shape (size, size), +1 on the strokes and -1 elsewhere.

    By default it is the 9x9 X of the lecture: both diagonals from (1, 1) to (7, 7). `shift` moves it by
    pixels (down, right), `scale` makes it smaller or larger in the same frame, `tilt` turns it anticlockwise
    by degrees, and `thick` is the width of a stroke in pixels. Whatever leaves the frame is cut off.

    >>> letter_x(5).astype(int).tolist()[1]
    [-1, 1, -1, 1, -1]
    """
    down, right, reach = _frame(size, shift, scale, thick)
    turn = np.deg2rad(tilt)
    across = right * np.cos(turn) - down * np.sin(turn)
    along = right * np.sin(turn) + down * np.cos(turn)
    from_stroke = np.abs(np.abs(across) - np.abs(along)) / np.sqrt(2)
    inside = np.maximum(np.abs(across), np.abs(along)) <= reach + 0.5
    return _inked(inside & (from_stroke <= thick / 2))


def letter_o(
    size: int = 9, shift: tuple[float, float] = (0, 0), scale: float = 1.0, thick: float = 1.0
) -> np.ndarray:
    """Draw an O: a ring like `letter_x`, with the same arguments (a tilted ring is the same ring)."""
    down, right, reach = _frame(size, shift, scale, thick)
    return _inked(np.abs(np.hypot(down, right) - reach) <= thick / 2)


def letters(count: int, seed: int, tilt: float = 0.0, thick: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Draw X's and O's of 9x9 pixels, as many of each, in random order, by a seed.

    Each is moved by up to one pixel and has 0.7 to 1 times its size. With `tilt` an X is turned by up to so
    many degrees, to either side; with `thick` strokes are 1 to `thick` pixels wide.
    Returns the pictures, float64 of shape (count, 9, 9), +1 and -1, and the labels, (count,): 1 for an X.
    """
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count) % 2)
    pictures = np.empty((count, 9, 9))
    for picture, is_x in zip(pictures, labels, strict=True):
        down, right = rng.integers(-1, 2, size=2)
        scale, width, turn = rng.uniform(0.7, 1), rng.uniform(1, thick), rng.uniform(-tilt, tilt)
        if is_x:
            picture[:] = letter_x(9, (down, right), scale, turn, width)
        else:
            picture[:] = letter_o(9, (down, right), scale, width)
    return pictures, labels


def _frame(
    size: int, shift: tuple[float, float], scale: float, thick: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return how far each pixel is below and right of the letter's centre, and how far the letter reaches."""
    if size < 3:
        raise ValueError(f"a letter needs at least 3x3 pixels, got size={size}.")
    if scale <= 0 or thick <= 0:
        raise ValueError(f"scale and thick must be above 0, got scale={scale}, thick={thick}.")
    middle = (size - 1) / 2
    down, right = np.mgrid[:size, :size] - middle
    return down - shift[0], right - shift[1], (middle - 1) * scale


def _inked(ink: np.ndarray) -> np.ndarray:
    return np.where(ink, 1.0, -1.0)


def features() -> np.ndarray:
    """Return three pieces of the X: falling stroke, crossing, rising stroke; float64 (3, 3, 3), +1 and -1."""
    falling = 2 * np.eye(3) - 1
    crossing = np.maximum(falling, falling[:, ::-1])
    return np.stack([falling, crossing, falling[:, ::-1]])


def kernels() -> dict[str, np.ndarray]:
    """Return well-known kernels by name: float64 arrays of shape (3, 3)."""
    return {
        "identity": np.array([[0.0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        "box": np.full((3, 3), 1 / 9),
        "emboss": np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]]),
        "outline": np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        "top Sobel": np.array([[1.0, 2, 1], [0, 0, 0], [-1, -2, -1]]),
        "left Sobel": np.array([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]]),
    }


def load_x_or_o(count: int = 1000, seed: int = 0, tilt: float = 25.0, thick: float = 2.0) -> ImageSet:
    """Draw a set of X's and O's of 9x9 pixels, as `letters` does: uint8, 255 on the strokes and 0 elsewhere.

    The labels are 1 for an X and 0 for an O. Another seed gives other letters: take one for training and
    another for testing.
    """
    pictures, labels = letters(count, seed, tilt, thick)
    images = np.where(pictures > 0, 255, 0).astype(np.uint8)
    return ImageSet(
        images, labels.astype(np.int64), ("O", "X"), "X or O", "all", f"a drawing, seed {seed}"
    ).said()
