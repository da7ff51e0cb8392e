"""Mistakes that can be seen in any exercise: how wrong values relate to the right ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .compare import Fault, Rounding, compare, number_text

Pairs = Sequence[tuple[np.ndarray, np.ndarray]]  # expected, got; of equal shape, and different


def explain(faults: Sequence[Fault], rounding: Rounding) -> tuple[str, str] | None:
    """The name of a mistake that explains every fault, and what to tell the learner; or None.

    Parameters
    ----------
    faults : of all cases that came back with wrong values.
    rounding : of the numbers that went in.
    """
    pairs = [(f.expected, f.got) for f in faults if f.expected is not None and f.got is not None]
    if not faults or len(pairs) < len(faults) or any(f.kind != "wrong values" for f in faults):
        return None

    def always(relation: Callable[[np.ndarray], np.ndarray]) -> bool:
        """Whether what came back is always `relation(expected)`."""
        return all(_equal(relation(expected), got, rounding) for expected, got in pairs)

    if always(np.trunc) or always(np.floor) or always(np.round):
        return "cut to whole numbers", (
            "Your numbers are the right ones without their decimals. "
            "Does the array that takes them have an integer dtype? `np.zeros(shape)` has floats."
        )
    if all(_equal(expected, got, Rounding(rounding.size, 1e-6)) for expected, got in pairs):
        return "nearly right", (
            "The numbers agree to five digits or more: too well for a wrong formula, too badly for rounding. "
            "Was something small added, a coarser dtype used, or a derivative taken by differences?"
        )
    if always(np.negative):
        return (
            "sign turned around",
            "Every number has the right size and the wrong sign: what is taken from what?",
        )
    if always(np.abs):
        return "signs lost", "Every number has the right size, but negative ones came out positive."
    if all(expected.ndim == 2 for expected, _ in pairs) and always(np.transpose):
        return (
            "transposed",
            "The numbers are right, but rows and columns have changed places: `[i, j]` or `[j, i]`?",
        )
    if all(_stops_early(expected, got, rounding) for expected, got in pairs):
        return "stopped early", (
            "The first numbers are right, and after them nothing was filled in. "
            "Is the `return` indented too far, so that it ends the loop in its first round?"
        )
    if sum(np.count_nonzero(expected) for expected, _ in pairs) < 3:
        return None  # of so few numbers anything is a multiple
    factor, offset = _common(pairs, np.divide), _common(pairs, np.subtract)
    if factor is not None and always(lambda expected: expected * factor):
        return "off by a factor", f"Every number is {number_text(factor)} times the right one."
    if offset is not None and always(lambda expected: expected + offset):
        return "off by a constant", f"Every number is the right one plus {number_text(offset)}."
    return None


def _equal(expected: np.ndarray, got: np.ndarray, rounding: Rounding) -> bool:
    return expected.shape == got.shape and compare(expected, got, rounding) is None


def _stops_early(expected: np.ndarray, got: np.ndarray, rounding: Rounding) -> bool:
    """Whether `got` is right up to its last number that is not 0, and that is not all."""
    filled = np.flatnonzero(got)
    if not filled.size:
        return False
    end = filled[-1] + 1
    return end < got.size and _equal(expected.ravel()[:end], got.ravel()[:end], rounding)


def _common(pairs: Pairs, operation: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> float | None:
    """What `operation(got, expected)` gives at the largest expected number of the first pair."""
    expected, got = (np.asarray(array, float).ravel() for array in pairs[0])
    place = int(np.argmax(np.abs(expected))) if expected.size else -1
    if place < 0 or expected[place] == 0 or not np.isfinite([expected[place], got[place]]).all():
        return None
    value = float(operation(got[place], expected[place]))
    return value if value != 0 else None
