"""ensemble: the mean of what several networks hold likely."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception
from ...checks.steps import steps
from ..tensors import array, tensor
from .reference import drawn


def by_scipy(scores):
    import torch
    from scipy.special import softmax

    return torch.from_numpy(np.mean([softmax(each.numpy(), axis=1) for each in scores], axis=0))


def by_log(scores):
    import torch

    return torch.logsumexp(scores.log_softmax(-1), 0).exp() / len(scores)


def by_softmax(scores):
    return scores.softmax(dim=2).mean(dim=0)


@misconception("mean of the scores")
def of_scores(scores):
    """You average the scores. A network that shouts, with scores of 50, then decides for all: turn each into
    probabilities first.
    """
    return scores.mean(0).softmax(-1)


@misconception("scores, not probabilities")
def no_softmax(scores):
    """These are mean scores. Turn the scores of each network into probabilities first."""
    return scores.mean(0)


@misconception("sum instead of mean")
def summed(scores):
    """Your probabilities of a picture add up to the number of networks. Take their mean."""
    return scores.softmax(-1).sum(0)


@misconception("softmax over the pictures")
def over_pictures(scores):
    """Your probabilities add up to 1 over the pictures. They do over the classes, the last axis."""
    return scores.softmax(1).mean(0)


@misconception("softmax over the networks")
def over_networks(scores):
    """Your softmax compares networks: all your numbers are 1 / M. It runs over the classes, the last axis."""
    return scores.softmax(0).mean(0)


@misconception("majority vote")
def vote(scores):
    """Every network has one vote in your result. One that is sure should count more: average
    probabilities.
    """
    import torch

    votes = torch.nn.functional.one_hot(scores.argmax(-1), scores.shape[-1])
    return votes.to(scores.dtype).mean(0)


@misconception("product of probabilities")
def product(scores):
    """You multiply the probabilities: one network that holds a class impossible rules it out. Take the
    mean.
    """
    made = scores.softmax(-1).prod(0)
    return made / made.sum(-1, keepdim=True)


@misconception("the surest network")
def surest(scores):
    """You keep the largest probability of each class. Take the mean of all networks."""
    return scores.softmax(-1).amax(0)


@misconception("the classes alone")
def classes(scores):
    """You return the best class of each picture. Return the probabilities, (N, C)."""
    return scores.softmax(-1).mean(0).argmax(-1)


def joined(how, probabilities=lambda scores: scores.softmax(-1)):
    """Probabilities of the networks, joined in some way."""
    return lambda scores: how(probabilities(scores))


def sigmoids(scores):
    return scores.sigmoid()


def by_hand(scores):
    return scores.exp() / scores.exp().sum(-1, keepdim=True)


def running(shares):
    """A mean that halves each time."""
    mean = shares[0]
    for each in shares[1:]:
        mean = (mean + each) / 2
    return mean


def shared_out(p):
    return p / p.sum(-1, keepdim=True)


MORE = (
    Misconception(
        "overflow",
        joined(lambda p: p.mean(0), by_hand),
        "Right, until a score is large: its exponential is infinite. `softmax` subtracts the largest score "
        "of each row first.",
    ),
    Misconception(
        "sigmoid for softmax",
        joined(lambda p: p.mean(0), sigmoids),
        "You take the sigmoid of each score alone. A softmax compares the classes.",
    ),
    Misconception(
        "mean over the pictures",
        joined(lambda p: p.mean(1)),
        "You take the mean over the pictures. Take it over the networks, axis 0.",
    ),
    Misconception(
        "mean over the classes",
        joined(lambda p: p.mean(2)),
        "You take the mean over the classes. Take it over the networks, axis 0.",
    ),
    Misconception(
        "geometric mean",
        joined(lambda p: p.log().mean(0).exp()),
        "You multiply the probabilities (or add their logarithms). Take the mean of the probabilities.",
        [
            joined(lambda p: shared_out(p.log().mean(0).exp())),
            joined(lambda p: p.mean(0), lambda scores: scores.log_softmax(-1)),
            joined(lambda p: p.mean(0).exp(), lambda scores: scores.log_softmax(-1)),
            joined(lambda p: p.prod(0)),
        ],
    ),
    Misconception(
        "median for mean",
        joined(lambda p: p.median(0).values),
        "You take the median of the networks. Take the mean.",
        [joined(lambda p: p.quantile(0.5, 0))],
    ),
    Misconception(
        "the first network only",
        joined(lambda p: p[0]),
        "You return the probabilities of the first network. Take the mean of all.",
    ),
    Misconception(
        "the last network only",
        joined(lambda p: p[-1]),
        "You return the probabilities of the last network. Take the mean of all.",
    ),
    Misconception(
        "a network left out",
        joined(lambda p: p[:-1].mean(0)),
        "The last network does not count in your mean: does a loop end too early?",
        [joined(lambda p: p[1:].mean(0)), joined(lambda p: p[:-1].sum(0) / len(p))],
    ),
    Misconception(
        "softmax twice",
        joined(lambda p: p.mean(0).softmax(-1)),
        "You take a softmax of probabilities. One softmax, of the scores, is enough.",
        [joined(lambda p: p.softmax(-1).mean(0))],
    ),
    Misconception(
        "divided by another count",
        joined(lambda p: p.sum(0) / p.shape[1]),
        "You add up the networks, and divide by another number than theirs: `len(scores)`.",
        [
            joined(lambda p: p.sum(0) / p.shape[2]),
            *(joined(lambda p, n=n: p.sum(0) / n) for n in range(2, 11)),
        ],
    ),
    Misconception(
        "one softmax for all networks",
        lambda scores: (
            (scores - scores.amax((0, 2), True)).exp().sum(0)
            / (scores - scores.amax((0, 2), True)).exp().sum((0, 2))[:, None]
        ),
        "Your softmax runs over networks and classes together. Each network has its own.",
    ),
    Misconception(
        "a running mean that halves",
        joined(running),
        "(mean + next) / 2 counts the last network most. Add all up, and divide by their number.",
    ),
    Misconception(
        "axes mixed",
        joined(lambda p: p.reshape(p.shape[1], p.shape[0], p.shape[2]).mean(1)),
        "A `reshape` does not exchange axes: it cuts the numbers anew. Take the mean along axis 0.",
    ),
)


CALL = "array(ensemble(tensor(scores)))"

ENSEMBLE = Exercise(
    name="ensemble",
    points=2,
    cases=(
        steps(
            "one that is sure, two that are not",
            CALL,
            scores=np.array([[[4.0, 0, 0]], [[0, 0.5, 0]], [[0, 0.5, 0]]]),
        ),
        steps("four networks, six pictures, five classes", CALL, scores=drawn(4, 6, 5, scale=3)),
        steps("large scores", CALL, scores=drawn(3, 4, 3, scale=800)),
        steps("one network", CALL, scores=drawn(1, 4, 3)),
    ),
    oracle=by_scipy,
    alternatives=(by_softmax, by_log),
    misconceptions=(
        of_scores,
        no_softmax,
        summed,
        over_pictures,
        over_networks,
        vote,
        product,
        surest,
        classes,
        *MORE,
        Misconception("all zeros", lambda scores: scores[0] * 0, "All your probabilities are 0."),
    ),
    hints=(
        "Scores of different networks are not on one scale. What is?",
        "`scores.softmax(dim=...)` gives probabilities; which axis has the classes?",
        "The classes are the last axis, the networks the first: softmax over 2, mean over 0.",
    ),
    tools=(tensor, array),
)
