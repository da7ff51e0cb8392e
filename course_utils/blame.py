"""Whose mistake it is, where an answer calls functions that the learner wrote before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from . import exercises
from .checks import Exercise, Score
from .checks.judge import is_right
from .checks.sources import scope_of


def with_blame(exercise: Exercise, target: Any, score: Score, seed: int = 0) -> Score:
    """The score of a wrong answer, and whether a function of an earlier exercise is to blame.

    The functions that it calls are judged as they stand now. Where some are wrong, the answer is judged once
    more with right ones in their place: if it passes, the first of them is to blame; else a note says that
    it rests on them.
    """
    scope = scope_of(target)
    if score.outcome != "wrong" or scope is None:
        return score
    helpers = _helpers(exercise, score, scope)
    wrong = [helper for helper in helpers if not is_right(helper, scope[helper.name])]
    if not wrong:
        return score
    with _replaced(scope, {helper.name: helper.alternatives[0] for helper in wrong}):
        passes = is_right(exercise, target, seed)
    if passes:
        return replace(score, because_of=wrong[0].name, mistake=None, advice=None)
    return score.resting_on([helper.name for helper in wrong])


def _helpers(exercise: Exercise, score: Score, scope: Mapping[str, Any]) -> Iterator[Exercise]:
    """The exercises whose functions an answer calls, in reading order."""
    for chapter in exercises.chapters().values():
        for other in chapter.exercises:
            if other.name in score.uses and other.name != exercise.name and callable(scope.get(other.name)):
                yield other


@contextmanager
def _replaced(scope: dict[str, Any], others: Mapping[str, Any]) -> Iterator[None]:
    """Put other functions in the place of the learner's, for a while."""
    own = {name: scope[name] for name in others}
    scope.update(others)
    try:
        yield
    finally:
        scope.update(own)
