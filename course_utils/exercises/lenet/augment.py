"""augment: every picture of a batch is turned and shifted a little, by chance."""

from __future__ import annotations

from functools import partial

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception
from ...checks.steps import steps
from ..tensors import array, seeded, tensor
from .turn_and_shift_mistakes import turned


def draws(seed):
    """A generator of PyTorch's random numbers."""
    import torch

    return torch.Generator().manual_seed(seed)


def left(generator):
    """The next number of a generator: it tells how many were taken."""
    import torch

    return torch.rand(1, generator=generator).item()


def right(
    x,
    generator,
    shift=2,
    degrees=10.0,
    *,
    several=True,
    angle=lambda part, degrees: degrees * (2 * part - 1),
    top=1,
    low=-1,
    shared=False,
    order=False,
):
    """Changed pictures, right unless it is told otherwise.

    several : an amount for each picture. angle : of a number from 0 to 1. low, top : the range of the shifts.
    shared : the same shift down and to the right. order : whether the shifts are drawn first.
    """
    import torch

    count = len(x) if several else 1
    shifts = torch.randint(low * shift, shift + top, (2, count), generator=generator) if order else None
    angles = angle(torch.rand(count, generator=generator), degrees)
    if shifts is None:
        shifts = torch.randint(low * shift, shift + top, (2, count), generator=generator)
    down, across = shifts[:1].expand(2, -1) if shared else shifts
    every = (part.expand(len(x)) for part in (angles, down, across))
    return turned(x.float(), *every)


def by_uniform(x, generator, shift=2, degrees=10.0):
    import torch

    angles = torch.empty(len(x)).uniform_(-degrees, degrees, generator=generator)
    down, across = torch.randint(2 * shift + 1, (2, len(x)), generator=generator).unbind()
    return turned(x.float(), angles, down - shift, across - shift)


def one_by_one(x, generator, shift=2, degrees=10.0):
    import torch

    angles = torch.lerp(
        torch.tensor(-degrees), torch.tensor(degrees), torch.rand(len(x), generator=generator)
    )
    shifts = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    amounts = zip(x.float(), angles, *shifts, strict=True)
    return torch.cat([turned(one[None], *(part[None] for part in three)) for one, *three in amounts])


@misconception("numbers of your own")
def own_numbers(x, generator, shift=2, degrees=10.0):
    """Your numbers do not come from `generator`. Pass it on, `generator=generator`; otherwise the same seed
    gives other pictures each time.
    """
    import torch

    angles = degrees * (2 * torch.rand(len(x)) - 1)
    return turned(x.float(), angles, *torch.randint(-shift, shift + 1, (2, len(x))))


@misconception("the same numbers in every batch")
def seeded_anew(x, generator, shift=2, degrees=10.0):
    """Every batch is changed alike, because you set a seed in each call. Take the next numbers of
    `generator`.
    """
    import torch

    return right(x, torch.Generator().manual_seed(0), shift, degrees)


@seeded_anew.also
def back_to_its_seed(x, generator, shift=2, degrees=10.0):
    import torch

    return right(x, torch.Generator().manual_seed(generator.initial_seed()), shift, degrees)


@misconception("unchanged")
def unchanged(x, generator, shift=2, degrees=10.0):
    """These are the pictures that you were given."""
    return x.float()


@misconception("all zeros")
def all_zeros(x, generator, shift=2, degrees=10.0):
    """Your result has the right shape, but every entry is 0."""
    return x.float() * 0


def known(name, advice, *changes):
    first, *others = (partial(right, **change) for change in changes)
    return Misconception(name, first, advice, others)


def pictures(kind):
    return lambda rng: (rng.random((12, 1, 9, 9)) * (255 if kind == np.uint8 else 1)).astype(kind)


def number(rng):
    return int(rng.integers(1000))


AUGMENT = Exercise(
    name="augment",
    points=4,
    cases=(
        steps(
            "twelve pictures",
            "now = seeded(seed)\narray(augment(tensor(x), draws(seed), degrees=degrees))",
            "one batch",
            x=pictures(np.float32),
            seed=number,
            degrees=20.0,
        ),
        steps(
            "shifts up to 3, turns up to 40 degrees",
            "now = seeded(seed)\narray(augment(tensor(x), draws(seed), shift=3, degrees=degrees))",
            "one batch",
            x=pictures(np.float32),
            seed=number,
            degrees=40.0,
        ),
        steps(
            "the default amounts",
            "now = seeded(seed)\narray(augment(tensor(x), draws(seed))) + scale",
            "one batch",
            x=pictures(np.float32),
            seed=number,
            scale=20.0,
        ),
        steps(
            "two batches in a row",
            """
            now = seeded(seed)
            generator = draws(seed)
            first = augment(tensor(x), generator, 2, degrees)
            array(augment(tensor(x), generator, 2, degrees))
            left(generator)
            """,
            "the next batch",
            x=pictures(np.float32),
            seed=number,
            degrees=30.0,
        ),
        steps(
            "bytes",
            "now = seeded(seed)\narray(augment(tensor(x), draws(seed), 1, degrees)) / 255",
            "the next batch",
            x=pictures(np.uint8),
            seed=number,
            degrees=30.0,
        ),
    ),
    oracle=by_uniform,
    tools=(tensor, array, seeded, draws, left),
    alternatives=(by_uniform, one_by_one),
    misconceptions=(
        known(
            "one draw for the batch",
            "All pictures of your batch are changed alike. Draw an angle and two shifts for each: N of them.",
            {"several": False},
        ),
        known(
            "turns to one side only",
            "Your angles go from 0 to `degrees`. They go from -degrees to degrees.",
            {"angle": lambda part, degrees: degrees * part},
        ),
        known(
            "turns half as wide",
            "Your angles go from -degrees/2 to degrees/2. They go from -degrees to degrees.",
            {"angle": lambda part, degrees: degrees * (part - 0.5)},
        ),
        known(
            "turns twice as wide",
            "Your angles go from -degrees to degrees only if twice the number from 0 to 1, minus 1, is what "
            "you multiply.",
            {"angle": lambda part, degrees: degrees * 2 * (2 * part - 1)},
        ),
        known(
            "the turn left out",
            "Your pictures are shifted, but not turned.",
            {"angle": lambda part, degrees: part * 0},
        ),
        known(
            "the largest shift never",
            "A shift of +`shift` never comes: the end of `torch.randint` is not included. Add 1.",
            {"top": 0},
        ),
        known(
            "shifts to one side only",
            "Your shifts go from 0 to `shift`. They go from -shift to shift.",
            {"low": 0},
        ),
        known(
            "the same shift down and right",
            "Your pictures move along the diagonal only. Draw a shift for each direction.",
            {"shared": True},
        ),
        known(
            "the shifts drawn first",
            "You draw the shifts before the angles. Any order would do, but the docstring names one, so that "
            "a seed gives the same pictures to everybody.",
            {"order": True},
        ),
        Misconception(
            "always the default amounts",
            lambda x, generator, shift=2, degrees=10.0: right(x, generator),
            "`shift` and `degrees` are arguments, and 2 and 10 only their defaults.",
        ),
        own_numbers,
        seeded_anew,
        unchanged,
        all_zeros,
    ),
    hints=(
        "Draw first, then call your `turn_and_shift`.",
        "`torch.rand(N, generator=generator)` goes from 0 to 1. What makes it go from -degrees to degrees?",
        "`angles = degrees * (2 * torch.rand(len(x), generator=generator) - 1)`; `down, right = "
        "torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)`.",
    ),
)
