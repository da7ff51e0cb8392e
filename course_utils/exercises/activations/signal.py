"""signal: how the spread of the numbers changes from layer to layer."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception
from ..reference import tensor


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


def all_layers(x, weights, activation):
    """The values after each layer, a list."""
    every = [x]
    for w in weights:
        every.append(activation(every[-1] @ np.transpose(w))[0])
    return every[1:]


def by_columns(x, weights, activation):
    columns, spreads = x.T, np.zeros(len(weights))
    for k, w in enumerate(weights):
        columns, _ = activation(w @ columns)
        spreads[k] = np.sqrt(np.mean((columns - columns.mean()) ** 2))
    return spreads


def by_list(x, weights, activation):
    every = reduce(lambda values, w: [*values, activation(values[-1] @ w.T)[0]], weights, [x])
    return [y.std() for y in every[1:]]


def measured(measure):
    """Another measure of each layer's values."""
    return lambda x, weights, activation: np.array([measure(y) for y in all_layers(x, weights, activation)])


def scores(x, weights, activation):
    """The scores of each layer, before the activation."""
    inputs = [x, *all_layers(x, weights, activation)[:-1]]
    return [y @ np.transpose(w) for y, w in zip(inputs, weights, strict=True)]


def never_passed_on(x, weights, activation):
    return np.array([np.std(activation(x @ np.transpose(w))[0]) for w in weights])


def of_the_slopes(x, weights, activation):
    return np.array([np.std(activation(score)[1]) for score in scores(x, weights, activation)])


def slopes_passed_on(x, weights, activation):
    spreads = []
    for w in weights:
        x = activation(x @ np.transpose(w))[1]
        spreads.append(np.std(x))
    return np.array(spreads)


def without_activation(x, weights, activation):
    spreads = []
    for w in weights:
        x = x @ np.transpose(w)
        spreads.append(np.std(x))
    return np.array(spreads)


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
    misconceptions=(
        Misconception(
            "spread of the scores",
            lambda *net: np.array([np.std(score) for score in scores(*net)]),
            "You measure the scores, before the activation. Measure its values.",
        ),
        Misconception(
            "activation forgotten",
            without_activation,
            "You leave the activation out, so all layers are one linear function.",
        ),
        Misconception(
            "every layer sees the input",
            never_passed_on,
            "Each of your layers gets x. It should get the values of the layer before.",
        ),
        Misconception(
            "spread of the slopes",
            of_the_slopes,
            "The activation returns a value and a slope. You measure the slopes; measure the values.",
        ),
        Misconception(
            "slopes passed on",
            slopes_passed_on,
            "The activation returns a value and a slope. You pass the slope on to the next layer; pass the "
            "value.",
        ),
        Misconception(
            "divided by one too few",
            measured(lambda y: np.std(y, ddof=1)),
            "You divide by one less than the number of values (`ddof=1`). Here it is `y.std()`, as NumPy "
            "computes it by default.",
        ),
        Misconception(
            "the variance",
            measured(np.var),
            "This is the variance. The spread asked for is its square root, the standard deviation.",
        ),
        Misconception(
            "the mean forgotten",
            measured(lambda y: np.sqrt(np.mean(y**2))),
            "This is the root of the mean square. The standard deviation subtracts the mean first.",
        ),
        Misconception(
            "mean instead of spread",
            measured(np.mean),
            "You return the mean of each layer. The spread is the standard deviation.",
            others=[measured(lambda y: np.mean(np.abs(y)))],
        ),
        Misconception(
            "mean spread of the units",
            measured(lambda y: np.mean(np.std(y, axis=0))),
            "You take the spread of each unit, or of each picture, and their mean. Take the spread of all "
            "values "
            "of the layer together.",
            others=[measured(lambda y: np.mean(np.std(y, axis=1)))],
        ),
        Misconception(
            "the input counted as a layer",
            lambda x, weights, activation: np.array(
                [np.std(y) for y in [x, *all_layers(x, weights, activation)]]
            ),
            "Your first number is the spread of x. Begin after the first layer.",
        ),
        Misconception(
            "the last layer only",
            lambda *net: np.std(all_layers(*net)[-1]),
            "You return one number. Return one for each layer.",
        ),
        Misconception(
            "the layers in reverse",
            lambda x, weights, activation: measured(np.std)(x, weights, activation)[::-1],
            "Your last number is that of the first layer: return them in the order of the layers.",
        ),
        Misconception(
            "all zeros",
            lambda x, weights, activation: np.zeros(len(weights)),
            "Your result has the right shape, but every entry is 0: was the array made and never filled?",
        ),
    ),
    hints=(
        "A loop over the weights. What does a layer get, and what does it pass on?",
        "The weights are (outputs, inputs), so the scores of a batch are `x @ w.T`. The activation returns "
        "two "
        "things: name both.",
        "In the loop: `x, slope = activation(x @ w.T)`, then append `x.std()`.",
    ),
)
