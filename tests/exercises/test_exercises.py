"""What must hold for every exercise, whichever chapter it belongs to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils import exercises
from course_utils.checks import Exercise, Misconception, Score, answer, judge, plain

EVERY = [e for chapter in exercises.chapters().values() for e in chapter.exercises]
MISTAKES = [(e, m) for e in EVERY for m in e.misconceptions]
RIGHT = [(e, n) for e in EVERY for n in range(len(e.alternatives))]
SEEDS = [0, 1, 2]
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # a mistake may divide by zero


def score(exercise: Exercise, target: Any, seed: int = 0) -> Score:
    return judge(exercise, lambda request: answer(target, request), seed)


def label(value: Any) -> str:
    return str(getattr(value, "name", value)).replace(" ", "-")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("exercise", "number"), RIGHT, ids=label)
def test_every_other_right_way_earns_all_points(exercise: Exercise, number: int, seed: int) -> None:
    result = score(exercise, exercise.alternatives[number], seed)
    assert float(result) == exercise.points, result


@pytest.mark.parametrize("exercise", EVERY, ids=label)
def test_there_are_at_least_two_other_right_ways(exercise: Exercise) -> None:
    assert len(exercise.alternatives) >= 2


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=label)
def test_every_misconception_fails_and_is_named(
    exercise: Exercise, mistake: Misconception, seed: int
) -> None:
    with_libraries = dataclasses.replace(exercise, forbidden=())  # here a mistake may be made with one
    result = score(with_libraries, mistake.wrong, seed)
    assert result.outcome == "wrong"
    assert float(result) < exercise.points
    assert result.mistake == mistake.name, result


@pytest.mark.parametrize("exercise", EVERY, ids=label)
def test_at_least_five_misconceptions_are_known_each_by_its_own_name(exercise: Exercise) -> None:
    names = [mistake.name for mistake in exercise.misconceptions]
    assert len(set(names)) == len(names) >= 5


@pytest.mark.parametrize("exercise", EVERY, ids=label)
def test_the_untouched_stub_is_not_attempted(exercise: Exercise) -> None:
    def stub(*args: Any, **kwargs: Any) -> None:
        raise NotImplementedError

    for target in (stub, ...):
        result = score(exercise, target)
        assert (result.outcome, float(result)) == ("not attempted", 0)


def nothing(*args: Any, **kwargs: Any) -> None:
    return None


def its_input(first: Any = 0, *args: Any, **kwargs: Any) -> Any:
    return first


def always_an_error(*args: Any, **kwargs: Any) -> None:
    raise ValueError("always")


@pytest.mark.parametrize(
    "empty", [nothing, its_input, always_an_error, lambda *a, **k: 0.0, lambda *a, **k: 1]
)
@pytest.mark.parametrize("exercise", EVERY, ids=label)
def test_nothing_is_earned_without_work(exercise: Exercise, empty: Any) -> None:
    assert float(score(exercise, empty)) == 0


@pytest.mark.parametrize("exercise", EVERY, ids=label)
def test_zeros_of_the_right_shape_earn_nothing(exercise: Exercise) -> None:
    zeros = [mistake for mistake in exercise.misconceptions if mistake.name == "all zeros"]
    assert zeros, "list `zeros(oracle)` among the misconceptions"
    assert float(score(exercise, zeros[0].wrong)) == 0


@pytest.mark.parametrize("exercise", EVERY, ids=label)
def test_there_are_three_hints_and_every_case_has_its_own_name(exercise: Exercise) -> None:
    assert len(exercise.hints) == 3
    names = [case.name for case in exercise.cases]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("exercise", EVERY, ids=label)
def test_a_seed_settles_the_cases_and_another_seed_changes_the_random_ones(exercise: Exercise) -> None:
    for case in exercise.cases:
        if callable(case.args):
            one, again, other = (case.draw(np.random.default_rng(seed)) for seed in (1, 1, 2))
            assert repr(one) == repr(again)
            assert repr(one) != repr(other)


def by_heart(exercise: Exercise, seed: int) -> Callable[..., Any]:
    """Knows the cases of one seed, and nothing else."""
    known: dict[str, Any] = {}
    for number, case in enumerate(exercise.cases):
        args, kwargs = case.draw(np.random.default_rng([seed, number])), dict(case.kwargs)
        known[plain.dumps([args, kwargs])] = case.raises or exercise.oracle(*args, **kwargs)

    def function(*args: Any, **kwargs: Any) -> Any:
        value = known.get(plain.dumps([args, kwargs]))
        if isinstance(value, type):
            raise value
        return value

    return function


PLAIN_CALLS = [e for e in EVERY if e.drive is None and callable(e.misconceptions[0].wrong)]


@pytest.mark.parametrize("exercise", PLAIN_CALLS, ids=label)
def test_knowing_the_public_cases_by_heart_earns_nothing_under_another_seed(exercise: Exercise) -> None:
    assert float(score(exercise, by_heart(exercise, 0), seed=0)) == exercise.points
    missing = "give every group a case drawn from the seed"
    assert float(score(exercise, by_heart(exercise, 0), seed=1)) == 0, missing


def test_names_of_exercises_are_their_own() -> None:
    assert len(set(exercises.names())) == len(EVERY)


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(LookupError, match="Did you mean 'crop'"):
        exercises.find("corp")


def test_a_misconception_that_nobody_listed_has_no_name() -> None:
    exercise = dataclasses.replace(exercises.find("crop"), misconceptions=())
    result = score(exercise, lambda image, top, left, height, width: image[:height, :width])
    assert (result.outcome, result.mistake) == ("wrong", None)
