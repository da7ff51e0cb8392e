"""Mistakes that can be seen in any exercise: how wrong values relate to the right ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .compare import SINGLE, Rounding, compare
from .relations import ANYWHERE, Pair, Relation, of_axes, of_decimals, of_factors, of_ranges

KINDS = ("wrong values", "wrong shape")  # faults that leave numbers to look at
HALF = float(np.finfo(np.float16).eps)
NEAR = 64 * SINGLE  # the precision of what is nearly right
FEW = 64  # numbers, which somebody may have computed by hand
WAYS = ("down", "up", "right", "left")
ENOUGH = 3  # different numbers that a pattern must explain: of fewer anything is a multiple


def numbers(value: Any) -> np.ndarray | None:
    """A value as an array of real numbers, bools as 0 and 1; None where it is no such thing."""
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def explain(pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """The name of a mistake that explains every pair, and what to tell the learner; or None.

    It must be true of the right ones, too; but parts of a tuple that are always right say nothing.
    """
    off = {pair.part for pair in pairs if not pair.is_(pair.expected)}
    pairs = [pair for pair in pairs if pair.part in off]
    wrong = [pair for pair in pairs if not pair.is_(pair.expected)]
    if not wrong or not _enough(pair.expected for pair in wrong):
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
    for name, advice, relation in (*ANYWHERE, *of_ranges(wrong), *of_factors(wrong), *of_axes(wrong)):
        if all(pair.is_(_of(relation, pair)) for pair in pairs):
            return name, advice
    if named := _not_reduced(wrong) or _shifted_window(wrong):
        return named
    if all(_stops_early(pair) for pair in wrong) and any(pair.got.any() for pair in wrong):
        return "stopped early", (
            "The first numbers are right, and after them nothing was filled in. "
            "Is the `return` indented too far, so that it ends the loop in its first round?"
        )
    if all(_partly_filled(pair) for pair in wrong) and _enough(pair.got for pair in wrong):
        return "partly filled", (
            "What is there is right, and the rest is still 0. Does the loop reach every item, "
            "does a condition leave out too much, and is the `return` after the loop, not inside?"
        )
    half = [replace(pair, rounding=replace(pair.rounding, coarsest=HALF)) for pair in wrong]
    if all(pair.is_(pair.expected) and _fits_half(pair.got) for pair in half):
        return "half precision", (
            "The numbers are right to three digits only, as float16 keeps them. Compute with float64, "
            "NumPy's own dtype, or with float32."
        )
    return None


def _enough(arrays: Iterable[np.ndarray]) -> bool:
    """Whether there are enough different numbers for a pattern to be no accident."""
    return len(np.unique(np.concatenate([array.ravel() for array in arrays]))) >= ENOUGH


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


def _shifted_window(wrong: Sequence[Pair]) -> tuple[str, str] | None:
    """Results of another size that hold the right numbers, or a part of them, in one piece."""
    small = all(_is_within(pair.got.shape, pair.expected.shape) for pair in wrong)
    large = all(_is_within(pair.expected.shape, pair.got.shape) for pair in wrong)
    if not (small or large):
        return None
    for side in ("last", "first", "outermost"):
        pieces = [_piece(pair, side) for pair in wrong]
        fit = (
            piece and compare(*piece, pair.rounding) is None
            for piece, pair in zip(pieces, wrong, strict=True)
        )
        if not all(fit) or not _enough(piece[0] for piece in pieces if piece):
            continue
        if small:
            name = {"last": "the end cut off", "first": "the beginning cut off"}.get(
                side, "cut off on all sides"
            )
            return name, (
                f"What came back is right, but the {side} ones are missing. The shapes say along which axis."
            )
        empty = all(np.count_nonzero(pair.got) <= np.count_nonzero(pair.expected) for pair in wrong)
        place = {"last": "after", "first": "before", "outermost": "around"}[side]
        return "larger than asked for", (
            f"The right numbers are there, and {'zeros' if empty else 'others'} {place} them. "
            "The shapes say along which axis."
        )
    return None


def moved(pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """Results of the right size whose numbers stand one place away, along the last two axes."""
    wrong = [pair for pair in pairs if not pair.is_(pair.expected)]
    if not wrong or any(pair.got.shape != pair.expected.shape or pair.got.ndim < 2 for pair in wrong):
        return None
    for down, right in ((0, 1), (1, 0), (1, 1), (0, -1), (-1, 0), (-1, -1), (1, -1), (-1, 1)):
        pieces = [_overlap(pair, down, right) for pair in wrong]
        fit = (
            compare(one, other, pair.rounding) is None  # where nothing is left, nothing is told
            for (one, other), pair in zip(pieces, wrong, strict=True)
        )
        if all(fit) and _enough(expected for expected, _ in pieces):
            signs = (down > 0, down < 0, right > 0, right < 0)
            ways = [way for way, is_so in zip(WAYS, signs, strict=True) if is_so]
            return "moved by one place", (
                f"The right numbers are there, but one place too far {' and '.join(ways)}: "
                "does an index begin one too early or too late?"
            )
    return None


def _overlap(pair: Pair, down: int, right: int) -> tuple[np.ndarray, np.ndarray]:
    """The right numbers that are still there if all are moved, and what stands in their new places."""
    sizes = pair.got.shape[-2:]
    old, new = (
        [
            slice(max(sign * move, 0), n + min(sign * move, 0))
            for move, n in zip((down, right), sizes, strict=True)
        ]
        for sign in (-1, 1)
    )
    return pair.expected[..., old[0], old[1]], pair.got[..., new[0], new[1]]


def _is_within(small: tuple[int, ...], large: tuple[int, ...]) -> bool:
    return (
        len(small) == len(large) and small != large and all(s <= n for s, n in zip(small, large, strict=True))
    )


def _piece(pair: Pair, side: str) -> tuple[np.ndarray, np.ndarray] | None:
    """The part of the larger array that has the shape of the smaller one, and the smaller one."""
    large, small = sorted((pair.expected, pair.got), key=np.size, reverse=True)
    if not small.size:
        return small, small  # nothing of it came back, which is right anywhere
    over = [n - s for n, s in zip(large.shape, small.shape, strict=True)]
    if side == "outermost" and any(n % 2 for n in over):
        return None
    starts = [{"last": 0, "first": n, "outermost": n // 2}[side] for n in over]
    piece = large[tuple(slice(a, a + s) for a, s in zip(starts, small.shape, strict=True))]
    return piece, small


def _partly_filled(pair: Pair) -> bool:
    """Whether `got` is right wherever it is not 0."""
    if pair.got.shape != pair.expected.shape:
        return False
    filled = np.where(pair.got == 0, 0, pair.expected)
    return pair.is_(filled)


def _stops_early(pair: Pair) -> bool:
    """Whether `got` is right up to its last number that is not 0, and that is not all."""
    filled = np.flatnonzero(pair.got)
    if pair.got.shape != pair.expected.shape or not pair.got.size:
        return False
    end = filled[-1] + 1 if filled.size else 0
    return bool(
        end < pair.got.size
        and compare(pair.expected.ravel()[:end], pair.got.ravel()[:end], pair.rounding) is None
    )
