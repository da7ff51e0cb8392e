"""Answers that people wrote from the notebooks alone, before they saw an exercise's code.

A file a chapter. `@right("crop", "by loops")` and `@wrong("crop", "counted from 1")` stand above a function,
or are called with a value; the words say how it is right, or what is wrong with it.
`python benchmarks/answers.py` shows what the checks make of them.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FunctionType
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Answer:
    """One answer: to which exercise, whether it is right, in what words, and the answer itself."""

    exercise: str
    is_right: bool
    words: str
    target: Any


_found: list[Answer] = []


def right(exercise: str, words: str) -> Callable[[Any], Any]:
    """Keep a right answer."""
    return partial(_keep, exercise, True, words)


def wrong(exercise: str, words: str) -> Callable[[Any], Any]:
    """Keep an answer with a mistake."""
    return partial(_keep, exercise, False, words)


def _keep(exercise: str, is_right: bool, words: str, target: Any) -> Any:
    if isinstance(target, FunctionType):  # all are called `_` in the file: each gets its exercise's name
        target.__code__ = target.__code__.replace(co_name=exercise)
    _found.append(Answer(exercise, is_right, words, target))
    return target


def of(chapter: str, folder: Path = FOLDER) -> Sequence[Answer]:
    """The answers to a chapter, e.g. "07_pooling"; their source can be read as in a notebook."""
    path = folder / f"{chapter}.py"
    source = path.read_text("utf-8")
    name = f"<answers to {chapter}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    _found.clear()
    exec(compile(source, name, "exec"), {"__name__": "__main__"})
    return tuple(_found)


def chapters(folder: Path = FOLDER) -> list[str]:
    """The chapters to which there are answers."""
    return sorted(path.stem for path in folder.glob("[0-9][0-9]_*.py"))
