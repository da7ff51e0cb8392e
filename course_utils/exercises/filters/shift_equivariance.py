"""Both sides of: filtering a moved image = moving the filtered image, and where they must agree."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import normal
from .reference import (
    PIECES,
    X,
    correlate_by_loops,
    correlate_by_windows,
    shift_by_loops,
    shift_by_padding,
)
from .shift_equivariance_mistakes import MISTAKES
from .shift_equivariance_safe import both_sides

SIDES = ("moved, then filtered", "filtered, then moved")
SAFE = ("safe", "whether safe is bool")


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


def any_move(rng):
    """A picture and a move of any size: its map of positions is not known before."""
    down, right = rng.integers(1, 4, size=2) * rng.choice((-1, 1), size=2)
    return rng.normal(size=rng.integers(6, 10, size=2)), rng.normal(size=(2, 2)), int(down), int(right)


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
        Case("safe: any picture, any move", any_move, group="safe", parts=SAFE),
    ),
    oracle=lambda image, kernel, down, right: tell_kind(both_sides, image, kernel, down, right),
    drive=tell_kind,
    returns=(*SIDES, *SAFE),
    alternatives=(by_ones, as_lists),
    misconceptions=(*MISTAKES, zeros(both_sides)),
    hints=(
        "You have both functions. The two sides differ only in the order in which you call them.",
        "`safe` is True where the moved map shows a position of the old one. What happens to a map of ones?",
        "`shift(np.ones(result.shape), down, right) == 1`, with `result` the map before the move.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage"),
)
