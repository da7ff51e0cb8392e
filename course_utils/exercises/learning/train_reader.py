"""train_reader: logistic regression by gradient descent."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .read import by_exponential as read


def by_torch(features, labels, steps, lr):
    import torch

    x, y = (torch.from_numpy(np.array(array, dtype=float)) for array in (features, labels))
    weights = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros((), dtype=torch.float64, requires_grad=True)
    descent = torch.optim.SGD([weights, bias], lr=lr)
    for _ in range(steps):
        descent.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(x @ weights + bias, y).backward()
        descent.step()
    return weights.detach().numpy(), bias.item()


def error_of(probability, labels):
    return probability - labels


def descend(features, labels, steps, lr, *, error=error_of, scale=1.0, bias_scale=1.0):
    """Gradient descent, with what people get wrong as arguments."""
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        wrong = error(read(features, weights, bias), labels)
        weights = weights - lr * scale * features.T @ wrong / len(labels)
        bias = bias - lr * scale * bias_scale * wrong.mean()
    return weights, float(bias)


def with_a_column_of_ones(features, labels, steps, lr):
    inputs = np.column_stack([features, np.ones(len(features))])
    weights = np.zeros(inputs.shape[1])
    for _ in range(steps):
        weights += lr * np.mean((labels - read(inputs, weights, 0.0))[:, None] * inputs, axis=0)
    return weights[:-1], weights[-1]


def by_loops(features, labels, steps, lr):
    count, width = features.shape
    weights, bias = [0.0] * width, 0.0
    for _ in range(steps):
        errors = read(features, np.array(weights), bias) - labels
        for k in range(width):
            weights[k] -= lr * sum(errors * features[:, k]) / count
        bias -= lr * sum(errors) / count
    return np.array(weights), bias


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


def known(name, advice, **changed):
    return Misconception(name, lambda *args: descend(*args, **changed), advice)


def examples(count, width, steps, lr):
    """Draws features, labels that depend on them, and how to train."""

    def draw(rng):
        features = rng.normal(0.5, 1, size=(count, width))
        labels = (features @ rng.normal(size=width) + rng.normal(size=count) > 0.7).astype(int)
        return features, labels, steps, lr

    return draw


def counted(count, width, steps, lr):
    """Draws features in whole numbers, as when pixels are counted, and labels."""
    return lambda rng: (
        rng.integers(0, 5, size=(count, width)),
        rng.permutation(np.arange(count) % 2),
        steps,
        lr,
    )


def two_letters(labels):
    return np.array([[1.0, 0.5], [0.5, 1]]), np.array(labels)


TRAIN_READER = Exercise(
    name="train_reader",
    points=5,
    cases=(
        Case("an X and an O, one step", (*two_letters([1, 0]), 1, 1.0), group="one step"),
        Case("two X's, one step", (*two_letters([1, 1]), 1, 1.0), group="one step"),
        Case("ten pictures, one step", examples(10, 3, 1, 0.5), group="one step"),
        Case("no step at all", examples(10, 3, 0, 0.5), group="many steps"),
        Case("ten pictures, three steps", examples(10, 3, 3, 0.5), group="many steps"),
        Case("forty pictures, a hundred steps", examples(40, 3, 100, 0.7), group="many steps"),
        Case("one feature", examples(12, 1, 30, 0.5), group="other sizes"),
        Case("features in whole numbers", counted(12, 2, 20, 0.1), group="other sizes"),
        Case("seven features", examples(30, 7, 30, 0.2), group="other sizes"),
    ),
    oracle=by_torch,
    returns=("weights", "bias"),
    alternatives=(descend, with_a_column_of_ones, by_loops),
    forbidden=("scipy", "sklearn", "torch"),
    misconceptions=(
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
            "slope of the squared error",
            "You multiply by p (1 - p), the derivative of the sigmoid. That belongs to the squared error. "
            "In the loss of this exercise it cancels: the slope with respect to the score is p - label.",
            error=lambda probability, labels: (probability - labels) * probability * (1 - probability),
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
        ),
        zeros(by_torch),
    ),
    hints=(
        "It is the loop of `learn_kernel`, with `read` in the place of `correlate2d`. What is the error, "
        "and what is each weight multiplied with?",
        "The error is `read(features, weights, bias) - labels`. The slope of weight k is the mean of the "
        "error times feature k; the bias is multiplied with 1.",
        "In the loop: `error = read(features, weights, bias) - labels`, then "
        "`weights -= lr * error @ features / len(labels)` and `bias -= lr * error.mean()`.",
    ),
)
