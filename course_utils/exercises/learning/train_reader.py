"""train_reader: logistic regression by gradient descent."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from .read import by_exponential as read
from .train_reader_mistakes import MISTAKES


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


def by_matrix(features, labels, steps, lr):
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = read(features, weights, bias) - labels
        weights = weights - lr * features.T @ error / len(labels)
        bias = bias - lr * error.mean()
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
        Case("an X and an O, twenty steps", (*two_letters([1, 0]), 20, 1.0), group="many steps"),
        Case("no step at all", examples(10, 3, 0, 0.5), group="many steps"),
        Case("ten pictures, three steps", examples(10, 3, 3, 0.5), group="many steps"),
        Case("forty pictures, a hundred steps", examples(40, 3, 100, 0.7), group="many steps"),
        Case("one feature", examples(12, 1, 30, 0.5), group="other sizes"),
        Case("features in whole numbers", counted(12, 2, 20, 0.1), group="other sizes"),
        Case("seven features", examples(30, 7, 30, 0.2), group="other sizes"),
    ),
    oracle=by_torch,
    returns=("weights", "bias"),
    alternatives=(by_matrix, with_a_column_of_ones, by_loops),
    forbidden=("scipy", "sklearn", "torch"),
    misconceptions=(*MISTAKES, zeros(by_torch)),
    hints=(
        "It is the loop of `learn_kernel`, with `read` in the place of `correlate2d`. What is the error, "
        "and what is each weight multiplied with?",
        "The error is `read(features, weights, bias) - labels`. The slope of weight k is the mean of the "
        "error times feature k; the bias is multiplied with 1.",
        "In the loop: `error = read(features, weights, bias) - labels`, then "
        "`weights -= lr * error @ features / len(labels)` and `bias -= lr * error.mean()`.",
    ),
)
