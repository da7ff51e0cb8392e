"""The diagnosis: which mistake explains what came back.

A name is said only where it is true: it explains at least one fault, and it contradicts no case that passed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from . import misreadings, parts, patterns, places, wire
from .compare import Fault, can_be_expected, compare, with_article
from .exceptions import explain_error
from .exercise import Exercise
from .misreadings import Misreading
from .pairs import KINDS, are_enough, is_degenerate, pairs_of
from .parts import Named
from .probe import reply_of
from .reply import Raised, Reply
from .request import Request
from .verdict import METHODS, Trial, has_dtype, is_its_own

SPEAKING = (  # kinds of fault that are the name of a mistake themselves
    "another number of values",
    "changed its input",
    "crashed",
    "nothing returned",
    "printed, not returned",
    "rows of different lengths",
    "too slow",
    "wrong dtype",
    "wrong type",
)

Imitation = Callable[[Request], Reply]


def diagnose(exercise: Exercise, trials: Sequence[Trial]) -> Named | None:
    """The name of the mistake and what to tell the learner; None where the mistake is not known."""
    first = next(trial for trial in trials if trial.fault is not None)
    assert first.fault is not None
    if first.fault.kind == "forbidden":
        return first.fault.kind, first.fault.sentence
    if all(trial.fault is None or trial.fault.kind in exercise.measured for trial in trials):
        measure = exercise.measured[first.fault.kind]
        return measure.mistake, measure.advice
    listed = [
        ((known.name, known.advice), _making(wrong))
        for known in exercise.misconceptions
        for wrong in known.forms
    ]
    if named := _recognise(trials, listed, in_full=True):
        return named
    about = _wrong(trials) if exercise.asks_for_value else trials  # there each case is a question of its own
    pairs = pairs_of(about)
    options, arguments = (
        [((read.name, read.advice), _misreading(exercise, read)) for read in find(exercise)]
        for find in (misreadings.of_options, misreadings.of_arguments)
    )
    only_errors_lack = all(trial.case.raises for trial in trials if trial.fault)
    if first.fault.kind not in (*KINDS, "no error raised") or only_errors_lack:
        options = arguments = []  # a misreading gives other numbers
    if exercise.in_steps:
        off = [pair.expected for pair in pairs if not pair.is_(pair.expected)]
        if not off or not are_enough(off):
            arguments = []  # of a few answers of yes or no anything may be the reason
        return (
            _of_an_attribute(exercise, first)
            or _recognise(trials, options, in_full=True)
            or patterns.explain(pairs)
            or _recognise(trials, arguments, in_full=True)
            or _recognise(trials, filter(_may_be_partial, [*listed, *options, *arguments]), in_full=False)
            or _in_its_group(about, first)
            or _of_an_error(exercise, trials, first)
            or _of_a_later_error(trials)
            or _speaking(first.fault)
        )
    return (
        _recognise(trials, options, in_full=True)
        or parts.explain(exercise, trials)
        or patterns.explain(pairs)
        or _recognise(trials, arguments, in_full=True)
        or places.moved(pairs)
        or _recognise(trials, filter(_may_be_partial, [*listed, *options, *arguments]), in_full=False)
        or _in_its_group(about, first)
        or parts.only_some(exercise, trials)
        or (_of_a_value(trials) if exercise.asks_for_value else None)
        or _of_an_error(exercise, trials, first)
        or _of_a_later_error(trials)
        or _speaking(first.fault)
    )


def _speaking(fault: Fault) -> Named | None:
    """The kind of a fault, where that is the name of a mistake."""
    return (fault.kind, fault.sentence) if fault.kind in SPEAKING else None


def _recognise(
    trials: Sequence[Trial], known: Iterable[tuple[Named, Imitation]], in_full: bool
) -> Named | None:
    """The first of the known mistakes that gives the learner's replies.

    in_full : every reply; else those of the group that failed first: other groups may hold a second mistake.
    """
    for named, imitate in known:
        if _explains(trials, imitate, in_full):
            return named
    return None


def _may_be_partial(known: tuple[Named, Imitation]) -> bool:
    """Whether a mistake may be named for one group only: some say what every case is like."""
    name = known[0][0]
    return name != "all zeros" and not name.startswith("another default")


def _explains(trials: Sequence[Trial], imitate: Imitation, in_full: bool) -> bool:
    """Whether a mistake explains a fault, contradicts no right reply, and (in full) no other wrong one.

    Where an error was asked for, a mistake that ends in one says nothing. A mistake that is only about a
    missing error must not be seen where the learner raises it.
    """
    first = next(trial for trial in trials if trial.fault is not None)
    values = errors = 0
    raises_elsewhere = False
    for trial in sorted(trials, key=lambda trial: trial.fault is None):  # the wrong ones first: most end here
        if trial.fault is None and not (values or errors):
            return False
        if trial.reply.outcome not in ("returned", "raised", "unusable"):
            if trial is first:
                return False
            continue
        right, asked_for_error = trial.fault is None, trial.case.raises is not None
        counts = in_full or trial.case.group == first.case.group
        if trial.reply.outcome != "returned" and not counts and not right:
            continue
        reply = imitate(trial.request)
        if asked_for_error and reply.outcome == "raised":
            continue
        if asked_for_error and right:
            raises_elsewhere = True
            continue
        if right and values and isinstance(trial.expected, np.ndarray) and is_degenerate(trial.expected):
            continue
        if _same(trial, reply):
            values += not right and not asked_for_error
            errors += not right and asked_for_error
        elif right or (counts and (trial is first or trial.reply.outcome != "raised")):
            return False
    return bool(values or (errors and not raises_elsewhere))


def _making(wrong: Any) -> Imitation:
    """The replies of a wrong function (or value)."""

    def imitate(request: Request) -> Reply:
        own = wrong
        if request.steps and isinstance(wrong, type):  # errors name the class
            own = type(request.target, (wrong,), {"__module__": wrong.__module__})
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return _sent(reply_of(own, replace(request, seconds=None, uses=False)))

    return imitate


def _misreading(exercise: Exercise, read: Misreading) -> Imitation:
    """The replies of the oracle to a request that was misread; in steps, to each call of it."""
    if exercise.in_steps:
        return _making(read.before(exercise.oracle))

    def imitate(request: Request) -> Reply:
        return _making(exercise.oracle)(replace(read.of(request), drive=None))

    return imitate


def _sent(reply: Reply) -> Reply:
    """The reply as it would have come from elsewhere."""
    return replace(reply, value=wire.loads(wire.dumps(reply.value))) if reply.outcome == "returned" else reply


def _same(trial: Trial, other: Reply) -> bool:
    reply = trial.reply
    if reply.outcome != other.outcome or reply.changed != other.changed:
        return False
    if reply.outcome == "returned" and (reply.value is None or other.value is None):
        return reply.value is other.value
    if reply.outcome == "returned":
        theirs, own = _named_none(other.value), _named_none(trial.got)
        if not can_be_expected(theirs):
            return False
        same = compare(trial.about(theirs), own, trial.rounding) is None
        return same and (trial.case.dtype is None or _same_dtype(trial, other.value))
    if reply.outcome == "unusable":  # the words are those of the exercise, and its numbers count
        return bool(reply.value == other.value)
    return _same_error(reply.error, other.error)


def _named_none(value: Any) -> Any:
    """A value in which None has its name: a step that returns nothing is like another that does."""
    return tuple("None" if part is None else part for part in value) if isinstance(value, tuple) else value


def _same_dtype(trial: Trial, value: Any) -> bool:
    """Whether a value has the dtype of the reply; that of the oracle says nothing where it is another one."""
    own, theirs, oracles = map(_dtype, (trial.reply.value, value, trial.whole))
    if trial.case.dtype == "int":
        return has_dtype(trial.reply.value, "int") == has_dtype(value, "int")
    return own == theirs or (theirs == oracles and str(oracles) != trial.case.dtype)


def _dtype(value: Any) -> Any:
    """The dtype of an array or number; None of anything else."""
    return np.asarray(value).dtype if isinstance(value, int | float | np.ndarray | np.generic) else None


def _same_error(own: Raised, other: Raised) -> bool:
    """Whether two errors are of one type, and of one cause: a `raise` each, or the same words."""
    if own.types[:1] != other.types[:1]:
        return False
    both_raised = own.is_own and explain_error(other) is None  # NumPy raised none of them
    return both_raised or _words(own.message) == _words(other.message)


def _words(message: str) -> list[str]:
    return re.findall(r"[a-z]+", message.lower())


def _in_its_group(trials: Sequence[Trial], first: Trial) -> Named | None:
    """A pattern of the group that failed first; it is said where it holds, if another group fails as well."""
    named = patterns.explain(pairs_of(_first_group(trials)))
    if named and any(trial.fault and trial.case.group != first.case.group for trial in trials):
        return named[0], f'{named[1]} (This is about "{first.case.group}"; other groups fail in another way.)'
    return named


def _wrong(trials: Sequence[Trial]) -> list[Trial]:
    return [trial for trial in trials if trial.fault]


def _first_group(trials: Sequence[Trial]) -> list[Trial]:
    """The trials of the group that failed first, and those that are right."""
    group = next(trial.case.group for trial in trials if trial.fault)
    return [trial for trial in trials if trial.fault is None or trial.case.group == group]


def _of_a_value(trials: Sequence[Trial]) -> Named | None:
    """What can be said of answers that are values, one for each case."""
    wrong = _wrong(trials)
    if all(trial.reply.outcome == "returned" for trial in wrong) and len(wrong) > 1:
        pairs = zip(wrong, wrong[1:] + wrong[:1], strict=True)
        if all(compare(other.expected, own.reply.value, own.rounding) is None for own, other in pairs):
            return "under each other's name", "The answers are right, but under the names of each other."
    if any(trial.reply.outcome == "unwritten" for trial in wrong):
        return "a part is missing", "Dots are left: put an answer in the place of each."
    if any(trial.reply.value is None and trial.reply.outcome == "returned" for trial in wrong):
        return "a part is missing", "None is no answer: put a value there."
    if any("KeyError" in trial.reply.error.types for trial in wrong):
        return "a part is missing", "One of the names that the cell began with is gone: keep each of them."
    if any(trial.reply.outcome == "raised" and "TypeError" in trial.reply.error.types for trial in wrong):
        return (
            "another kind of answer",
            "The cell began with a dict: put your answers into it, by name.",
        )
    return None


def _of_a_later_error(trials: Sequence[Trial]) -> Named | None:
    """What an exception says in a case that failed after one with wrong numbers."""
    for trial in trials:
        if trial.fault and trial.reply.outcome == "raised" and (found := explain_error(trial.reply.error)):
            name, advice = found
            return name, f"{advice} See the case: {trial.case.name}."
    return None


def _of_an_attribute(exercise: Exercise, first: Trial) -> Named | None:
    """Which attribute an object of the learner's class lacks; None where that is not what went wrong."""
    error = first.reply.error
    lacks = re.search(rf"'{re.escape(exercise.name)}' object has no attribute '(\w+)'", error.message)
    if lacks is None:
        return None
    name = lacks[1]
    if name in METHODS:
        return (
            f"no method `{name}`",
            f"The class has no method `{name}`: is its name right, and is it indented?",
        )
    if first.reply.outcome == "unusable":
        return f"no attribute `{name}`", f"The object has no `{name}`: `__init__` has to make `self.{name}`."
    return f"no attribute `{name}`", (
        f"`self.{name}` is read before any method has set it. `forward` has to remember what `backward` "
        f"needs, "
        "and `__init__` to make what must be there from the start."
    )


