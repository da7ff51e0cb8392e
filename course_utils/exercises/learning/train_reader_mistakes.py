"""Wrong answers to `train_reader`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from .read import by_exponential as read


def error_of(probability, labels):
    return probability - labels


def descend(
    features,
    labels,
    steps,
    lr,
    *,
    error=error_of,
    scale=1.0,
    weight_scale=1.0,
    bias_scale=1.0,
    start=0.0,
    used=1.0,
    decay=0.0,
):
    """Gradient descent, with what people get wrong as arguments."""
    weights, bias = np.full(features.shape[1], start), 0.0
    for _ in range(steps):
        wrong = error(read(features, weights, used * bias), labels)
        weights = weights - lr * (scale * weight_scale * features.T @ wrong / len(labels) + decay * weights)
        bias = bias - lr * scale * bias_scale * wrong.mean()
    return weights, float(bias)


@misconception("bias one step ahead")
def bias_ahead(features, labels, steps, lr):
    """You change the weights, and read again before you change the bias. Both slopes belong to the same
    reader: compute the error once, then change both.
    """
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        weights = weights - lr * features.T @ (read(features, weights, bias) - labels) / len(labels)
        bias = bias - lr * np.mean(read(features, weights, bias) - labels)
    return weights, float(bias)


@misconception("one picture at a time")
def one_at_a_time(features, labels, steps, lr):
    """You change the weights after each picture. A step here looks at all pictures first: take the mean."""
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        for row, label in zip(features, labels, strict=True):
            wrong = float(read(row[None], weights, bias)[0] - label)
            weights, bias = weights - lr * wrong * row, bias - lr * wrong
    return weights, bias


@one_at_a_time.also
def one_at_a_time_in_small_steps(features, labels, steps, lr):
    return one_at_a_time(features, labels, steps, lr / len(labels))


@misconception("features scaled for the caller, too")
def scaled_in_place(features, labels, steps, lr):
    """You change the array of your caller: `features -= ...` works in place. Leave `features` as they are."""
    features -= features.mean(axis=0)
    return descend(features, labels, steps, lr)


@misconception("one slope for all weights")
def one_slope(features, labels, steps, lr):
    """All weights move by the same amount. Each weight has a slope of its own: the mean of the error times
    the feature that this weight is multiplied with.
    """
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        wrong = read(features, weights, bias) - labels
        weights, bias = weights - lr * np.mean(wrong[:, None] * features), bias - lr * wrong.mean()
    return weights, float(bias)


def with_weights(slope):
    """Descent where the weights follow another slope: of the error, features, labels and weights."""

    def learn(features, labels, steps, lr):
        weights, bias = np.zeros(features.shape[1]), 0.0
        for _ in range(steps):
            wrong = read(features, weights, bias) - labels
            weights, bias = weights - lr * slope(wrong, features, labels, weights), bias - lr * wrong.mean()
        return weights, float(bias)

    return learn


def of_one_weight(wrong, features, labels, weights):
    """What the learner's own `slope` makes of all weights and features."""
    return np.mean(2 * (weights * features - labels) * features)


def squared_errors_slope(probability, labels):
    return (probability - labels) * probability * (1 - probability)


def surprise(probability, labels):
    """Minus the logarithm of the probability of the right letter."""
    return -np.log(np.where(np.asarray(labels) == 1, probability, 1 - probability))


@misconception("bias from the wrong end")
def bias_from_the_wrong_end(features, labels, steps, lr):
    """The column of ones stands first, so the bias is the first number that is learned. You return the last
    one as the bias.
    """
    weights, bias = descend(features, labels, steps, lr)
    learned = np.array([bias, *weights])
    return learned[:-1], learned[-1]


@misconception("features scaled")
def scaled_features(features, labels, steps, lr):
    """You shift or scale the features first, so the weights belong to others. Use them as they are."""
    return descend((features - features.mean(axis=0)) / (features.std(axis=0) + 1e-12), labels, steps, lr)


@scaled_features.also
def centred_features(features, labels, steps, lr):
    return descend(features - features.mean(axis=0), labels, steps, lr)


@scaled_features.also
def features_up_to_one(features, labels, steps, lr):
    return descend(features / np.abs(features).max(), labels, steps, lr)


weight_decay = Misconception(
    "weights pulled towards 0",
    lambda *args: descend(*args, decay=0.01),
    "Your weights are a little too small: the slope has a term that pulls them towards 0 (weight decay). "
    "Nothing here asks for that.",
    [lambda *args, decay=decay: descend(*args, decay=decay) for decay in (1.0, 0.1, 0.02, 0.001)],
)


@misconception("stops when all are right")
def stops_when_right(features, labels, steps, lr):
    """You stop when every picture is read correctly. Make all `steps`: the reader becomes more certain."""
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        probability = read(features, weights, bias)
        if np.all((probability > 0.5) == labels):
            break
        weights = weights - lr * features.T @ (probability - labels) / len(labels)
        bias = bias - lr * np.mean(probability - labels)
    return weights, float(bias)


