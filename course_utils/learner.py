"""What learners call: `check`, `hint`, `progress`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .checks import Card, Exercise
    from .checks.progress import Best, Record
    from .tables import Hints, Progress

_MISSING: Any = object()


class Misuse(Exception):
    """A helper was called in a way that it cannot answer. In a notebook only the sentence shows."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check(target: Any = _MISSING, answer: Any = _MISSING, *, seed: int = 0) -> Card:
    """Check an answer and say what is right or wrong with it.

    Parameters
    ----------
    target : your function, `check(correlate2d)`; or the name of the exercise, followed by the answer.
    answer : with a name: the function, class or value to check, `check("by_hand", by_hand)`.
    seed : from which the random cases are drawn.

    Returns
    -------
    A card. `float(card)` is the points earned, `card.args` the arguments of the first call that went wrong;
    `card.score` holds all that was found, for example `card.score.outcome` and `card.score.mistake`.
    """
    from . import exercises
    from .checks.card import Card
    from .checks.judge import judge_here

    exercise, answer = _resolve(target, answer)
    score = judge_here(exercise, answer, seed)
    _record().add_score(score)
    best = _record().best()
    failed = [name for name, known in best.items() if known.outcome == "wrong"]
    return Card(
        score.resting_on(failed),
        hints=len(exercise.hints),
        hints_used=_hints_used(exercise, best),
        next=exercises.following(exercise.name),
    )


def hint(target: Any = _MISSING) -> Hints:
    """One more hint at each call: a nudge, then the key step, then almost the answer.

    `target` is the name of the exercise, `hint("correlate2d")`, or your function.
    """
    from .tables import Hints

    exercise = _exercise(target, "hint")
    _record().add_hint(exercise.name)
    return Hints(exercise.name, tuple(exercise.hints), _hints_used(exercise, _record().best()))


def progress() -> Progress:
    """All chapters and exercises with the best result so far; `.as_dict()`, `.to_csv(path)` export them."""
    from . import exercises
    from .tables import Progress

    return Progress(tuple(exercises.chapters().values()), _record())


def _hints_used(exercise: Exercise, best: Mapping[str, Best]) -> int:
    used = best[exercise.name].hints if exercise.name in best else 0
    return min(used, len(exercise.hints))


def _resolve(target: Any, answer: Any) -> tuple[Exercise, Any]:
    exercise = _exercise(target, "check")
    if answer is not _MISSING:
        return exercise, answer
    if isinstance(target, str):
        raise Misuse(f'What is the answer to check? Write check("{target}", {target}).')
    return exercise, target


def _exercise(target: Any, caller: str) -> Exercise:
    """The exercise that a name or a function stands for."""
    from . import exercises

    if target is _MISSING:
        raise Misuse(f"{caller}() needs to know what: write {caller}(crop), with the function you wrote.")
    name = target if isinstance(target, str) else getattr(target, "__name__", None)
    if name is None:
        kind = type(target).__name__
        raise Misuse(
            f'This is a value ({kind}), which has no name. Write {caller}("name_of_the_exercise", value).'
        )
    if name == "<lambda>":
        raise Misuse(f'A lambda has no name. Write {caller}("name_of_the_exercise", function).')
    try:
        return exercises.find(name)
    except LookupError as error:
        raise Misuse(str(error.args[0])) from None


@cache
def _record_at(path: Any) -> Record:
    from .checks.progress import Record

    return Record(path)


def _record() -> Record:
    from .checks.progress import default_path

    return _record_at(default_path())
