"""sgd_step: gradient descent with momentum and weight decay, as in AlexNet."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception
from ...checks.steps import steps
from .reference import drawn


def by_the_paper(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Krizhevsky, Sutskever and Hinton (2012), section 5."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        new = momentum * v - weight_decay * lr * w - lr * dw
        v[...] = new
        w[...] = w + new


def in_place(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v *= momentum
        v -= lr * (dw + weight_decay * w)
        w += v


def by_number(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for number, (w, dw) in enumerate(parameters):
        for at in np.ndindex(*w.shape):
            velocities[number][at] = momentum * velocities[number][at] - lr * (dw[at] + weight_decay * w[at])
            w[at] += velocities[number][at]


@misconception("parameters replaced instead of changed in place")
def replaced(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """`w = w + v` makes a new array, and the layer keeps its old one: nothing is learned. `w += v` changes
    the array itself.
    """
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - lr * (dw + weight_decay * w)
        w = w + v


@misconception("velocity not kept")
def not_kept(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """The velocities stay as they were, so there is no momentum in the next step: change them in place,
    too.
    """
    for (w, dw), v in zip(parameters, velocities, strict=True):
        w += momentum * v - lr * (dw + weight_decay * w)


@not_kept.also
def neither_kept(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v = momentum * v - lr * (dw + weight_decay * w)
        w = w + v


@misconception("velocity replaced instead of changed in place")
def velocity_replaced(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """`velocities[k] = ...` puts a new array into the list, and the one that you were given stays as it was.
    Change the array itself: `v *= momentum`, or `v[...] = ...`.
    """
    for number, (w, dw) in enumerate(parameters):
        velocities[number] = momentum * velocities[number] - lr * (dw + weight_decay * w)
        w += velocities[number]


@misconception("the rate outside of the velocity")
def pytorch(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Your velocity adds up gradients, and the rate multiplies it at the end. PyTorch does that. In AlexNet's
    formula the rate is inside, so a smaller rate does not slow down what moves already.
    """
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v + dw + weight_decay * w
        w -= lr * v


@pytorch.also
def downhill_velocity(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - dw - weight_decay * w
        w += lr * v


@misconception("dampened gradient")
def dampened(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """You multiply the gradient by 1 - momentum. That is another average; here it counts in full."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - (1 - momentum) * lr * (dw + weight_decay * w)
        w += v


@misconception("the old velocity used")
def old_velocity(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """You move the weights before you change the velocity. First v, then w += v with the new one."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        decay = weight_decay * w
        w += v
        v[...] = momentum * v - lr * (dw + decay)


@misconception("decay without the rate")
def decay_without_rate(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """The weight decay has to be multiplied by the rate, like the gradient."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - lr * dw - weight_decay * w
        w += v


@misconception("decay added to dw")
def decay_into_gradient(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Your `dw` changes: the weight decay is added to the array itself, and the next step adds it again.
    Write `dw + weight_decay * w`, not `dw += ...`.
    """
    for (w, dw), v in zip(parameters, velocities, strict=True):
        dw += weight_decay * w
        v[...] = momentum * v - lr * dw
        w += v


@misconception("decay outside of the velocity")
def decoupled(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Your weight decay shrinks w directly. Here it is a part of the velocity: v takes dw and the decay."""
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - lr * dw
        w += v
        w -= lr * weight_decay * w


@decoupled.also
def decoupled_before(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    for (w, dw), v in zip(parameters, velocities, strict=True):
        v[...] = momentum * v - lr * dw
        w += v - lr * weight_decay * w


@misconception("gradients cleared")
def cleared(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """You set the gradients to 0 here. Whoever computes them clears them: `fit` will."""
    in_place(parameters, velocities, lr, momentum, weight_decay)
    for _, dw in parameters:
        dw[...] = 0


@misconception("first pair only")
def first_only(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
    """Only the first pair is changed: is something returned inside the loop?"""
    in_place(parameters[:1], velocities[:1], lr, momentum, weight_decay)


def scaled(**changes):
    """A step in which one of the numbers is changed first."""

    def wrong(parameters, velocities, lr, momentum=0.9, weight_decay=0.0):
        numbers = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        in_place(parameters, velocities, **{**numbers, **{k: f(numbers[k]) for k, f in changes.items()}})

    return wrong


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
    misconceptions=(
        replaced,
        velocity_replaced,
        not_kept,
        pytorch,
        dampened,
        old_velocity,
        decay_without_rate,
        decay_into_gradient,
        decoupled,
        cleared,
        first_only,
        Misconception("uphill", scaled(lr=lambda n: -n), "The step goes uphill: the gradient is subtracted."),
        Misconception(
            "another default of `momentum`",
            lambda parameters, velocities, lr, momentum=0.0, weight_decay=0.0: in_place(
                parameters, velocities, lr, momentum, weight_decay
            ),
            "Where `momentum` is given your step is right. Where it is not, it should be 0.9.",
        ),
        Misconception("momentum ignored", scaled(momentum=lambda n: 0), "The old velocity counts nothing."),
        Misconception(
            "momentum of 0.9 always",
            scaled(momentum=lambda n: 0.9),
            "`momentum` is an argument, and 0.9 only its default.",
        ),
        Misconception(
            "weight decay ignored", scaled(weight_decay=lambda n: 0), "`weight_decay` is not used."
        ),
        Misconception(
            "weight decay with the wrong sign",
            scaled(weight_decay=lambda n: -n),
            "Your weight decay makes weights larger. It pulls them towards 0, like a gradient of w itself.",
        ),
        Misconception(
            "all zeros",
            lambda parameters, velocities, *args, **options: [
                array.fill(0) for array in (*(w for w, _ in parameters), *velocities)
            ],
            "Weights and velocities are all 0 after your step.",
        ),
    ),
    hints=(
        "Nothing is returned: the arrays that you are given are changed. Which operators change an array "
        "itself?",
        "`v *= momentum`, `v -= ...` and `w += v` work in place; `v = ...` does not.",
        "For each pair and its velocity: `v *= momentum`, `v -= lr * (dw + weight_decay * w)`, `w += v`.",
    ),
)
