"""The judge: asks the probe, compares the replies with the oracle, names the mistake.

It never calls the learner's code. `ask` carries a request to wherever that code is and brings the reply,
both as text; the replies are taken for what they are: somebody else's data.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import wire
from .compare import Fault, compare, index_text, number_text, rounding_of
from .exercise import Case, Exercise, Misconception
from .patterns import explain
from .probe import answer
from .reply import Raised, Reply
from .score import Failure, Score

Ask = Callable[[str], str]


@dataclasses.dataclass(frozen=True)
class _Trial:
    """One case: what was asked, what came back, and the verdict (None: right)."""

    case: Case
    args: tuple
    reply: Reply
    fault: Fault | None


def judge(exercise: Exercise, ask: Ask, seed: int = 0) -> Score:
    """The score of an answer.

    Parameters
    ----------
    exercise : what was asked.
    ask : carries a request (text) to the probe beside the learner's code and returns its reply (text).
    seed : from which the random cases are drawn; graders use one that learners do not know.
    """
    start = time.perf_counter()
    trials: list[_Trial] = []
    for number, case in enumerate(exercise.cases):
        args = case.draw(np.random.default_rng([seed, number]))
        left = exercise.seconds - (time.perf_counter() - start)
        reply = Reply.read(ask(_request(exercise, case, args, max(left, 0.1), uses=not trials)))
        uses = trials[0].reply.uses if trials else reply.uses  # the source is the same in every case
        trials.append(_Trial(case, args, reply, _verdict(exercise, case, args, reply, uses)))
        if reply.outcome in ("late", "died"):
            break
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
        uses=uses,
        groups=tuple(
            (group, round(share * (group in complete), 2), round(share, 2)) for group in exercise.groups
        ),
    )
    if not failed:
        return dataclasses.replace(score, outcome="passed", note=_note(exercise, trials))
    score = dataclasses.replace(score, failure=_failure(exercise, trials, failed[0]))
    if _is_unwritten(trials):
        return dataclasses.replace(score, outcome="not attempted", points=0.0)
    mistake, advice = _diagnosis(exercise, trials) or (None, None)
    return dataclasses.replace(score, mistake=mistake, advice=advice)


def _is_unwritten(trials: list[_Trial]) -> bool:
    """Whether nothing is there yet: at best the errors that some cases ask for."""
    failed = [trial for trial in trials if trial.fault]
    return all(trial.reply.outcome == "unwritten" for trial in failed) and all(
        trial.case.raises for trial in trials if not trial.fault
    )


def _note(exercise: Exercise, trials: list[_Trial]) -> str | None:
    """What to tell somebody whose answer is right."""
    lists = [trial for trial in trials if isinstance(trial.reply.value, list) and not trial.case.raises]
    if exercise.asks_for_value or not lists:
        return None
    if isinstance(oracle_answer(exercise, lists[0].case, lists[0].args), tuple):
        return None
    return "They came as a list, though; what follows expects an array: return `np.array(...)`."


def _diagnosis(exercise: Exercise, trials: list[_Trial]) -> tuple[str, str] | None:
    """The name of the mistake and what to tell the learner, where the mistake is known."""
    faults = [trial.fault for trial in trials if trial.fault]
    if faults[0].kind == "forbidden":
        return None
    if known := recognise(exercise, trials):
        return known.name, known.advice
    wrong = [trial.fault for trial in trials if trial.fault and not trial.case.raises]
    return explain(wrong, rounding_of([trial.args for trial in trials]))


def recognise(exercise: Exercise, trials: list[_Trial]) -> Misconception | None:
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
            here = _explained(exercise, wrong, its_group)
            if here is None:
                continue
            elsewhere = _explained(exercise, wrong, others)
            if elsewhere is not None and here + elsewhere:
                return misconception
            if here and of_its_group is None:
                of_its_group = misconception
    return of_its_group


def _explained(exercise: Exercise, wrong: Any, trials: list[_Trial]) -> int | None:
    """How many faults a wrong function explains; None where the learner's replies are not its own."""
    explained = 0
    for trial in trials:
        reply = _imitate(exercise, wrong, trial)
        if trial.case.raises and reply.outcome == "raised":
            continue
        if not _same(trial, reply):
            return None
        explained += trial.fault is not None
    return explained


