"""Whatever an answer returns or raises, the verdict is a verdict."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from memory import remembering

from course_utils import exercises
from course_utils.checks import Card, Exercise
from course_utils.checks.judge import judge_here

EVERY = [remembering(e) for chapter in exercises.chapters().values() for e in chapter.exercises]


class Odd:
    """An object that fails in whatever is asked of it."""

    def __repr__(self) -> str:
        raise RuntimeError("no text")

    def __array__(self, *args: Any, **kwargs: Any) -> np.ndarray:
        raise RuntimeError("no array")


class Silent(Exception):
    """An exception that cannot say what it is."""

    def __str__(self) -> str:
        raise RuntimeError("no message")


def convert(change: Callable[[np.ndarray], Any]) -> Callable[[Any], Any]:
    """Change every array and number of an answer."""

    def changed(value: Any) -> Any:
        if isinstance(value, tuple | list):
            return type(value)(map(changed, value))
        if isinstance(value, dict):
            return {key: changed(part) for key, part in value.items()}
        return value if isinstance(value, str) else change(np.asarray(value))

    return changed


CHANGES: dict[str, Callable[[Any], Any]] = {
    **{
        name: convert(lambda array, name=name: array.astype(name))
        for name in (
            "bool",
            "int8",
            "uint8",
            "float16",
            "float32",
            "longdouble",
            "complex128",
            "object",
            "U9",
        )
    },
    "0 and 255": convert(lambda array: np.where(array > 0, 255, 0).astype(np.uint8)),
    "inverted": convert(lambda array: ~array.astype(bool)),
    "structured": convert(lambda array: np.zeros(array.shape, [("a", float), ("b", int)])),
    "masked": convert(lambda array: np.ma.masked_array(array, mask=np.ones(array.shape, bool))),
    "empty": convert(lambda array: array[..., :0] if array.ndim else np.zeros(0)),
    "one axis more": convert(lambda array: array[None]),
    "flat": convert(np.ravel),
    "thirty axes": convert(lambda array: np.zeros((1,) * 30)),
    "nan": convert(lambda array: array * np.nan if array.dtype.kind in "biuf" else array),
    "huge": convert(lambda array: array * 1e300 if array.dtype.kind in "biuf" else array),
    "a date": convert(lambda array: np.datetime64("2012-09-30")),
    "nested": lambda value: [[value, (value, {"a": value})], None],
    "ragged": lambda value: [[1.0], [1.0, 2.0]],
    "text": lambda value: "\ud800 half of a character",
    "a large int": lambda value: 10**400,
    "a set": lambda value: {1, 2},
    "a dict": lambda value: {1: value, "a": value},
    "a class": lambda value: Odd,
    "odd": lambda value: Odd(),
    "odd inside": lambda value: np.array([Odd(), Odd()], dtype=object),
    "not a number": lambda value: float("nan"),
    "an exception": lambda value: ValueError("bad"),
    "not implemented": lambda value: NotImplemented,
    "dots inside": lambda value: [value, ...],
}


def raising(error: BaseException) -> Callable[[Any], Any]:
    def fail(value: Any) -> Any:
        raise error

    return fail


RAISED = {
    type(error).__name__: raising(error)
    for error in (
        Silent(),
        KeyError(3),
        StopIteration(),
        GeneratorExit(),
        SystemExit(2),
        UnicodeDecodeError("utf-8", b"x", 0, 1, "odd"),
        ExceptionGroup("several", [ValueError("one")]),
        MemoryError(),
        NotImplementedError("with words"),
        AssertionError(np.ones(3)),
    )
}


def odd_class(right: type, change: Callable[[Any], Any]) -> type:
    """A class whose methods give odd results."""

    def changed(name: str) -> Callable[..., Any]:
        return lambda self, *args: change(getattr(right, name)(self, *args))

    methods = [name for name in ("forward", "backward", "parameters") if hasattr(right, name)]
    return type(right.__name__, (right,), {name: changed(name) for name in methods})


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.name)
def test_whatever_comes_back_there_is_a_verdict_and_a_card(exercise: Exercise) -> None:
    values = [case for case in exercise.cases if not case.raises]
    errors = [case for case in exercise.cases if case.raises]
    few = dataclasses.replace(
        exercise,
        cases=(values[0], *errors[:1], values[-1]),
        misconceptions=exercise.misconceptions[:2],  # each is compared with what came back in the same way
    )
    for label, change in {**CHANGES, **RAISED}.items():

        def odd(*args: Any, change: Callable[[Any], Any] = change, **kwargs: Any) -> Any:
            return change(exercise.oracle(*args, **kwargs))

        target = odd_class(exercise.oracle, change) if isinstance(exercise.oracle, type) else odd
        with np.errstate(all="ignore"):
            score = judge_here(few, target)
        assert score.outcome in ("passed", "wrong", "not attempted"), f"{label}: {score.failure}"
        assert "fault of the course" not in (score.note or ""), f"{label}: {score.note}"
        assert Card(score).html()
        assert Card(score).text()
