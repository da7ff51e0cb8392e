"""What learners call: `guess`, `check`, `hint`, `mine`, `progress`, and what takes progress along."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .checks import Card, Exercise, GuessCard
    from .checks.progress import Best, Record
    from .demos import Notice
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
    from .blame import with_blame
    from .checks.card import Card
    from .checks.judge import judge_here
    from .own.shelf import keep

    exercise, answer = _resolve(target, answer)
    score = with_blame(exercise, answer, judge_here(exercise, answer, seed), seed)
    _record().add_score(score)
    if score.outcome == "passed" and not exercise.asks_for_value:
        keep(exercise.name, answer)
    following = exercises.following(exercise.name)
    return Card(
        score,
        hints=len(exercise.hints),
        hints_used=_hints_used(exercise, _record().best()),
        next=following,
        next_is_optional=following is not None and exercises.find(following).optional,
        another_way=exercise.another_way_told,
    )


def hint(target: Any = _MISSING, number: Any = _MISSING) -> Hints:
    """The hints of an exercise: a nudge, then the key step, then almost the answer.

    `hint("correlate2d")` shows the first, `hint("correlate2d", 2)` the first two. Without a number it shows
    again those that were shown before, so running a notebook once more uses up no hint.

    Parameters
    ----------
    target : the name of the exercise, or your function.
    number : how many hints to show.
    """
    from .tables import Hints

    exercise = _exercise(target, "hint")
    used, there_are = _hints_used(exercise, _record().best()), len(exercise.hints)
    if number is _MISSING:
        number = max(used, 1)
    elif not (isinstance(number, int) and number in range(1, there_are + 1)):
        raise Misuse(f"`{exercise.name}` has {there_are} hints: write a number from 1 to {there_are}.")
    for _ in range(used, number):
        _record().add_hint(exercise.name)
    return Hints(exercise.name, tuple(exercise.hints), number)


def guess(name: Any = _MISSING, value: Any = ...) -> GuessCard:
    """Answer a question before the lesson does. It is not graded; your first guess is kept.

    Parameters
    ----------
    name : of the question, as it stands in the cell.
    value : your guess, a number or one of the choices, in place of the dots.

    Returns
    -------
    A card that says how near the guess was, and why.
    """
    from . import exercises
    from .checks.guess_card import GuessCard

    if not isinstance(name, str):
        raise Misuse('guess() needs the name of the question, then your guess: guess("wraps_around", 7).')
    try:
        question = exercises.find_guess(name)
    except LookupError as error:
        raise Misuse(str(error.args[0])) from None
    judgement = question.judge(value)
    if judgement.value is None:
        return GuessCard(question, judgement)
    first = _record().guesses().get(name)
    if first is None:
        _record().add_guess(name, judgement.value, judgement.outcome)
    return GuessCard(question, judgement, first)


def mine(name: str) -> Any:
    """Bring a function of an earlier lesson along: your own where it is kept, else the course's.

    A check that passes keeps your function. Here it is loaded and checked again; one line says whose it is,
    and holds its code.

    Parameters
    ----------
    name : of the exercise, `mine("conv2d_im2col")`.
    """
    from .own.loading import NothingThere, bring

    if not isinstance(name, str):
        raise Misuse('mine() needs the name of a function in quotes: mine("conv2d_im2col").')
    try:
        brought = bring(name)
    except NothingThere as error:
        raise Misuse(str(error)) from None
    brought.show()
    return brought.function


def progress() -> Progress:
    """All chapters: the best results and the guesses made; `.as_dict()` and `.to_csv(path)` export them."""
    from . import exercises
    from .tables import Progress

    return Progress(tuple(exercises.chapters().values()), _record())


def download_progress(path: str | os.PathLike[str] = "course_progress.zip") -> Notice:
    """Save your progress and your own functions in one small file; on Colab your browser downloads it.

    `upload_progress` brings it back, on this machine or another. It is a plain ZIP archive: unpacked into
    the folder of your notebooks, it is the progress there.
    """
    from . import luggage, transfer
    from .demos import Notice

    packed = luggage.pack(_record())
    try:
        said = transfer.send(luggage.zipped(packed), Path(path))
    except OSError as error:
        raise Misuse(f"{path} cannot be written: {error.strerror or error}.") from None
    return Notice(f"{said}. It holds {packed}.")


def upload_progress(path: str | os.PathLike[str] | None = None) -> Notice:
    """Bring back what `download_progress` saved. What is here already stays, so it may be called twice.

    Parameters
    ----------
    path : the file, or the folder that it was unpacked into. Without it, Colab lets you choose a file, and
        elsewhere it is found beside the notebook.
    """
    from . import luggage, transfer
    from .demos import Notice

    try:
        data, name = transfer.fetch(luggage.NAME) if path is None else (transfer.read(Path(path)), str(path))
        brought = luggage.opened(data, name)
        new = luggage.unpack(brought, _record())
    except FileNotFoundError as error:
        raise Misuse(f"There is no file {path}." if path is not None else str(error)) from None
    except (OSError, luggage.NotLuggage) as error:
        raise Misuse(str(error)) from None
    return Notice(f"{name} holds {brought}. New here: {new}. `progress()` shows where you are.")


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
    from .luggage import settle

    settle(path)
    return Record(path)


def _record() -> Record:
    from .checks.progress import default_path

    return _record_at(default_path())
