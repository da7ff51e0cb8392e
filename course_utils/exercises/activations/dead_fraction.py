"""dead_fraction: how many units of a ReLU layer never answer."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..reference import tensor


def by_torch(activations):
    import torch

    units = tensor(activations).transpose(0, 1).flatten(1)
    return torch.mean((torch.count_nonzero(units, dim=1) == 0).double()).item()


def by_loop(activations):
    dead = [not activations[:, unit].any() for unit in range(activations.shape[1])]
    return sum(dead) / len(dead)


def by_maximum(activations):
    best = activations.max(axis=0)
    return float(np.mean(best.reshape(len(best), -1).max(axis=1) == 0))


def layer(*shape, dead=None, alive=0.3):
    """Draw activations: `dead` channels are 0 (some, if not given), and of the others most numbers."""

    def draw(rng):
        some = rng.integers(1, shape[1]) if dead is None else dead
        activations = rng.exponential(size=shape) * (rng.random(shape) < alive)
        activations.reshape(*shape[:2], -1)[0, :, 0] += 0.1  # each unit answers once
        activations[:, rng.permutation(shape[1])[:some]] = 0
        return (rng.permutation(activations),)

    return draw


def one_for_each_place(activations):
    """How many positions of the maps are 0 for every picture."""
    return np.mean(np.all(np.asarray(activations) == 0, axis=0))


FOUR = np.array([[0.0, 2, 0, 0], [1, 3, 0, 0], [0, 1, 0, 5]])

DEAD_FRACTION = Exercise(
    name="dead_fraction",
    points=3,
    cases=(
        Case("one of four", (FOUR,), group="units"),
        Case("a small answer is an answer", (np.array([[0, 0.001, 0], [0, 0, 2.0]]),), group="units"),
        Case("in whole numbers", (FOUR.astype(int),), group="units"),
        Case("some of 9 units", layer(6, 9), group="units"),
        Case("no dead unit", layer(5, 4, dead=0), group="units"),
        Case("some of 7 channels", layer(4, 7, 3, 2), group="channels"),
        Case("1 of 3 channels, 7 pictures", layer(7, 3, 4, 5, dead=1, alive=0.02), group="channels"),
        Case("all dead", (np.zeros((2, 3, 4, 4)),), group="channels"),
    ),
    oracle=by_torch,
    alternatives=(by_loop, by_maximum),
    another_way=(by_loop, "It reads like the question: for each unit, is there any answer that is not 0?"),
    forbidden=("scipy", "torch"),
    misconceptions=(
        Misconception(
            "zeros counted",
            lambda activations: np.mean(np.asarray(activations) == 0),
            "This is the fraction of zeros. A unit may be 0 for some pictures and answer to others: it is "
            "dead "
            "if it is 0 for all of them.",
        ),
        Misconception(
            "0 once is enough",
            lambda activations: np.mean(
                np.any(np.asarray(activations) == 0, axis=(0, *range(2, np.ndim(activations))))
            ),
            "You count units that are 0 for at least one picture. A dead unit is 0 for all of them: `all`.",
        ),
        Misconception(
            "every position a unit",
            one_for_each_place,
            "In a convolution layer the unit is a channel: its weights are the same at all positions. It "
            "is dead "
            "if the whole map is 0, for all pictures.",
        ),
        Misconception(
            "four axes only",
            lambda activations: np.mean(np.all(np.asarray(activations) == 0, axis=(0, 2, 3))),
            "Your axes 2 and 3 exist in a convolution layer only. For (N, C) the only other axis is 0: "
            "`(0, *range(2, activations.ndim))` works for both.",
            others=[lambda activations: np.mean(np.mean(activations, axis=(0, 2, 3)) == 0)],
        ),
        Misconception(
            "pictures counted",
            lambda activations: np.mean(
                np.all(np.asarray(activations) == 0, axis=tuple(range(1, np.ndim(activations))))
            ),
            "You count the pictures for which all units are 0. Pictures are the first axis, units the "
            "second.",
            others=[lambda activations: np.mean(np.all(np.asarray(activations) == 0, axis=1))],
        ),
        Misconception(
            "units that live",
            lambda activations: 1 - by_torch(activations),
            "This is the fraction of units that answer. The dead ones are the others.",
        ),
        Misconception(
            "small answers counted as 0",
            lambda activations: by_torch(np.where(np.abs(activations) <= 0.01, 0, activations)),
            "A unit with small answers counts as dead. A dead unit is exactly 0 for all pictures: `== 0`.",
            others=[lambda activations: by_torch(np.where(np.abs(activations) <= 0.001, 0, activations))],
        ),
        Misconception(
            "channels last",
            lambda activations: by_torch(np.moveaxis(activations, -1, 1)),
            "You take the last axis for the units. They are axis 1: (N, C), or (N, C, H, W).",
        ),
        Misconception(
            "dead for most pictures",
            lambda activations: np.mean(
                np.median(activations, axis=(0, *range(2, np.ndim(activations)))) == 0
            ),
            "You count units that are 0 for half of the pictures or more. A dead unit is 0 for all of them.",
        ),
        Misconception(
            "a count, not a fraction",
            lambda activations: by_torch(activations) * np.shape(activations)[1],
            "This is the number of dead units. Divide by the number of units.",
        ),
        Misconception(
            "in percent",
            lambda activations: 100 * by_torch(activations),
            "A fraction lies between 0 and 1; yours is in percent.",
        ),
        Misconception(
            "the first picture only",
            lambda activations: by_torch(np.asarray(activations)[:1]),
            "You look at one picture. A unit that is 0 for it may answer to the next.",
            others=[lambda activations: by_torch(np.asarray(activations)[-1:])],
        ),
        Misconception(
            "divided by another number",
            lambda activations: by_torch(activations) * np.shape(activations)[1] / np.shape(activations)[0],
            "You divide by the number of pictures. Divide by the number of units.",
            others=[
                lambda activations: (
                    by_torch(activations) * np.shape(activations)[1] / np.size(np.asarray(activations))
                )
            ],
        ),
        Misconception(
            "each answer, not their fraction",
            lambda activations: np.all(
                np.asarray(activations) == 0, axis=(0, *range(2, np.ndim(activations)))
            ),
            "You return True or False for each unit. Return the fraction of True: their mean.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "First for one unit, a column of the array: when is it dead?",
        "`np.all(..., axis=...)` asks for each unit whether all of its numbers are 0. Along which axes? "
        "Along "
        "all but the second.",
        "For (N, C, H, W) the axes are (0, 2, 3): `(activations == 0).all(axis=(0, 2, 3)).mean()`. For any "
        "number of axes they are `(0, *range(2, activations.ndim))`.",
    ),
)
