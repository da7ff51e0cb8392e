"""Wrong answers to `thin_edges` in which a pixel is compared with the wrong neighbours.

The right answer that all of them are made from comes first.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...checks.exercise import misconception

OFFSETS = ((0, 1), (1, 1), (1, 0), (1, -1))  # (down, right) for 0, 45, 90 and 135 degrees


def first_wins(here, before, after):
    return (here > before) & (here >= after)


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
