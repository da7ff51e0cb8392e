"""What the exercises ask: a folder for each chapter, a file for each exercise.

Oracles import their heavy libraries when they are called, so that this package stays light.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module

from ..checks.exercise import Chapter, Exercise
from ..checks.guess import Guess

MODULES = (
    "start",
    "filters",
    "edges",
    "learning",
    "conv_layer",
    "im2col",
    "backward",
    "pooling",
    "counting",
    "activations",
    "numpy_cnn",
    "pytorch",
    "lenet",
    "alexnet",
)  # in reading order


@cache
def chapters() -> dict[str, Chapter]:
    """The chapters by name ("01_filters"), in reading order."""
    found = [import_module(f"{__name__}.{module}").CHAPTER for module in MODULES]
    return {chapter.name: chapter for chapter in found}


def names() -> list[str]:
    """The names of all exercises, in reading order."""
    return [exercise.name for chapter in chapters().values() for exercise in chapter.exercises]


def find(name: str) -> Exercise:
    """The exercise of that name; LookupError that offers the nearest names where there is none."""
    for chapter in chapters().values():
        for exercise in chapter.exercises:
            if exercise.name == name:
                return exercise
    raise LookupError(
        f"There is no exercise called {name!r}.{_offer(name, names())} progress() lists them all."
    )


def find_guess(name: str) -> Guess:
    """The guess of that name; LookupError that offers the nearest names where there is none."""
    every = {guess.name: guess for chapter in chapters().values() for guess in chapter.guesses}
    if name not in every:
        raise LookupError(f"There is no guess called {name!r}.{_offer(name, list(every))}")
    return every[name]


def _offer(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names, n=2, cutoff=0.5)
    return f" Did you mean {' or '.join(repr(match) for match in near)}?" if near else ""


def chapter_of(name: str) -> Chapter:
    """The chapter of an exercise."""
    find(name)
    return next(c for c in chapters().values() if any(e.name == name for e in c.exercises))


def before(chapter: str) -> tuple[str, ...]:
    """The folders of the chapters that come before one."""
    return MODULES[: list(chapters()).index(chapter)]


def following(name: str) -> str | None:
    """The name of the exercise after this one in its lesson, or None."""
    every = [exercise.name for exercise in chapter_of(name).exercises]
    place = every.index(name) + 1
    return every[place] if place < len(every) else None
