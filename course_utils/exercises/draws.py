"""What draws the arguments of a case from a seed: each gives a function of a `numpy.random.Generator`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Draw = Callable[[np.random.Generator], tuple]


def normal(*shapes: tuple[int, ...], then: tuple = (), dtype: Any = float) -> Draw:
    """One array of normal numbers for each shape, and `then` the arguments after them."""
    return lambda rng: (*(rng.normal(size=shape).astype(dtype) for shape in shapes), *then)


def steps(*shapes: tuple[int, ...], then: tuple = ()) -> Draw:
    """One array of whole numbers from 0 to 3, with many ties, for each shape, and `then` the others."""
    return lambda rng: (*(rng.integers(0, 4, size=shape).astype(float) for shape in shapes), *then)


def grey(*shapes: tuple[int, ...], then: tuple = ()) -> Draw:
    """One array of grey values from 0 to 255, uint8, for each shape, and `then` the others."""
    return lambda rng: (*(rng.integers(0, 256, size=shape, dtype=np.uint8) for shape in shapes), *then)


def by_columns(shape: tuple[int, ...], then: tuple = ()) -> Draw:
    """One array of normal numbers that lies column by column in memory, and `then` the others."""
    return lambda rng: (np.asfortranarray(rng.normal(size=shape)), *then)
