"""Both sides of: filtering a moved image = moving the filtered image, and where they must agree."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from .reference import (
    PIECES,
    X,
    correlate,
    correlate_by_loops,
    correlate_by_windows,
    shift,
    shift_by_loops,
    shift_by_padding,
)

SIDES = ("moved, then filtered", "filtered, then moved")
SAFE = ("safe", "whether safe is bool")


def both_sides(image, kernel, down, right):
    before = correlate(image, kernel)
    (h, w), (rows, columns) = before.shape, np.indices(before.shape)
    safe = (rows >= down) & (rows < h + down) & (columns >= right) & (columns < w + right)
    return correlate(shift(image, down, right), kernel), shift(before, down, right), safe


def tell_kind(target, image, kernel, down, right):
    """What `target` returns, and whether its `safe` is of bool: where it is
    not, it cannot pick out positions.
    """
    sides = target(image, kernel, down, right)
    if sides is None or sides is ...:
        return sides
    if not isinstance(sides, tuple | list) or len(sides) != 3:
        got = len(sides) if isinstance(sides, tuple | list) else f"one {type(sides).__name__}"
        raise TypeError(f"3 arrays were asked for, as in `return one, other, safe`; {got} came back")
    return *sides, np.asarray(sides[2]).dtype == bool


def by_ones(image, kernel, down, right):
    after = correlate_by_windows(image, kernel)
    one = correlate_by_windows(shift_by_padding(image, down, right), kernel)
    return (
        one,
        shift_by_padding(after, down, right),
        shift_by_padding(np.ones(after.shape, bool), down, right),
    )


def as_lists(image, kernel, down, right):
    after = correlate_by_loops(image, kernel)
    inside = shift_by_loops([[1] * len(after[0])] * len(after), down, right)
    safe = [[bool(value) for value in row] for row in inside]
    moved = np.array(shift_by_loops(image, down, right))
    return [correlate_by_loops(moved, kernel), shift_by_loops(after, down, right), safe]


def bright_square(rng):
    """A bright square on black: its map holds zeros of its own."""
    return np.pad(np.full((3, 3), rng.uniform(1, 9)), 3), rng.normal(size=(2, 2)), -1, 2


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


@misconception("one side twice")
def one_side_twice(image, kernel, down, right):
    """Your two sides are computed in the same way. One moves the image and then filters it; the other filters
    first and then moves the map.
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


@misconception("difference in the place of safe")
def difference(image, kernel, down, right):
    """The third value is the difference of the two sides. `safe` says of each position True or False."""
    one, other, _ = both_sides(image, kernel, down, right)
    return one, other, one - other


SHIFT_EQUIVARIANCE = Exercise(
    name="shift_equivariance",
    points=3,
    cases=(
        Case("the X, one down and two right", (X, PIECES[0] / 9, 1, 2), group="both sides", parts=SIDES),
        Case("far down", normal((8, 5), (2, 3), then=(3, 1)), group="both sides", parts=SIDES),
        Case("to the right only", normal((5, 8), (2, 3), then=(0, 2)), group="both sides", parts=SIDES),
        Case("up", normal((7, 6), (3, 2), then=(-2, 0)), group="both sides", parts=SIDES),
        Case("down and left", normal((6, 9), (2, 3), then=(1, -2)), group="both sides", parts=SIDES),
        Case("safe: the X, one down", (X, PIECES[0] / 9, 1, 0), group="safe", parts=SAFE),
        Case("safe: two right", normal((5, 7), (2, 2), then=(0, 2)), group="safe", parts=SAFE),
        Case("safe: not moved at all", normal((4, 5), (2, 2), then=(0, 0)), group="safe", parts=SAFE),
        Case("safe: far up, one left", normal((8, 6), (3, 2), then=(-3, -1)), group="safe", parts=SAFE),
        Case("safe: one down, two left", normal((6, 9), (2, 3), then=(1, -2)), group="safe", parts=SAFE),
        Case("safe: a bright square on black", bright_square, group="safe", parts=SAFE),
    ),
    oracle=lambda image, kernel, down, right: tell_kind(both_sides, image, kernel, down, right),
    drive=tell_kind,
    returns=(*SIDES, *SAFE),
    alternatives=(by_ones, as_lists),
    misconceptions=(
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
            "Both sides are right. But zeros come in on one side only, the one "
            "that the image moves away from.",
        ),
        one_too_careful,
        without_the_kernels_reach,
        safe_by_slices,
        zeros(both_sides),
    ),
    hints=(
        "You have both functions. The two sides differ only in the order in which you call them.",
        "`safe` is True where the moved map shows a position of the old one. What happens to a map of ones?",
        "`shift(np.ones(result.shape), down, right) == 1`, with `result` the map before the move.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage"),
)
