"""Mistakes that follow from a signature: the right answer to another question than was asked.

Each changes a request as somebody who misread it would; the oracle's answer to the changed request is then
the mistake's. So nobody has to write `stride` ignored, or its axes exchanged, for each exercise.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..exercise import Exercise
from ..request import Request
from . import arguments, options
from .change import Change, Found
from .order import of_order
from .tensors import as_array, like


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

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function whose calls are misread. Tensors are arrays while they are changed."""

        def misread(*args: Any, **kwargs: Any) -> Any:
            given = self.signature.bind(*args, **kwargs).arguments
            changed = self.change({name: as_array(value) for name, value in given.items()})
            return function(**{**given, **{name: like(given.get(name), changed[name]) for name in changed}})

        return misread


def of_options(exercise: Exercise) -> Iterator[Misreading]:
    """The misreadings of the options that an exercise has, the likeliest first."""
    yield from _misreadings(exercise, options.of_options)
    signature = inspect.signature(exercise.oracle)
    if _is_misread(exercise, signature):
        for name, advice, misread in of_order(signature):
            yield Misreading(name, advice, misread, lambda given: {})


def of_arguments(exercise: Exercise) -> Iterator[Misreading]:
    """The misreadings that any arguments allow, the likeliest first."""
    return _misreadings(exercise, arguments.of_arguments)


def _misreadings(exercise: Exercise, find: Callable[[Exercise], Found]) -> Iterator[Misreading]:
    signature = inspect.signature(exercise.oracle)
    if _is_misread(exercise, signature):
        for name, advice, change in find(exercise):
            yield Misreading(name, advice, signature, change)


def _is_misread(exercise: Exercise, signature: inspect.Signature) -> bool:
    """Whether the exercise asks for a function of which each argument has a name."""
    parameters = signature.parameters.values()
    is_a_function = not (exercise.asks_for_value or isinstance(exercise.oracle, type))
    return is_a_function and all(p.kind is p.POSITIONAL_OR_KEYWORD for p in parameters)
