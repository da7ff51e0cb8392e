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
    """Edges are gone whose angle is negative, or pi, or both. Opposite directions have the same two
    neighbours: `% 4` folds the eight directions into four.
    """
    direction = np.round(np.asarray(orientation) / (np.pi / 4)).astype(int)
    return np.where((direction >= 0) & (direction < 4), by_rolling(magnitude, orientation), 0)


@one_way.also
def negative_dropped(magnitude, orientation):
    direction = np.round(np.asarray(orientation) / (np.pi / 4))
    return np.where(direction < 0, 0, by_rolling(magnitude, orientation))


@one_way.also
def pi_dropped(magnitude, orientation):
    direction = np.round(np.asarray(orientation) / (np.pi / 4))
    return np.where(np.abs(direction) == 4, 0, by_rolling(magnitude, orientation))


@one_way.also
def up_to_180_dropped(magnitude, orientation):
    degrees = np.rad2deg(orientation) % 180
    return np.where(degrees >= 157.5, 0, by_rolling(magnitude, orientation))


@misconception("largest of all eight neighbours")
def largest_of_nine(magnitude, orientation):
    """You compare with all eight neighbours, and a line falls apart into single dots. Only the two in the
    direction of the gradient matter.
    """
    around = sliding_window_view(np.pad(np.asarray(magnitude, dtype=float), 1), (3, 3)).max(axis=(2, 3))
    return np.where(magnitude == around, magnitude, 0)


@largest_of_nine.also
def first_of_the_largest_of_nine(magnitude, orientation):
    height, width = np.shape(magnitude)
    padded, keep = np.pad(magnitude, 1), np.ones((height, width), bool)
    for place in range(9):
        down, right = divmod(place, 3)
        other = padded[down : down + height, right : right + width]
        keep &= magnitude > other if place < 4 else magnitude >= other
    return np.where(keep, magnitude, 0)


@largest_of_nine.also
def strictly_largest_of_nine(magnitude, orientation):
    around = sliding_window_view(np.pad(np.asarray(magnitude, dtype=float), 1), (3, 3))
    others = np.delete(around.reshape(*np.shape(magnitude), 9), 4, axis=2).max(axis=2)
    return np.where(magnitude > others, magnitude, 0)


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
    kept = np.zeros(np.shape(magnitude))
    kept[1:-1, 1:-1] = by_rolling(magnitude, orientation)[1:-1, 1:-1]
    return kept


@misconception("neighbours outside are not 0")
def border_repeated(magnitude, orientation):
    """The inside is right. At the border your neighbours outside the array are not 0: they repeat the
    border, mirror it, or are larger than everything.
    """
    inside = by_rolling(np.pad(magnitude, 1, mode="edge"), np.pad(orientation, 1, mode="edge"))
    return inside[1:-1, 1:-1]


@border_repeated.also
def border_mirrored(magnitude, orientation):
    inside = by_rolling(np.pad(magnitude, 1, mode="reflect"), np.pad(orientation, 1))
    return inside[1:-1, 1:-1]


@border_repeated.also
def infinite_border(magnitude, orientation):
    inside = by_rolling(np.pad(magnitude, 1, constant_values=np.inf), np.pad(orientation, 1))
    return inside[1:-1, 1:-1]


@misconception("struck out too early")
def struck_out_early(magnitude, orientation):
    """A pixel that was set to 0 is compared with its neighbours as 0, so these stay. Compare the magnitudes
    as they came in, and write into another array.
    """
    kept = np.pad(np.array(magnitude, dtype=float), 1)
    for row, column in np.ndindex(np.shape(magnitude)):
        down, right = OFFSETS[int(np.rint(4 * orientation[row, column] / np.pi)) % 4]
        here = kept[row + 1, column + 1]
        before, after = kept[row + 1 - down, column + 1 - right], kept[row + 1 + down, column + 1 + right]
        if not before < here >= after:
            kept[row + 1, column + 1] = 0
    return kept[1:-1, 1:-1]


@misconception("lower left before upper right")
def left_before_above(magnitude, orientation):
    """Of the two neighbours on a rising diagonal the upper right one comes first in reading order, not the
    lower left one: its row is above.
    """
    return by_rolling(magnitude, orientation, offsets=(*OFFSETS[:3], (-1, 1)))


@misconception("right and down exchanged")
def right_and_down_exchanged(magnitude, orientation):
    """Diagonals are right, upright and level edges are not. An angle of 0 points right, so the neighbours are
    left and right; pi / 2 points down.
    """
    return by_rolling(magnitude, orientation, offsets=[OFFSETS[i] for i in (2, 1, 0, 3)])


@misconception("no diagonals")
def without_diagonals(magnitude, orientation):
    """Every direction is rounded to a multiple of 90 degrees. Round to multiples of 45 degrees: each pixel
    has diagonal neighbours too.
    """
    return by_rolling(magnitude, np.round(np.asarray(orientation) / (np.pi / 2)) * np.pi / 2)


@without_diagonals.also
def diagonals_dropped(magnitude, orientation):
    is_straight = np.round(np.asarray(orientation) / (np.pi / 4)).astype(int) % 2 == 0
    return np.where(is_straight, by_rolling(magnitude, orientation), 0)


@misconception("larger than one neighbour only")
def one_neighbour_is_enough(magnitude, orientation):
    """Pixels stay that are larger than one of their two neighbours, not both. A maximum is larger than the
    first and at least as large as the second: `&`, not `|`.
    """
    return by_rolling(
        magnitude, orientation, wins=lambda here, before, after: (here > before) | (here >= after)
    )


@one_neighbour_is_enough.also
def first_neighbour_only(magnitude, orientation):
    return by_rolling(magnitude, orientation, wins=lambda here, before, after: here > before)


@one_neighbour_is_enough.also
def second_neighbour_only(magnitude, orientation):
    return by_rolling(magnitude, orientation, wins=lambda here, before, after: here >= after)


@one_neighbour_is_enough.also
def larger_than_the_second_only(magnitude, orientation):
    return by_rolling(magnitude, orientation, wins=lambda here, before, after: here > after)


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
        border_repeated,
        struck_out_early,
        left_before_above,
        right_and_down_exchanged,
        without_diagonals,
        one_neighbour_is_enough,
        Misconception(
            "a mask instead of magnitudes",
            lambda magnitude, orientation: by_rolling(magnitude, orientation) > 0,
            "The right pixels stay, but as True and False, or as 1 and 0: keep their magnitudes.",
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
