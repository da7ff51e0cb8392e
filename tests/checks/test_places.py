"""Right numbers one place away are recognised; test_patterns.py has the other places, through a check."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.checks.compare import Rounding
from course_utils.checks.pairs import Pair
from course_utils.checks.places import moved

RNG = np.random.default_rng(3)


@pytest.mark.parametrize(
    ("move", "words"), [((1, 0), "far down"), ((0, -1), "far left"), ((-1, 1), "far up and right")]
)
def test_numbers_that_stand_one_place_away_are_named(move, words: str) -> None:
    expected = RNG.normal(size=(5, 6))
    named = moved([Pair(0, expected, np.roll(expected, move, axis=(0, 1)), Rounding())])
    assert named is not None
    assert named[0] == "moved by one place"
    assert words in named[1]


def test_constant_numbers_are_not_called_moved() -> None:
    ones = np.ones((5, 6))
    assert moved([Pair(0, ones, np.roll(ones * [1, 1, 1, 1, 1, 2], 1), Rounding())]) is None
