"""Wrong answers to `edge_map`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception, zeros
from .edge_map_chains import (
    all_edges,
    border_left_out,
    connected,
    four_neighbours,
    from_the_first,
    in_reading_order,
    in_the_same_line,
    not_thinned,
    only_those_found,
    rounds,
    strength,
    through_removed_pixels,
    weak_too,
    wrapped,
)
from .edge_map_strengths import (
    blurred,
    by_mirrored_diagonals,
    exchanged,
    fractions,
    in_uint8,
    over_removed_pixels,
    plain_threshold,
    scaled,
    strong_not_thinned,
)
from .reference import gradient_by_scipy, thin


def by_labels(image, low, high):
    strengths = thin(*gradient_by_scipy(image))
    return connected(strengths >= high, strengths >= low)


def of_strengths(mistake):
    """A wrong edge map, as a function of the thinned magnitudes and the thresholds."""
    return lambda image, low, high: mistake(strength(image), low, high)


@misconception("between the thresholds")
def between(image, low, high):
    """You keep what lies between `low` and `high`, and drop the strongest edges of all."""
    strengths = strength(image)
    return (strengths >= low) & (strengths <= high)


@between.also
def below_high(image, low, high):
    strengths = strength(image)
    return (strengths >= low) & (strengths < high)


@misconception("equal thresholds refused")
def with_a_gap(image, low, high):
    """The edges are right, but `low` may be as large as `high`: 0 < low <= high."""
    if low >= high:
        raise ValueError("low is not below high")
    return all_edges(image, low, high)


@misconception("exactly at the threshold")
def only_above(image, low, high):
    """A pixel that is exactly as strong as a threshold counts as well: use `>=`, not `>`."""
    strengths = strength(image)
    return connected(strengths > high, strengths > low)


@only_above.also
def only_above_low(image, low, high):
    strengths = strength(image)
    return connected(strengths >= high, strengths > low)


@only_above.also
def only_above_high(image, low, high):
    strengths = strength(image)
    return connected(strengths > high, strengths >= low)


@misconception("numbers instead of True and False")
def ones_and_zeros(image, low, high):
    """The right pixels are marked, but with numbers such as 1 or 255, and `~` cannot invert these. Start
    from `strength >= high`, or from `np.zeros(shape, dtype=bool)`.
    """
    return all_edges(image, low, high) * 1.0


@ones_and_zeros.also
def in_white(image, low, high):
    return all_edges(image, low, high) * np.uint8(255)


@ones_and_zeros.also
def as_bytes(image, low, high):
    return all_edges(image, low, high).astype(np.uint8)


@misconception("magnitudes instead of True and False")
def magnitudes(image, low, high):
    """The right pixels are there, with their magnitudes. Asked for is True or False: is it an edge?"""
    return strength(image) * all_edges(image, low, high)


@misconception("padded to the size of the image")
def with_a_border(image, low, high):
    """The edges are right, with a border around them. Without it the shape is (H - 2, W - 2)."""
    return np.pad(all_edges(image, low, high), 1)


MISTAKES = (
    not_thinned,
    plain_threshold,
    strong_not_thinned,
    through_removed_pixels,
    between,
    only_those_found,
    with_a_gap,
    Misconception(
        "only the strong pixels",
        of_strengths(lambda strengths, low, high: strengths >= high),
        "Only pixels of at least `high` are there. Weak ones that are connected to them belong to the "
        "edge too.",
    ),
    weak_too,
    Misconception(
        "only one step from a strong pixel",
        rounds(1),
        "Weak pixels next to a strong one are there, but the chain stops after one step: a pixel that "
        "was just added takes its weak neighbours along.",
    ),
    Misconception(
        "chains cut off after some steps",
        rounds(10),
        "Your chains end after a fixed number of steps. Go on until no pixel is added any more.",
        [rounds(number) for number in (2, 5, 20, 100)],
    ),
    four_neighbours,
    only_above,
    in_reading_order,
    in_the_same_line,
    border_left_out,
    from_the_first,
    wrapped,
    Misconception(
        "True and False swapped",
        lambda image, low, high: ~all_edges(image, low, high),
        "The right pixels are found, but True and False are swapped: True is an edge.",
    ),
    over_removed_pixels,
    by_mirrored_diagonals,
    in_uint8,
    fractions,
    blurred,
    scaled,
    exchanged,
    Misconception(
        "all zeros",
        zeros(by_labels).wrong,
        "No pixel is an edge in your result: was the array never filled, or does no strength reach `high`?",
    ),
    ones_and_zeros,
    magnitudes,
    with_a_border,
)
