"""Wrong answers to `shift_tolerance`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from .reference import torch_avg, torch_max


def rolled(x, dx):
    return np.roll(x, dx, axis=3)


def equal(before, after):
    """The fraction of numbers that are equal."""
    return np.mean(np.isclose(before, after))


def with_pool(layer, size):
    """Another layer than the one that was given."""
    return lambda x, pool, dx: equal(layer(x, size), layer(rolled(x, dx), size))


def within(tolerance):
    """The fraction of numbers that differ by less than this."""
    return lambda x, pool, dx: np.mean(np.abs(pool(x) * 1.0 - pool(rolled(x, dx))) < tolerance)


@misconception("zeros come in")
def zeros_come_in(x, pool, dx):
    """Zeros come in at the edge. What leaves on one side comes in on the other, as with `np.roll`."""
    moved = np.zeros_like(x)
    if dx >= 0:
        moved[..., dx:] = x[..., : x.shape[3] - dx]
    else:
        moved[..., :dx] = x[..., -dx:]
    return equal(pool(x), pool(moved))


MISTAKES = (
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
    Misconception(
        "the picture not moved",
        lambda x, pool, dx: equal(pool(x), pool(x)),
        "You compare the picture with itself: nothing has moved. `np.roll` returns a new array, and "
        "leaves `x` as it is.",
    ),
    Misconception(
        "`pool` ignored",
        with_pool(torch_max, 2),
        "You pool in one way, whichever function comes. Call `pool`.",
        [with_pool(torch_max, 3), with_pool(torch_avg, 2)],
    ),
    Misconception(
        "too large a tolerance",
        within(1.0),
        "Numbers count as the same in yours though they differ by more than rounding. `np.isclose` "
        "allows for rounding only.",
        [within(tolerance) for tolerance in (0.5, 0.2, 0.1, 0.05)]
        + [lambda x, pool, dx: np.mean(pool(x).astype(int) == pool(rolled(x, dx)).astype(int))]
        + [lambda x, pool, dx: np.mean(np.round(pool(x)) == np.round(pool(rolled(x, dx))))],
    ),
    Misconception(
        "larger numbers taken for the same",
        lambda x, pool, dx: np.mean(pool(x) - pool(rolled(x, dx)) < 1e-5),
        "You compare a difference with a small number, but without `np.abs`: every difference below 0 "
        "passes.",
        [lambda x, pool, dx: np.mean(pool(rolled(x, dx)) - pool(x) < 1e-5)],
    ),
)
