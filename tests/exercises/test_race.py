"""The race of `conv2d_im2col`: nobody wins by remembering, and the card says what was measured."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from course_utils import exercises
from course_utils.checks import Card
from course_utils.checks.judge import judge_here
from course_utils.exercises.im2col.conv2d_im2col import FASTER
from course_utils.exercises.im2col.conv2d_im2col_mistakes import conv2d
from course_utils.exercises.reference import grid, im2col

EXERCISE = exercises.find("conv2d_im2col")


def by_loops(x, w, b=None, *options):
    """One output after another."""
    geometry = (w.shape[2:], *options)
    cols, rows = im2col(x, *geometry), w.reshape(len(w), -1)
    if rows.shape[1] != cols.shape[1]:
        raise ValueError("channels differ")
    y = np.zeros((len(x), len(w), cols.shape[2]), np.result_type(x, w))
    for n, f, place in np.ndindex(*y.shape):
        y[n, f, place] = rows[f] @ cols[n, :, place] + (0 if b is None else b[f])
    return y.reshape(len(x), len(w), *grid(x.shape[2:], *geometry))


class Remembers:
    """Loops that look up what they have computed before, by a key."""

    def __init__(self, key: Any):
        self.key, self.known = key, {}

    def __call__(self, x, w, *others):
        key = self.key(x)
        if key not in self.known:
            self.known[key] = x, by_loops(x, w, *others)  # x is kept, so that its address is
        return self.known[key][1]


class RemembersTheLast:
    """Loops that give the last result again where the same array comes again."""

    last: tuple[Any, Any] = (None, None)

    def __call__(self, x, w, *others):
        if self.last[0] is not x:
            self.last = x, by_loops(x, w, *others)
        return self.last[1]


def in_another_thread(x, w, *others):
    """Loops, but not in the thread that calls."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(by_loops, x, w, *others).result()


def test_a_matrix_product_passes_and_the_card_says_how_fast_it_was() -> None:
    score = judge_here(EXERCISE, conv2d)
    assert score.outcome == "passed"
    assert f" times the loops; {FASTER} were asked." in Card(score).text()


def test_loops_earn_all_but_the_speed_and_the_card_says_both_numbers() -> None:
    score = judge_here(EXERCISE, by_loops)
    assert [group.name for group in score.groups if not group.points] == ["speed"]
    assert score.mistake == "right, but too slow"
    assert f" times the loops measured, {FASTER} asked." in Card(score).text()


@pytest.mark.parametrize(
    "answer",
    [
        Remembers(id),
        Remembers(lambda x: (x.shape, x.dtype.str, x.tobytes())),
        Remembers(lambda x: (id(x), x[:1, :1, :1, :1].tobytes())),
        RemembersTheLast(),
        in_another_thread,
    ],
    ids=["by its address", "by its numbers", "by its first number", "the last one", "in a thread"],
)
def test_nobody_wins_by_remembering_or_in_another_thread(answer: Any) -> None:
    race = next(case for case in EXERCISE.cases if case.group == "speed")
    rng = np.random.default_rng(0)
    x, w = race.draw(rng)
    y, speed = EXERCISE.drive(answer, x.copy(), w, **race.kwargs)
    assert speed < FASTER / 4 or not np.allclose(y, conv2d(x, w))


def test_the_race_leaves_the_numbers_as_they_were() -> None:
    race = next(case for case in EXERCISE.cases if case.group == "speed")
    x, w = race.draw(np.random.default_rng(0))
    before = x.copy()
    EXERCISE.drive(conv2d, x, w, **race.kwargs)
    np.testing.assert_array_equal(x, before)
