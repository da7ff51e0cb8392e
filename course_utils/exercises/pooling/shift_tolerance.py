"""The fraction of a pooled map that survives when the picture moves."""

from __future__ import annotations

import numpy as np

from ... import data
from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import steps
from ..reference import tensor
from .reference import maps_of_the_x, torch_avg, torch_max

MAX_1, MAX_2, MAX_3 = (f"lambda x: max_pool2d(x, {k})" for k in (1, 2, 3))
MEAN_2 = "lambda x: avg_pool2d(x, 2)"


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


def by_counting(x, pool, dx):
    order = (np.arange(x.shape[3]) - dx) % x.shape[3]
    pairs = list(zip(pool(x).ravel(), pool(x[..., order]).ravel(), strict=True))
    return sum(abs(a - b) < 1e-9 for a, b in pairs) / len(pairs)


def rolled(x, dx):
    return np.roll(x, dx, axis=3)


def equal(before, after):
    """The fraction of numbers that are equal."""
    return np.mean(np.isclose(before, after))


@misconception("zeros come in")
def zeros_come_in(x, pool, dx):
    """Zeros come in at the edge. What leaves on one side comes in on the other, as with `np.roll`."""
    moved = np.zeros_like(x)
    if dx >= 0:
        moved[..., dx:] = x[..., : x.shape[3] - dx]
    else:
        moved[..., :dx] = x[..., -dx:]
    return equal(pool(x), pool(moved))


SHIFT_TOLERANCE = Exercise(
    name="shift_tolerance",
    points=2,
    cases=(
        Case("the X's maps, one pixel", (maps_of_the_x(), MAX_2, 1), group="one pixel"),
        Case("the X, one pixel", (data.letter_x()[None, None], MAX_3, 1), group="one pixel"),
        Case("no pooling", steps((1, 2, 4, 6), then=(MAX_1, 1)), group="one pixel"),
        Case("two pictures, not square", steps((2, 3, 6, 8), then=(MAX_2, 1)), group="one pixel"),
        Case("average pooling", steps((4, 4, 6, 6), then=(MEAN_2, 1)), group="one pixel"),
        Case("by two", steps((2, 3, 8, 6), then=(MAX_2, 2)), group="any shift"),
        Case("to the left", steps((2, 3, 6, 8), then=(MAX_2, -1)), group="any shift"),
        Case("no shift", steps((1, 1, 4, 4), then=(MAX_2, 0)), group="any shift"),
    ),
    oracle=by_torch,
    drive=call_with_pool,
    alternatives=(by_joining, by_counting),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "the pooled map shifted",
            lambda x, pool, dx: equal(pool(x), rolled(pool(x), dx)),
            "You shift the pooled map. Shift the picture first, then pool it.",
        ),
        Misconception(
            "the pooled map shifted, too",
            lambda x, pool, dx: equal(rolled(pool(x), dx), pool(rolled(x, dx))),
            "You shift the picture and, before you compare, the pooled map, too. Leave the pooled map "
            "in its place: the question is which of its numbers stay where they are.",
        ),
        Misconception(
            "shifted through all axes",
            lambda x, pool, dx: equal(pool(x), pool(np.roll(x, dx))),
            "Without `axis`, `np.roll` moves all numbers in one long row, from each line into the next. "
            "`axis=3` moves to the right.",
        ),
        Misconception(
            "not pooled",
            lambda x, pool, dx: equal(x, rolled(x, dx)),
            "You compare the pictures themselves. Pool both, then compare.",
        ),
        Misconception(
            "shifted down",
            lambda x, pool, dx: equal(pool(x), pool(np.roll(x, dx, axis=2))),
            "You shift along H, which is down. To the right is along W, the last axis.",
        ),
        Misconception(
            "shifted the other way",
            lambda x, pool, dx: equal(pool(x), pool(rolled(x, -dx))),
            "You shift to the left. A positive `dx` means to the right, as with `np.roll`.",
        ),
        zeros_come_in,
        Misconception(
            "what changes",
            lambda x, pool, dx: 1 - equal(pool(x), pool(rolled(x, dx))),
            "This is the fraction that changes. The fraction that survives is 1 minus it.",
        ),
        Misconception(
            "a count, not a fraction",
            lambda x, pool, dx: np.isclose(pool(x), pool(rolled(x, dx))).sum(),
            "You count the numbers that stay the same. Divide by how many there are.",
        ),
        Misconception(
            "one pixel too far",
            lambda x, pool, dx: equal(pool(x), pool(rolled(x, dx + 1))),
            "You shift the picture by `dx + 1`. Shift it by `dx`.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "You compare two pooled maps. Which picture does each of them come from?",
        "`np.roll(x, dx, axis=3)` moves to the right, and `np.isclose` compares floating-point numbers.",
        "`np.mean(np.isclose(pool(np.roll(x, dx, axis=3)), pool(x)))`",
    ),
)
