"""What the oracles of this chapter share: values with their slopes by autograd, warnings as errors."""

from __future__ import annotations

from functools import wraps

import numpy as np

from ...checks.exercise import Case
from ..draws import normal
from ..reference import tensor

FIVE = np.array([-2.0, -1, 0, 1, 2])  # the scores that run through the lesson


def without_warnings(function, *args, **kwargs):
    """Call the learner's function; where NumPy would warn, it raises an error."""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        return function(*args, **kwargs)


def with_slope(value):
    """Decorate a function of tensors: it takes an array x, and returns its value and its slope there."""

    @wraps(value)
    def both(x, *args, **kwargs):
        import torch

        at = tensor(x).requires_grad_()
        y = value(at, *args, **kwargs)
        (slope,) = torch.autograd.grad(y.sum(), at)
        return y.detach().numpy(), slope.numpy()

    return both


def stable(x):
    """The sigmoid of numbers of any size."""
    return 0.5 + 0.5 * np.tanh(np.asarray(x, dtype=float) / 2)


def stable_softmax(logits):
    """The softmax of each row, of numbers of any size."""
    shares = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def far(shape, away):
    """Draw numbers around +away and -away, half of them each on average."""
    return lambda rng: (rng.choice([-away, away], size=shape) + rng.normal(size=shape),)


SATURATING = (  # the cases of a curve that goes flat on both sides
    Case("-2 to 2", (FIVE,), group="values", parts=("value",)),
    Case("random numbers, 3 x 4", normal((3, 4)), group="values", parts=("value",)),
    Case("-2 to 2, the slopes", (FIVE,), group="slopes", parts=("slope",)),
    Case(
        "whole numbers",
        lambda rng: (rng.integers(-4, 5, size=(2, 3, 4)),),
        group="slopes",
        parts=("slope",),
    ),
    Case("-1000", (np.array([-1000.0]),), group="far from 0"),
    Case("1000", (np.array([1000.0]),), group="far from 0"),
    Case("random numbers near -800 and 800", far((4, 5), 800), group="far from 0"),
)
