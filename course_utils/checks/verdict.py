"""The verdict on one reply: what is wrong with it, in the learner's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from . import wire
from .compare import Fault, Rounding, compare, index_text, number_text, rounding_of
from .exercise import Case, Exercise
from .reply import Raised, Reply
from .request import Request
from .steps import judged, play, scope_of_steps

METHODS = ("__init__", "forward", "backward", "parameters")  # of the classes that learners write


@dataclass(frozen=True)
class Trial:
    """One case, tried.

    Parameters
    ----------
    exercise, case : what was asked.
    request : how it was asked: the arguments that were drawn.
    reply : what came back.
    uses : dotted names that the answer's source uses.
    """

    exercise: Exercise
    case: Case
    request: Request
    reply: Reply
    uses: Sequence[str] = ()

    @cached_property
    def whole(self) -> Any:
        """The oracle's answer, as plain data, with all its parts."""
        own = self.request.own()
        if self.case.steps:
            scope = scope_of_steps(self.exercise.name, self.exercise.oracle, own.drive, own.args[0])
            return wire.loads(wire.dumps(play(self.case.steps, scope)))
        return wire.loads(wire.dumps(self.exercise.oracle(*own.args, **own.kwargs)))

    @property
    def names(self) -> Sequence[str]:
        """The names of the parts of an answer: of a case in steps, the lines that are judged."""
        return list(judged(self.case.steps)) if self.case.steps else self.exercise.returns

    @cached_property
    def expected(self) -> Any:
        """The expected answer, as far as the case is about it."""
        return self.about(self.whole)

    @cached_property
    def got(self) -> Any:
        """What came back, as far as the case is about it."""
        return self.about(self.reply.value)

    def about(self, value: Any) -> Any:
        """An answer as far as the case is about it: without other parts, a measure only as enough or not."""
        if self.case.raises is not None or not (self.case.parts or self.exercise.measured):
            return value
        whole, names = self.whole, self.exercise.returns
        if not isinstance(value, tuple | list) or not isinstance(whole, tuple) or len(value) != len(whole):
            return value
        return tuple(
            "not asked"
            if self.case.parts and name not in self.case.parts
            else _enough(part, least)
            if name in self.exercise.measured
            else part
            for name, part, least in zip(names, value, whole, strict=True)
        )

    def measures(self) -> list[tuple[str, str, str]]:
        """The name of each part that is measured, what came back with its unit, and what was asked for."""
        value, names = self.reply.value, self.exercise.returns
        if not self.exercise.measured or self.case.raises is not None:
            return []
        if not isinstance(self.whole, tuple) or not isinstance(value, tuple) or len(value) != len(self.whole):
            return []
        return [
            (name, f"{_amount(part)} {self.exercise.measured[name].unit}", number_text(least))
            for name, part, least in zip(names, value, self.whole, strict=True)
            if name in self.exercise.measured
        ]

    @cached_property
    def rounding(self) -> Rounding:
        """What rounding may cost in the answer."""
        rounding = rounding_of((self.request.args, dict(self.request.kwargs)))
        return replace(rounding, coarsest=0.0) if self.exercise.precise else rounding

    @cached_property
    def fault(self) -> Fault | None:
        """What is wrong with the reply; None where it is right.

        A fault of ours in finding that out costs nobody anything but this exercise, and is said.
        """
        try:
            return verdict(self)
        except Exception as error:
            return Fault(
                "not judged",
                f"The check itself failed ({type(error).__name__}: {error}). This is a fault of the course, "
                "not of your answer. Please report it with the call below.",
            )


