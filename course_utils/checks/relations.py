"""How wrong values can relate to the right ones, whatever the exercise: a name and advice for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import permutations

import numpy as np

from .compare import number_text
from .pairs import Pair

Relation = Callable[[Pair], np.ndarray]


def _turned(*axes: int) -> Relation:
    return lambda pair: np.flip(pair.expected, axes)


def _in_its_dtype(pair: Pair) -> np.ndarray:
    """The right numbers in the dtype of the input, where that has whole numbers only."""
    whole = pair.inputs and pair.inputs[0].dtype.kind in "iu"
    return pair.expected.astype(pair.inputs[0].dtype).astype(float) if whole else pair.expected


def _clipped(low: float, high: float, pair: Pair) -> np.ndarray:
    return np.clip(pair.expected, low, high)


def _wrapped(kind: str, pair: Pair) -> np.ndarray:
    return np.round(pair.expected).astype(np.int64).astype(kind)


ANYWHERE: tuple[tuple[str, str, Relation], ...] = (
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
        "one minus the right answer",
        "Every number is 1 minus the right one: what should be large is small.",
        lambda pair: 1 - pair.expected,
    ),
    *(
        (
            f"wrapped around in {kind}",
            f"Numbers that {kind} cannot hold come in again from below. Turn the input into floats first.",
            partial(_wrapped, kind),
        )
        for kind in ("uint8", "int8", "int16")
    ),
    (
        "a running sum",
        "Each item along the first axis also holds those before it: set the sum back to 0 for each.",
        lambda pair: np.cumsum(pair.expected, axis=0),
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


def of_ranges(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
    """Ranges that the right answers may be cut to, if that leaves more of them than the two ends."""
    for low, high in ((0, 1), (-1, 1), (0, 255)):
        left = [np.unique(_clipped(low, high, pair)) for pair in wrong]
        if len(np.unique(np.concatenate(left))) > 2:
            yield (
                f"cut to the range from {low} to {high}",
                f"Numbers below {low} became {low}, those above {high} became {high}. "
                "Nothing here asks for it.",
                partial(_clipped, low, high),
            )


def of_factors(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
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


def of_decimals(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
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
