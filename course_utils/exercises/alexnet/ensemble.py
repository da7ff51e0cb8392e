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
        Misconception("all zeros", lambda scores: scores[0] * 0, "All your probabilities are 0."),
    ),
    hints=(
        "Scores of different networks are not on one scale. What is?",
        "`scores.softmax(dim=...)` gives probabilities; which axis has the classes?",
        "The classes are the last axis, the networks the first: softmax over 2, mean over 0.",
    ),
    tools=(tensor, array),
)
