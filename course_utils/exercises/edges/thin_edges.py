"""`thin_edges`: only the maxima across an edge stay (non-maximum suppression)."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from .reference import gradient, thin, waves
from .thin_edges_directions import OFFSETS, by_rolling
from .thin_edges_mistakes import MISTAKES


def by_choice(magnitude, orientation):
    magnitude = np.float32(magnitude)
    padded = np.pad(magnitude, 1, constant_values=0)
    height, width = magnitude.shape
    shifted = {
        (down, right): padded[1 + down : 1 + down + height, 1 + right : 1 + right + width]
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
    }
    degrees = np.rad2deg(orientation) % 180
    sectors = [
        (degrees < 22.5) | (degrees >= 157.5),
        (degrees >= 22.5) & (degrees < 67.5),
        (degrees >= 67.5) & (degrees < 112.5),
        (degrees >= 112.5) & (degrees < 157.5),
    ]
    before = np.select(sectors, [shifted[0, -1], shifted[-1, -1], shifted[-1, 0], shifted[-1, 1]])
    after = np.select(sectors, [shifted[0, 1], shifted[1, 1], shifted[1, 0], shifted[1, -1]])
    return np.where((magnitude > before) & (magnitude >= after), magnitude, 0)


def by_striking_out(magnitude, orientation):
    kept = np.array(magnitude, dtype=float)
    height, width = kept.shape
    for row in range(height):
        for column in range(width):
            down, right = OFFSETS[int(np.rint(4 * orientation[row][column] / np.pi)) % 4]
            for sign in (-1, 1):
                r, c = row + sign * down, column + sign * right
                other = magnitude[r][c] if 0 <= r < height and 0 <= c < width else 0
                if other > magnitude[row][column] or (sign < 0 and other == magnitude[row][column]):
                    kept[row, column] = 0
    return kept


def pixel_by_pixel(magnitude, orientation):
    steps = ((0, 1), (1, 1), (1, 0), (1, -1))  # down and right, for 0, 45, 90 and 135 degrees
    padded, thin = np.pad(magnitude, 1), np.zeros(magnitude.shape)
    for row, column in np.ndindex(magnitude.shape):
        down, right = steps[round(orientation[row, column] / (np.pi / 4)) % 4]
        first = padded[row + 1 - down, column + 1 - right]
        second = padded[row + 1 + down, column + 1 + right]
        if first < magnitude[row, column] >= second:
            thin[row, column] = magnitude[row, column]
    return thin


RIDGE = np.array([[0, 40, 40, 0], [0, 40, 40, 0], [0, 40, 40, 0]], dtype=float)
HILL = np.pad(
    np.array([[1, 2, 3, 1, 0], [2, 5, 6, 4, 1], [3, 7, 9, 8, 2], [1, 4, 7, 6, 3], [0, 1, 2, 3, 4]], float), 1
)


def different(rng, shape):
    """Random magnitudes of which no two are equal."""
    return 1.0 + rng.permutation(np.prod(shape)).reshape(shape)


def right_angles(rng, shape):
    """Random multiples of 90 degrees."""
    return rng.integers(-1, 3, size=shape) * np.pi / 2


def small(draw):
    """Draw magnitudes below 1, and orientations."""

    def drawn(rng):
        magnitude, orientation = draw(rng)
        return magnitude / (1 + magnitude.max()), orientation

    return drawn


def framed(draw, *args):
    """Draw magnitudes and orientations, with a border of magnitude 0, where the neighbours do not matter."""

    def drawn(rng):
        magnitude, orientation = draw(rng, *args)
        return np.pad(magnitude, 1), np.pad(orientation, 1)

    return drawn


def straight(rng):
    return different(rng, (6, 8)), right_angles(rng, (6, 8))


def ties(rng):
    return rng.integers(1, 4, size=(7, 9)) * 10.0, rng.integers(-3, 5, size=(7, 9)) * np.pi / 4


def close_to_a_boundary(rng):
    """Angles a twentieth of a degree from where the direction changes, on all sides."""
    boundaries = np.arange(-157.5, 180, 45)
    angles = np.deg2rad(np.concatenate([boundaries - 0.05, boundaries + 0.05]))
    return different(rng, (12, 16)), rng.permuted(np.tile(angles, 12)).reshape(12, 16)


def wavy(rng):
    return gradient(waves(rng))


THIN_EDGES = Exercise(
    name="thin_edges",
    points=4,
    optional=True,
    cases=(
        Case("a random array", framed(straight), group="upright and level edges"),
        Case(
            "random, left and right only",
            framed(lambda rng: (different(rng, (3, 9)), np.zeros((3, 9)))),
            group="upright and level edges",
        ),
        Case("0 40 40 0, edges upright", (RIDGE, np.zeros((3, 4))), group="equal neighbours"),
        Case("the same from dark to light", (RIDGE, np.full((3, 4), np.pi)), group="equal neighbours"),
        Case("0 40 40 0, edges level", (RIDGE.T, np.full((4, 3), -np.pi / 2)), group="equal neighbours"),
        Case("random, with many equal numbers", framed(ties), group="equal neighbours"),
        Case("a hill, falling to the lower right", (HILL, np.full((7, 7), np.pi / 4)), group="diagonals"),
        Case("a hill, falling to the lower left", (HILL, np.full((7, 7), 3 * np.pi / 4)), group="diagonals"),
        Case("gradients of random waves", framed(wavy), group="diagonals"),
        Case("angles close to a boundary", framed(close_to_a_boundary), group="diagonals"),
        Case("5 5 1 4 2 7 7", (np.array([[5.0, 5, 1, 4, 2, 7, 7]]), np.zeros((1, 7))), group="border"),
        Case("maxima at the border", straight, group="border"),
        Case("small numbers at the border", small(straight), group="border"),
        Case("a single row", lambda rng: (different(rng, (1, 9)), np.zeros((1, 9))), group="border"),
    ),
    oracle=thin,
    alternatives=(by_rolling, by_choice, by_striking_out),
    another_way=(
        pixel_by_pixel,
        "It reads like the rule, one pixel after the other. For a photograph it is slow.",
    ),
    misconceptions=(*MISTAKES, zeros(thin)),
    hints=(
        "Round the orientation to one of four directions first: an edge has no front and back here, so 0 and "
        "pi are the same direction.",
        "`np.round(orientation / (np.pi / 4)).astype(int) % 4` is 0, 1, 2 or 3. For each of the four, the "
        "two neighbours are the array moved by one step; pad it with zeros first.",
        "With `padded = np.pad(magnitude, 1)` and a step like `(1, 1)`: "
        "`before = np.roll(padded, step, axis=(0, 1))[1:-1, 1:-1]`, and `after` with the opposite step. "
        "Keep where the direction matches, `magnitude > before` and `magnitude >= after`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
)
