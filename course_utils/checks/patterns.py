"""Mistakes that can be seen in any exercise: how wrong values relate to the right ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from . import places
from .compare import SINGLE, Rounding
from .pairs import Pair, are_enough
from .relations import ANYWHERE, Relation, of_axes, of_few, of_fillings
from .scales import of_decimals, of_factors, of_ranges, of_scales

HALF = float(np.finfo(np.float16).eps)
NEAR = 64 * SINGLE  # the precision of what is nearly right
FEW = 64  # numbers, which somebody may have computed by hand


def explain(pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """The name of a mistake that explains every pair, and what to tell the learner; or None.

    It must be true of the right ones, too; but parts of a tuple that are always right say nothing.
    """
    off = {pair.part for pair in pairs if not pair.is_(pair.expected)}
    pairs = [pair for pair in pairs if pair.part in off]
    wrong = [pair for pair in pairs if not pair.is_(pair.expected)]
    if wrong and not any(pair.expected.size or pair.got.size for pair in wrong):
        return "nothing in another shape", (
            "Only where there is nothing in the array the result has another shape: a list of no parts has "
            "the shape (0,). Make an array of the right shape first, then fill it."
        )
    if not wrong or not are_enough(pair.expected for pair in wrong):
        return None
    pairs = [pair for pair in pairs if pair in wrong or not pair.is_degenerate]
    by_hand = sum(pair.expected.size for pair in pairs) <= FEW
    if by_hand and all(p.got.shape == p.expected.shape for p in wrong) and _wrong_entries(wrong) == 1:
        return "one number off", "All other numbers are right. Do this one again."
    for name, advice, relation in of_decimals(wrong):
        if all(pair.is_(_of(relation, pair)) for pair in pairs):
            return name, advice
    near = [replace(pair, rounding=Rounding(coarsest=NEAR)) for pair in wrong]
    if all(pair.is_(pair.expected) for pair in near):
        return "nearly right", (
            "The numbers agree to four digits or more: too well for a wrong formula, too badly for rounding. "
            "Was something small added, a coarser dtype used, or a derivative taken by differences?"
        )
    found = (find(wrong) for find in (of_few, of_ranges, of_factors, of_axes, of_fillings, of_scales))
    for name, advice, relation in chain(ANYWHERE, *found):
        if all(pair.is_(_of(relation, pair)) for pair in pairs):
            return name, advice
    if named := _not_reduced(wrong) or places.in_another_size(wrong) or places.half_filled(wrong):
        return named
    half = [replace(pair, rounding=replace(pair.rounding, coarsest=HALF)) for pair in wrong]
    if all(pair.is_(pair.expected) and _fits_half(pair.got) for pair in half):
        return "half precision", (
            "The numbers are right to three digits only, as float16 keeps them. Compute with float64, "
            "NumPy's own dtype, or with float32."
        )
    return None


def _wrong_entries(wrong: Sequence[Pair]) -> int:
    """How many numbers are wrong in all."""
    return sum(int((np.abs(p.expected - p.got) > p.rounding.allowed(p.expected, p.got)).sum()) for p in wrong)


def _fits_half(array: np.ndarray) -> bool:
    """Whether float16 holds each of these numbers, of which some have decimals."""
    with np.errstate(all="ignore"):
        return bool((array.astype(np.float16) == array).all() and (array != np.round(array)).any())


def _of(relation: Relation, pair: Pair) -> np.ndarray:
    """What the relation makes of a pair; nothing where it does not apply."""
    try:
        with np.errstate(all="ignore"):
            return np.asarray(relation(pair))
    except (ValueError, IndexError, TypeError):
        return np.empty((0,) * 9)  # equal to nothing that can come back


def _not_reduced(wrong: Sequence[Pair]) -> tuple[str, str] | None:
    """Arrays with one axis too many, or where a number was asked for, whose sums or means are right."""
    for verb, reduce in (("summed", np.sum), ("averaged", np.mean)):
        for axis in (None, 0, 1, 2, 3):
            where = "" if axis is None else f" over axis {axis}"
            if all(_reduces(reduce, axis, pair) for pair in wrong):
                return f"not {verb}{where}", (
                    f"The result has an axis too many: {verb}{where}, it is right."
                    if axis is not None
                    else f"One number was asked for. Yours is an array; {verb}, it is that number."
                )
    return None


def _reduces(reduce: Callable[..., np.ndarray], axis: int | None, pair: Pair) -> bool:
    expected, got = pair.expected, pair.got
    missing = got.ndim - expected.ndim
    if not got.size or missing != (got.ndim if axis is None else 1) or missing < 1 or (axis or 0) >= got.ndim:
        return False
    return replace(pair, got=expected).is_(reduce(got, axis=axis))
