"""A case in steps: lines of Python that make an object and use it, one after the other.

A line that is an expression, such as `layer.forward(x)`, is judged by its value at that moment; any other
line only prepares. The lines are plain data, written by the course; they run beside the learner's code.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

from .exercise import Case
from .origin import DRIVE


def steps(
    name: str, lines: str, group: str = "all", raises: type[Exception] | None = None, **values: Any
) -> Case:
    """A case in steps.

    Parameters
    ----------
    name, group, raises : of the case; the last line must raise.
    lines : the steps, one on each line; the answer goes by the name of its exercise.
    values : what the lines use by name: arrays or other plain data, or functions that draw such from a
        `numpy.random.Generator`.
    """

    def draw(rng: np.random.Generator) -> tuple:
        return ({key: value(rng) if callable(value) else value for key, value in values.items()},)

    fixed = not any(callable(value) for value in values.values())
    every = tuple(line.strip() for line in lines.splitlines() if line.strip())
    return Case(name, (values,) if fixed else draw, group=group, raises=raises, steps=every)


def judged(lines: Sequence[str]) -> dict[str, int]:
    """The lines that are judged by their value, each with its number from 1; repeated ones say it."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if _is_expression(line):
            found[f"{line} (step {number})" if line in found else line] = number
    return found


def play(
    lines: Sequence[str], scope: dict[str, Any], reached: Callable[[int], Any] = lambda number: None
) -> tuple[Any, ...]:
    """The values of the lines that are expressions, each as it was when its line had run.

    Parameters
    ----------
    scope : the names that the lines use; they may bind others in it.
    reached : is told the number of every line, from 1, before it runs.
    """
    found = []
    for number, line in enumerate(lines, 1):
        reached(number)
        if _is_expression(line):
            found.append(_copied(eval(_compiled(line, "eval"), scope)))
        else:
            exec(_compiled(line, "exec"), scope)
    return tuple(found)


def scope_of_steps(name: str, target: Any, tools: str | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The names that the lines find: NumPy, the course's tools, the values, and the answer by its name."""
    scope: dict[str, Any] = {"np": np}
    if tools:
        exec(_compiled(tools, "exec"), scope)
    return {**scope, **values, name: target}


@lru_cache(maxsize=256)  # the same lines run for the answer, for the oracle and for each known mistake
def _compiled(source: str, mode: str) -> CodeType:
    return compile(source, DRIVE, mode)


@lru_cache(maxsize=256)
def _is_expression(line: str) -> bool:
    return isinstance(ast.parse(line).body[0], ast.Expr)


def _copied(value: Any) -> Any:
    """A value that later steps cannot change."""
    if isinstance(value, np.ndarray):
        return value.copy(order="K")
    if type(value) in (list, tuple):
        return type(value)(_copied(part) for part in value)
    if type(value) is dict:
        return {key: _copied(part) for key, part in value.items()}
    return value
