"""The score of one check: what was earned, and what went wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .compare import Fault


@dataclass(frozen=True)
class Failure:
    """The first case that failed.

    `number` counts from 1; `args` are the arguments of the call, to try it again by hand: `f(*score.args)`.
    Of a case in steps, `call` holds those up to the wrong one, and `given` the values that they use.
    """

    case: str
    number: int
    call: str
    args: tuple
    fault: Fault
    printed: str = ""
    given: str = ""


@dataclass(frozen=True)
class Group:
    """A group of cases: the points earned and there are, and its first case that failed, if any."""

    name: str
    points: int
    out_of: int
    failure: Failure | None = None


@dataclass(frozen=True)
class Score:
    """What a check found. `float(score)` is the points earned.

    Parameters
    ----------
    exercise : name of the exercise.
    points, out_of : points earned, points there are.
    outcome : "passed", "wrong", "not attempted", or "not judged" (the check itself failed).
    cases, passed : number of cases, and of those that passed.
    seconds : how long the check took.
    mistake, advice : name of the recognised misconception and what to tell the learner, or None.
    groups : of cases, each with its points and its first case that failed.
    uses : dotted names that the answer's source uses.
    optional : whether the chapter is complete without the exercise.
    because_of : the exercise on which the answer rests and whose fault the failure is; or None.
    followed_through : how many of the points it earns only with right functions in the place of those.
    note : something to mind although the answer is right, or because of another exercise; or None.
    """

    exercise: str
    points: float
    out_of: float
    outcome: str
    cases: int
    passed: int
    seconds: float
    mistake: str | None = None
    advice: str | None = None
    groups: tuple[Group, ...] = ()
    uses: tuple[str, ...] = ()
    optional: bool = False
    because_of: str | None = None
    followed_through: float = 0
    note: str | None = None

    def __float__(self) -> float:
        return float(self.points)

    @property
    def failures(self) -> list[Failure]:
        """The first failing case of each group, in the order of the cases."""
        return sorted((g.failure for g in self.groups if g.failure), key=lambda failure: failure.number)

    @property
    def failure(self) -> Failure | None:
        """The first failing case, or None."""
        return next(iter(self.failures), None)

    @property
    def args(self) -> tuple:
        """The arguments of the first failing call, to try it again: `f(*score.args)`."""
        return self.failure.args if self.failure else ()

    def resting_on(self, failed: Collection[str]) -> Score:
        """The score with a note where the answer calls one of the exercises that `failed`."""
        shaky = [name for name in self.uses if name in failed and name != self.exercise]
        if not shaky or self.note or self.outcome != "wrong":
            return self
        return replace(self, note=f"It uses your `{shaky[0]}`, whose own check does not pass: begin there.")

    def following_through(self, again: Score, helpers: Sequence[str]) -> Score:
        """The score with the points of a second judging, in which right `helpers` stood for the learner's."""
        gain = again.points - self.points
        if gain <= 0:
            return self
        names = " and ".join(f"`{name}`" for name in helpers)
        points = f"{gain:g} follow-through point{'s' * (gain != 1)}"
        note = f"{points}: judged with a right {names} in place of yours."
        score = replace(self, points=again.points, followed_through=gain, note=note)
        if again.outcome == "passed":
            return replace(score, because_of=helpers[0], mistake=None, advice=None)
        return score

    def as_dict(self) -> dict[str, Any]:
        """The score as plain data, for programs."""
        fault = self.failure.fault if self.failure else None
        return {
            "exercise": self.exercise,
            "points": self.points,
            "out_of": self.out_of,
            "outcome": self.outcome,
            "mistake": self.mistake,
            "because_of": self.because_of,
            "followed_through": self.followed_through,
            "cases": self.cases,
            "passed": self.passed,
            "seconds": round(self.seconds, 3),
            "case": self.failure.case if self.failure else None,
            "fault": fault.kind if fault else None,
            "sentence": fault.sentence if fault else None,
        }
