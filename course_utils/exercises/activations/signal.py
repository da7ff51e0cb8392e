"""signal: how the spread of the numbers changes from layer to layer."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np

from ...checks.exercise import Case, Exercise
from ..reference import tensor
from .signal_mistakes import MISTAKES


def with_activation(target, x, weights, activation):
    """The activation comes by its name; the learner's function gets one that returns value and slope."""

    def relu(x):
        return np.maximum(x, 0), (x > 0) * 1.0

    def tanh(x):
        return np.tanh(x), 1 - np.tanh(x) ** 2

    return target(x, weights, {"relu": relu, "tanh": tanh}[activation])


def by_torch(x, weights, activation):
    import torch

    y, spreads = tensor(x), []
    for w in weights:
        y = getattr(torch, activation)(torch.nn.functional.linear(y, tensor(w)))
        spreads.append(torch.std(y, correction=0).item())
    return np.array(spreads)


def by_columns(x, weights, activation):
    columns, spreads = x.T, np.zeros(len(weights))
    for k, w in enumerate(weights):
        columns, _ = activation(w @ columns)
        spreads[k] = np.sqrt(np.mean((columns - columns.mean()) ** 2))
    return spreads


def by_list(x, weights, activation):
    every = reduce(lambda values, w: [*values, activation(values[-1] @ w.T)[0]], weights, [x])
    return [y.std() for y in every[1:]]


def net(*widths, activation, std=0.7, rows=5):
    """Draw a batch, and weights between layers of these widths."""
    return lambda rng: (
        rng.normal(0.3, 1, size=(rows, widths[0])),
        [rng.normal(scale=std, size=(out, into)) for into, out in pairwise(widths)],
        activation,
    )


SIGNAL = Exercise(
    name="signal",
    points=4,
    cases=(
        Case(
            "two pictures, one layer",
            (np.array([[1, 2], [-1, 0]]), [np.array([[1.0, 1], [0, -1], [2, 0]])], "relu"),
            group="one layer",
        ),
        Case("five pictures, one layer", net(6, 4, activation="tanh"), group="one layer"),
        Case("three layers", net(4, 6, 3, 5, activation="relu"), group="several layers"),
        Case("four layers of equal width", net(5, 5, 5, 5, 5, activation="tanh"), group="several layers"),
        Case("ten layers", net(*[7] * 11, activation="relu", rows=9), group="several layers"),
    ),
    oracle=by_torch,
    drive=with_activation,
    alternatives=(by_columns, by_list),
    another_way=(
        by_columns,
        "With the pictures as columns a layer is `w @ columns`, as in a textbook, and nothing is transposed "
        "but x.",
    ),
    forbidden=("scipy", "torch"),
    misconceptions=MISTAKES,
    hints=(
        "A loop over the weights. What does a layer get, and what does it pass on?",
        "The weights are (outputs, inputs), so the scores of a batch are `x @ w.T`. The activation returns "
        "two "
        "things: name both.",
        "In the loop: `x, slope = activation(x @ w.T)`, then append `x.std()`.",
    ),
)