def _of_an_error(exercise: Exercise, trials: Sequence[Trial], first: Trial) -> Named | None:
    """What an exception says, or the lack of one."""
    wrong = _wrong(trials)
    if first.case.raises is None:
        if first.reply.outcome == "unusable":
            return "another kind of answer", first.fault.sentence if first.fault else ""
        if first.reply.outcome != "raised":
            return None
        if first.reply.error.is_own and is_its_own(exercise, first.reply.error):
            return (
                "right input refused",
                f"A call that is right ({first.case.name}) was stopped by your own `raise`: "
                "its condition is true too often.",
            )
        if first.reply.error.is_own:
            return (
                "a call refused",
                f"Your code calls `{first.reply.error.function}` with arguments that it refuses. "
                f"It says: {first.reply.error.message}",
            )
        return explain_error(first.reply.error)
    if any(trial.case.raises is None for trial in wrong):
        return None
    wanted = first.case.raises.__name__
    if isinstance(first.reply.value, wire.Alien) and first.reply.value.type.endswith("Error"):
        return "error returned, not raised", f"Write `raise {wanted}(...)`, without `return`."
    if first.reply.outcome == "raised" and first.reply.error.types[:1] != (wanted,):
        return (
            "another exception",
            f"Bad input should end in {with_article(wanted)}; here ({first.case.name}) it ends in "
            f"{with_article(first.reply.error.types[0])}. Test the input first, and raise it yourself.",
        )
    if first.reply.outcome == "returned":
        names = [trial.case.name for trial in wrong if trial.reply.outcome == "returned"]
        calls = "one call" if len(names) == 1 else f"{len(names)} calls"
        return (
            "bad input let through",
            f"The results are right. But {calls} should end in {with_article(wanted)} that says what is "
            f"wrong, and {'it ends' if len(names) == 1 else 'they end'} without one: {', '.join(names)}.",
        )
    return None
