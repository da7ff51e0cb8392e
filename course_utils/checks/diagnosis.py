"""The diagnosis: which known mistake explains all that came back."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from . import wire
from .compare import Fault, compare, rounding_of
from .exercise import Case, Exercise, Misconception
from .patterns import explain
from .probe import reply_of
from .reply import Reply
from .request import Request


@dataclass(frozen=True)
class Trial:
    """One case: what was asked, what came back, and the verdict (None: right)."""

    case: Case
    request: Request
    reply: Reply
    fault: Fault | None


def diagnose(exercise: Exercise, trials: Sequence[Trial]) -> tuple[str, str] | None:
    """The name of the mistake and what to tell the learner; None where the mistake is not known."""
    faults = [trial.fault for trial in trials if trial.fault]
    if faults[0].kind == "forbidden":
        return None
    if known := recognise(exercise, trials):
        return known.name, known.advice
    wrong = [trial.fault for trial in trials if trial.fault and not trial.case.raises]
    return explain(wrong, rounding_of([trial.request.args for trial in trials]))


def recognise(exercise: Exercise, trials: Sequence[Trial]) -> Misconception | None:
    """The first misconception that gives the learner's replies, or None.

    Where none gives all of them, the group of the first failure decides: others may hold a second mistake.
    Cases on which the learner's code did not return say nothing, except the first failure; nor do those that
    should end in an error, where the misconception knows so: forgetting that is a mistake of its own.
    """
    first = next(trial for trial in trials if trial.fault is not None)
    telling = [trial for trial in trials if trial is first or trial.reply.outcome == "returned"]
    its_group = [trial for trial in telling if trial.case.group == first.case.group]
    others = [trial for trial in telling if trial.case.group != first.case.group]
    of_its_group = None
    for misconception in exercise.misconceptions:
        for wrong in misconception.forms:
            here = _explained(wrong, its_group)
            if here is None:
                continue
            elsewhere = _explained(wrong, others)
            if elsewhere is not None and here + elsewhere:
                return misconception
            if here and of_its_group is None:
                of_its_group = misconception
    return of_its_group


def _explained(wrong: Any, trials: Sequence[Trial]) -> int | None:
    """How many faults a wrong function explains; None where the learner's replies are not its own."""
    explained = 0
    for trial in trials:
        reply = _imitate(wrong, trial.request)
        if trial.case.raises and reply.outcome == "raised":
            continue
        if not _same(trial, reply):
            return None
        explained += trial.fault is not None
    return explained


def _imitate(wrong: Any, request: Request) -> Reply:
    """The reply of a wrong function to the request that the learner's answer had."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return reply_of(wrong, replace(request, seconds=None, uses=False))


def _same(trial: Trial, other: Reply) -> bool:
    reply = trial.reply
    if reply.outcome != other.outcome or reply.changed != other.changed:
        return False
    if reply.outcome in ("raised", "unusable"):
        return reply.error.types[:1] == other.error.types[:1]
    if reply.outcome != "returned":
        return False
    value = wire.loads(wire.dumps(other.value))  # as the learner's came
    return compare(value, reply.value, rounding_of((trial.request.args, trial.request.kwargs))) is None
