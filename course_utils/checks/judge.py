"""The judge: asks the probe case by case, and makes a score of the verdicts.

It never calls the learner's code. `ask` carries a request to wherever that code is and brings the reply;
replies are taken for what they are: somebody else's data.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .call import call_text
from .diagnosis import diagnose
from .exercise import Exercise
from .probe import answer
from .reply import Reply
from .request import Request
from .score import Failure, Score
from .verdict import Trial

Ask = Callable[[Request], Reply]


def judge(exercise: Exercise, ask: Ask, seed: int = 0) -> Score:
    """The score of an answer.

    Parameters
    ----------
    exercise : what was asked.
    ask : carries a request to the probe beside the learner's code and returns its reply.
    seed : from which the random cases are drawn; graders use one that learners do not know.
    """
    start = time.perf_counter()
    trials = _trials(exercise, ask, seed)
    passed = {trial.case.name for trial in trials if trial.fault is None}
    complete = [g for g in exercise.groups if all(c.name in passed for c in exercise.cases if c.group == g)]
    failed = [trial for trial in trials if trial.fault]
    share = exercise.points / len(exercise.groups)
    score = Score(
        exercise=exercise.name,
        points=round(share * len(complete), 2),
        out_of=exercise.points,
        outcome="wrong",
        cases=len(exercise.cases),
        passed=len(passed),
        seconds=time.perf_counter() - start,
        uses=trials[0].reply.uses,
        groups=tuple(
            (group, round(share * (group in complete), 2), round(share, 2)) for group in exercise.groups
        ),
    )
    if not failed:
        return dataclasses.replace(score, outcome="passed", note=_note(exercise, trials))
    score = dataclasses.replace(score, failure=_failure(exercise, trials, failed[0]))
    if _is_unwritten(trials):
        return dataclasses.replace(score, outcome="not attempted", points=0.0)
    if any(trial.fault.kind == "not judged" for trial in failed if trial.fault):
        return dataclasses.replace(score, outcome="not judged", points=0.0)
    return dataclasses.replace(score, **_diagnosis(exercise, trials))


def judge_here(exercise: Exercise, target: Any, seed: int = 0) -> Score:
    """The score of an answer that lives in this process."""
    return judge(exercise, lambda request: Reply.read(answer(target, request.dumps())), seed)


def _trials(exercise: Exercise, ask: Ask, seed: int) -> list[Trial]:
    """Every case, tried; none after one that was too slow or ended the kernel."""
    trials: list[Trial] = []
    for number, case in enumerate(exercise.cases):
        request = Request(
            case.draw(np.random.default_rng([seed, number])),
            case.kwargs,
            exercise.drive_source,
            seconds=exercise.seconds,
            uses=not trials,  # the source is the same in every case
        )
        reply = ask(request)
        uses = trials[0].reply.uses if trials else reply.uses
        trials.append(Trial(exercise, case, request, reply, uses))
        if reply.outcome in ("late", "died"):
            break
    return trials


def _diagnosis(exercise: Exercise, trials: Sequence[Trial]) -> dict[str, Any]:
    """What the score says of the mistake: its name and advice, or that looking for it failed."""
    try:
        mistake, advice = diagnose(exercise, trials) or ("", "")
    except Exception as error:
        return {"note": f"The search for the mistake's name failed, by a fault of the course: {error!r}"}
    return {"mistake": mistake, "advice": advice} if mistake else {}


def _is_unwritten(trials: Sequence[Trial]) -> bool:
    """Whether nothing is there yet: at best the errors that some cases ask for."""
    failed = [trial for trial in trials if trial.fault]
    return all(trial.reply.outcome == "unwritten" for trial in failed) and all(
        trial.case.raises for trial in trials if not trial.fault
    )


def _note(exercise: Exercise, trials: Sequence[Trial]) -> str | None:
    """What to tell somebody whose answer is right."""
    lists = [trial for trial in trials if isinstance(trial.reply.value, list) and not trial.case.raises]
    if exercise.asks_for_value or not lists:
        return None
    if isinstance(lists[0].expected, tuple):
        return None
    return "They came as a list, though; what follows expects an array: return `np.array(...)`."


def _failure(exercise: Exercise, trials: Sequence[Trial], trial: Trial) -> Failure:
    assert trial.fault is not None
    return Failure(
        case=trial.case.name,
        number=trials.index(trial) + 1,
        call=call_text(exercise, trial.request),
        args=trial.request.args,
        fault=trial.fault,
        printed=trial.reply.printed.rstrip(),
    )
