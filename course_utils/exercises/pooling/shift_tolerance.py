"""The fraction of a pooled map that survives when the picture moves."""

from __future__ import annotations

import numpy as np

from ... import data
from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, steps
from ..reference import tensor
from .reference import maps_of_the_x, torch_avg, torch_max

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


def with_rounding(rng):
    """Two maps. In the first one columns recur, so all of its means stay the same, but for their rounding."""
    recurring = np.tile(rng.normal(size=(1, 1, 12, 3)), 3)
    return np.concatenate([recurring, rng.normal(size=(1, 1, 12, 9))], axis=1), MEAN_3, 1


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
    points=3,
    cases=(
        Case("the X's maps, one pixel", (maps_of_the_x(), MAX_2, 1), group="one pixel"),
        Case("the X, one pixel", (data.letter_x()[None, None], MAX_3, 1), group="one pixel"),
        Case("no pooling", steps((1, 2, 4, 6), then=(MAX_1, 1)), group="one pixel"),
        Case("two pictures, not square", steps((2, 3, 6, 8), then=(MAX_2, 1)), group="one pixel"),
        Case("average pooling", steps((4, 4, 6, 6), then=(MEAN_2, 1)), group="one pixel"),
        Case("by two", steps((2, 3, 8, 6), then=(MAX_2, 2)), group="any shift"),
        Case("to the left", steps((2, 3, 6, 8), then=(MAX_2, -1)), group="any shift"),
        Case("no shift", steps((1, 1, 4, 4), then=(MAX_2, 0)), group="any shift"),
        Case("by more than it is wide", grey((1, 2, 6, 4), then=(MAX_2, 7)), group="any shift"),
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
            "compared to the last bit",
            lambda x, pool, dx: np.mean(pool(x) == pool(rolled(x, dx))),
            "`==` compares floats to the last bit, and equal means may differ by their rounding. "
            "`np.isclose` allows for it.",
        ),
        Misconception(
            "the channels shifted",
            lambda x, pool, dx: equal(pool(x), pool(np.roll(x, dx, axis=1))),
            "You shift the channels, or the pictures. To the right is along W, the last axis.",
            [lambda x, pool, dx: equal(pool(x), pool(np.roll(x, dx, axis=0)))],
        ),
        Misconception(
            "always by one",
            lambda x, pool, dx: equal(pool(x), pool(rolled(x, 1))),
            "You shift by 1, whatever `dx` is.",
        ),
        Misconception(
            "the first map only",
            lambda x, pool, dx: equal(pool(x)[0, 0], pool(rolled(x, dx))[0, 0]),
            "You compare one map, or one picture. Compare all of them.",
            [lambda x, pool, dx: equal(pool(x)[0], pool(rolled(x, dx))[0])],
        ),
        Misconception(
            "all or nothing",
            lambda x, pool, dx: float(np.allclose(pool(x), pool(rolled(x, dx)))),
            "You ask whether all (or any) stay the same. `np.isclose` answers for each; take the mean.",
            [lambda x, pool, dx: float(np.isclose(pool(x), pool(rolled(x, dx))).any())],
        ),
        Misconception(
            "each answer, not their fraction",
            lambda x, pool, dx: np.isclose(pool(x), pool(rolled(x, dx))),
            "You return a True or False for each number. Return the fraction of True: their mean.",
        ),
        Misconception(
            "divided by another number",
            lambda x, pool, dx: np.isclose(pool(x), pool(rolled(x, dx))).sum() / x.size,
            "You count what stays the same; divide it by the number of all pooled numbers.",
            [
                lambda x, pool, dx: np.isclose(pool(x), pool(rolled(x, dx))).sum() / len(pool(x)),
                lambda x, pool, dx: np.isclose(pool(x), pool(rolled(x, dx))).sum() / pool(x).shape[2],
                lambda x, pool, dx: np.isclose(pool(x), pool(rolled(x, dx))).sum() / pool(x).shape[3],
                lambda x, pool, dx: np.isclose(pool(x), pool(rolled(x, dx))).sum() / pool(x)[0, 0].size,
                lambda x, pool, dx: np.isclose(pool(x), pool(rolled(x, dx))).sum() / pool(x)[0].size,
            ],
        ),
        Misconception(
            "by how much, not how many",
            lambda x, pool, dx: np.mean(np.abs(pool(rolled(x, dx)) - pool(x))),
            "This is by how much the numbers change. The question is how many of them stay the same.",
            [lambda x, pool, dx: 1 - np.mean(np.abs(pool(rolled(x, dx)) - pool(x)))],
        ),
        Misconception(
            "in percent",
            lambda x, pool, dx: 100 * equal(pool(x), pool(rolled(x, dx))),
            "A fraction lies between 0 and 1; yours is in percent.",
        ),
        Misconception(
            "columns left out",
            lambda x, pool, dx: equal(pool(x)[..., max(dx, 0) :], pool(rolled(x, dx))[..., max(dx, 0) :]),
            "You leave columns out. What leaves on the right comes in on the left, so all of them count.",
            [
                lambda x, pool, dx: equal(pool(x)[..., 1:], pool(rolled(x, dx))[..., 1:]),
                lambda x, pool, dx: equal(pool(x)[..., :-1], pool(rolled(x, dx))[..., :-1]),
            ],
        ),
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
