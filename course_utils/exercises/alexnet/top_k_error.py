"""top_k_error: how often the right class is not among the k best."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception
from ...checks.steps import steps
from ..tensors import tensor
from .reference import changed, drawn, labelled


def by_sklearn(scores, labels, k=5):
    import warnings

    from sklearn.metrics import top_k_accuracy_score

    classes = np.arange(scores.shape[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it finds k = C meaningless
        return 1 - top_k_accuracy_score(labels.numpy(), scores.numpy(), k=k, labels=classes)


def by_rank(scores, labels, k=5):
    right = scores.gather(1, labels[:, None])
    return float(((scores > right).sum(dim=1) >= k).float().mean())


def by_topk(scores, labels, k=5):
    best = scores.topk(k, dim=1).indices
    return 1 - (best == labels[:, None]).any(dim=1).double().mean().item()


def wrong(scores, labels, k=5, add=0, largest=True):
    """The share whose label is not among the k + add best, or worst."""
    order = scores.argsort(dim=1, descending=largest)[:, : max(k + add, 0)]
    return 1 - (order == labels[:, None]).any(dim=1).double().mean().item()


@misconception("accuracy for error")
def accuracy(scores, labels, k=5):
    """This is the share that is right. The error is the rest."""
    return 1 - wrong(scores, labels, k)


@misconception("a number of pictures")
def counted(scores, labels, k=5):
    """You count pictures. The error is their share: divide by N."""
    return wrong(scores, labels, k) * len(labels)


@misconception("per cent")
def per_cent(scores, labels, k=5):
    """Your error is in per cent. Return a share from 0 to 1."""
    return 100 * wrong(scores, labels, k)


@misconception("the best class only")
def best_only(scores, labels, k=5):
    """You look at the best class alone: k is not used."""
    return wrong(scores, labels, 1)


@misconception("k of 5 always")
def always_five(scores, labels, k=5):
    """You look at 5 classes always: k is an argument, and 5 only its default."""
    return wrong(scores, labels, min(5, scores.shape[1]))


@misconception("the k-th place only")
def exactly(scores, labels, k=5):
    """You look at place k alone. Places 1 to k are all good."""
    return (scores.argsort(dim=1, descending=True)[:, k - 1] != labels).double().mean().item()


@misconception("every place counted")
def every_place(scores, labels, k=5):
    """You count the k answers of a picture one by one, and k - 1 of them are always wrong. One hit is
    enough.
    """
    best = scores.topk(k, dim=1).indices
    return (best != labels[:, None]).double().mean().item()


@misconception("sorted over the pictures")
def over_pictures(scores, labels, k=5):
    """You sorted along the pictures, axis 0. The classes are axis 1."""
    order = scores.argsort(dim=0, descending=True)[:, :k]
    return 1 - (order == labels[:, None]).any(dim=1).double().mean().item()


@over_pictures.also
def topk_over_pictures(scores, labels, k=5):
    return 1 - (labels[:, None] == scores.topk(k, dim=0).indices.T).any(dim=1).double().mean().item()


@misconception("labels as a row")
def labels_as_a_row(scores, labels, k=5):
    """`labels` is a row, so each picture's best classes are compared with the labels of other pictures. As a
    column, `labels[:, None]`, each row has its own label.
    """
    return 1 - (scores.topk(k, dim=1).indices == labels).any(dim=1).double().mean().item()


def hits(of, scores, labels, k):
    """1 minus the mean of what `of` gives for the best classes, the scores and a column of labels."""
    best = scores.topk(k, dim=1)
    return 1 - of(best, scores, labels[:, None]).double().mean().item()


def by(of):
    return lambda scores, labels, k=5: hits(of, scores, labels, k)


def behind(scores, labels, k=5):
    order = scores.argsort(dim=1, descending=True)[:, k : 2 * k]
    return 1 - (order == labels[:, None]).any(dim=1).double().mean().item()


MORE = (
    Misconception(
        "divided with //",
        lambda scores, labels, k=5: float(round(wrong(scores, labels, k) * len(labels)) // len(labels)),
        "`//` leaves no share: 0, or 1 if all are wrong. Divide with `/`.",
    ),
    Misconception(
        "all k classes right",
        by(lambda best, scores, column: (best.indices == column).all(dim=1)),
        "All k classes would have to be the label. One of them is enough: `any`.",
    ),
    Misconception(
        "scores compared with labels",
        by(lambda best, scores, column: (best.values == column).any(dim=1)),
        "You compare scores with labels. The classes are `topk(...).indices`.",
    ),
    Misconception(
        "the largest sizes",
        lambda scores, labels, k=5: wrong(scores.abs(), labels, k),
        "You sort by size, whatever the sign. A strongly negative score is a low one.",
    ),
    Misconception(
        "the classes behind the k best",
        behind,
        "You look at places k + 1 to 2 k. The k best are the places 1 to k.",
    ),
    Misconception(
        "labels counted from 1",
        lambda scores, labels, k=5: wrong(scores, labels - 1, k),
        "Your classes are shifted by 1: they are counted from 0.",
        [lambda scores, labels, k=5: wrong(scores, labels + 1, k)],
    ),
    Misconception(
        "the best classes of any picture",
        by(lambda best, scores, column: (best.indices.flatten() == column).any(dim=1)),
        "A label counts as a hit if any picture has it among its best. Compare each label with its own row.",
    ),
    Misconception(
        "divided by the classes",
        lambda scores, labels, k=5: wrong(scores, labels, k) * len(labels) / scores.shape[1],
        "You divide by the number of classes. Divide by the number of pictures.",
    ),
    Misconception(
        "only the first picture",
        lambda scores, labels, k=5: wrong(scores[:1], labels[:1], k),
        "This is the result for the first picture alone: is the `return` inside the loop?",
    ),
    Misconception(
        "the last picture left out",
        lambda scores, labels, k=5: wrong(scores[:-1], labels[:-1], k),
        "The last picture does not count: does a loop end too early?",
        [
            lambda scores, labels, k=5: wrong(scores[:-1], labels[:-1], k) * (len(labels) - 1) / len(labels),
            lambda scores, labels, k=5: (
                (wrong(scores[:-1], labels[:-1], k) * (len(labels) - 1) + 1) / len(labels)
            ),
        ],
    ),
    Misconception(
        "a bar for the probability",
        lambda scores, labels, k=5: (
            1 - (scores.softmax(1).gather(1, labels[:, None])[:, 0] > 1 / k).double().mean().item()
        ),
        "You ask whether the label's probability is above a bar. Ask whether it is among the k best.",
    ),
)

CALL = "top_k_error(tensor(scores), tensor(labels){})"
FIVE = np.array([[0.1, 0.5, 0.3, 0.0], [0.7, 0.1, 0.15, 0.2], [2.0, 1.0, 3.0, 4.0], [9.0, 1.0, 5.0, 2.0]])

TOP_K_ERROR = Exercise(
    name="top_k_error",
    points=3,
    cases=(
        steps("four pictures, k = 1", CALL.format(", 1"), scores=FIVE, labels=np.array([1, 3, 0, 2])),
        steps("four pictures, k = 2", CALL.format(", k=2"), scores=FIVE, labels=np.array([0, 2, 3, 2])),
        steps("60 pictures, 9 classes", CALL.format(""), scores=drawn(60, 9), labels=labelled(60, 9)),
        steps("k = 3", CALL.format(", k=3"), scores=drawn(50, 7), labels=labelled(50, 7)),
        steps(
            "all wrong, k = 1",
            CALL.format(", k=1"),
            scores=lambda rng: np.sort(rng.normal(size=(6, 5))),
            labels=np.array([0, 1, 2, 3, 0, 1]),
        ),
        steps("as many as classes", CALL.format(", k=4"), scores=drawn(8, 4), labels=labelled(8, 4)),
    ),
    oracle=by_sklearn,
    alternatives=(by_rank, by_topk, wrong),
    misconceptions=(
        accuracy,
        counted,
        per_cent,
        best_only,
        always_five,
        exactly,
        every_place,
        over_pictures,
        labels_as_a_row,
        *MORE,
        Misconception("one too many", changed(wrong, add=1), "You look at k + 1 classes."),
        Misconception("one too few", changed(wrong, add=-1), "You look at k - 1 classes."),
        Misconception(
            "the k worst", changed(wrong, largest=False), "You look at the smallest scores: sort descending."
        ),
        Misconception("all zeros", lambda *args, **options: 0.0, "Your error is 0, whatever the scores are."),
    ),
    hints=(
        "`scores.topk(k, dim=1).indices` has the k best classes of each picture, (N, k).",
        "`labels[:, None]` is a column, so `==` compares each label with the k classes of its picture.",
        "`.any(dim=1)` says which pictures are right; the error is 1 minus their mean, as a float.",
    ),
    another_way=(
        by_rank,
        "No sorting: count how many classes score higher than the right one. It is wrong if k or more do.",
    ),
    tools=(tensor,),
)
