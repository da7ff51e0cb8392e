"""What an exercise is: its cases, its oracle, and the mistakes people make in it."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from .guess import Guess

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Case:
    """One call of the learner's function.

    Parameters
    ----------
    name : what the card calls the case, e.g. "Sobel on a photograph".
    args : the positional arguments, or a function that draws them from a `numpy.random.Generator`.
    kwargs : the keyword arguments.
    group : cases of one group earn their share of the points together, so each group needs a case that
        neither zeros nor an error can pass.
    raises : the exception that the call must end with, instead of a result.
    dtype : the dtype that the result must have, where that is part of the task, or "int" for any of whole
        numbers; else any real one does.
    steps : lines of Python, in place of a plain call; `args` then holds one dict, the values that they use
        by name. Made by `checks.steps.steps`.
    parts : the parts of a tuple that the case is about, by their names in `returns`; none for all. So a
        mistake in one part costs only the groups that are about it.
    """

    name: str
    args: tuple | Callable[[np.random.Generator], tuple] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    group: str = "all"
    raises: type[Exception] | None = None
    dtype: str | None = None
    parts: Sequence[str] = ()
    steps: Sequence[str] = ()

    def draw(self, rng: np.random.Generator) -> tuple:
        """The positional arguments of this case, drawn afresh."""
        return tuple(self.args(rng)) if callable(self.args) else self.args


@dataclass(frozen=True)
class Misconception:
    """A mistake that people really make: its name, what to tell them, and the wrong functions that show it.

    Parameters
    ----------
    name : what the card calls the mistake, in lower case, e.g. "flipped kernel".
    wrong : a function with the exercise's signature, or a wrong value where the exercise asks for a value.
    advice : one to three sentences: what the result is, what was asked for, where to look.
    others : more wrong functions (or values) that make the same mistake in another way; see `also`.
    """

    name: str
    wrong: Any
    advice: str
    others: list[Any] = field(default_factory=list)

    @property
    def forms(self) -> tuple[Any, ...]:
        """Every wrong function (or value) that makes this mistake."""
        return (self.wrong, *self.others)

    def also(self, wrong: F) -> F:
        """Decorate another wrong function that makes the same mistake; it stays a plain function."""
        self.others.append(wrong)
        return wrong

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Make the mistake."""
        return self.wrong(*args, **kwargs)


def misconception(name: str, advice: str | None = None) -> Callable[[Callable[..., Any]], Misconception]:
    """Decorate a wrong function: its docstring is the advice, unless `advice` is given.

    >>> @misconception("upside down")
    ... def upside_down(image):
    ...     'You turned the rows around. Columns are the second axis.'
    ...     return image[::-1]
    >>> upside_down.advice
    'You turned the rows around. Columns are the second axis.'
    """

    def named(wrong: Callable[..., Any]) -> Misconception:
        text = advice or " ".join((inspect.getdoc(wrong) or "").split())
        if not text:
            raise TypeError(f"the misconception {name!r} tells nothing: write a docstring, or give advice=")
        return Misconception(name, wrong, text)

    return named


@dataclass(frozen=True)
class Measure:
    """A part of an answer that is measured, not computed.

    Parameters
    ----------
    unit : what is counted, e.g. "times the loops".
    mistake, advice : what the card calls a right answer that has too little of it, and what to tell.
    """

    unit: str
    mistake: str
    advice: str


