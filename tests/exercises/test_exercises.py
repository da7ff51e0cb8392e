"""What must hold for every exercise, whichever chapter it belongs to: one test for each property."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from memory import remembering, replying_once

from course_utils import exercises
from course_utils.checks import Exercise, Score, diagnosis, wire
from course_utils.checks.judge import judge_here

EVERY = [remembering(e) for chapter in exercises.chapters().values() for e in chapter.exercises]
SEEDS = [0, 1]  # that of learners, and another
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # a mistake may divide by zero


def score(exercise: Exercise, target: Any, seed: int = 0) -> Score:
    return judge_here(exercise, target, seed)


def name_of(exercise: Exercise) -> str:
    return exercise.name


every_exercise = pytest.mark.parametrize("exercise", EVERY, ids=name_of)


@every_exercise
def test_every_other_right_way_earns_all_points(exercise: Exercise) -> None:
    assert len(exercise.alternatives) >= 2
    refused = [
        f"alternative {number}, seed {seed}:\n{result}"
        for number, alternative in enumerate(exercise.alternatives)
        for seed in SEEDS
        if float(result := score(exercise, alternative, seed)) != exercise.points
    ]
    assert not refused, "\n\n".join(refused)


@every_exercise
def test_every_misconception_fails_and_is_named(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "reply_of", replying_once())
    with_libraries = dataclasses.replace(exercise, forbidden=())  # here a mistake may be made with one
    complaints = [
        f"{known.name!r}, form {number}, seed {seed}: {complaint}"
        for known in exercise.misconceptions
        for number, wrong in enumerate(known.forms)
        for seed in SEEDS
        if (complaint := _complaint(known.name, score(with_libraries, wrong, seed)))
    ]
    assert not complaints, "\n\n".join(complaints)


def _complaint(name: str, result: Score) -> str | None:
    """What is not as it should be with the score of a known mistake."""
    if result.outcome != "wrong" or result.points >= result.out_of:
        return f"it passes. Add a case in which it gives a wrong result.\n{result}"
    if result.mistake != name:
        return f"it is called {result.mistake!r}. Add a case that tells the two apart.\n{result}"
    return None


@every_exercise
def test_at_least_five_misconceptions_are_known_each_by_its_own_name(exercise: Exercise) -> None:
    names = [known.name for known in exercise.misconceptions]
    assert len(set(names)) == len(names) >= 5


@every_exercise
def test_each_group_has_whole_points_and_another_way_passes(exercise: Exercise) -> None:
    assert sum(exercise.groups.values()) == exercise.points
    assert min(exercise.groups.values()) >= 1, "more groups than points"
    if exercise.another_way is not None:
        assert score(exercise, exercise.another_way[0]).outcome == "passed"
        assert all(exercise.another_way_told or ())


@every_exercise
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


@every_exercise
def test_nothing_is_earned_without_work(exercise: Exercise) -> None:
    zeros = [known.wrong for known in exercise.misconceptions if known.name == "all zeros"]
    assert zeros, "list `zeros(oracle)` among the misconceptions"
    for empty in (nothing, its_input, always_an_error, lambda *a, **k: 0.0, lambda *a, **k: 1, zeros[0]):
        result = score(exercise, empty)
        assert float(result) == 0, result


@every_exercise
def test_there_are_three_hints_and_every_case_has_its_own_name(exercise: Exercise) -> None:
    assert len(exercise.hints) == 3
    names = [case.name for case in exercise.cases]
    assert len(set(names)) == len(names)


@every_exercise
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
        known[wire.dumps([args, kwargs])] = case.raises or exercise.oracle(*args, **kwargs)

    def function(*args: Any, **kwargs: Any) -> Any:
        value = known.get(wire.dumps([args, kwargs]))
        if isinstance(value, type):
            raise value
        return value

    return function


PLAIN_CALLS = [e for e in EVERY if e.drive is None and not (e.asks_for_value or e.in_steps)]


@pytest.mark.parametrize("exercise", PLAIN_CALLS, ids=name_of)
def test_knowing_the_public_cases_by_heart_earns_nothing_under_another_seed(exercise: Exercise) -> None:
    assert float(score(exercise, by_heart(exercise, 0), seed=0)) == exercise.points
    missing = "give every group a case drawn from the seed"
    assert float(score(exercise, by_heart(exercise, 0), seed=1)) == 0, missing


def test_names_of_exercises_are_their_own() -> None:
    assert len(set(exercises.names())) == len(EVERY)


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(LookupError, match="Did you mean 'crop'"):
        exercises.find("corp")


def test_the_last_exercise_of_a_lesson_is_followed_by_none() -> None:
    assert exercises.following("fit") == "standardise"
    assert exercises.following("standardise") is None


def test_a_misconception_that_nobody_listed_has_no_name() -> None:
    exercise = dataclasses.replace(exercises.find("crop"), misconceptions=())
    result = score(exercise, lambda image, top, left, height, width: image[:height, :width])
    assert (result.outcome, result.mistake) == ("wrong", None)
