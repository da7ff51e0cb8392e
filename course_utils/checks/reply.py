"""What the probe says: what became of one call, as plain data."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from . import wire

OUTCOMES = ("returned", "raised", "unwritten", "late", "died", "unusable", "too large", "unreadable")
LONGEST = 2_000  # characters of any text that comes from the learner's code
MOST = {"types": 20, "changed": 20, "uses": 10_000}  # texts of one kind


@dataclass(frozen=True)
class Raised:
    """An exception: its classes, nearest first; its message; the learner's function and line it came from."""

    types: tuple[str, ...]
    message: str = ""
    function: str = ""
    number: int = 0
    line: str = ""

    @property
    def is_own(self) -> bool:
        """Whether a `raise` in the learner's code made it, not Python or a library."""
        return re.search(r"\braise\b", self.line) is not None

    def __str__(self) -> str:
        text = f"{self.types[0]}: {self.message}".removesuffix(": ")
        return f"{text} (line {self.number} of `{self.function}`: `{self.line}`)" if self.line else text


NOTHING = Raised(())


@dataclass(frozen=True)
class Reply:
    """One reply.

    Parameters
    ----------
    outcome : "returned"; "raised"; "unwritten" (NotImplementedError, or dots); "late"; "died" (the whole
        kernel did); "unusable" (what came back cannot be used as the exercise does); "too large" to send;
        "unreadable".
    value : what was returned; of "late", whether the call could be stopped; of the last four, why, in words.
    error : the exception, where one was raised; else `NOTHING`.
    changed : the names of the arguments that the call changed.
    printed : the first lines of what it printed.
    uses : dotted names that its source uses, where they were asked for.
    step : the number of the last line that ran, from 1, of a request in steps.
    """

    outcome: str
    value: Any = None
    error: Raised = NOTHING
    changed: tuple[str, ...] = ()
    printed: str = ""
    uses: tuple[str, ...] = ()
    step: int = 0

    def dumps(self) -> str:
        """The reply as text; where its value is too large to send, the reply that says so."""
        content = {field.name: getattr(self, field.name) for field in fields(self)}
        content["error"] = asdict(self.error)
        try:
            return wire.dumps(content)
        except wire.TooLarge as error:
            return wire.dumps({**content, "outcome": "too large", "value": str(error)})

    @classmethod
    def read(cls, text: str) -> Reply:
        """The reply that `text` holds. It comes from a stranger: what is not of this form is "unreadable"."""
        try:
            content = wire.loads(text)
            error = _raised(content["error"])
            if content["outcome"] not in OUTCOMES or (content["outcome"] == "raised" and not error.types):
                raise ValueError("an outcome that is none")
            return cls(
                outcome=content["outcome"],
                value=_value(content["outcome"], content["value"]),
                error=error,
                changed=_texts(content, "changed"),
                printed=_text(content["printed"]),
                uses=_texts(content, "uses"),
                step=_number(content["step"]),
            )
        except (ValueError, TypeError, KeyError) as error:
            return cls("unreadable", f"{type(error).__name__}: {error}"[:LONGEST])


def _value(outcome: str, value: Any) -> Any:
    """Only what was returned may be anything; else it is what `Reply` says of that outcome."""
    if outcome == "returned":
        return value
    if outcome == "late":
        return value is True
    return None if outcome in ("raised", "unwritten") else _text(value)


def _raised(content: Any) -> Raised:
    number = _number(content["number"])
    message, function, line = (_text(content[key]) for key in ("message", "function", "line"))
    return Raised(_texts(content, "types"), message, function, number, line)


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("a line number that is none")
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"text was expected, not {type(value).__name__}")
    return value[:LONGEST]


def _texts(content: Any, key: str) -> tuple[str, ...]:
    value = content[key]
    if type(value) is not tuple:
        raise TypeError(f"a tuple was expected, not {type(value).__name__}")
    return tuple(_text(part) for part in value[: MOST[key]])
