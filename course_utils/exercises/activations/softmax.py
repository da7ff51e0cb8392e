"""softmax: scores in, probabilities out, for scores of any size."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from ..reference import tensor
from .reference import stable_softmax, without_warnings


def by_torch(logits):
    import torch

    return torch.softmax(tensor(logits), dim=1).numpy()


def by_logarithm(logits):
    return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))


def by_rows(logits):
    probabilities = np.zeros(logits.shape)
    for row, scores in enumerate(logits):
        weights = np.exp(scores - max(scores))
        probabilities[row] = weights / sum(weights)
    return probabilities


def by_differences(logits):
    gaps = np.clip(logits[:, None, :] - logits[:, :, None], None, 700)
    return 1 / np.exp(gaps).sum(axis=2)


@misconception("overflow")
def overflow(logits):
    """Right, until a logit is large: `np.exp(1000)` is infinite, and infinity over infinity is no number.
    Subtract the largest logit of each row first: this changes no probability.
    """
    weights = np.exp(logits)
    return weights / weights.sum(axis=1, keepdims=True)


@overflow.also
def overflow_after_the_mean(logits):
    weights = np.exp(logits - logits.mean(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@overflow.also
def overflow_after_the_smallest(logits):
    weights = np.exp(logits - logits.min(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception("one maximum for the whole batch")
def one_maximum(logits):
    """You subtract the largest logit of the whole batch. In a row that lies far below it, every exponential
    is 0, and 0 / 0 is no number. Each row needs its own maximum: `axis=1, keepdims=True`.
    """
    weights = np.exp(logits - logits.max())
    return weights / weights.sum(axis=1, keepdims=True)


@misconception("shape of the sum")
def flat_sum(logits):
    """The sums have the shape (N,), and NumPy does not divide the rows of (N, C) by them. With
    `keepdims=True` they are a column, (N, 1), and it does.
    """
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1)


@flat_sum.also
def flat_sum_of_large(logits):
    weights = np.exp(logits)
    return weights / weights.sum(axis=1)


@flat_sum.also
def flat_maximum(logits):
    return stable_softmax(logits - logits.max(axis=1))


@misconception("clipped")
def clipped(logits):
    """You cut large logits off, so 1000 and 1001 become equal. Subtract the largest logit of each row:
    this changes no probability.
    """
    return stable_softmax(np.clip(logits, -700, 700))


for _limit in (10, 20, 30, 50, 88, 100, 500):
    clipped.also(lambda logits, limit=_limit: stable_softmax(np.clip(logits, -limit, limit)))
clipped.also(lambda logits: stable_softmax(np.minimum(logits, 700)))


def by_their_sum(numbers):
    return numbers / numbers.sum(axis=1, keepdims=True)


def weighed(logits):
    """The exponentials of each row, of which the largest is 1."""
    return np.exp(logits - np.max(logits, axis=1, keepdims=True))


def by_columns(logits):
    return stable_softmax(np.asarray(logits).T).T


def of_batch(logits):
    return stable_softmax(np.reshape(logits, (1, -1))).reshape(np.shape(logits))


SOFTMAX = Exercise(
    name="softmax",
    points=4,
    cases=(
        Case("0, 0 and log 2", (np.array([[0.0, 0, np.log(2)]]),), group="probabilities"),
        Case("random logits, 4 x 3", normal((4, 3)), group="probabilities"),
        Case(
            "whole numbers",
            lambda rng: (rng.integers(-3, 4, size=(3, 5)),),
            group="probabilities",
        ),
        Case("1000, 1001 and 1002", (np.array([[1000.0, 1001, 1002]]),), group="large logits"),
        Case("0, 1000 and 2000", (np.array([[0.0, 1000, 2000]]),), group="large logits"),
        Case("a high row, a low row", (np.array([[1000.0, 1001], [-1001, -1000]]),), group="large logits"),
        Case(
            "random logits near -900 and 900",
            lambda rng: (
                rng.permutation(np.array([[-900.0], [900], [-900], [900]])) + rng.normal(size=(4, 3)),
            ),
            group="large logits",
        ),
    ),
    oracle=by_torch,
    drive=without_warnings,
    alternatives=(by_logarithm, by_rows, by_differences),
    another_way=(
        by_differences,
        "A probability depends on the differences to the other logits only. So a constant added to all of "
        "them "
        "changes nothing.",
    ),
    forbidden=("scipy", "torch"),
    misconceptions=(
        overflow,
        one_maximum,
        flat_sum,
        clipped,
        Misconception(
            "down the columns",
            by_columns,
            "Your columns add up to 1. Each row is a picture of its own: its probabilities add up to 1.",
            others=[lambda logits: np.exp(logits) / np.exp(logits).sum(axis=0)],
        ),
        Misconception(
            "shared out over the batch",
            of_batch,
            "All your numbers together add up to 1. Each row is a picture of its own: add along `axis=1`.",
            others=[lambda logits: np.exp(logits) / np.exp(logits).sum()],
        ),
        Misconception(
            "divided by the sum of the batch",
            lambda logits: stable_softmax(logits) / len(logits),
            "You divide by the sum over the whole batch, so a row does not add up to 1. Add along `axis=1`.",
            [lambda logits: weighed(logits) / weighed(logits).sum()],
        ),
        Misconception(
            "a constant added to the sum",
            lambda logits: weighed(logits) / (weighed(logits).sum(axis=1, keepdims=True) + 0.001),
            "A constant is added to the sum, so a row adds up to less than 1. The sum is never 0: the "
            "largest exponential is 1.",
            [
                lambda logits, more=more: (
                    weighed(logits) / (weighed(logits).sum(axis=1, keepdims=True) + more)
                )
                for more in (0.01, 1e-4, 1e-5)
            ],
        ),
        Misconception(
            "a sigmoid for each",
            lambda logits: 0.5 + 0.5 * np.tanh(np.asarray(logits) / 2),
            "You take the sigmoid of each logit alone, so a row does not add up to 1.",
        ),
        Misconception(
            "not divided by the sum",
            lambda logits: np.exp(logits - np.max(logits, axis=1, keepdims=True)),
            "The largest of your numbers is 1 in each row. Divide the row by its sum.",
            others=[lambda logits: np.exp(logits)],
        ),
        Misconception(
            "without the exponential",
            lambda logits: np.asarray(logits) / np.sum(logits, axis=1, keepdims=True),
            "You share out the logits themselves, by their sum. Take the exponentials first.",
            others=[
                lambda logits: np.abs(logits) / np.abs(logits).sum(axis=1, keepdims=True),
                lambda logits: by_their_sum(logits - np.min(logits, axis=1, keepdims=True)),
                lambda logits: by_their_sum(logits - np.min(logits, axis=1, keepdims=True) + 1),
            ],
        ),
        Misconception(
            "the largest gets all",
            lambda logits: np.eye(np.shape(logits)[1])[np.argmax(logits, axis=1)],
            "You give 1 to the largest and 0 to the others. Softmax is soft: the others keep a share.",
        ),
        Misconception(
            "sign of the exponent",
            lambda logits: stable_softmax(-np.asarray(logits)),
            "The largest logit gets the smallest probability: the exponent has the wrong sign.",
        ),
        Misconception(
            "logarithms of the probabilities",
            lambda logits: logits - np.logaddexp.reduce(logits, axis=1, keepdims=True),
            "These are the logarithms of the probabilities. Take their exponentials.",
        ),
        Misconception(
            "another base",
            lambda logits: stable_softmax(np.asarray(logits) * np.log(2)),
            "You take powers of 2, or of 10. Softmax takes those of e: `np.exp`.",
            others=[lambda logits: stable_softmax(np.asarray(logits) * np.log(10))],
        ),
        Misconception(
            "divided by the maximum",
            lambda logits: stable_softmax(logits / np.max(logits, axis=1, keepdims=True)),
            "You divide by the largest logit, and this changes the probabilities. Subtract it.",
            others=[lambda logits: stable_softmax(logits / np.max(np.abs(logits), axis=1, keepdims=True))],
        ),
        zeros(by_torch),
    ),
    hints=(
        "exp(a) / (exp(a) + exp(b)) stays the same if 1000 is subtracted from both a and b. Why?",
        "Subtract the largest logit of each row: then no exponent is above 0. `keepdims=True` keeps a "
        "column, "
        "(N, 1), that fits to (N, C).",
        "`e = np.exp(logits - logits.max(axis=1, keepdims=True))`, then divide by "
        "`e.sum(axis=1, keepdims=True)`.",
    ),
)
