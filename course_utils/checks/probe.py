"""The probe: calls what the learner wrote and says what happened, as plain data.

It runs where the learner's code is: in the same process in self-study, in a sandboxed kernel when grading. It
knows no exercise and no oracle, so there is nothing here to steal.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import linecache
import os
import sysconfig
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np

from . import wire
from .reply import LONGEST, NOTHING, Raised, Reply
from .sources import names_used
from .timeout import Late, call_within

OWN_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DRIVE = "<drive>"  # stands for the file of a drive, in tracebacks
LIBRARIES = tuple({sysconfig.get_path(key) for key in ("stdlib", "platstdlib", "purelib", "platlib")})


def answer(target: Any, request: str) -> str:
    """One request, answered.

    Parameters
    ----------
    target : the function, class or value that the learner made.
    request : plain data (`wire.dumps`), a dict of "args" (tuple), "kwargs" (dict), "drive" (source of a
        function, or None for a plain call), "seconds" (float, or None for no limit), "uses" (whether to list
        the names that the target's source uses).

    Returns
    -------
    A `Reply`, as text.
    """
    question = wire.loads(request)
    untouched = wire.loads(request)
    call = _bind(target, question)
    printed = _FirstLines()
    value, error = None, NOTHING
    try:
        with contextlib.redirect_stdout(printed):
            value = call() if question["seconds"] is None else call_within(question["seconds"], call)
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
        elif _came_after(raised):
            outcome, value = "unusable", f"{error.types[0]}: {error.message}"
    return Reply(
        outcome,
        value if outcome != "unwritten" else None,
        error,
        changed=_changed(target, question, untouched),
        printed=printed.getvalue(),
        uses=names_used(target) if question["uses"] else (),
    ).dumps()


def _bind(target: Any, question: dict) -> Callable[[], Any]:
    args, kwargs = question["args"], question["kwargs"]
    if question["drive"] is not None and target is not Ellipsis:
        scope: dict[str, Any] = {"np": np}
        exec(compile(question["drive"], DRIVE, "exec"), scope)
        drive = next(value for name, value in scope.items() if name not in ("np", "__builtins__"))
        return lambda: drive(target, *args, **kwargs)
    if callable(target):
        return lambda: target(*args, **kwargs)
    return lambda: _item(target, args)


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


def _changed(target: Any, question: dict, untouched: dict) -> tuple[str, ...]:
    """The names of the arguments that are no longer what they were."""
    names = _parameters(target)
    pairs = list(zip(names, question["args"], untouched["args"], strict=False))
    pairs += [(key, question["kwargs"][key], untouched["kwargs"][key]) for key in untouched["kwargs"]]
    return tuple(name for name, now, before in pairs if wire.dumps(now) != wire.dumps(before))


def _parameters(target: Any) -> list[str]:
    try:
        names = list(inspect.signature(target).parameters)
    except (TypeError, ValueError):
        names = []
    return names + [f"argument {number}" for number in range(len(names) + 1, 20)]


def _describe(error: BaseException) -> Raised:
    """The error, and the innermost line of the learner's own code that led to it."""
    types = tuple(kind.__name__ for kind in type(error).__mro__)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_learners(frame.filename)]
    if not frames:
        return Raised(types, str(error)[:LONGEST])
    where = frames[-1]
    line = linecache.getline(where.filename, where.lineno or 0).strip()
    return Raised(types, str(error)[:LONGEST], where.name, where.lineno or 0, line)


def _came_after(error: BaseException) -> bool:
    """Whether an exception is the drive's, which uses what the learner's code gave, not of that code."""
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    if DRIVE not in files:
        return False
    after = files[len(files) - files[::-1].index(DRIVE) :]
    return all(file.startswith(("<frozen", *LIBRARIES)) for file in after)


def _is_learners(filename: str) -> bool:
    return not (filename.startswith(("<frozen", DRIVE, OWN_FOLDER)) or filename.startswith(LIBRARIES))


class _FirstLines(io.StringIO):
    """Keeps the first characters that are written, and lets the rest go."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, LONGEST - self.tell())])
        return len(text)
