"""The right answers that are changed: the solution of an exercise, and its alternatives."""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from course_utils import lessons
from course_utils.checks import Chapter, Exercise


@dataclass(frozen=True, eq=False)
class Form:
    """One right answer to an exercise.

    name : "" for the solution, "alternative 2" for the second alternative.
    source : its text, without docstrings and annotations.
    target : the name of the function or class in it.
    scope : the names that it uses.
    arrays : the places of the arguments that are arrays or fractions; none for an alternative.
    arguments : the names of the arguments of the solution; an alternative may have more.
    """

    exercise: Exercise
    name: str
    source: str
    target: str
    scope: Mapping[str, Any]
    arrays: tuple[int, ...] = ()
    arguments: tuple[str, ...] | None = None


def forms(chapter: Chapter, root: Path) -> Iterator[Form]:
    """The right answers to the exercises of a chapter that are functions or classes with a source."""
    solved = lessons.solved(chapter.name, root)
    cells = {cell.name: cell.source for cell in lessons.read(chapter.name, root) if cell.kind == "exercise"}
    for exercise in chapter.exercises:
        if not exercise.asks_for_value:
            yield Form(exercise, "", plain(cells[exercise.name]), exercise.name, solved, arrays(exercise))
            yield from alternatives(exercise, arguments(solved[exercise.name]))


def alternatives(exercise: Exercise, arguments: tuple[str, ...] | None = None) -> Iterator[Form]:
    """The alternatives that are functions or classes with a name; a lambda has no source of its own.

    One that another function made is left out: most of its mutants would be about that function's switches.
    """
    for number, answer in enumerate(exercise.alternatives, 1):
        if not isinstance(answer, types.FunctionType | type) or answer.__name__ == "<lambda>":
            continue
        if getattr(answer, "__closure__", None):
            continue
        scope = vars(import_module(answer.__module__))
        source = plain(textwrap.dedent(inspect.getsource(answer)))
        yield Form(exercise, f"alternative {number}", source, answer.__name__, scope, arguments=arguments)


def arguments(target: Any) -> tuple[str, ...] | None:
    """The names of the arguments of a function; None for a class."""
    return tuple(inspect.signature(target).parameters) if isinstance(target, types.FunctionType) else None


def arrays(exercise: Exercise) -> tuple[int, ...]:
    """The places of the arguments that are, in some case, an array or a fraction."""
    drawn = [case.draw(np.random.default_rng(0)) for case in exercise.cases]
    places = {p for args in drawn for p, value in enumerate(args) if isinstance(value, np.ndarray | float)}
    return tuple(sorted(places))


def plain(source: str) -> str:
    """A source without comments, docstrings and annotations of arguments."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.unparse(tree)
