"""reduce_on_stall: a tenth of the rate whenever the loss no longer falls."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise
from .reduce_on_stall_mistakes import MISTAKES, by_torch, stalling


def by_places(losses, rate=0.01, factor=0.1, patience=3):
    since = 0  # the last epoch that was the best so far, or after which the rate was cut
    for epoch, loss in enumerate(losses):
        if loss < min(losses[:epoch], default=np.inf):
            since = epoch
        elif epoch - since == patience:
            rate, since = rate * factor, epoch
    return rate


HILLS = [3.0, 2.0, 2.5, 2.2, 2.4, 2.1, 2.3, 2.2]

REDUCE_ON_STALL = Exercise(
    name="reduce_on_stall",
    points=5,
    cases=(
        Case("no epoch yet", ([],), group="no cut"),
        Case("it falls all the time", ([2.0, 1.5, 1.2, 1.1, 1.0],), group="no cut"),
        Case("it falls by a little", ([2.0, 1.99998, 1.99996, 1.99994, 1.99992],), group="no cut"),
        Case("two bad epochs, then a better one", ([2.0, 2.1, 2.2, 1.9, 2.0],), group="no cut"),
        Case("three bad epochs", ([2.0, 2.1, 2.2, 2.3],), group="a cut"),
        Case("equal is not better", ([2.0, 2.0, 2.0, 2.0],), group="a cut"),
        Case("the rate stays low when the loss falls again", ([2.0, 2.1, 2.2, 2.3, 1.0],), group="a cut"),
        Case("hills below which it never falls", (HILLS,), {"patience": 2, "rate": 1.0}, "several cuts"),
        Case(
            "better by a little, bad in between",
            ([3.0, 3.1, 2.9, 3.0, 2.8, 2.9, 2.85, 2.7],),
            {"patience": 2, "factor": 0.5},
            "several cuts",
        ),
        Case(
            "thirty random losses",
            lambda rng: ((np.linspace(2, 1, 30) + rng.normal(scale=0.3, size=30)).tolist(),),
            {"patience": 4, "factor": 0.5, "rate": 0.3},
            "several cuts",
        ),
        Case(
            "six random losses",
            lambda rng: ((rng.uniform(1, 9) + np.array([0, 1, 2, 1.5, -1, 0.5])).tolist(),),
            group="a cut",
        ),
        Case(
            "a random fall",
            lambda rng: (np.sort(rng.uniform(0, 9, 8))[::-1].tolist(), rng.uniform()),
            group="no cut",
        ),
    ),
    oracle=by_torch,
    alternatives=(stalling(), by_places),
    misconceptions=MISTAKES,
    hints=(
        "Go through the losses from the first to the last, with two things in mind: the best so far, and how "
        "many bad epochs in a row.",
        "A better loss: keep it, and the count is 0. Else the count grows by 1.",
        "When the count reaches `patience`: `rate *= factor`, and the count is 0 again.",
    ),
)
