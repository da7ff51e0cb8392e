"""`thin_edges`: only the maxima across an edge stay (non-maximum suppression)."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import gradient, thin, waves

OFFSETS = ((0, 1), (1, 1), (1, 0), (1, -1))  # (down, right) for 0, 45, 90 and 135 degrees


def first_wins(here, before, after):
    return (here > before) & (here >= after)


def second_wins(here, before, after):
    return (here >= before) & (here > after)


def by_rolling(magnitude, orientation, offsets=OFFSETS, wins=first_wins, nearest=np.round):
    """Whole arrays at once, with what people get wrong as arguments."""
    padded = np.pad(np.asarray(magnitude, dtype=float), 1)
    direction = nearest(np.asarray(orientation) / (np.pi / 4)).astype(int) % 4
    kept = np.zeros(np.shape(magnitude))
    for number, step in enumerate(offsets):
        before = np.roll(padded, step, axis=(0, 1))[1:-1, 1:-1]
        after = np.roll(padded, np.negative(step), axis=(0, 1))[1:-1, 1:-1]
        keep = (direction == number) & wins(magnitude, before, after)
        kept[keep] = magnitude[keep]
    return kept


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


@misconception("compared along the edge")
def along_the_edge(magnitude, orientation):
    """The neighbours lie along the edge, where all magnitudes are about equal. Compare across the edge, in
    the direction of the gradient.
    """
    return by_rolling(magnitude, orientation, offsets=OFFSETS[2:] + OFFSETS[:2])


@misconception("diagonals mirrored")
def mirrored(magnitude, orientation):
    """Upright and level edges are right, diagonals are mirrored: rows count downwards, so pi/4 points to the
    lower right.
    """
    return by_rolling(magnitude, orientation, offsets=[OFFSETS[i] for i in (0, 3, 2, 1)])


@misconception("rows counted upwards")
def upwards(magnitude, orientation):
    """Your steps count rows upwards, as mathematics does. Here pi/4 points to the lower right, so the steps
    down and right are (1, 1), (1, 0) and (1, -1).
    """
    return by_rolling(magnitude, orientation, offsets=((0, 1), (-1, 1), (-1, 0), (-1, -1)))


@misconception("ties both kept")
def both_win(magnitude, orientation):
    """Where two neighbours are equally large, both stay and the line is two pixels wide. A pixel must be
    larger than the neighbour that comes first in reading order: `>` there, `>=` on the other side.
    """

    def wins(here, before, after):
        return (here >= before) & (here >= after) & (here > 0)

    return by_rolling(magnitude, orientation, wins=wins)


@misconception("ties both dropped")
def neither_wins(magnitude, orientation):
    """Where two neighbours are equally large, both are gone and the line breaks. A pixel must be larger only
    than the neighbour that comes first in reading order: `>` there, `>=` on the other side.
    """
    return by_rolling(
        magnitude, orientation, wins=lambda here, before, after: (here > before) & (here > after)
    )


@misconception("ties decided along the arrow")
def first_along_the_arrow(magnitude, orientation):
    """Of two equal neighbours you keep the one where the arrow starts. Which one stays must not depend on
    where the light is: keep the first in reading order, also where the arrow points left or up.
    """
    backwards = np.round(np.asarray(orientation) / (np.pi / 4)).astype(int) % 8 >= 4
    reverse = by_rolling(magnitude, orientation, wins=second_wins)
    return np.where(backwards, reverse, by_rolling(magnitude, orientation))


@misconception("wrapped around the border")
def wrapped(magnitude, orientation):
    """At the border the neighbour comes from the opposite side of the array: what `np.roll` pushes out on
    one side comes back on the other. Pad with zeros first, and cut them off again.
    """
    inside = by_rolling(np.pad(magnitude, 1, mode="wrap"), np.pad(orientation, 1, mode="wrap"))
    return inside[1:-1, 1:-1]


@misconception("diagonals from 30 to 60 degrees")
def wide_diagonals(magnitude, orientation):
    """Rounding sine and cosine gives diagonals from 30 to 60 degrees. The nearest multiple of 45 degrees
    changes at 22.5 and 67.5: round the angle itself.
    """
    return by_rolling(magnitude, np.arctan2(np.round(np.sin(orientation)), np.round(np.cos(orientation))))


@misconception("opposite directions told apart")
def one_way(magnitude, orientation):
    """Edges whose angle is negative, or pi, are gone. Opposite directions have the same two neighbours:
    `% 4` folds the eight directions into four.
    """
    direction = np.round(np.asarray(orientation) / (np.pi / 4)).astype(int)
    return np.where((direction >= 0) & (direction < 4), by_rolling(magnitude, orientation), 0)


@misconception("largest of all eight neighbours")
def largest_of_nine(magnitude, orientation):
    """You compare with all eight neighbours, and a line falls apart into single dots. Only the two in the
    direction of the gradient matter.
    """
    around = sliding_window_view(np.pad(np.asarray(magnitude, dtype=float), 1), (3, 3)).max(axis=(2, 3))
    return np.where(magnitude == around, magnitude, 0)


@misconception("direction not rounded")
def rounded_down(magnitude, orientation):
    """The direction is cut to a multiple of 45 degrees, as `//`, `np.floor` or `astype(int)` do it. Round it
    to the nearest multiple first: `np.round`.
    """
    return by_rolling(magnitude, orientation, nearest=np.floor)


@rounded_down.also
def cut_off(magnitude, orientation):
    return by_rolling(magnitude, orientation, nearest=np.trunc)


@misconception("border left out")
def without_border(magnitude, orientation):
    """The inside is right, but the outermost pixels are all 0. They can be maxima too: neighbours outside the
    array count as 0.
    """
    return np.pad(by_rolling(magnitude, orientation)[1:-1, 1:-1], 1)


RIDGE = np.array([[0, 40, 40, 0], [0, 40, 40, 0], [0, 40, 40, 0]], dtype=float)
HILL = np.array(
    [[1, 2, 3, 1, 0], [2, 5, 6, 4, 1], [3, 7, 9, 8, 2], [1, 4, 8, 6, 3], [0, 1, 2, 3, 4]], dtype=float
)


def upright_or_level(rng):
    """Random magnitudes with many ties; orientations are multiples of 90 degrees."""
    return rng.integers(0, 5, size=(6, 8)) * 10.0, rng.integers(-1, 3, size=(6, 8)) * np.pi / 2


THIN_EDGES = Exercise(
    name="thin_edges",
    points=4,
    optional=True,
    cases=(
        Case("0 40 40 0, edges upright", (RIDGE, np.zeros((3, 4))), group="two directions"),
        Case("the same from dark to light", (RIDGE, np.full((3, 4), np.pi)), group="two directions"),
        Case("0 40 40 0, edges level", (RIDGE.T, np.full((4, 3), -np.pi / 2)), group="two directions"),
        Case("random numbers, upright and level", upright_or_level, group="two directions"),
        Case(
            "a hill, falling to the lower right",
            (HILL, np.full((5, 5), np.pi / 4)),
            group="all directions",
        ),
        Case(
            "a hill, falling to the lower left",
            (HILL, np.full((5, 5), 3 * np.pi / 4)),
            group="all directions",
        ),
        Case("gradients of random waves", lambda rng: gradient(waves(rng)), group="all directions"),
    ),
    oracle=thin,
    alternatives=(by_rolling, by_choice, by_striking_out),
    another_way=(
        pixel_by_pixel,
        "It reads like the rule, one pixel after the other. For a photograph it is slow.",
    ),
    misconceptions=(
        along_the_edge,
        mirrored,
        upwards,
        both_win,
        neither_wins,
        Misconception(
            "the wrong one of a tie",
            lambda magnitude, orientation: by_rolling(magnitude, orientation, wins=second_wins),
            "Of two equal neighbours you keep the second; the first in reading order was asked for.",
        ),
        first_along_the_arrow,
        Misconception(
            "arrows turned upwards",
            lambda magnitude, orientation: first_along_the_arrow(magnitude, np.negative(orientation)),
            "Rows count downwards, so pi/4 points to the lower right. And of two equal neighbours keep the "
            "first in reading order, whichever way the arrow points.",
        ),
        wrapped,
        wide_diagonals,
        one_way,
        Misconception(
            "always left and right",
            lambda magnitude, orientation: by_rolling(magnitude, np.zeros(np.shape(magnitude))),
            "Every pixel is compared with its left and right neighbour. Which two neighbours count depends "
            "on the orientation at that pixel.",
        ),
        largest_of_nine,
        rounded_down,
        without_border,
        Misconception(
            "a mask instead of magnitudes",
            lambda magnitude, orientation: by_rolling(magnitude, orientation) > 0,
            "The right pixels stay, but as True and False: keep their magnitudes.",
        ),
        Misconception(
            "nothing removed",
            lambda magnitude, orientation: np.asarray(magnitude, dtype=float) + 0,
            "Every magnitude is still there: pixels that are no maximum across the edge should become 0.",
        ),
        zeros(thin),
    ),
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
