"""augment: every picture of a batch is turned and shifted a little, by chance."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, seeded, tensor
from .augment_mistakes import MISTAKES
from .turn_and_shift_mistakes import turned


def draws(seed):
    """A generator of PyTorch's random numbers."""
    import torch

    return torch.Generator().manual_seed(seed)


def left(generator):
    """The next number of a generator: it tells how many were taken."""
    import torch

    return torch.rand(1, generator=generator).item()


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
    misconceptions=MISTAKES,
    hints=(
        "Draw first, then call your `turn_and_shift`.",
        "`torch.rand(N, generator=generator)` goes from 0 to 1. What makes it go from -degrees to degrees?",
        "`angles = degrees * (2 * torch.rand(len(x), generator=generator) - 1)`; `down, right = "
        "torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)`.",
    ),
)
