"""The probe: calls what the learner wrote and says what happened, as plain data.

It runs where the learner's code is: in the same process in self-study, in a sandboxed kernel when grading. It
knows no exercise and no oracle, so there is nothing here to steal.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import io
import itertools
import warnings
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

import numpy as np

from . import wire
from .origin import DRIVE, came_after, learners_line
from .reply import LONGEST, NOTHING, Raised, Reply
from .request import Request
from .sources import names_used
from .steps import play, scope_of_steps
from .timeout import Late, call_within


def answer(target: Any, request: str) -> str:
    """One request, answered.

    Parameters
    ----------
    target : the function, class or value that the learner made.
    request : a `Request`, as text.

    Returns
    -------
    A `Reply`, as text.
    """
    return reply_of(target, Request.read(request)).dumps()


def reply_of(target: Any, request: Request) -> Reply:
    """The reply of a target to a request, whose arguments stay as they are."""
    own = request.own()
    reached: list[int] = []
    call = _bind(target, own, reached)
    printed = _FirstLines()
    value, error = None, NOTHING
    try:
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # red lines above a card that says it better
            value = call() if request.seconds is None else call_within(request.seconds, call)
        outcome = "unwritten" if _has_dots(value) else "returned"
    except Late as late:
        outcome, value = "late", late.stopped
    except BaseException as raised:  # SystemExit too: a learner's exit() must not end the check
        error = _describe(raised)
        if isinstance(raised, KeyboardInterrupt) and not error.line:
            raise  # the stop button, not the learner's code
        outcome = "raised"
        if isinstance(raised, NotImplementedError) and not raised.args:
            outcome = "unwritten"
        elif came_after(raised):
            outcome, value = "unusable", f"{error.types[0]}: {error.message}"
    return Reply(
        outcome,
        value if outcome != "unwritten" else None,
        error,
        changed=tuple(_changed(target, request, own)),
        printed=printed.getvalue(),
        uses=names_used(target) if request.uses else (),
        step=len(reached),
    )


def _bind(target: Any, request: Request, reached: list[int]) -> Callable[[], Any]:
    if request.steps and target is not Ellipsis:
        (values,) = request.args
        names = scope_of_steps(request.target, target, request.drive, values)
        return lambda: play(request.steps, names, reached.append)
    if request.drive is not None and target is not Ellipsis:
        scope: dict[str, Any] = {"np": np}
        exec(_compiled(request.drive), scope)
        drive = next(value for name, value in scope.items() if name not in ("np", "__builtins__"))
        return lambda: drive(target, *request.args, **request.kwargs)
    if callable(target):
        return lambda: target(*request.args, **request.kwargs)
    return lambda: _item(target, request.args)


@functools.lru_cache(maxsize=8)
def _compiled(drive: str) -> CodeType:
    return compile(drive, DRIVE, "exec")


def _item(value: Any, keys: tuple) -> Any:
    """The part of a value that a case is about: `value[key]` for each key in turn."""
    for key in keys:
        if value is Ellipsis:
            return value
        value = value[key]
    return value


def _has_dots(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_has_dots(part) for part in value)
    if isinstance(value, dict):
        return any(_has_dots(part) for part in value.values())
    return value is Ellipsis


def _changed(target: Any, before: Request, now: Request) -> Iterator[str]:
    """The names of the arguments that a call changed."""
    if before.steps:
        (was,), (values,) = before.args, now.args
        yield from (name for name in was if not _equal(was[name], values[name]))
        return
    old, new = (*before.args, *before.kwargs.values()), (*now.args, *now.kwargs.values())
    changed = [not _equal(one, other) for one, other in zip(old, new, strict=True)]
    if any(changed):  # the names cost more than the comparison
        yield from itertools.compress([*_parameters(target)[: len(before.args)], *before.kwargs], changed)


def _equal(one: Any, other: Any) -> bool:
    """Whether two values are the same to the last bit."""
    if type(one) is type(other) is np.ndarray and one.dtype.kind in wire.KINDS:
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    return wire.dumps(one) == wire.dumps(other)


def _parameters(target: Any) -> list[str]:
    try:
        names = list(inspect.signature(target).parameters)
    except (TypeError, ValueError):
        names = []
    return names + [f"argument {number}" for number in range(len(names) + 1, 20)]


def _describe(error: BaseException) -> Raised:
    """The error, and the line of the learner's own code that led to it."""
    types = tuple(kind.__name__ for kind in type(error).__mro__)
    if (where := learners_line(error)) is None:
        return Raised(types, _message(error))
    return Raised(types, _message(error), where.name, where.lineno or 0, (where.line or "").strip())


def _message(error: BaseException) -> str:
    try:
        return str(error)[:LONGEST]
    except Exception:  # a learner's __str__ may do anything
        return ""


class _FirstLines(io.StringIO):
    """Keeps the first characters that are written, and lets the rest go."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, LONGEST - self.tell())])
        return len(text)
