"""Mistakes that can be seen in any exercise: how wrong values relate to the right ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from .compare import SINGLE, Rounding, compare, number_text

KINDS = ("wrong values", "wrong shape")  # faults that leave numbers to look at
HALF = float(np.finfo(np.float16).eps)
NEAR = 64 * SINGLE  # the precision of what is nearly right
ENOUGH = 3  # different numbers that a pattern must explain: of fewer anything is a multiple

Relation = Callable[["Pair"], np.ndarray]


@dataclass(frozen=True)
class Pair:
    """One part of one answer.

    Parameters
    ----------
    part : its number, where an answer is a tuple.
    expected, got : what was asked for, and what came back.
    rounding : of the numbers that went in.
    inputs : the arrays that went in.
    """

    part: int
    expected: np.ndarray
    got: np.ndarray
    rounding: Rounding
    inputs: tuple[np.ndarray, ...] = ()

    def is_(self, value: np.ndarray) -> bool:
        """Whether `value` is what came back."""
        return np.shape(value) == self.got.shape and compare(value, self.got, self.rounding) is None


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
    for name, advice, relation in _rounded(wrong):
        if all(pair.is_(_of(relation, pair)) for pair in pairs):
            return name, advice
    near = [replace(pair, rounding=Rounding(coarsest=NEAR)) for pair in wrong]
    if all(pair.is_(pair.expected) for pair in near):
        return "nearly right", (
            "The numbers agree to four digits or more: too well for a wrong formula, too badly for rounding. "
            "Was something small added, a coarser dtype used, or a derivative taken by differences?"
        )
    for name, advice, relation in (*PATTERNS, *_factors(wrong), *_axes(wrong)):
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


def _turned(*axes: int) -> Relation:
    return lambda pair: np.flip(pair.expected, axes)


def _in_its_dtype(pair: Pair) -> np.ndarray:
    """The right numbers in the dtype of the input, where that has whole numbers only."""
    whole = pair.inputs and pair.inputs[0].dtype.kind in "iu"
    return pair.expected.astype(pair.inputs[0].dtype).astype(float) if whole else pair.expected


PATTERNS: tuple[tuple[str, str, Relation], ...] = (
    *(
        (
            "cut to whole numbers",
            "Your numbers are the right ones without their decimals. "
            "Does the array that takes them have an integer dtype? `np.zeros(shape)` has floats.",
            lambda pair, cut=cut: cut(pair.expected),
        )
        for cut in (np.trunc, np.floor, np.round)
    ),
    (
        "cut to the dtype of the input",
        "Where whole numbers go in, only whole numbers come out: the decimals are lost. Make the array that "
        "takes the result of floats, as `np.zeros(shape)` does.",
        _in_its_dtype,
    ),
    (
        "sign turned around",
        "Every number has the right size and the wrong sign: what is taken from what?",
        lambda pair: -pair.expected,
    ),
    (
        "signs lost",
        "Every number has the right size, but negative ones came out positive.",
        lambda pair: np.abs(pair.expected),
    ),
    (
        "negative numbers lost",
        "The positive numbers are right; negative ones became 0. Nothing here asks for that.",
        lambda pair: np.maximum(pair.expected, 0),
    ),
    (
        "transposed",
        "The numbers are right, but the last two axes have changed places: `[i, j]` or `[j, i]`?",
        lambda pair: np.swapaxes(pair.expected, -1, -2),
    ),
    ("upside down", "The numbers are right, but the last axis but one runs backwards.", _turned(-2)),
    ("mirrored", "The numbers are right, but the last axis runs backwards.", _turned(-1)),
    (
        "half a turn",
        "The numbers are right, but the last two axes both run backwards.",
        _turned(-2, -1),
    ),
    (
        "the input comes back",
        "What came back is the first argument itself, as it was.",
        lambda pair: pair.inputs[0],
    ),
    (
        "only the first one",
        "Only the first item along the first axis came back, without the others.",
        lambda pair: pair.expected[0],
    ),
    (
        "only the first one done",
        "The first item along the first axis is right; the others are the same one again.",
        lambda pair: np.broadcast_to(pair.expected[:1], pair.expected.shape),
    ),
    (
        "only the last one kept",
        "Only the last item along the first axis came back: each one takes the place of the one before.",
        lambda pair: pair.expected[-1],
    ),
    (
        "in another shape",
        "The numbers are right and in the right order, but the array has another shape.",
        lambda pair: pair.expected.reshape(pair.got.shape),
    ),
)


def _factors(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
    """One number for all cases that the right answers were multiplied by, or that was added."""
    first = next((pair for pair in wrong if pair.expected.shape == pair.got.shape), None)
    if first is None or not first.expected.size:
        return
    place = np.unravel_index(int(np.argmax(np.abs(first.expected))), first.expected.shape)
    expected, got = float(first.expected[place]), float(first.got[place])
    if expected and got and np.isfinite([expected, got]).all():
        factor, offset = got / expected, got - expected
        yield (
            "off by a factor",
            f"Every number is {number_text(factor)} times the right one.",
            lambda pair: factor * pair.expected,
        )
        yield (
            "off by a constant",
            f"Every number is the right one plus {number_text(offset)}.",
            lambda pair: offset + pair.expected,
        )
    yield (
        "mean in place of sum",
        "In each case every number is the right one, divided by how many there are: averaged, not summed.",
        _counted(lambda expected, count: expected / count),
    )
    yield (
        "sum in place of mean",
        "In each case every number is the right one times how many there are: summed, not averaged.",
        _counted(lambda expected, count: expected * count),
    )


def _counted(scale: Callable[[np.ndarray, int], np.ndarray]) -> Relation:
    """The right numbers, scaled by a size of the input (or a product of its sizes) if one of them fits."""

    def relation(pair: Pair) -> np.ndarray:
        counts = {
            int(np.prod(part))
            for a in pair.inputs
            for part in (a.shape, a.shape[:1], a.shape[1:], a.shape[-2:])
        }
        fitting = (scaled for n in sorted(counts) if n > 1 and pair.is_(scaled := scale(pair.expected, n)))
        return next(fitting, pair.expected)

    return relation


def _axes(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
    """Axes in another order, or one that is gone."""
    dimensions = wrong[0].expected.ndim
    for order in permutations(range(dimensions)) if 2 < dimensions < 5 else ():
        yield (
            "axes in another order",
            f"The numbers are right, but the axes come in the order {order} of the right ones.",
            partial(_in_order, order),
        )
    for axis in range(dimensions if dimensions > 1 else 0):
        for keep in (False, True):
            for verb, reduce in (("summed", np.sum), ("averaged", np.mean)):
                yield (
                    f"{verb} over axis {axis}",
                    f"The result is {verb} over axis {axis}, which should stay.",
                    partial(_reduced, reduce, axis, keep),
                )


def _in_order(order: tuple[int, ...], pair: Pair) -> np.ndarray:
    return np.transpose(pair.expected, order)


def _reduced(reduce: Callable[..., np.ndarray], axis: int, keep: bool, pair: Pair) -> np.ndarray:
    """The right numbers, reduced; where the axis is kept, it may repeat them."""
    reduced = reduce(pair.expected, axis=axis, keepdims=keep)
    return np.broadcast_to(reduced, pair.got.shape) if keep else reduced


def _rounded(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
    """The right numbers with few decimals: rounded, or cut off."""
    for digits in (1, 2, 3, 4, 5, 6):
        if not all(_has_decimals(pair.got, digits) for pair in wrong):
            continue
        for verb, cut in (("rounded", np.round), ("cut", np.trunc)):
            yield (
                f"{verb} to {digits} decimal{'s' * (digits > 1)}",
                f"Your numbers are the right ones, {verb} to {digits} decimal{'s' * (digits > 1)}. "
                "Return all digits; rounding is for showing.",
                partial(_with_decimals, cut, digits),
            )


def _has_decimals(array: np.ndarray, digits: int) -> bool:
    return bool(np.allclose(np.round(array, digits), array, rtol=0, atol=1e-3 * 10.0**-digits))


def _with_decimals(cut: Callable[..., np.ndarray], digits: int, pair: Pair) -> np.ndarray:
    return cut(pair.expected * 10.0**digits) / 10.0**digits


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


def _is_within(small: tuple[int, ...], large: tuple[int, ...]) -> bool:
    return (
        len(small) == len(large) and small != large and all(s <= n for s, n in zip(small, large, strict=True))
    )


def _piece(pair: Pair, side: str) -> tuple[np.ndarray, np.ndarray] | None:
    """The part of the larger array that has the shape of the smaller one, and the smaller one."""
    large, small = sorted((pair.expected, pair.got), key=np.size, reverse=True)
    over = [n - s for n, s in zip(large.shape, small.shape, strict=True)]
    if side == "outermost" and any(n % 2 for n in over):
        return None
    starts = [{"last": 0, "first": n, "outermost": n // 2}[side] for n in over]
    piece = large[tuple(slice(a, a + s) for a, s in zip(starts, small.shape, strict=True))]
    return (piece, small) if small.size else None


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
