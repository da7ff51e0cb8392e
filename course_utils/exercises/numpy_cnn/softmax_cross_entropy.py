"""softmax_cross_entropy: the loss of a batch, and its gradient."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..reference import tensor


def by_torch(logits, labels):
    import torch

    if len(labels) and not (min(labels) >= 0 and max(labels) < logits.shape[1]):
        raise ValueError("a label that is no class")
    z = tensor(logits).requires_grad_()
    loss = torch.nn.functional.cross_entropy(z, torch.from_numpy(np.array(labels, dtype=np.int64)))
    (gradient,) = torch.autograd.grad(loss, z)
    return loss.item(), gradient.numpy()


def refuse_labels(logits, labels):
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError(f"labels from {labels.min()} to {labels.max()}, and {logits.shape[1]} classes")


def right(logits, labels, *, refuse=refuse_labels, divide=len, axis=1, target=1.0, factor=1.0, shift=True):
    """The loss and its gradient, with what people get wrong as arguments."""
    refuse(logits, labels)
    rows = np.arange(len(labels))
    z = logits - (logits.max(axis=axis, keepdims=True) if shift else 0)
    log_p = z - np.log(np.exp(z).sum(axis=axis, keepdims=True))
    gradient = np.exp(log_p)
    gradient[rows, labels] -= target
    return float(-log_p[rows, labels].mean()), factor * gradient / divide(labels)


def with_one_hot(logits, labels):
    refuse_labels(logits, labels)
    wanted = np.eye(logits.shape[1])[labels]
    e = np.exp(logits - logits.max(axis=1)[:, None])
    p = e / e.sum(axis=1)[:, None]
    most = logits.max(axis=1)
    log_sum = most + np.log(np.exp(logits - most[:, None]).sum(axis=1))
    return np.mean(log_sum - (logits * wanted).sum(axis=1)), (p - wanted) / len(labels)


@misconception("largest logit not subtracted")
def overflowing(logits, labels):
    """With logits of 1000 you get inf or nan: exp(1000) is no number any more. Subtract each row's largest
    logit first; the probabilities stay the same.
    """
    return right(logits, labels, shift=False)


@overflowing.also
def overflowing_probabilities(logits, labels):
    refuse_labels(logits, labels)
    rows = np.arange(len(labels))
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    gradient = p.copy()
    gradient[rows, labels] -= 1
    return float(-np.log(p[rows, labels]).mean()), gradient / len(labels)


@misconception("logarithm of 0")
def logarithm_of_zero(logits, labels):
    """Where the right class has almost no probability, your loss is inf: p became 0 before its logarithm.
    Take the logarithm on paper: z minus the logarithm of the sum of exp(z).
    """
    _, gradient = right(logits, labels)
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):
        return float(-np.log(p[np.arange(len(labels)), labels]).mean()), gradient


@misconception("one maximum for the batch")
def of_the_batch(logits, labels):
    """You subtract the largest logit of the whole batch. In a row far below it every exponential is 0. Each
    row has its own largest: `axis=1, keepdims=True`.
    """
    return overflowing_probabilities(logits - logits.max(), labels)


@of_the_batch.also
def of_the_batch_by_logarithm(logits, labels):
    return right(logits - logits.max(), labels, shift=False)


@misconception("sum of the losses")
def summed(logits, labels):
    """The loss grows with the batch: it is a sum. Take the mean over the pictures."""
    loss, gradient = right(logits, labels)
    return loss * len(labels), gradient


@summed.also
def both_summed(logits, labels):
    return tuple(part * len(labels) for part in right(logits, labels))


@misconception("softmax over the batch")
def over_the_batch(logits, labels):
    """Your probabilities add up to 1 in each column. A picture has a row; its probabilities add up to 1."""
    return right(logits, labels, axis=0)


@misconception("probabilities for the gradient")
def probabilities(logits, labels):
    """You return the probabilities. The gradient is probability minus 1 for the right class, over N."""
    return right(logits, labels, target=0.0, divide=lambda labels: 1)


@misconception("label not subtracted")
def not_subtracted(logits, labels):
    """The gradient of every logit is its probability; only for the right class, 1 has to be subtracted."""
    return right(logits, labels, target=0.0)


@misconception("gradient of the loss of each picture")
def each_loss(logits, labels):
    """You return a loss for each picture. One number was asked for: their mean."""
    refuse_labels(logits, labels)
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(labels)), labels], right(logits, labels)[1]


@misconception("bad labels let through")
def unchecked(logits, labels):
    """A label of -1 is accepted: in NumPy it means the last class. Raise a ValueError for labels outside 0 to
    C - 1.
    """
    return right(logits, np.asarray(labels) % logits.shape[1], refuse=lambda logits, labels: None)


@unchecked.also
def only_negative_pass(logits, labels):
    if labels.max() >= logits.shape[1]:
        raise ValueError("too large")
    return right(logits, labels, refuse=lambda logits, labels: None)


def known(name, advice, **changed):
    return Misconception(name, lambda *args: right(*args, **changed), advice)


def batch(count, classes, size=1.0):
    """Draws logits of a size, and labels."""
    return lambda rng: (rng.normal(0, size, (count, classes)), rng.integers(0, classes, count))


SOFTMAX_CROSS_ENTROPY = Exercise(
    name="softmax_cross_entropy",
    points=6,
    cases=(
        Case(
            "two classes, equal logits", (np.zeros((1, 2)), np.array([0])), group="the loss", parts=("loss",)
        ),
        Case("five pictures", batch(5, 3), group="the loss", parts=("loss",)),
        Case("a batch of 32", batch(32, 10), group="the loss", parts=("loss",)),
        Case(
            "one picture", (np.array([[1.0, 2, 3]]), np.array([2])), group="the gradient", parts=("dlogits",)
        ),
        Case("a batch of five", batch(5, 3), group="the gradient", parts=("dlogits",)),
        Case(
            "logits of 1000",
            (np.array([[1000.0, 0, -1000], [-1000, 1000, 0]]), np.array([0, 2])),
            group="large logits",
        ),
        Case(
            "a high row, a low row",
            (np.array([[1000.0, 1001, 1002], [-1000, -1001, -1002]]), np.array([2, 1])),
            group="large logits",
        ),
        Case("logits of hundreds", batch(6, 4, 500.0), group="large logits"),
        Case("the largest label", (np.array([[1.0, 2, 4]]), np.array([2])), group="labels"),
        Case("labels of a batch", batch(4, 3), group="labels"),
        Case("label -1", (np.zeros((2, 3)), np.array([0, -1])), raises=ValueError, group="labels"),
        Case("label 5 of 3 classes", (np.zeros((2, 3)), np.array([0, 5])), raises=ValueError, group="labels"),
        Case("label 3 of 3 classes", (np.zeros((2, 3)), np.array([3, 0])), raises=ValueError, group="labels"),
    ),
    oracle=by_torch,
    returns=("loss", "dlogits"),
    alternatives=(right, with_one_hot),
    forbidden=("torch", "scipy"),
    misconceptions=(
        overflowing,
        of_the_batch,
        logarithm_of_zero,
        known(
            "the loss's gradient not divided by the batch",
            "`dlogits` is N times too large. The loss is the mean over the batch, so each picture's "
            "share is 1/N.",
            divide=lambda labels: 1,
        ),
        summed,
        over_the_batch,
        probabilities,
        not_subtracted,
        known(
            "gradient with the wrong sign",
            "Your steps would make the loss larger: the gradient is probability minus label, not the "
            "opposite.",
            factor=-1.0,
        ),
        Misconception(
            "divided by all logits",
            lambda logits, labels: right(logits, labels, divide=lambda labels: logits.size),
            "You divide the gradient by the number of all logits. The loss is a mean over N pictures: "
            "divide by N.",
        ),
        each_loss,
        unchecked,
        zeros(by_torch),
    ),
    hints=(
        "Two steps: a softmax for each row, then minus the logarithm of the probability of the right "
        "class. Where "
        "can either overflow?",
        "Subtract each row's largest logit, z. The logarithm of the softmax is `z - log(sum(exp(z)))`, "
        "and needs no "
        "division. Entry `[n, labels[n]]` of all rows at once: `log_p[np.arange(N), labels]`.",
        "`dlogits = np.exp(log_p)`, then `dlogits[np.arange(N), labels] -= 1`, and divide by N.",
    ),
)
