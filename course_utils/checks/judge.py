"""The judge: asks the probe case by case, and makes a score of the verdicts.

It never calls the learner's code. `ask` carries a request to wherever that code is and brings the reply;
replies are taken for what they are: somebody else's data.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from .call import call_text, values_text
from .compare import Fault
from .diagnosis import diagnose
from .exercise import Exercise
from .probe import answer
from .reply import Reply
from .request import Request
from .score import Failure, Group, Score
from .steps import judged
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
    trials = list(_trials(exercise, ask, seed))
    failed = [trial for trial in trials if trial.fault]
    groups = tuple(_group(exercise, name, trials) for name in exercise.groups)
    score = Score(
        exercise=exercise.name,
        points=sum(group.points for group in groups),
        out_of=exercise.points,
        outcome="wrong",
        cases=len(exercise.cases),
        passed=len(trials) - len(failed),
        seconds=time.perf_counter() - start,
        uses=trials[0].reply.uses,
        optional=exercise.optional,
        groups=groups,
    )
    if not failed:
        return dataclasses.replace(score, outcome="passed", note=_note(exercise, trials))
    if _is_unwritten(trials):
        return dataclasses.replace(score, outcome="not attempted", points=0.0)
    if any(trial.fault.kind == "not judged" for trial in failed if trial.fault):
        return dataclasses.replace(score, outcome="not judged", points=0.0)
    return dataclasses.replace(score, **_diagnosis(exercise, trials))


def judge_here(exercise: Exercise, target: Any, seed: int = 0) -> Score:
    """The score of an answer that lives in this process."""
    return judge(exercise, _asking(target), seed)


def is_right(exercise: Exercise, target: Any, seed: int = 0) -> bool:
    """Whether an answer that lives in this process is right; nobody asks why not, or for how many points."""
    return first_fault(exercise, target, seed) is None


def first_fault(exercise: Exercise, target: Any, seed: int = 0) -> Fault | None:
    """What is wrong in the first case that fails; None where all are right. Later cases are not tried."""
    faults = (trial.fault for trial in _trials(exercise, _asking(target), seed))
    return next((fault for fault in faults if fault), None)


def _asking(target: Any) -> Ask:
    return lambda request: Reply.read(answer(target, request.dumps()))


def _trials(exercise: Exercise, ask: Ask, seed: int) -> Iterator[Trial]:
    """Every case, tried; none after one that was too slow or ended the kernel."""
    uses = None  # the source is the same in every case: the first reply tells
    for number, case in enumerate(exercise.cases):
        request = Request(
            case.draw(np.random.default_rng([seed, number])),
            case.kwargs,
            exercise.drive_source,
            seconds=exercise.seconds,
            uses=uses is None,
            steps=tuple(case.steps),
            target=exercise.name,
        )
        reply = ask(request)
        uses = reply.uses if uses is None else uses
        yield Trial(exercise, case, request, reply, uses)
        if reply.outcome in ("late", "died"):
            return


def _diagnosis(exercise: Exercise, trials: Sequence[Trial]) -> dict[str, Any]:
    """What the score says of the mistake: its name and advice, or that looking for it failed."""
    try:
        mistake, advice = diagnose(exercise, trials) or ("", "")
    except Exception as error:
        return {"note": f"The search for the mistake's name failed, by a fault of the course: {error!r}"}
    return {"mistake": mistake, "advice": advice} if mistake else {}


def _group(exercise: Exercise, name: str, trials: Sequence[Trial]) -> Group:
    """A group of cases: it earns its points where every case of it was tried and is right."""
    numbered = [(number, trial) for number, trial in enumerate(trials, 1) if trial.case.group == name]
    wrong = next(((number, trial) for number, trial in numbered if trial.fault), None)
    is_whole = len(numbered) == sum(case.group == name for case in exercise.cases)
    out_of = exercise.groups[name]
    return Group(name, out_of if is_whole and not wrong else 0, out_of, wrong and _failure(*wrong))


def _is_unwritten(trials: Sequence[Trial]) -> bool:
    """Whether nothing is there yet: at best the errors that some cases ask for."""
    failed = [trial for trial in trials if trial.fault]
    return all(trial.reply.outcome == "unwritten" for trial in failed) and all(
        trial.case.raises for trial in trials if not trial.fault
    )


def _note(exercise: Exercise, trials: Sequence[Trial]) -> str | None:
    """What to tell somebody whose answer is right."""
    told = [f"{amount}; {least} were asked." for trial in trials for _, amount, least in trial.measures()]
    if told:
        return " ".join(told)
    lists = [trial for trial in trials if isinstance(trial.reply.value, list) and not trial.case.raises]
    if exercise.asks_for_value or exercise.in_steps or not lists:
        return None
    if isinstance(lists[0].expected, tuple):
        return None
    return "They came as a list, though; what follows expects an array: return `np.array(...)`."


def _steps_text(trial: Trial) -> str:
    """The steps, up to the one that went wrong."""
    part = trial.fault.part if trial.fault else ""
    return "\n".join(trial.case.steps[: judged(trial.case.steps).get(part, trial.reply.step)])


def _failure(number: int, trial: Trial) -> Failure:
    assert trial.fault is not None
    return Failure(
        case=trial.case.name,
        number=number,
        call=_steps_text(trial) if trial.case.steps else call_text(trial.exercise, trial.request),
        given=values_text(trial.request.args[0]) if trial.case.steps else "",
        args=trial.request.args,
        fault=trial.fault,
        printed=trial.reply.printed.rstrip(),
    )
