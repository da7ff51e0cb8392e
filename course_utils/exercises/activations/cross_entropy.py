"""cross_entropy: how surprised the network is by the right labels, and the gradient of that."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, misconception, zeros
from ..reference import tensor
from .cross_entropy_mistakes import MISTAKES
from .reference import stable_softmax, without_warnings


def by_torch(logits, labels):
    import torch

    scores = tensor(logits).requires_grad_()
    loss = torch.nn.functional.cross_entropy(scores, torch.from_numpy(np.array(labels, dtype=np.int64)))
    (gradient,) = torch.autograd.grad(loss, scores)
    return loss.item(), gradient.numpy()


def by_logsumexp(logits, labels):
    n, c = logits.shape
    if not set(labels.tolist()) <= set(range(c)):
        raise ValueError(f"labels must be from 0 to {c - 1}, got {labels}")
    hot = np.eye(c)[labels]
    total = np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return np.sum(hot * (total - logits)) / n, (np.exp(logits - total) - hot) / n


def by_loop(logits, labels):
    loss, gradient = 0.0, stable_softmax(logits)
    for row, (scores, label) in enumerate(zip(logits, labels, strict=True)):
        if not 0 <= label < len(scores):
            raise ValueError(f"label {label} of row {row}: there are {len(scores)} classes")
        top = scores.max()
        loss += top + np.log(np.exp(scores - top).sum()) - scores[label]
        gradient[row, label] -= 1
    return loss / len(labels), gradient / len(labels)


@misconception("labels counted from 1")
def labels_from_1(logits, labels):
    """You take the labels for 1 to C. They count from 0, as everything in NumPy: the last one is C - 1."""
    if np.min(labels) < 1 or np.max(labels) > np.shape(logits)[1]:
        raise ValueError("a label out of range")
    return by_loop(logits, labels - 1)


@labels_from_1.also
def one_less(logits, labels):
    return by_loop(logits, (labels - 1) % np.shape(logits)[1])


@misconception("gradient forgotten")
def loss_only(logits, labels):
    """You return the loss only. Its gradient is asked for as well: `return loss, gradient`."""
    return by_logsumexp(logits, labels)[0]


@loss_only.also
def loss_of_any_label(logits, labels):
    return -np.mean(np.log(stable_softmax(logits)[np.arange(len(labels)), labels]))


def random_batch(n, c, scale=1.0):
    return lambda rng: (scale * rng.normal(size=(n, c)), rng.integers(0, c, size=n))


def with_a_label(label):
    """Random logits of four classes; one label is this one."""
    return lambda rng: (rng.normal(size=(3, 4)), np.array([1, label, 2]))


CROSS_ENTROPY = Exercise(
    name="cross_entropy",
    points=6,
    cases=(
        Case(
            "1/4, 1/4 and 1/2",
            (np.log([[1.0, 1, 2]]), np.array([2])),
            group="loss",
            parts=("loss",),
        ),
        Case("five random pictures, three classes", random_batch(5, 3), group="loss", parts=("loss",)),
        Case(
            "two pictures, whole logits",
            lambda rng: (rng.integers(-3, 4, size=(2, 4)), np.array([3, 0])),
            group="loss",
            parts=("loss",),
        ),
        Case(
            "1/4, 1/4 and 1/2, the gradient",
            (np.log([[1.0, 1, 2]]), np.array([2])),
            group="gradient",
            parts=("gradient",),
        ),
        Case("four pictures, the gradient", random_batch(4, 3), group="gradient", parts=("gradient",)),
        Case(
            "seven pictures, whole logits",
            lambda rng: (rng.integers(-3, 4, size=(7, 2)), rng.integers(0, 2, size=7)),
            group="gradient",
            parts=("gradient",),
        ),
        Case("0 and 1000, wrong", (np.array([[0.0, 1000]]), np.array([0])), group="large logits"),
        Case(
            "near 1000", (np.array([[1000.0, 1001, 1002], [1, 0, 2]]), np.array([0, 1])), group="large logits"
        ),
        Case("random, times 800", random_batch(6, 3, 800.0), group="large logits"),
        Case("the first and the last class", random_batch(9, 2), group="labels out of range"),
        Case(
            "a label of 4 among four classes", with_a_label(4), group="labels out of range", raises=ValueError
        ),
        Case("a label of 7", with_a_label(7), group="labels out of range", raises=ValueError),
        Case("a label of -1", with_a_label(-1), group="labels out of range", raises=ValueError),
    ),
    oracle=by_torch,
    drive=without_warnings,
    returns=("loss", "gradient"),
    alternatives=(by_logsumexp, by_loop),
    another_way=(
        by_logsumexp,
        "minus log of a probability is log(sum of exp) minus the logit, so no probability has to be computed "
        "for the loss.",
    ),
    forbidden=("scipy", "torch"),
    misconceptions=(labels_from_1, loss_only, *MISTAKES, zeros(by_torch)),
    hints=(
        "The loss takes the logarithm of one probability per row: that of the label. Where this "
        "probability is "
        "rounded to 0, take the logarithm on paper first: what becomes of log(exp(a) / sum)?",
        "log p = logit - max - log(sum(exp(logits - max))). And the gradient is what you met in "
        "`train_reader`: "
        "probability minus label, where the label is 1 for the right class and 0 for the others. Both are "
        "means.",
        "`shifted = logits - logits.max(axis=1, keepdims=True)`, "
        "`log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))`; then "
        "`-log_p[np.arange(n), labels].mean()` and `(np.exp(log_p) - np.eye(c)[labels]) / n`.",
    ),
)
