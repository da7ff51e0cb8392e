"""Right and wrong values side by side: what is compared to see how they relate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .compare import Rounding, compare
from .verdict import Trial

KINDS = ("wrong values", "wrong shape", "not a number")  # faults that leave numbers to look at
ENOUGH = 3  # different numbers that a pattern must explain: of fewer anything is a multiple
ENOUGH_OF_TWO = 16  # numbers, where each is True or False


def is_degenerate(expected: np.ndarray) -> bool:
    """Whether all numbers that were asked for are one: people treat such a case by itself."""
    return expected.size > 1 and len(np.unique(expected)) == 1


@dataclass(frozen=True, eq=False)
class Pair:
    """One part of one answer.

    Parameters
    ----------
    part : its number, where an answer is a tuple; its line, where a case has steps.
    expected, got : what was asked for, and what came back.
    rounding : of the numbers that went in.
    inputs : the arrays that went in.
    """

    part: int | str
    expected: np.ndarray
    got: np.ndarray
    rounding: Rounding
    inputs: tuple[np.ndarray, ...] = ()

    @property
    def is_degenerate(self) -> bool:
        """Whether all numbers that were asked for are one: people treat such a case by itself."""
        return is_degenerate(self.expected)

    def is_(self, value: np.ndarray) -> bool:
        """Whether `value` is what came back."""
        return np.shape(value) == self.got.shape and compare(value, self.got, self.rounding) is None


def pairs_of(trials: Sequence[Trial]) -> list[Pair]:
    """Expected and got of all cases that ask for a value; none where not every one gave some."""
    pairs: list[Pair] = []
    for trial in trials:
        if trial.case.raises is not None:
            continue
        if trial.reply.outcome != "returned" or (trial.fault and trial.fault.kind not in KINDS):
            return []
        found = list(_parts(trial))
        if not found:
            return []
        values = trial.request.args[0].values() if trial.case.steps else trial.request.args
        arrays = tuple(value for value in values if isinstance(value, np.ndarray))
        pairs += [Pair(part, one, other, trial.rounding, arrays) for part, one, other in found]
    return pairs


def _parts(trial: Trial) -> Iterator[tuple[int | str, np.ndarray, np.ndarray]]:
    """Each part of an answer, by number, or by its line in steps: what was expected, and what came."""
    expected, got = trial.expected, trial.got
    is_tuple = isinstance(expected, tuple) and isinstance(got, tuple | list) and len(got) == len(expected)
    for number, (one, other) in enumerate(zip(expected, got, strict=True) if is_tuple else [(expected, got)]):
        if isinstance(one, dict | tuple | str) or isinstance(other, dict | tuple | str):
            continue
        arrays = _numbers(one), _numbers(other)
        if arrays[0] is not None and arrays[1] is not None:
            yield trial.names[number] if trial.case.steps else number, arrays[0], arrays[1]


def _numbers(value: Any) -> np.ndarray | None:
    """A value as an array of real numbers, bools as 0 and 1; None where it is no such thing."""
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def are_enough(arrays: Iterable[np.ndarray]) -> bool:
    """Whether there are enough different numbers for a pattern to be no accident."""
    numbers = np.concatenate([array.ravel() for array in arrays])
    different = np.unique(numbers)
    return len(different) >= ENOUGH or (numbers.size >= ENOUGH_OF_TWO and different.tolist() == [0, 1])
