"""read: numbers of a picture in, a probability out."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros


def by_torch(features, weights, bias):
    import torch

    features, weights = (torch.from_numpy(np.array(array, dtype=float)) for array in (features, weights))
    return torch.sigmoid(features @ weights + bias).numpy()


def by_exponential(features, weights, bias):
    return 1 / (1 + np.exp(-(features @ weights + bias)))


def by_tanh(features, weights, bias):
    return 0.5 + 0.5 * np.tanh((np.sum(features * weights, axis=1) + bias) / 2)


def by_loop(features, weights, bias):
    found = np.empty(len(features))
    for number, row in enumerate(features):
        score = sum(feature * weight for feature, weight in zip(row, weights, strict=True)) + bias
        found[number] = 1 / (1 + np.exp(-score))
    return found


def of_score(function):
    """A reader that does something else with the score."""
    return lambda features, weights, bias: function(features @ weights + bias)


def sigmoid(score):
    return 1 / (1 + np.exp(-score))


@misconception("bias forgotten")
def without_bias(features, weights, bias):
    """The bias is missing: add it to each score before the sigmoid."""
    return sigmoid(features @ weights)


@misconception("bias for each feature")
def bias_for_each(features, weights, bias):
    """You add the bias to each product. It belongs to the score, once."""
    return sigmoid(features @ weights + bias * len(weights))


@misconception("bias after the sigmoid")
def bias_at_the_end(features, weights, bias):
    """You add the bias after the sigmoid, so your probabilities leave the range from 0 to 1. It belongs to
    the score.
    """
    return sigmoid(features @ weights) + bias


@misconception("mean of the products")
def mean_of_products(features, weights, bias):
    """You take the mean of the products. The score is their sum."""
    return sigmoid(features @ weights / len(weights) + bias)


@misconception("shared out over the batch")
def softmax(features, weights, bias):
    """Your probabilities add up to 1 over all pictures. Each picture is read on its own."""
    shares = np.exp(features @ weights + bias)
    return shares / shares.sum()


READ = Exercise(
    name="read",
    points=2,
    cases=(
        Case(
            "a score of 0 is undecided",
            (np.array([[1.0, 2], [3, -1]]), np.array([0.0, 0]), 0.0),
            group="a few pictures",
        ),
        Case(
            "three random pictures",
            lambda rng: (rng.normal(size=(3, 2)), rng.normal(size=2), float(rng.normal(1, 0.2))),
            group="a few pictures",
        ),
        Case(
            "twenty pictures, five features",
            lambda rng: (rng.normal(size=(20, 5)), rng.normal(size=5), float(rng.normal(-1, 0.2))),
            group="many pictures",
        ),
        Case(
            "features in whole numbers",
            lambda rng: (rng.integers(-2, 3, size=(6, 3)), rng.normal(size=3), float(rng.normal(1, 0.2))),
            group="many pictures",
        ),
        Case(
            "a huge score",
            (np.array([[30.0, 0], [0, 3], [0.5, 1]]), np.array([30.0, -2]), 1.0),
            group="many pictures",
        ),
        Case(
            "one picture",
            lambda rng: (rng.normal(size=(1, 3)), rng.normal(size=3), float(rng.normal(1, 0.2))),
            group="many pictures",
        ),
    ),
    oracle=by_torch,
    alternatives=(by_exponential, by_tanh, by_loop),
    forbidden=("scipy", "torch"),
    misconceptions=(
        without_bias,
        bias_for_each,
        bias_at_the_end,
        mean_of_products,
        Misconception(
            "sign of the exponent lost",
            of_score(lambda score: 1 / (1 + np.exp(score))),
            "A large score gives a probability near 0: this is the probability of the other letter. "
            "The exponent is minus the score.",
        ),
        Misconception(
            "the score itself",
            of_score(lambda score: score),
            "This is the score. The sigmoid makes a probability of it: 1 / (1 + exp(-score)).",
        ),
        Misconception(
            "yes or no",
            of_score(lambda score: (score > 0) * 1.0),
            "You already decide, 0 or 1. Return the probability: a reader that is unsure can learn more.",
            others=[of_score(lambda score: np.round(sigmoid(score)))],
        ),
        Misconception(
            "tanh instead of the sigmoid",
            of_score(np.tanh),
            "Your numbers lie between -1 and 1. A probability lies between 0 and 1: 1 / (1 + exp(-score)).",
        ),
        softmax,
        Misconception(
            "exp of a huge score",
            of_score(lambda score: np.exp(score) / (1 + np.exp(score))),
            "`exp(score)` is too large for a float where the score is huge, and inf / inf is nan. "
            "`1 / (1 + exp(-score))` is the same, and right for such a score.",
        ),
        Misconception(
            "scores cut off",
            of_score(lambda score: sigmoid(np.clip(score, -5, 5))),
            "Large scores are cut to a smaller range first. Nothing here asks for that.",
            [
                of_score(lambda score, most=most: sigmoid(np.clip(score, -most, most)))
                for most in (1, 2, 3, 4, 6, 8, 10)
            ],
        ),
        Misconception(
            "brackets missing",
            of_score(lambda score: 1 / 1 + np.exp(-score)),
            "`1 / 1 + exp(-score)` divides first and then adds. Put `1 + exp(-score)` in brackets.",
        ),
        Misconception(
            "products not added up",
            lambda features, weights, bias: sigmoid(features * weights + bias),
            "You return a number for each feature. The score of a picture is the sum of its products.",
        ),
        Misconception(
            "one number for all pictures",
            lambda features, weights, bias: sigmoid(np.sum(features * weights) + bias),
            "You add up the products of all pictures. Each picture has its own score: the sum over its row.",
        ),
        Misconception(
            "another base than e",
            of_score(lambda score: 1 / (1 + 2.0**-score)),
            "Your exponential has another base than e. `np.exp` has e.",
            [of_score(lambda score: 1 / (1 + 10.0**-score))],
        ),
        Misconception(
            "sign of the score lost",
            of_score(lambda score: sigmoid(np.abs(score))),
            "A negative score gives the probability of a positive one, so none is below one half.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "Two steps: one score for each picture, then the sigmoid of each score.",
        "`features @ weights` multiplies each row by the weights and adds up, for all pictures at once.",
        "`score = features @ weights + bias`, then `1 / (1 + np.exp(-score))`.",
    ),
)
