"""How any argument is misread: ignored, negated, turned, cut to whole numbers, exchanged with another."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations, permutations
from typing import Any

import numpy as np

from ..exercise import Exercise
from .change import Found, Given
from .sizes import NEUTRAL


def _sum(a: np.ndarray) -> np.ndarray:
    """The sum of all numbers, or of those of each plane."""
    return a.sum(axis=tuple(range(-min(a.ndim, 2), 0)), keepdims=True)


NUMBERS: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (  # what becomes of a number
    ("`{}` ignored", "This is the result for `{}` = 0: nothing uses the argument.", lambda n: 0 * n),
    ("the sign of `{}` lost", "Where `{}` is negative, yours is the result of the positive number.", abs),
    (
        "`{}` with the opposite sign",
        "This is the result for `-{}`: is it added where it should be subtracted?",
        lambda n: -n,
    ),
    (
        "`{}` cut to a whole number",
        "The decimals of `{}` are lost: is it turned into an int?",
        lambda n: math.trunc(n) if math.isfinite(n) else n,
    ),
    (
        "`{}` rounded to a whole number",
        "`{}` is rounded to a whole number first. Use it as it is.",
        lambda n: round(n) if math.isfinite(n) else n,
    ),
    ("`{}` too large by 1", "This is the result for `{} + 1`.", lambda n: n + 1),
    ("`{}` too small by 1", "This is the result for `{} - 1`.", lambda n: n - 1),
)
ARRAYS: tuple[tuple[str, str, Callable[[np.ndarray], np.ndarray]], ...] = (  # what becomes of an array
    (
        "`{}` turned by half a turn",
        "The rows and the columns of `{}` are both taken in the opposite order.",
        lambda a: a[..., ::-1, ::-1],
    ),
    ("`{}` upside down", "The rows of `{}` are taken in the opposite order.", lambda a: a[..., ::-1, :]),
    ("`{}` mirrored", "The columns of `{}` are taken in the opposite order.", lambda a: a[..., ::-1]),
    ("`{}` transposed", "Rows and columns of `{}` have changed places.", lambda a: np.swapaxes(a, -1, -2)),
    (
        "`{}` cut to whole numbers",
        "The numbers of `{}` lose their decimals: is it turned into an integer dtype?",
        lambda a: np.trunc(a) if a.dtype.kind == "f" else a,
    ),
    (
        "`{}` with signs lost",
        "Negative numbers of `{}` are taken as positive.",
        lambda a: np.abs(a) if a.dtype.kind in "if" else a,
    ),
    (
        "`{}` divided by its sum",
        "`{}` is divided by the sum of its numbers first. Nothing here asks for that.",
        lambda a: a / _sum(a),
    ),
    (
        "`{}` divided by its sum",
        "`{}` is divided by the sum of its numbers first, unless that is 0. Nothing here asks for that.",
        lambda a: a / np.where(_sum(a) == 0, 1, _sum(a)),
    ),
    (
        "only the first of `{}` used",
        "The first item of `{}` along its first axis is used in the place of all others.",
        lambda a: np.broadcast_to(a[:1], a.shape).copy(),
    ),
    (
        "`{}` flipped along every axis",
        "Every axis of `{}` is taken in the opposite order, the first one too.",
        lambda a: np.flip(a) if a.ndim > 2 else a,
    ),
    *(
        (
            f"{which} of `{{}}` {rest}",
            f"The result is that without {others} of `{{}}`, along its first axis.",
            lambda a, part=part: a[part],
        )
        for which, rest, others, part in (
            ("the last", "left out", "the last item", slice(-1)),
            ("the first", "left out", "the first item", slice(1, None)),
            ("only the first", "looked at", "all items but the first", slice(1)),
            ("only the last", "looked at", "all items but the last", slice(-1, None)),
        )
    ),
    ("`{}` in the opposite order", "`{}` is taken from its last item to its first.", lambda a: a[::-1]),
)

OF_PLANES = tuple(title for title, _, _ in ARRAYS[:4])  # those that need rows and columns


def of_arguments(exercise: Exercise) -> Found:
    """The misreadings that any arguments allow."""
    parameters = inspect.signature(exercise.oracle).parameters
    names = list(parameters)
    defaults = {name: p.default for name, p in parameters.items() if p.default is not p.empty}
    for name in names:
        for title, advice, change in ARRAYS:
            yield title.format(name), advice.format(name), partial(_array, name, change, title in OF_PLANES)
        if name not in NEUTRAL:
            for title, advice, change in NUMBERS:
                yield title.format(name), advice.format(name), partial(_number, name, change)
    yield (
        "negative numbers taken as positive",
        "Where a number is negative, yours gives the result of the positive one.",
        _all_positive,
    )
    yield (
        "negative numbers taken as 0",
        "Where a number is negative, yours gives the result of 0.",
        _none_negative,
    )
    yield (
        "decimals of the input lost",
        "The numbers that go in lose their decimals: are they turned into an integer dtype?",
        partial(_all_in, np.dtype(np.int64)),
    )
    for which, rest, part in (
        ("the last item", "left out", slice(-1)),
        ("the first item", "left out", slice(1, None)),
        ("only the first item", "looked at", slice(1)),
        ("only the last item", "looked at", slice(-1, None)),
    ):
        yield (
            f"{which} {rest}",
            f"Along the first axis, {which} is {rest}: where does the loop begin and end?",
            partial(_some_items, part),
        )
    for kind, least, most in (("uint8", 0, 255), ("int8", -128, 127), ("int16", -32768, 32767)):
        yield (
            f"input turned into {kind}",
            f"The dtype {kind} holds the whole numbers from {least} to {most} only. What goes in loses its "
            "decimals there, and numbers beyond come in again at the other end. Take floats.",
            partial(_all_in, np.dtype(kind)),
        )
    for one, other in permutations(names, 2):
        yield (
            f"`{one}` in the place of `{other}`",
            f"`{one}` is used where `{other}` is meant, too.",
            partial(_instead, one, other, defaults),
        )
    for one, other in combinations(names, 2):
        yield (
            f"`{one}` and `{other}` exchanged",
            f"This is the result with `{one}` and `{other}` in each other's place.",
            partial(_exchanged, one, other, defaults),
        )


def _number(name: str, change: Callable[[Any], Any], given: Given) -> Mapping[str, Any]:
    value = given.get(name)
    return {name: change(value)} if type(value) in (int, float) else {}


def _all_positive(given: Given) -> Mapping[str, Any]:
    return {name: abs(value) for name, value in given.items() if type(value) in (int, float)}


def _none_negative(given: Given) -> Mapping[str, Any]:
    return {name: max(value, 0) for name, value in given.items() if type(value) in (int, float)}


def _some_items(part: slice, given: Given) -> Mapping[str, Any]:
    """Every array that has as many items as the first one, without some of them."""
    arrays = {name: value for name, value in given.items() if isinstance(value, np.ndarray) and value.ndim}
    count = next((len(array) for array in arrays.values()), 0)
    alike = {name: array[part] for name, array in arrays.items() if len(array) == count}
    return alike if len(alike) > 1 else {}


def _all_in(kind: np.dtype, given: Given) -> Mapping[str, Any]:
    """Every array as it is left after a stay in an integer dtype."""
    arrays = {name: value for name, value in given.items() if isinstance(value, np.ndarray)}
    with np.errstate(all="ignore"):
        return {
            name: array.astype(np.int64).astype(kind).astype(array.dtype if array.dtype.kind == "f" else kind)
            for name, array in arrays.items()
            if array.dtype.kind in "iuf"
        }


def _array(
    name: str, change: Callable[[np.ndarray], np.ndarray], of_planes: bool, given: Given
) -> Mapping[str, Any]:
    value = given.get(name)
    if not isinstance(value, np.ndarray) or value.ndim < 1 + of_planes or not value.size:
        return {}
    with np.errstate(all="ignore"):
        return {name: np.ascontiguousarray(change(value))}


def _instead(one: str, other: str, defaults: Given, given: Given) -> Mapping[str, Any]:
    given = {**defaults, **given}
    return {other: given[one]} if _alike(given, one, other) else {}


def _exchanged(one: str, other: str, defaults: Given, given: Given) -> Mapping[str, Any]:
    given = {**defaults, **given}
    return {one: given[other], other: given[one]} if _alike(given, one, other) else {}


def _alike(given: Given, one: str, other: str) -> bool:
    """Whether two arguments are there and of one kind, arrays with as many axes."""
    if one not in given or other not in given or type(given[one]) is not type(given[other]):
        return False
    return given[one].ndim == given[other].ndim if isinstance(given[one], np.ndarray) else True
