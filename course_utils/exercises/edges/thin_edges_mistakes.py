"""Wrong answers to `thin_edges`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from .thin_edges_directions import (
    OFFSETS,
    along_the_edge,
    by_rolling,
    largest_of_nine,
    left_before_above,
    mirrored,
    one_way,
    right_and_down_exchanged,
    rounded_down,
    upwards,
    wide_diagonals,
    without_diagonals,
)


def second_wins(here, before, after):
    return (here >= before) & (here > after)


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
    """Which of two equal neighbours you keep depends on which way the arrow points. It must not depend on
    where the light is: keep the first in reading order, also where the arrow points left or up.
    """
    backwards = np.round(np.asarray(orientation) / (np.pi / 4)).astype(int) % 8 >= 4
    reverse = by_rolling(magnitude, orientation, wins=second_wins)
    return np.where(backwards, reverse, by_rolling(magnitude, orientation))


@first_along_the_arrow.also
def last_along_the_arrow(magnitude, orientation):
    backwards = np.round(np.asarray(orientation) / (np.pi / 4)).astype(int) % 8 >= 4
    reverse = by_rolling(magnitude, orientation, wins=second_wins)
    return np.where(backwards, by_rolling(magnitude, orientation), reverse)


@misconception("wrapped around the border")
def wrapped(magnitude, orientation):
    """At the border the neighbour comes from the opposite side of the array: what `np.roll` pushes out on
    one side comes back on the other. Pad with zeros first, and cut them off again.
    """
    inside = by_rolling(np.pad(magnitude, 1, mode="wrap"), np.pad(orientation, 1, mode="wrap"))
    return inside[1:-1, 1:-1]


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


MISTAKES = (
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
)
