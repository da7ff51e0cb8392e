"""Wrong answers to `shift_equivariance` in which `safe` is another one, and the sides are right.

The right answer that all of them are made from comes first.
"""

from __future__ import annotations

import numpy as np

from ...checks.exercise import misconception
from .reference import (
    correlate,
    shift,
    shift_by_padding,
)


def both_sides(image, kernel, down, right):
    before = correlate(image, kernel)
    (h, w), (rows, columns) = before.shape, np.indices(before.shape)
    safe = (rows >= down) & (rows < h + down) & (columns >= right) & (columns < w + right)
    return correlate(shift(image, down, right), kernel), shift(before, down, right), safe


def with_safe(change):
    """Both sides as they should be, and `change(one, other, safe)` in the place of `safe`."""

    def sides(image, kernel, down, right):
        one, other, safe = both_sides(image, kernel, down, right)
        return one, other, change(one, other, safe)

    return sides


def safe_of(move):
    """Both sides as they should be, and `move(map of True, down, right)` in the place of `safe`."""

    def sides(image, kernel, down, right):
        one, other, safe = both_sides(image, kernel, down, right)
        return one, other, move(np.ones_like(safe), down, right)

    return sides


def true_from(down, right, shape):
    result = np.zeros(shape, bool)
    result[down:, right:] = True
    return result


@misconception("safe as large as the image")
def safe_as_the_image(image, kernel, down, right):
    """Both sides are right. But `safe` has the shape of the image; it should have the
    shape of the map, which is smaller.
    """
    one, other, _ = both_sides(image, kernel, down, right)
    return one, other, shift_by_padding(np.ones(image.shape, bool), down, right)


@misconception("strip always on top and on the left")
def strip_on_top_and_left(image, kernel, down, right):
    """Right for moves down and right. A move up leaves its strip at the bottom, a move left on the right."""
    one, other, safe = both_sides(image, kernel, down, right)
    return one, other, true_from(abs(down), abs(right), safe.shape)


@misconception("one row and column too careful")
def one_too_careful(image, kernel, down, right):
    """Both sides are right, but the strip that is not safe is one too wide: a move by
    `down` spoils that many rows of the map.
    """
    one, other, safe = both_sides(image, kernel, down, right)
    further = down + int(np.sign(down)), right + int(np.sign(right))
    return one, other, shift_by_padding(np.ones(safe.shape, bool), *further)


@misconception("kernel's reach taken off too")
def without_the_kernels_reach(image, kernel, down, right):
    """Both sides are right. But the map is smaller than the image already, and its window starts at (i, j)
    and reaches down and right from there: a move by `down` spoils that many rows of the map, whatever the
    kernel.
    """
    one, other, safe = both_sides(image, kernel, down, right)
    reach = [d + int(np.sign(d)) * (k - 1) for d, k in zip((down, right), kernel.shape, strict=True)]
    return one, other, shift_by_padding(np.ones(safe.shape, bool), *reach)


@misconception("negative shifts not handled")
def safe_by_slices(image, kernel, down, right):
    """Right for moves down and right. `safe[down:]` means something else where `down` is
    negative: it counts from the end.
    """
    one, other, safe = both_sides(image, kernel, down, right)
    return one, other, true_from(down, right, safe.shape)


@misconception("one answer for all positions")
def one_answer_for_all(image, kernel, down, right):
    """Both sides are right, but `safe` is a single True or False. It has one for each position of the map."""
    one, other, _ = both_sides(image, kernel, down, right)
    return one, other, bool((one == other).all())


@one_answer_for_all.also
def one_answer_up_to_rounding(image, kernel, down, right):
    one, other, _ = both_sides(image, kernel, down, right)
    return one, other, np.allclose(one, other)


@misconception("difference in the place of safe")
def difference(image, kernel, down, right):
    """The third value is the difference of the two sides. `safe` says of each position True or False."""
    one, other, _ = both_sides(image, kernel, down, right)
    return one, other, one - other
