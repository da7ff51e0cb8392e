"""The fraction of a pooled map that survives when the picture moves."""

from __future__ import annotations

import numpy as np

from ... import data
from ...checks.exercise import Case, Exercise, zeros
from ..draws import grey, steps
from ..reference import tensor
from .reference import maps_of_the_x, torch_avg, torch_max
from .shift_tolerance_mistakes import MISTAKES

MAX_1, MAX_2, MAX_3 = (f"lambda x: max_pool2d(x, {k})" for k in (1, 2, 3))
MEAN_2, MEAN_3 = (f"lambda x: avg_pool2d(x, {k})" for k in (2, 3))


def call_with_pool(target, x, pool, dx):
    """The pooling layer comes as text, such as MAX_2; the learner's function gets a function."""
    kind, k = "max" if "max_pool2d" in pool else "mean", int(pool[-2])

    def pooled(x):
        n, c, h, w = np.shape(x)
        squares = np.asarray(x)[:, :, : h // k * k, : w // k * k].reshape(n, c, h // k, k, w // k, k)
        return getattr(squares, kind)(axis=(3, 5))

    return target(x, pooled, dx)


def by_torch(x, pool, dx):
    import torch

    layer, size = torch_max if "max_pool2d" in pool else torch_avg, int(pool[-2])
    before, after = layer(x, size), layer(tensor(x).roll(dx, 3).numpy(), size)
    return float(torch.isclose(tensor(before), tensor(after)).double().mean())


def by_joining(x, pool, dx):
    dx %= x.shape[3]
    moved = np.concatenate([x[..., x.shape[3] - dx :], x[..., : x.shape[3] - dx]], axis=3)
    return (np.abs(pool(moved) - pool(x)) < 1e-9).sum() / pool(x).size


def hundredths(rng):
    """Whole numbers of hundredths."""
    return rng.integers(0, 4, size=(2, 1, 6, 8)) / 100, MAX_2, 1


def with_rounding(rng):
    """Two maps. In the first one columns recur, so all of its means stay the same, but for their rounding."""
    recurring = np.tile(rng.normal(size=(1, 1, 12, 3)), 3)
    return np.concatenate([recurring, rng.normal(size=(1, 1, 12, 9))], axis=1), MEAN_3, 1


SHIFT_TOLERANCE = Exercise(
    name="shift_tolerance",
    points=3,
    cases=(
        Case("the X's maps, one pixel", (maps_of_the_x(), MAX_2, 1), group="one pixel"),
        Case("the X, one pixel", (data.letter_x()[None, None], MAX_3, 1), group="one pixel"),
        Case("no pooling", steps((1, 2, 4, 6), then=(MAX_1, 1)), group="one pixel"),
        Case("two pictures, not square", steps((2, 3, 6, 8), then=(MAX_2, 1)), group="one pixel"),
        Case("average pooling", steps((4, 4, 6, 6), then=(MEAN_2, 1)), group="one pixel"),
        Case("by two", steps((2, 3, 8, 6), then=(MAX_2, 2)), group="any shift"),
        Case("no number stays", (np.arange(24.0).reshape(1, 1, 4, 6), MAX_2, 1), group="any shift"),
        Case("to the left", steps((2, 3, 6, 8), then=(MAX_2, -1)), group="any shift"),
        Case("no shift", steps((1, 1, 4, 4), then=(MAX_2, 0)), group="any shift"),
        Case("by more than it is wide", grey((1, 2, 6, 4), then=(MAX_2, 7)), group="any shift"),
        Case("small numbers", hundredths, group="rounding"),
        Case("the same numbers up to rounding", with_rounding, group="rounding"),
    ),
    oracle=by_torch,
    drive=call_with_pool,
    alternatives=(
        by_joining,
        lambda x, pool, dx: np.isclose(
            pool(x), pool(x[..., (np.arange(x.shape[3]) - dx) % x.shape[3]])
        ).mean(),
    ),
    forbidden=("torch",),
    misconceptions=(*MISTAKES, zeros(by_torch)),
    hints=(
        "You compare two pooled maps. Which picture does each of them come from?",
        "`np.roll(x, dx, axis=3)` moves to the right, and `np.isclose` compares floating-point numbers.",
        "`np.mean(np.isclose(pool(np.roll(x, dx, axis=3)), pool(x)))`",
    ),
)
