"""sgd_step: gradient descent with momentum and weight decay, as in AlexNet."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from .reference import drawn
from .sgd_step_mistakes import MISTAKES, in_place


def by_the_paper(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Krizhevsky, Sutskever and Hinton (2012), section 5."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        new = momentum * v - weight_decay * lr * w - lr * dw
        v[...] = new
        w[...] = w + new


def by_number(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for number, (w, dw) in enumerate(parameters):
        for at in np.ndindex(*w.shape):
            velocities[number][at] = momentum * velocities[number][at] - lr * (dw[at] + weight_decay * w[at])
            w[at] += velocities[number][at]


LINES = """
pairs = [(w.copy(), dw.copy())]
moving = v0.copy()
v = [moving]
done = sgd_step(pairs, v, {})
pairs[0][0]
moving
"""

SGD_STEP = Exercise(
    name="sgd_step",
    points=6,
    cases=(
        steps(
            "a first step by hand",
            LINES.format("0.1"),
            "one step",
            w=np.array([1.0, 2]),
            dw=np.array([10.0, -10]),
            v0=np.zeros(2),
        ),
        steps(
            "already moving", LINES.format("0.1"), "one step", w=drawn(2, 3), dw=drawn(2, 3), v0=drawn(2, 3)
        ),
        steps(
            "momentum 0.5",
            LINES.format("0.1, momentum=0.5"),
            "momentum and decay",
            w=drawn(4),
            dw=drawn(4),
            v0=drawn(4),
        ),
        steps(
            "weight decay 0.1",
            LINES.format("0.2, momentum=0.5, weight_decay=0.1"),
            "momentum and decay",
            w=drawn(4),
            dw=drawn(4),
            v0=drawn(4),
        ),
        steps(
            "two arrays, two steps, a smaller rate",
            """
            pairs = [(w.copy(), dw.copy()), (b.copy(), db.copy())]
            v = [np.zeros((3, 2)), np.zeros(3)]
            done = sgd_step(pairs, v, 0.5)
            done = sgd_step(pairs, v, 0.1, weight_decay=0.01)
            pairs[0][0]
            pairs[1][0]
            v[1]
            pairs[0][1]
            """,
            "several arrays and steps",
            w=drawn(3, 2),
            dw=drawn(3, 2),
            b=drawn(3),
            db=drawn(3),
        ),
    ),
    oracle=by_the_paper,
    alternatives=(in_place, by_number),
    forbidden=("torch",),
    misconceptions=MISTAKES,
    hints=(
        "Nothing is returned: the arrays that you are given are changed. Which operators change an array "
        "itself?",
        "`v *= momentum`, `v -= ...` and `w += v` work in place; `v = ...` does not.",
        "For each pair and its velocity: `v *= momentum`, `v -= lr * (dw + weight_decay * w)`, `w += v`.",
    ),
)