def known(name, advice, others=(), **changed):
    return Misconception(name, lambda *args: descend(*args, **changed), advice, list(others))


MISTAKES = (
    Misconception(
        "a row for each picture",
        with_weights(lambda wrong, features, *others: np.mean(wrong * features, axis=0)),
        "`error * features` multiplies the wrong numbers: the error has one number for each picture, and "
        "`features` has a row for each picture. Write `error[:, None] * features`, or `error @ features`.",
    ),
    Misconception(
        "`slope` for all weights",
        with_weights(of_one_weight),
        "`slope` computes the error of one weight, as w * x - target. Here the error is that of the whole "
        "reader, `read(features, weights, bias) - labels`, one number for each picture: `error @ features`.",
    ),
    Misconception(
        "means multiplied",
        with_weights(lambda wrong, features, *others: wrong.mean() * features.mean(axis=0)),
        "You multiply the mean error by the mean features. Each picture's error goes with its own features: "
        "multiply first, then take the mean.",
    ),
    known(
        "the loss in the place of the error",
        "You use the loss, minus the logarithm, where its slope is asked for. The slope with respect to the "
        "score is the probability minus the label.",
        error=surprise,
    ),
    known(
        "wrong sign",
        "Every step makes the loss larger. The error is the probability minus the label, and the slope "
        "is subtracted.",
        scale=-1.0,
    ),
    known(
        "factor 2 of the squared error",
        "Your steps are twice as long as they should be. The 2 belongs to the squared error. "
        "Here the slope of the loss with respect to the score is the error itself.",
        scale=2.0,
    ),
    Misconception(
        "sum instead of mean",
        lambda features, labels, steps, lr: descend(features, labels, steps, lr, scale=len(labels)),
        "You add the slopes of all pictures up. The loss is the mean over the pictures: divide by how "
        "many there are.",
    ),
    known(
        "bias never learned",
        "Your bias stays at 0. It has a slope, too: the mean of the error.",
        bias_scale=0.0,
    ),
    known(
        "decisions instead of probabilities",
        "Your error compares a yes or no with the label. Use the probability: a reader that is right but "
        "unsure still learns.",
        error=lambda probability, labels: (probability > 0.5) - labels,
    ),
    known(
        "sigmoid's slope once too often",
        "You multiply by p (1 - p), the derivative of the sigmoid. That belongs to the squared error. "
        "In the loss of this exercise it cancels: the slope with respect to the score is p - label.",
        error=squared_errors_slope,
        others=[lambda *args: descend(*args, error=squared_errors_slope, scale=2.0)],
    ),
    known(
        "labels of 1 and -1",
        "You treat the label 0 as -1. The probability is compared with the label as it is, 0 or 1.",
        error=lambda probability, labels: probability - (2 * labels - 1),
    ),
    bias_ahead,
    one_at_a_time,
    scaled_in_place,
    one_slope,
    Misconception(
        "one step too few",
        lambda features, labels, steps, lr: descend(features, labels, max(steps - 1, 0), lr),
        "This is the reader one step earlier: `range(steps)` makes exactly `steps` of them.",
    ),
    Misconception(
        "one step too many",
        lambda features, labels, steps, lr: descend(features, labels, steps + 1, lr),
        "This is the reader one step later: `range(steps)` makes exactly `steps` of them.",
    ),
    Misconception(
        "returns in the loop",
        lambda features, labels, steps, lr: descend(features, labels, min(steps, 1), lr),
        "Only the first step is made: the `return` stands inside the loop.",
        [lambda features, labels, steps, lr: descend(features, labels, 1, lr) if steps else None],
    ),
    Misconception(
        "divided by pictures and features",
        lambda features, *others: descend(features, *others, weight_scale=1 / features.shape[1]),
        "You divide by the number of pictures times that of features. The loss is a mean over the pictures: "
        "divide by their number, `len(labels)`.",
        [lambda features, *others: descend(features, *others, scale=1 / features.shape[1])],
    ),
    Misconception(
        "bias slope a sum",
        lambda features, labels, *others: descend(features, labels, *others, bias_scale=len(labels)),
        "You add up the errors for the bias. Its slope is their mean, like those of the weights.",
    ),
    Misconception(
        "weights' slopes sums",
        lambda features, labels, *others: descend(features, labels, *others, weight_scale=len(labels)),
        "You add up the slopes of the weights over the pictures. The loss is a mean: divide by their number.",
    ),
    known(
        "bias not used",
        "You train the bias, but the probabilities are those of a reader without it. Give it to `read`.",
        used=0.0,
    ),
    known(
        "started from ones",
        "The steps are right, but the weights start from ones. Start from zeros.",
        start=1.0,
    ),
    bias_from_the_wrong_end,
    scaled_features,
    weight_decay,
    stops_when_right,
)