def verdict(trial: Trial) -> Fault | None:
    """What is wrong with the reply of a trial; None where it is right."""
    exercise, case, reply = trial.exercise, trial.case, trial.reply
    outcome = reply.outcome
    if outcome == "unwritten":
        return Fault("not attempted", _unwritten(exercise, reply))
    if outcome == "late":
        tail = "" if reply.value else " It could not be stopped either: restart the kernel before you go on."
        return Fault(
            "too slow",
            f"Not finished after {exercise.seconds:g} seconds: is there a loop that never ends?{tail}",
        )
    if outcome == "died":
        return Fault("crashed", f"The call ended the whole kernel: {reply.value}.")
    if outcome == "unusable":
        tail = " Is a `return` missing?" if "NoneType" in str(reply.value) else ""
        return Fault(
            "exception", f"It cannot be used in the way that the exercise says. {reply.value}.{tail}"
        )
    if outcome in ("too large", "unreadable"):
        return Fault("wrong type", f"The result could not be read: {reply.value}.")
    if used := _forbidden(exercise, trial.uses):
        return Fault(
            "forbidden",
            f"It uses `{used}`, which would do the work for you. Here the point is to write it yourself.",
        )
    if case.raises is not None and (not case.steps or reply.step == len(case.steps)):
        return _verdict_on_error(case, reply)
    if outcome == "raised":
        return Fault("exception", _unexpected(exercise, reply.error))
    if reply.changed:
        names = " and ".join(f"`{name}`" for name in reply.changed)
        return Fault(
            "changed its input", f"The call changed {names} in place; work on a copy, or make a new array."
        )
    if reply.value is None:
        printed = reply.printed.strip()
        return (
            Fault("printed, not returned", "It prints its result and returns None: end with `return`.")
            if printed
            else Fault("nothing returned", "It returned None: is the `return` at the end missing?")
        )
    fault = compare(trial.expected, trial.got, trial.rounding, trial.names)
    if fault is not None and fault.part in exercise.measured:
        for name, amount, least in trial.measures():
            if name == fault.part:
                return Fault(name, f"{amount} measured, {least} asked.")
    if fault is not None and exercise.asks_for_value:
        return replace(fault, sentence=_without_answer(fault), expected=None)
    if fault is None and case.dtype and not has_dtype(reply.value, case.dtype):
        got = getattr(reply.value, "dtype", type(reply.value).__name__)
        return Fault(
            "wrong dtype", f"The values are right, but the dtype is {got}; {case.dtype} was asked for."
        )
    return fault


def has_dtype(value: Any, dtype: str) -> bool:
    """Whether a value has a dtype, as a case names it; a list that is empty has any."""
    if dtype == "int":
        return (isinstance(value, list) and not value) or np.asarray(value).dtype.kind in "iu"
    return str(getattr(value, "dtype", "")) == dtype


def _enough(amount: Any, least: float) -> str:
    """Whether a measure is as much as was asked for."""
    return "enough" if isinstance(amount, int | float) and amount >= least else "not enough"


def _amount(value: Any) -> str:
    return number_text(value) if isinstance(value, int | float) else "nothing"


def _unexpected(exercise: Exercise, error: Raised) -> str:
    """An exception that should not be; one that a `raise` in somebody's code made is told apart."""
    if not error.is_own:
        return str(error)
    if is_its_own(exercise, error):
        return f"This call is a right one, yet your `raise` was reached. {error}"
    return f"A call of `{error.function}` was refused. {error}"


def is_its_own(exercise: Exercise, error: Raised) -> bool:
    """Whether an error was raised by the answer itself, or a method of it, and not by a helper."""
    return error.function == exercise.name or (exercise.in_steps and error.function in METHODS)


def _without_answer(fault: Fault) -> str:
    """What is wrong with a value that the learner was to find: where, but not what it should be."""
    if fault.kind != "wrong values" or fault.worst is None:
        return fault.sentence
    place = f" The entry at {index_text(fault.worst)} is furthest off." if fault.worst else ""
    return f"Not right yet.{place}"


def _verdict_on_error(case: Case, reply: Reply) -> Fault | None:
    assert case.raises is not None
    wanted = case.raises.__name__
    if isinstance(reply.value, wire.Alien) and reply.value.type.endswith("Error"):
        return Fault(
            "no error raised", f"It returned the error. Write `raise {wanted}(...)`, without `return`."
        )
    if reply.outcome == "returned":
        return Fault(
            "no error raised",
            f"The call should end with a {wanted} that says what is wrong; it returned a result.",
        )
    if wanted not in reply.error.types:
        return Fault("exception", f"A {wanted} was asked for. {reply.error}")
    return None


def _forbidden(exercise: Exercise, uses: Sequence[str]) -> str | None:
    for name in uses:
        if any(name == prefix or name.startswith(prefix + ".") for prefix in exercise.forbidden):
            return name
    return None


def _unwritten(exercise: Exercise, reply: Reply) -> str:
    function = reply.error.function
    if reply.step and function in METHODS and function != "__init__":
        tail = "Write it in the cell above, run it, then run this check again."
        return f"Its `{function}` is not written yet. {tail}"
    if function in ("", exercise.name, *METHODS):
        return "Nothing here yet. Write your answer in the cell above, run it, then run this check again."
    return f"It needs your `{function}`, which is not written yet."
