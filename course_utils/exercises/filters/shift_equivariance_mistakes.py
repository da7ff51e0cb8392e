"""Wrong answers to `shift_equivariance`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from .reference import (
    correlate,
    shift,
    shift_by_padding,
)
from .shift_equivariance_safe import (
    both_sides,
    difference,
    one_answer_for_all,
    one_too_careful,
    safe_as_the_image,
    safe_by_slices,
    safe_of,
    strip_on_top_and_left,
    with_safe,
    without_the_kernels_reach,
)


@misconception("comes in again on the other side")
def rolled(image, kernel, down, right):
    """What leaves on one side comes in on the other, as `np.roll` does. Use your `shift`: zeros come in."""
    moved, after = (np.roll(a, (down, right), axis=(0, 1)) for a in (image, correlate(image, kernel)))
    return correlate(moved, kernel), after, both_sides(image, kernel, down, right)[2]


@rolled.also
def image_rolled(image, kernel, down, right):
    _, other, safe = both_sides(image, kernel, down, right)
    return rolled(image, kernel, down, right)[0], other, safe


@rolled.also
def map_rolled(image, kernel, down, right):
    one, _, safe = both_sides(image, kernel, down, right)
    return one, rolled(image, kernel, down, right)[1], safe


@misconception("one side twice")
def one_side_twice(image, kernel, down, right):
    """Your two sides are the same everywhere. One moves the image and then filters it; the other filters
    first and then moves the map: where zeros came in they differ.
    """
    one, _, safe = both_sides(image, kernel, down, right)
    return one, one, safe


@one_side_twice.also
def other_side_twice(image, kernel, down, right):
    _, other, safe = both_sides(image, kernel, down, right)
    return other, other, safe


@misconception("the map not moved")
def map_not_moved(image, kernel, down, right):
    """Your second side is the map of the image, and it has not moved. Move it with your `shift`."""
    one, _, safe = both_sides(image, kernel, down, right)
    return one, correlate(image, kernel), safe


@misconception("the kernel moved")
def kernel_moved(image, kernel, down, right):
    """In the first side you move the kernel. Move the image, and filter it with the kernel as it is."""
    _, other, safe = both_sides(image, kernel, down, right)
    return correlate(image, shift(kernel, down, right)), other, safe


MISTAKES = (
    rolled,
    Misconception(
        "sides swapped",
        lambda *args: (*both_sides(*args)[1::-1], both_sides(*args)[2]),
        "You swapped the two sides. First comes the one that moves the image and then filters it.",
    ),
    one_side_twice,
    map_not_moved,
    kernel_moved,
    Misconception(
        "moved, not filtered",
        lambda *args: (shift(args[0], *args[2:]), *both_sides(*args)[1:]),
        "Your first side is the moved image itself. Filter it with the kernel.",
    ),
    difference,
    Misconception(
        "flipped kernel",
        lambda image, kernel, down, right: both_sides(image, kernel[::-1, ::-1], down, right),
        "You filter with the kernel turned by 180 degrees. Use your `correlate2d`: it does not turn it.",
    ),
    Misconception(
        "up instead of down",
        lambda image, kernel, down, right: both_sides(image, kernel, -down, -right),
        "Everything moves the other way: with positive numbers it should move down and to the right.",
    ),
    Misconception(
        "safe everywhere",
        with_safe(lambda one, other, safe: np.ones_like(safe)),
        "Both sides are right, but they do not agree everywhere: look at the rows "
        "and columns where zeros came in.",
    ),
    safe_as_the_image,
    Misconception(
        "safe is not bool",
        with_safe(lambda one, other, safe: safe.astype(float)),
        "All values are right. But `safe` holds ones and zeros, and only an array of bool can pick out "
        "positions, as in `difference[safe]`: compare it with 1, or make it with `dtype=bool`.",
    ),
    Misconception(
        "True and False swapped",
        with_safe(lambda one, other, safe: ~safe),
        "Both sides are right, but True and False are swapped: `safe` is True where the moved map "
        "shows a position of the old one.",
    ),
    Misconception(
        "safe where the number is not zero",
        with_safe(lambda one, other, safe: other != 0),
        "Both sides are right. But a map may hold zeros of its own, as here, where the image is black. "
        "Find the safe positions from `down` and `right` alone.",
    ),
    Misconception(
        "safe from the first side",
        with_safe(lambda one, other, safe: one != 0),
        "You ask where the first side is not 0; it may be 0 anywhere. "
        "Find the safe positions from `down` and `right` alone.",
    ),
    strip_on_top_and_left,
    Misconception(
        "safe nowhere",
        with_safe(lambda one, other, safe: np.zeros_like(safe)),
        "Both sides are right, but `safe` is False everywhere: it was made and never filled.",
    ),
    one_answer_for_all,
    Misconception(
        "safe moved the other way",
        safe_of(lambda ones, down, right: shift_by_padding(ones, -down, -right)),
        "Both sides are right, but `safe` is moved up where the map is moved down: "
        "the strip is on the wrong side.",
    ),
    Misconception(
        "down and right swapped in safe",
        safe_of(lambda ones, down, right: shift_by_padding(ones, right, down)),
        "Both sides are right, but in `safe` the rows and columns have changed places: "
        "`down` counts rows, the first axis.",
    ),
    Misconception(
        "safe for rows only",
        safe_of(lambda ones, down, right: shift_by_padding(ones, down, 0)),
        "Both sides are right, but `safe` leaves out the rows that came in, and not the columns.",
    ),
    Misconception(
        "safe for columns only",
        safe_of(lambda ones, down, right: shift_by_padding(ones, 0, right)),
        "Both sides are right, but `safe` leaves out the columns that came in, and not the rows.",
    ),
    Misconception(
        "safe where the numbers agree",
        with_safe(lambda one, other, safe: np.isclose(one, other)),
        "You compare the numbers; two of them may agree by chance, for instance where "
        "both are 0. Find the safe positions from `down` and `right` alone: where does the "
        "moved map show a number of its own?",
    ),
    Misconception(
        "unsafe on all sides",
        with_safe(lambda one, other, safe: safe & safe[::-1, ::-1]),
        "Both sides are right. But zeros come in on one side only, the one that the image moves away from.",
    ),
    one_too_careful,
    without_the_kernels_reach,
    safe_by_slices,
)
