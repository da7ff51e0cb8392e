"""Mistakes that follow from a signature: the right answer to another question than was asked.

Each changes a request as somebody who misread it would; the oracle's answer to the changed request is then
the mistake's. So nobody has to write `stride` ignored, or its axes exchanged, for each exercise.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..exercise import Exercise
from ..request import Request
from . import arguments, options
from .change import Change, Found


@dataclass(frozen=True)
class Misreading:
    """A name, advice, and what becomes of the arguments that a call gives."""

    name: str
    advice: str
    signature: inspect.Signature
    change: Change

    def of(self, request: Request) -> Request:
        """The request as it was misread."""
        given = self.signature.bind(*request.args, **request.kwargs).arguments
        return replace(request, args=(), kwargs={**given, **self.change(given)})


def of_options(exercise: Exercise) -> Iterator[Misreading]:
    """The misreadings of the options that an exercise has, the likeliest first."""
    return _misreadings(exercise, options.of_options)


def of_arguments(exercise: Exercise) -> Iterator[Misreading]:
    """The misreadings that any arguments allow, the likeliest first."""
    return _misreadings(exercise, arguments.of_arguments)


def _misreadings(exercise: Exercise, find: Callable[[Exercise], Found]) -> Iterator[Misreading]:
    signature = inspect.signature(exercise.oracle)
    parameters = signature.parameters
    if exercise.asks_for_value or any(p.kind is not p.POSITIONAL_OR_KEYWORD for p in parameters.values()):
        return
    for name, advice, change in find(exercise):
        yield Misreading(name, advice, signature, change)
