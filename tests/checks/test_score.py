"""A score is data: its points, the arguments that failed, what it rests on."""

from __future__ import annotations

from dataclasses import replace

from test_judge import checked_double, double, score


def test_a_score_is_its_points() -> None:
    assert float(score(double)) == 2
    assert score(double).out_of == 3


def test_the_failing_arguments_are_at_hand() -> None:
    assert score(double).args[0].tolist() == [0, 1, 2]
    assert score(checked_double).args == ()


def test_what_builds_on_a_failed_exercise_says_so() -> None:
    built = replace(score(double), uses=("numpy.sum", "correlate2d"))
    assert "your `correlate2d`" in (built.resting_on(["correlate2d"]).note or "")
    assert built.resting_on(["match"]).note is None
    assert replace(built, outcome="passed").resting_on(["correlate2d"]).note is None
