"""Mistakes with answers of several parts: parts exchanged, repeated, missing, or more than were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from typing import Any

from .compare import compare
from .exercise import Exercise
from .verdict import Trial

MOST = 4  # parts of an answer that are looked at
Named = tuple[str, str]  # the name of a mistake, and what to tell the learner


def explain(exercise: Exercise, trials: Sequence[Trial]) -> Named | None:
    """What is wrong with the parts, where each is right in itself; or None."""
    asked = [trial for trial in trials if trial.case.raises is None]
    if not asked or exercise.measured or any(trial.reply.outcome != "returned" for trial in asked):
        return None
    count = _count(asked)
    if count == 1:
        return _more_than_asked(asked)
    return (
        (_taken_for_another(exercise, asked, count) or _only_one(exercise, asked, count)) if count else None
    )


def only_some(exercise: Exercise, trials: Sequence[Trial]) -> Named | None:
    """Which parts are wrong, where others are always right; or None."""
    asked = [trial for trial in trials if trial.case.raises is None]
    count = _count(asked) if asked else 0
    if count < 2 or exercise.measured or any(not _has_parts(trial.reply.value, count) for trial in asked):
        return None
    wrong = [k for k in range(count) if not all(_is(trial, k, trial.reply.value[k]) for trial in asked)]
    if len(wrong) in (0, count):
        return None
    names = _names(exercise, count)
    bad = _listed([names[k] for k in wrong])
    good = _listed([name for k, name in enumerate(names) if k not in wrong])
    verb = "is" if count - len(wrong) == 1 else "are"
    return f"{bad} wrong", f"{good} {verb} right in every case, so look at {bad} alone."


def _count(asked: Sequence[Trial]) -> int:
    """How many parts each case asks for: 1 where no tuple is asked for, 0 where that differs."""
    counts = {len(trial.whole) if isinstance(trial.whole, tuple) else 1 for trial in asked}
    count = counts.pop()
    return count if not counts and count <= MOST else 0


def _names(exercise: Exercise, count: int) -> list[str]:
    return [
        f"`{exercise.returns[k]}`" if k < len(exercise.returns) else f"part {k + 1}" for k in range(count)
    ]


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _has_parts(value: Any, count: int) -> bool:
    return isinstance(value, tuple | list) and len(value) == count


def _is(trial: Trial, number: int, value: Any) -> bool:
    """Whether a value is this part of the right answer."""
    return compare(trial.whole[number], value, trial.rounding) is None


def _taken_for_another(exercise: Exercise, asked: Sequence[Trial], count: int) -> Named | None:
    """Every part is a right one, in the place of another."""
    if not all(_has_parts(trial.reply.value, count) for trial in asked):
        return None
    names = _names(exercise, count)
    orders = list(permutations(range(count)))[1:]
    repeated = [order for order in product(range(count), repeat=count) if len(set(order)) < count]
    for order in (*orders, *repeated):
        if not all(_is(t, k, t.reply.value[place]) for t in asked for place, k in enumerate(order)):
            continue
        came = ", ".join(names[k] for k in order)
        if order in orders:
            return "parts in another order", (
                f"Every part is right, but they come as {came}; {', '.join(names)} were asked for."
            )
        return "one part twice", f"What came back is {came}; {', '.join(names)} were asked for."
    return None


def _only_one(exercise: Exercise, asked: Sequence[Trial], count: int) -> Named | None:
    """One part came back, and not the others."""
    for number, name in enumerate(_names(exercise, count)):
        if all(_is(trial, number, trial.reply.value) for trial in asked):
            every = ", ".join(_names(exercise, count))
            return f"only {name} returned", f"{name} is right, but it came back alone. Return {every}."
    return None


def _more_than_asked(asked: Sequence[Trial]) -> Named | None:
    """The right answer came back as one of several."""
    values = [trial.reply.value for trial in asked]
    if not all(isinstance(value, tuple | list) and len(value) > 1 for value in values):
        return None
    for number in (*range(min(MOST, *(len(value) for value in values))), -1):
        if all(
            compare(trial.whole, value[number], trial.rounding) is None
            for trial, value in zip(asked, values, strict=True)
        ):
            place = {0: "first", -1: "last"}.get(number, f"one at index {number}")
            return "more than asked for", (
                f"Several values came back, and the {place} is the right answer. Return it alone."
            )
    return None
