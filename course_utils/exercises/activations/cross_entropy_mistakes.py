"""Wrong answers to `cross_entropy`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from .reference import stable_softmax


def checked(logits, labels):
    """The logarithms of the probabilities, and a 1 for each right class; ValueError for other labels."""
    c = np.shape(logits)[1]
    if np.min(labels) < 0 or np.max(labels) >= c:
        raise ValueError("a label out of range")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.eye(c)[labels]


def known(name, advice, loss=None, gradient=None, others=()):
    """A mistake in the loss or the gradient, functions of log p and the right classes."""

    def form(loss, gradient):
        def wrong(logits, labels):
            log_p, hot = checked(logits, labels)
            return (
                -np.sum(hot * log_p) / len(hot) if loss is None else loss(log_p, hot),
                (np.exp(log_p) - hot) / len(hot) if gradient is None else gradient(log_p, hot),
            )

        return wrong

    return Misconception(name, form(loss, gradient), advice, others=[form(*other) for other in others])


@misconception("logarithm of 0")
def logarithm_of_0(logits, labels):
    """Right, until a probability is so small that it is rounded to 0: its logarithm is minus infinity. Do not
    take the logarithm of `softmax`: log p is the logit, minus the maximum, minus the logarithm of the sum of
    the exponentials.
    """
    _, hot = checked(logits, labels)
    p = stable_softmax(logits)
    return -np.mean(np.log(p[np.arange(len(p)), labels])), (p - hot) / len(p)


@logarithm_of_0.also
def logarithm_of_all(logits, labels):
    _, hot = checked(logits, labels)
    p = stable_softmax(logits)
    return -np.sum(hot * np.log(p)) / len(p), (p - hot) / len(p)


@misconception("a small number added to the probability")
def a_small_number(logits, labels):
    """You add a small number before the logarithm, or cut probabilities off there. So no loss can be larger
    than about 30, however wrong the network is. log p is the logit, minus the maximum, minus the logarithm
    of the sum of the exponentials: this needs no small number.
    """
    _, hot = checked(logits, labels)
    p = stable_softmax(logits)
    return -np.mean(np.log(p[np.arange(len(p)), labels] + 1e-12)), (p - hot) / len(p)


def _cut_off(least, add):
    def wrong(logits, labels):
        _, hot = checked(logits, labels)
        p = stable_softmax(logits)
        own = p[np.arange(len(p)), labels]
        return -np.mean(np.log(own + least if add else np.maximum(own, least))), (p - hot) / len(p)

    return wrong


for _least in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-30, 1e-100, 1e-300):
    a_small_number.also(_cut_off(_least, add=True))
    a_small_number.also(_cut_off(_least, add=False))


@misconception("overflow")
def overflow(logits, labels):
    """Right, until a logit is large: `np.exp(1000)` is infinite. Subtract the largest logit of each row
    first.
    """
    _, hot = checked(logits, labels)
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(p)), labels])), (p - hot) / len(p)


@overflow.also
def overflow_of_the_sum(logits, labels):
    _, hot = checked(logits, labels)
    total = np.log(np.exp(logits).sum(axis=1, keepdims=True))
    log_p = logits - total
    return -np.sum(hot * log_p) / len(hot), (np.exp(log_p) - hot) / len(hot)


@misconception("labels out of range let through")
def any_label(logits, labels):
    """All is right, but a label that no class has must end in a ValueError. -1 is the most dangerous one:
    NumPy takes it for the last class, and nobody notices.
    """
    log_p, hot = checked(logits, np.asarray(labels) % np.shape(logits)[1])
    return -np.sum(hot * log_p) / len(hot), (np.exp(log_p) - hot) / len(hot)


@any_label.also
def negative_labels(logits, labels):
    if np.max(labels) >= np.shape(logits)[1]:
        raise ValueError("a label out of range")
    return any_label(logits, labels)


@any_label.also
def large_labels(logits, labels):
    if np.min(labels) < 0:
        raise ValueError("a label out of range")
    return any_label(logits, labels)


@any_label.also
def classes_and_one_more(logits, labels):
    if np.min(labels) < 0 or np.max(labels) > np.shape(logits)[1]:
        raise ValueError("a label out of range")
    return any_label(logits, labels)


MISTAKES = (
    logarithm_of_0,
    a_small_number,
    overflow,
    known(
        "sum instead of mean",
        "Loss and gradient are sums over the pictures. Divide both by their number.",
        loss=lambda log_p, hot: -np.sum(hot * log_p),
        gradient=lambda log_p, hot: np.exp(log_p) - hot,
        others=[(lambda log_p, hot: -np.sum(hot * log_p), None)],
    ),
    known(
        "gradient not divided by the batch",
        "The loss is a mean over the pictures, so each gradient has a factor of 1 / N.",
        gradient=lambda log_p, hot: np.exp(log_p) - hot,
    ),
    known(
        "averaged over the classes, too",
        "You divide by the number of classes, too. Each picture has one loss: divide by N only.",
        loss=lambda log_p, hot: -np.mean(hot * log_p),
        gradient=lambda log_p, hot: (np.exp(log_p) - hot) / hot.size,
        others=[
            (lambda log_p, hot: -np.mean(hot * log_p), None),
            (None, lambda log_p, hot: (np.exp(log_p) - hot) / hot.size),
        ],
    ),
    known(
        "a loss for each picture",
        "You return a loss for each picture. Their mean is asked for.",
        loss=lambda log_p, hot: -np.sum(hot * log_p, axis=1),
    ),
    known(
        "minus sign forgotten",
        "Your loss is negative. The logarithm of a probability is never above 0, and the loss is minus it.",
        loss=lambda log_p, hot: np.sum(hot * log_p) / len(hot),
    ),
    known(
        "logarithm forgotten",
        "You average the probabilities of the right classes, without the logarithm.",
        loss=lambda log_p, hot: -np.sum(hot * np.exp(log_p)) / len(hot),
        others=[
            (lambda log_p, hot: np.sum(hot * np.exp(log_p)) / len(hot), None),
            (lambda log_p, hot: 1 - np.sum(hot * np.exp(log_p)) / len(hot), None),
        ],
    ),
    known(
        "logarithm of the mean",
        "You take the mean first, and the logarithm then. Take the logarithm for each picture.",
        loss=lambda log_p, hot: -np.log(np.maximum(np.sum(hot * np.exp(log_p)) / len(hot), 1e-300)),
    ),
    known(
        "another base",
        "You take the logarithm to base 2, or 10. Here it is the natural one, `np.log`.",
        loss=lambda log_p, hot: -np.sum(hot * log_p) / len(hot) / np.log(2),
        others=[(lambda log_p, hot: -np.sum(hot * log_p) / len(hot) / np.log(10), None)],
    ),
    known(
        "squared error",
        "This is the squared error of the probabilities. Cross-entropy is minus the logarithm of the "
        "probability of the label.",
        loss=lambda log_p, hot: np.mean((np.exp(log_p) - hot) ** 2),
        others=[(lambda log_p, hot: np.sum((np.exp(log_p) - hot) ** 2) / len(hot), None)],
    ),
    known(
        "every label for every picture",
        "`p[:, labels]` takes all labels from every row. Take one from each: `p[np.arange(n), labels]`.",
        loss=lambda log_p, hot: -np.mean(log_p @ hot.T),
    ),
    known(
        "all probabilities count",
        "You add up the logarithms of all probabilities. Only that of the label counts.",
        loss=lambda log_p, hot: -np.sum(log_p) / len(hot),
        others=[(lambda log_p, hot: -np.mean(log_p), None)],
    ),
    known(
        "label minus probability",
        "Your gradient points downhill: label minus probability. The gradient points uphill; it is "
        "subtracted "
        "in the step.",
        gradient=lambda log_p, hot: (hot - np.exp(log_p)) / len(hot),
    ),
    known(
        "labels left out of the gradient",
        "Your gradient is the probabilities alone. Subtract 1 at the right class.",
        gradient=lambda log_p, hot: np.exp(log_p) / len(hot),
        others=[(None, lambda log_p, hot: np.exp(log_p))],
    ),
    known(
        "1 subtracted everywhere",
        "You subtract 1 from every probability. Subtract it at the right class of each row only.",
        gradient=lambda log_p, hot: (np.exp(log_p) - 1) / len(hot),
    ),
    known(
        "the other classes left out of the gradient",
        "Your gradient is 0 at the other classes. Their logits count, too: they are part of the sum.",
        gradient=lambda log_p, hot: hot * (np.exp(log_p) - 1) / len(hot),
    ),
    known(
        "gradient with respect to the probabilities",
        "Your gradient is that with respect to the probabilities. Go one step further, through softmax, to "
        "the "
        "logits: what is left is very short.",
        gradient=lambda log_p, hot: -hot / np.maximum(np.exp(log_p), 1e-300) / len(hot),
    ),
    any_label,
)
