"""How wrong values can be the right ones on another scale: multiplied, divided, stretched, cut, rounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from .compare import number_text
from .pairs import Pair
from .relations import Relation

Scale = Callable[[np.ndarray, tuple[int, ...] | None], np.ndarray]


def _divided(measure: Callable[..., np.ndarray], from_the_least: bool = False) -> Scale:
    """The numbers, divided by what is measured along some axes; what measures 0 stays as it is."""

    def scale(array: np.ndarray, axes: tuple[int, ...] | None) -> np.ndarray:
        if from_the_least:
            array = array - array.min(axis=axes, keepdims=True)
        divisor = measure(array, axis=axes, keepdims=True)
        return array / np.where(divisor == 0, 1, divisor)

    return scale


def _largest_size(array: np.ndarray, **along: Any) -> np.ndarray:
    return np.abs(array).max(**along)


SCALES = (
    ("divided by the largest of them", _divided(np.max)),
    ("divided by the largest of them, whatever its sign", _divided(_largest_size)),
    ("stretched from 0 to 1", _divided(np.max, from_the_least=True)),
    ("divided by their sum", _divided(np.sum)),
)


def of_scales(wrong: Sequence[Pair]) -> Iterator[tuple[str, str, Relation]]:
    """The right numbers, stretched or divided by a number that they give themselves: all, or each item."""
    for how, scale in SCALES:
        yield (
            "scaled at the end",
            f"Yours are the right numbers, {how}. Nothing here asks for that: return them as they are.",
            partial(_scaled, scale, False),
        )
        yield (
            "each item scaled",
            f"Yours are the right numbers, but each item along the first axis is {how}. "
            "Nothing here asks for that: return them as they are.",
            partial(_scaled, scale, True),
        )


def _scaled(scale: Scale, each: bool, pair: Pair) -> np.ndarray:
    return scale(pair.expected, tuple(range(1, pair.expected.ndim)) if each else None)


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


def _clipped(low: float, high: float, pair: Pair) -> np.ndarray:
    return np.clip(pair.expected, low, high)


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
        "divided by one too few",
        "In each case every number is the right one times n / (n - 1): a mean of n numbers divides by n.",
        _counted(lambda expected, count: expected * count / (count - 1)),
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