def _imitate(exercise: Exercise, wrong: Any, trial: _Trial) -> Reply:
    """The reply of a wrong function to the request that the learner's answer had."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return Reply.read(answer(wrong, _request(exercise, trial.case, trial.args)))


def _same(trial: _Trial, other: Reply) -> bool:
    reply = trial.reply
    if reply.outcome != other.outcome or reply.changed != other.changed:
        return False
    if reply.outcome in ("raised", "unusable"):
        return reply.error.types[:1] == other.error.types[:1]
    return reply.outcome == "returned" and _compare(trial.case, trial.args, other.value, reply.value) is None


def _request(
    exercise: Exercise, case: Case, args: tuple, seconds: float | None = None, uses: bool = False
) -> str:
    return wire.dumps(
        {
            "args": args,
            "kwargs": dict(case.kwargs),
            "drive": exercise.drive_source,
            "seconds": seconds,
            "uses": uses,
        }
    )


def _verdict(exercise: Exercise, case: Case, args: tuple, reply: Reply, uses: Sequence[str]) -> Fault | None:
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
    if used := _forbidden(exercise, uses):
        return Fault(
            "forbidden",
            f"It uses `{used}`, which would do the work for you. Here the point is to write it yourself.",
        )
    if case.raises is not None:
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
    fault = _compare(case, args, oracle_answer(exercise, case, args), reply.value, exercise.returns)
    if fault is not None and exercise.asks_for_value:
        return dataclasses.replace(fault, sentence=_without_answer(fault), expected=None)
    if fault is None and case.dtype and str(getattr(reply.value, "dtype", "")) != case.dtype:
        got = getattr(reply.value, "dtype", type(reply.value).__name__)
        return Fault(
            "wrong dtype", f"The values are right, but the dtype is {got}; {case.dtype} was asked for."
        )
    return fault


def _unexpected(exercise: Exercise, error: Raised) -> str:
    """An exception that should not be; one that a `raise` in somebody's code made is told apart."""
    if not re.search(r"\braise\b", error.line):
        return str(error)
    if error.function == exercise.name:
        return f"This call is a right one, yet your `raise` was reached. {error}"
    return f"A call of `{error.function}` was refused. {error}"


def _without_answer(fault: Fault) -> str:
    """What is wrong with a value that the learner was to find: where, but not what it should be."""
    if fault.kind != "wrong values" or fault.worst is None:
        return fault.sentence
    place = f" The entry at {index_text(fault.worst)} is furthest off." if fault.worst else ""
    return f"Not right yet.{place}"


def oracle_answer(exercise: Exercise, case: Case, args: tuple) -> Any:
    """The expected answer to one case, computed on copies of the arguments."""
    own = wire.loads(wire.dumps([args, dict(case.kwargs)]))
    return wire.loads(wire.dumps(exercise.oracle(*own[0], **own[1])))


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


def _compare(case: Case, args: tuple, expected: Any, got: Any, names: Any = ()) -> Fault | None:
    return compare(expected, got, rounding_of((args, dict(case.kwargs))), names)


def _forbidden(exercise: Exercise, uses: Sequence[str]) -> str | None:
    for name in uses:
        if any(name == prefix or name.startswith(prefix + ".") for prefix in exercise.forbidden):
            return name
    return None


def _unwritten(exercise: Exercise, reply: Reply) -> str:
    function = reply.error.function
    if function in ("", exercise.name, "__init__", "forward", "backward"):
        return "Nothing here yet. Write your answer in the cell above, run it, then run this check again."
    return f"It needs your `{function}`, which is not written yet."


def _failure(exercise: Exercise, trials: list[_Trial], trial: _Trial) -> Failure:
    assert trial.fault is not None
    return Failure(
        case=trial.case.name,
        number=trials.index(trial) + 1,
        call=call_text(exercise, trial.case, trial.args),
        args=trial.args,
        fault=trial.fault,
        printed=trial.reply.printed.rstrip(),
    )


def call_text(exercise: Exercise, case: Case, args: tuple) -> str:
    """The call as it would be typed; large arrays by name, shape and dtype."""
    if exercise.asks_for_value and exercise.drive is None:
        return exercise.name + "".join(f"[{key!r}]" for key in args)
    names = list(inspect.signature(exercise.oracle).parameters)
    shown = [_value_text(value, name) for value, name in zip(args, [*names, *[""] * len(args)], strict=False)]
    shown += [f"{name}={_value_text(value, '')}" for name, value in case.kwargs.items()]
    return f"{exercise.name}({', '.join(shown)})"


def _value_text(value: Any, name: str) -> str:
    if isinstance(value, np.ndarray) and not 0 < value.size <= 16:
        return f"{name} {value.shape} {value.dtype}".strip()
    if isinstance(value, np.ndarray):
        return _array_text(value)
    return repr(value)


def _array_text(array: np.ndarray) -> str:
    """A small array as nested lists, as it would be typed."""
    if array.ndim == 0:
        return number_text(array[()])
    return f"[{', '.join(_array_text(part) for part in array)}]"
