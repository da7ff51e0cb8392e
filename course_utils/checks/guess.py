"""A guess: a question that a learner answers before the lesson does, and what is said of the answer.

Nothing is earned by a guess and nothing is lost. The first one counts, because only the first is a guess.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Value = int | float | str
Range = tuple[float, float]
FACTOR = 3  # from here on a difference is told as a factor
DOTS = (..., "...")


class Unusable(ValueError):
    """A guess that is no answer to the question; the message says what to write."""


@dataclass(frozen=True)
class Judgement:
    """What there is to say of one guess.

    Parameters
    ----------
    outcome : "right", "near", "far", or "not right" where nothing is near; or "not guessed".
    sentence : how near the guess was; or, where none was made, what to write.
    value : the guess as plain data; None where none was made.
    usual : a wrong guess that many make, and what is behind it: the learner's own if it is one of them.
    is_usual : whether the learner's guess is that one.
    """

    outcome: str
    sentence: str
    value: Value | None = None
    usual: tuple[str, str] | None = None
    is_usual: bool = False


@dataclass(frozen=True)
class Guess:
    """A question with its answer, the usual wrong guesses, and the reason.

    Parameters
    ----------
    name : what a learner calls it, `guess("corner_windows", 4)`; no other guess of the course has this name.
    question : one sentence; the lesson asks it above the cell.
    answer : a number, or one of the `choices`.
    wrong : the usual wrong guesses, the most frequent first. A number, a range (low, high) or a choice, and
        one sentence that says what is behind it; the sentence follows the guess: "300: ...".
    why : why the answer is what it is, in one to three sentences.
    choices : what can be chosen; empty where a number is asked.
    near : the range (low, high) of numbers that are near enough; None where only the answer itself is.
    unit : of the number, e.g. "ms". A share, 0 to 1, is no guess where it is "%".

    >>> faces = Guess("faces", "How many faces does a cube have?", 6, {4: "A square has 4 sides."},
    ...     "It has two across each of three axes.")
    >>> faces.judge(4).sentence
    'You guessed 4; it is 6: too low by 2.'
    """

    name: str
    question: str
    answer: Value
    wrong: Mapping[Value | Range, str]
    why: str
    choices: Sequence[str] = ()
    near: Range | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        """Refuse a guess that contradicts itself."""
        if fault := self._fault():
            raise ValueError(f"guess {self.name!r}: {fault}")

    @property
    def invitation(self) -> str:
        """What to write."""
        if self.choices:
            return f"Put one of these in place of the dots, with its quotes: {self._listed}."
        return f"Put your number in place of the dots{self._in_unit}."

    def judge(self, value: object) -> Judgement:
        """What there is to say of a guess, whatever was written in its place."""
        if value is ... or (isinstance(value, str) and value.strip() in DOTS):
            return Judgement("not guessed", f"Not guessed yet. {self.invitation}")
        try:
            guessed = self.read(value)
        except Unusable as error:
            return Judgement("not guessed", str(error))
        shown, answer = self.shown(guessed), self.shown(self.answer)
        if _same(guessed, self.answer):
            outcome, sentence = "right", f"You guessed {shown}, and that is right."
        elif self.near is not None and _within(guessed, self.near):
            outcome, sentence = "near", f"You guessed {shown}; it is {answer}. That is near enough."
        else:
            outcome = "not right" if self.near is None else "far"
            sentence = f"You guessed {shown}; it is {answer}{self._distance(guessed)}."
        own = [key for key in self.wrong if outcome in ("far", "not right") and _fits(guessed, key)]
        key = [*own, *self.wrong][0]
        return Judgement(outcome, sentence, guessed, (self._label(key), self.wrong[key]), bool(own))

    def read(self, value: object) -> Value:
        """A guess as plain data: a choice as it is listed, or a number. Raises Unusable for anything else."""
        return self._read_choice(value) if self.choices else self._read_number(value)

    def _read_choice(self, value: object) -> str:
        if isinstance(value, str):
            wanted = " ".join(value.split()).casefold()
            for choice in self.choices:
                if choice.casefold() == wanted:
                    return choice
            raise Unusable(f'"{_cut(value)}" is none of the choices. {self.invitation}')
        raise Unusable(f"{_what(value)} is none of the choices. {self.invitation}")

    def _read_number(self, value: object) -> int | float:
        if isinstance(value, str):
            raise Unusable(f'"{_cut(value)}" is a text. {self.invitation} A number has no quotes.')
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            raise Unusable(f"{_what(value)} is not a number. {self.invitation}")
        try:
            number = int(value) if isinstance(value, numbers.Integral) else float(value)
            comparable = math.isfinite(number)
        except (OverflowError, ValueError):
            comparable = False
        if not comparable:
            raise Unusable(f"This number cannot be compared with others. {self.invitation}")
        if self.unit == "%" and isinstance(number, float) and 0 < number <= 1:
            percent = in_figures(100 * number)
            raise Unusable(f"In percent, please: if you mean {percent} %, write {percent}.")
        return number

    def _distance(self, value: Value) -> str:
        """By how much a number is off; nothing for a choice."""
        if isinstance(value, str) or isinstance(self.answer, str):
            return ""
        guessed, answer = float(value), float(self.answer)
        way = "high" if guessed > answer else "low"
        if guessed > 0 and answer > 0:
            factor = max(guessed, answer) / min(guessed, answer)
            if factor >= FACTOR:
                return f": too {way} by a factor of {in_figures(float(f'{factor:.2g}'))}"
        return f": too {way} by {in_figures(abs(value - self.answer))}"

    def shown(self, value: Value) -> str:
        """A guess as the card writes it, with its unit."""
        if isinstance(value, str):
            return f'"{value}"'
        return f"{in_figures(value)} {self.unit}".strip()

    def _label(self, key: Value | Range) -> str:
        if isinstance(key, tuple):
            return f"{in_figures(key[0])} to {self.shown(key[1])}"
        return self.shown(key)

    @property
    def _listed(self) -> str:
        return ", ".join(f'"{choice}"' for choice in self.choices)

    @property
    def _in_unit(self) -> str:
        return f" (in {self.unit})" if self.unit else ""

    def _fault(self) -> str | None:
        if not (self.question and self.why and self.wrong and all(self.wrong.values())):
            return "a question, at least one usual wrong guess with its sentence, and a reason are needed."
        try:
            values = [value for key in (self.answer, *self.wrong) for value in _values(key)]
            if any(self.read(value) != value for value in values):
                return "a choice is written as it is listed."
        except Unusable as error:
            return f"the answer and the wrong guesses must be possible ones. {error}"
        if self.near is not None and not _fits(self.answer, self.near):
            return "the answer lies outside of what is near."
        if any(_fits(self.answer, key) for key in self.wrong):
            return "the answer is among the wrong guesses."
        return None


def in_figures(value: float) -> str:
    """A number as people write it.

    >>> in_figures(819840), in_figures(0.1 + 0.2), in_figures(10**40)
    ('819,840', '0.3', '1e+40')
    """
    if abs(value) < 1e12 and value == int(value):
        return f"{int(value):,}"
    return f"{float(value):,.4g}" if abs(value) < 1000 or abs(value) >= 1e12 else f"{float(value):,.1f}"


def _values(key: Value | Range) -> tuple[Value, ...]:
    return key if isinstance(key, tuple) else (key,)


def _fits(value: Value, key: Value | Range) -> bool:
    return _within(value, key) if isinstance(key, tuple) else _same(value, key)


def _within(value: Value, limits: Range) -> bool:
    return not isinstance(value, str) and limits[0] <= value <= limits[1]


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return math.isclose(one, other, rel_tol=1e-9)


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def _what(value: object) -> str:
    """A value as the subject of a sentence."""
    if value is None or isinstance(value, bool):
        return f"`{value}`"
    return f"A value of type `{type(value).__name__}`"
