"""How wrong values can relate to the right ones, whatever the exercise: a name and advice for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import permutations

import numpy as np

from .compare import number_text
from .pairs import Pair

Relation = Callable[[Pair], np.ndarray]
Scale = Callable[[np.ndarray, tuple[int, ...] | None], np.ndarray]


def _turned(*axes: int) -> Relation:
    return lambda pair: np.flip(pair.expected, axes)


def _in_its_dtype(pair: Pair) -> np.ndarray:
    """The right numbers in the dtype of the input, where that has whole numbers only."""
    whole = pair.inputs and pair.inputs[0].dtype.kind in "iu"
    return _stored(pair.expected, pair.inputs[0].dtype) if whole else pair.expected


def _cut_as_its_dtype(pair: Pair) -> np.ndarray:
    """The right numbers without their decimals, where whole numbers go in."""
    return np.trunc(pair.expected) if pair.inputs and pair.inputs[0].dtype.kind in "iu" else pair.expected


def _wrapped_in_its_dtype(pair: Pair) -> np.ndarray:
    """The right whole numbers in the dtype of all that went in, where that has whole numbers only."""
    dtype = np.result_type(*pair.inputs) if pair.inputs else np.dtype(float)
    whole = dtype.kind in "iu" and (pair.expected == np.round(pair.expected)).all()
    return _stored(pair.expected, dtype) if whole else pair.expected


def _stored(array: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """The numbers that are left in an array of whole numbers: without decimals, and wrapped around."""
    return array.astype(np.int64).astype(dtype).astype(float)


def _wrapped(kind: str, pair: Pair) -> np.ndarray:
    near = np.round(pair.expected)
    return _stored(np.where(abs(near - pair.expected) < 1e-9, near, pair.expected), np.dtype(kind))


ANYWHERE: tuple[tuple[str, str, Relation], ...] = (
    *(
        (
            "cut to whole numbers",
            "Your numbers are the right ones without their decimals. "
            "Did you divide with `//`, which cuts them off? Or does the array that takes them have an "
            "integer dtype? `np.zeros(shape)` has floats.",
            lambda pair, cut=cut: cut(pair.expected),
        )
        for cut in (np.trunc, np.floor)
    ),
    (
        "rounded to whole numbers",
        "Your numbers are the right ones, rounded to whole numbers. Return them with their decimals.",
        lambda pair: np.round(pair.expected),
    ),
    (
        "wrapped around in the dtype of the input",
        "The dtype of the input has no room for your numbers: what is too large, or below 0, comes in again "
        "at its other end. Turn what goes in into floats before you compute.",
        _wrapped_in_its_dtype,
    ),
    (
        "cut to the dtype of the input",
        "Where whole numbers go in, only whole numbers come out: the decimals are lost. Make the array that "
        "takes the result of floats, as `np.zeros(shape)` does.",
        _in_its_dtype,
    ),
    (
        "cut to whole numbers where whole numbers go in",
        "Where whole numbers go in, only whole numbers come out: the decimals are lost. Make the array that "
        "takes the result of floats, as `np.zeros(shape)` does.",
        _cut_as_its_dtype,
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
        "one minus the right answer",
        "Every number is 1 minus the right one: what should be large is small.",
        lambda pair: 1 - pair.expected,
    ),
    (
        "255 minus the right answer",
        "Every number is 255 minus the right one: what should be bright is dark.",
        lambda pair: 255 - pair.expected,
    ),
    *(
        (
            f"wrapped around in {kind}",
            f"The dtype {kind} holds no decimals, and what is too large or too small for it comes in again "
            "at its other end. Keep floats.",
            partial(_wrapped, kind),
        )
        for kind in ("uint8", "int8", "int16")
    ),
    *(
        (
            "a running sum",
            f"Each {what} also holds those before it: set the sum back to 0 for each.",
            lambda pair, axis=axis: np.cumsum(pair.expected, axis).reshape(pair.expected.shape),
        )
        for what, axis in (("item along the first axis", 0), ("number", None))
    ),
    (
        "only the first one",
        "Only the first item along the first axis came back, without the others.",
        lambda pair: pair.expected[0] if pair.got.ndim < pair.expected.ndim else pair.expected[:1],
    ),
    (
        "only the first one done",
        "The first item along the first axis is right; the others are the same one again.",
        lambda pair: np.broadcast_to(pair.expected[:1], pair.expected.shape),
    ),
    (
        "the last one again and again",
        "The last item along the first axis is right; the others are the same one. Is one array filled again "
        "and again, and kept in several places?",
        lambda pair: np.broadcast_to(pair.expected[-1:], pair.expected.shape),
    ),
    (
        "only the last one kept",
        "Only the last item along the first axis came back: each one takes the place of the one before.",
        lambda pair: pair.expected[-1],
    ),
    *(
        (
            name,
            f"One number came back, {which} all that were asked for. Return them all.",
            lambda pair, reduce=reduce: reduce(pair.expected),
        )
        for name, which, reduce in (
            ("summed to one number", "the sum of", np.sum),
            ("averaged to one number", "the mean of", np.mean),
            (
                "the length in the place of the numbers",
                "the root of the sum of the squares of",
                np.linalg.norm,
            ),
        )
    ),
    (
        "in another shape",
        "The numbers are right and in the right order, but the array has another shape.",
        lambda pair: pair.expected.reshape(pair.got.shape),
    ),
)


def of_fillings(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
    """One number (or nan) that stands where 0 should."""
    fillings = {
        float(value)
        for pair in wrong
        if pair.got.shape == pair.expected.shape
        for value in pair.got[pair.expected == 0][:1]
    }
    if len(set(map(number_text, fillings))) == 1 and (number := fillings.pop()) != 0:
        yield (
            f"{number_text(number)} in the place of 0",
            f"Where 0 is right you have {number_text(number)}; all other numbers are right.",
            lambda pair: np.where(pair.expected == 0, number, pair.expected),
        )


def of_axes(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
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
            for name, what, reduce in (
                ("summed over axis", "the sum", np.sum),
                ("averaged over axis", "the mean", np.mean),
                ("the largest along axis", "the largest", np.max),
            ):
                yield (
                    f"{name} {axis}",
                    f"The result is {what} of the right numbers along axis {axis}, which should stay.",
                    partial(_reduced, reduce, axis, keep),
                )


def _in_order(order: tuple[int, ...], pair: Pair) -> np.ndarray:
    return np.transpose(pair.expected, order)


def _reduced(reduce: Callable[..., np.ndarray], axis: int, keep: bool, pair: Pair) -> np.ndarray:
    """The right numbers, reduced; where the axis is kept, it may repeat them."""
    reduced = reduce(pair.expected, axis=axis, keepdims=keep)
    return np.broadcast_to(reduced, pair.got.shape) if keep else reduced


def of_few(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
    """What is left of the right answers where it differs from case to case: a first number, signs."""
    if len(np.unique([pair.got.flat[0] for pair in wrong if pair.got.size == 1])) > 1:
        yield (
            "only the first number",
            "Only the first of the right numbers came back. Return them all.",
            lambda pair: pair.expected.ravel()[: pair.got.size == 1].reshape(pair.got.shape),
        )
    if len(np.unique(np.sign(np.concatenate([pair.expected.ravel() for pair in wrong])))) > 1:
        yield (
            "only the signs",
            "Your numbers are the signs of the right ones: 1, 0 and -1. Return the numbers themselves.",
            lambda pair: np.sign(pair.expected),
        )
