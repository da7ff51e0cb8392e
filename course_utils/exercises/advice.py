"""Mistakes that people make in several chapters."""

from __future__ import annotations

import numpy as np

from ..checks.exercise import Misconception


def always_float64(function):
    """The misconception that every result is float64."""
    return Misconception(
        "always float64",
        lambda *args: function(*args).astype(np.float64),
        "The values are right, but the dtype is always float64. A float32 input must give a float32 result, "
        "which takes half the memory. `np.zeros(shape)` makes float64; give it the dtype of the input, too.",
    )


def needs_a_picture(function):
    """The misconception that a -1 in `reshape` works for an empty batch."""

    def wrong(batch, *others):
        batch.reshape(len(batch), -1)  # raises the ValueError of an empty batch
        return function(batch, *others)

    return Misconception(
        "empty batch stopped by a -1",
        wrong,
        "Only the empty batch fails: with N = 0 NumPy cannot work out what a -1 in `reshape` stands for. "
        "Write the number itself, for instance `oh * ow`.",
    )
