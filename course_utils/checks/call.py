"""A call as it would be typed, for the card."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np

from .compare import number_text
from .exercise import Exercise
from .request import Request

LONG = 10  # characters of a number: a longer one is shortened, as those of an array are
LONGEST = 400  # characters of a list, as it would be typed


def call_text(exercise: Exercise, request: Request) -> str:
    """The call as it would be typed; large arrays by name, shape and dtype, long lists by name and length."""
    if exercise.asks_for_value and exercise.drive is None:
        return exercise.name + "".join(f"[{key!r}]" for key in request.args)
    names = list(inspect.signature(exercise.oracle).parameters)
    pairs = itertools.zip_longest(request.args, names[: len(request.args)], fillvalue="")
    shown = [_value_text(value, name) for value, name in pairs]
    shown += [f"{name}={_value_text(value, '')}" for name, value in request.kwargs.items()]
    return f"{exercise.name}({', '.join(shown)})"


def values_text(values: Mapping[str, Any]) -> str:
    """The values that steps use by name: small ones as they would be typed, others by shape and dtype."""
    return "\n".join(f"{name} = {_value_text(value, '')}" for name, value in values.items())


def _value_text(value: Any, name: str) -> str:
    if isinstance(value, np.ndarray) and not 0 < value.size <= 16:
        return f"{name} {value.shape} {value.dtype}".strip()
    if isinstance(value, np.ndarray):
        return _array_text(value)
    text = repr(value)
    if isinstance(value, float) and len(text) > LONG:
        return number_text(value)
    if isinstance(value, list | tuple | dict) and len(text) > LONGEST:
        return f"{name} ({type(value).__name__} of {len(value)})".strip()
    return text


def _array_text(array: np.ndarray) -> str:
    """A small array as nested lists, as it would be typed."""
    if array.ndim == 0:
        return number_text(array[()])
    return f"[{', '.join(_array_text(part) for part in array)}]"