@dataclass(frozen=True)
class Exercise:
    """What one exercise asks, how an answer is judged, and which mistakes are known.

    Parameters
    ----------
    name : the function, class or value that the learner writes.
    points : shared by the groups of the cases, in whole numbers.
    cases : worked examples first, then edge cases, then cases drawn from a seed.
    oracle : an independent answer, called with the arguments of a case; never a copy of the solution.
        Where `drive` calls more than a plain function, the oracle gives what `drive` returns. Where cases
        have steps, it stands in the place of the answer.
    misconceptions : the most specific first; the first whose replies equal the learner's is named.
    hints : a nudge, the key step, almost the answer.
    alternatives : other right answers, written differently; the tests prove that they pass.
    another_way : an alternative worth reading after a pass, and in a sentence why one might prefer it.
    forbidden : dotted names that a solution may not use, e.g. "scipy".
    returns : names of the parts of a tuple that comes back, for the card.
    measured : the parts that `drive` measures: what the oracle gives is asked for at least, and the card
        says both numbers.
    drive : how to use what the learner wrote, where a plain call will not do (a class, an argument that is
        itself a function). A small self-contained function `drive(target, *args, **kwargs)`; its source
        travels to the probe, where only `np` is in scope.
    tools : small self-contained functions or classes that the steps of its cases use; their source travels
        to the probe, where only `np` is in scope.
    seconds : how long one case may take, in seconds of the processor.
    optional : whether a chapter is complete without it.
    precise : whether the exercise is about precision; else work in float32 is as good as in float64.
    """

    name: str
    points: int
    cases: Sequence[Case]
    oracle: Callable[..., Any]
    misconceptions: Sequence[Misconception]
    hints: Sequence[str]
    alternatives: Sequence[Any] = ()
    another_way: tuple[Callable[..., Any], str] | None = None
    forbidden: Sequence[str] = ()
    returns: Sequence[str] = ()
    measured: Mapping[str, Measure] = field(default_factory=dict)
    drive: Callable[..., Any] | None = None
    tools: Sequence[Callable[..., Any]] = ()
    seconds: float = 5.0
    optional: bool = False
    precise: bool = False

    @property
    def asks_for_value(self) -> bool:
        """Whether the answer is a value, not something to call: then each case is about one part of it."""
        return any(not callable(known.wrong) for known in self.misconceptions)

    @property
    def groups(self) -> dict[str, int]:
        """The groups of cases in order, and the points of each: whole numbers, the first get the rest."""
        names = list(dict.fromkeys(case.group for case in self.cases))
        return {
            name: self.points // len(names) + (number < self.points % len(names))
            for number, name in enumerate(names)
        }

    @cached_property
    def another_way_told(self) -> tuple[str, str] | None:
        """The source of another way, and why one might prefer it."""
        if self.another_way is None:
            return None
        function, why = self.another_way
        return textwrap.dedent(inspect.getsource(function)).strip(), why

    @cached_property
    def drive_source(self) -> str | None:
        """The source of `drive` or `tools`, or None where a plain call will do."""
        helpers = self.tools if self.drive is None else (self.drive,)
        return "\n\n".join(textwrap.dedent(inspect.getsource(helper)) for helper in helpers) or None

    @property
    def in_steps(self) -> bool:
        """Whether its cases are used in steps: a class, or a function that changes what it is given."""
        return any(case.steps for case in self.cases)


@dataclass(frozen=True)
class Chapter:
    """A chapter of the course.

    Parameters
    ----------
    name : the name of its lesson's file, e.g. "01_filters".
    title : what it is called.
    exercises : in reading order.
    libraries : modules beyond NumPy that its answers may use, e.g. "torch"; when grading, others that could
        answer an exercise are not there.
    guesses : what learners guess before the lesson tells, in reading order.
    written : the names of its written answers, which people judge.
    """

    name: str
    title: str
    exercises: Sequence[Exercise]
    libraries: Sequence[str] = ()
    guesses: Sequence[Guess] = ()
    written: Sequence[str] = ()


def zeros(oracle: Callable[..., Any]) -> Misconception:
    """The misconception that every exercise has: zeros of the right shape."""

    def all_zeros(*args: Any, **kwargs: Any) -> Any:
        return _zero(oracle(*args, **kwargs))

    return Misconception(
        "all zeros",
        all_zeros,
        "Your result has the right shape, but every entry is 0: was the array made and never filled?",
    )


def _zero(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return type(value)(_zero(part) for part in value)
    if isinstance(value, dict):
        return {key: _zero(part) for key, part in value.items()}
    return np.zeros_like(value)
