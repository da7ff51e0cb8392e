"""Wrong answers to `signal`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception


def all_layers(x, weights, activation):
    """The values after each layer, a list."""
    every = [x]
    for w in weights:
        every.append(activation(every[-1] @ np.transpose(w))[0])
    return every[1:]


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


def scores_passed_on(x, weights, activation):
    spreads = []
    for w in weights:
        x = x @ np.transpose(w)
        spreads.append(np.std(activation(x)[0]))
    return np.array(spreads)


@misconception("two results in one name")
def taken_for_one(x, weights, activation):
    """The activation returns two things, value and slope, and you give both one name. Write
    `y, slope = activation(...)`.
    """
    spreads = []
    for w in weights:
        x = activation(x @ w.T)
        spreads.append(x.std())
    return spreads


@taken_for_one.also
def both_measured(x, weights, activation):
    spreads = []
    for w in weights:
        x = activation(x @ w.T)
        spreads.append(np.std(x))
    return spreads


@misconception("weights not transposed")
def not_transposed(x, weights, activation):
    """The weights are (outputs, inputs), so the inputs of x meet the wrong axis of w: `x @ w.T`."""
    spreads = []
    for w in weights:
        x, _ = activation(x @ w)
        spreads.append(x.std())
    return spreads


@not_transposed.also
def not_transposed_and_both(x, weights, activation):
    spreads = []
    for w in weights:
        x = activation(x @ w)
        spreads.append(x.std())
    return spreads


MISTAKES = (
    taken_for_one,
    not_transposed,
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
        "scores passed on",
        scores_passed_on,
        "You measure the values, but you pass the scores on. The next layer gets the values.",
    ),
    Misconception(
        "every layer sees the input",
        never_passed_on,
        "Each of your layers gets x. It should get the values of the layer before.",
    ),
    Misconception(
        "spread of what goes in",
        lambda x, weights, activation: np.array(
            [np.std(y) for y in [x, *all_layers(x, weights, activation)][:-1]]
        ),
        "You measure what goes into each layer. Measure what comes out of it.",
    ),
    Misconception(
        "another activation",
        lambda x, weights, activation: measured(np.std)(
            x, weights, lambda scores: (np.maximum(scores, 0), scores > 0)
        ),
        "You take ReLU always. The activation is an argument: call it.",
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
)
