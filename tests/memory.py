"""Exercises that remember right answers, for tests that judge many answers to one exercise."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

from course_utils.checks import Exercise, wire


def remembering(exercise: Exercise) -> Exercise:
    """The same exercise; its oracle computes the answer to the same arguments once.

    The oracle of cases in steps is a class, whose objects change: such an exercise comes back as it is.
    """
    if any(case.steps for case in exercise.cases):
        return exercise
    known: dict[str, Any] = {}

    @functools.wraps(exercise.oracle)
    def oracle(*args: Any, **kwargs: Any) -> Any:
        key = wire.dumps([args, kwargs])
        if key not in known:
            known[key] = exercise.oracle(*args, **kwargs)
        return known[key]

    return replace(exercise, oracle=oracle)
