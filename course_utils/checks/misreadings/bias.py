"""How the bias is misread: one number for each filter, or one number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .change import Change, Found, Given

NAMES = ("b", "bias")


def of_bias(option: str) -> Found:
    """Mistakes with the bias: one number for each filter, or one number."""

    def times(factor: float) -> Change:
        return lambda given: {} if given.get(option) is None else {option: factor * given[option]}

    def one_for_all(place: int) -> Change:
        return _in_place(option, lambda biases: np.full_like(biases, biases[place]))

    yield (
        "the sum of the biases for all filters",
        f"Each filter has a bias of its own: filter k has `{option}[k]`. You add the sum of them to all.",
        _in_place(option, lambda biases: np.full_like(biases, biases.sum())),
    )
    yield "bias missing", f"`{option}` is not added.", times(0.0)
    yield "bias subtracted", f"`{option}` is taken away, where it should be added.", times(-1.0)
    yield "bias counted twice", f"`{option}` is added two times.", times(2.0)
    for place, which in ((0, "first"), (-1, "last")):
        yield (
            f"the {which} bias for all filters",
            f"Each filter has a bias of its own: filter k has `{option}[k]`. You add the {which} one to all.",
            one_for_all(place),
        )


def _in_place(option: str, change: Callable[[np.ndarray], np.ndarray]) -> Change:
    """Change an option that is an array with one axis."""

    def changed(given: Given) -> Mapping[str, Any]:
        value = given.get(option)
        if not isinstance(value, np.ndarray) or value.ndim != 1 or not value.size:
            return {}
        return {option: change(value)}

    return changed
