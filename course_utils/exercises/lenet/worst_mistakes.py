"""worst_mistakes: the wrong answers that a network was surest of."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception


def by_sorting(labels, answers, confidences, count=6):
    """Every wrong one with its confidence, sorted by Python."""
    wrong = [k for k in range(len(labels)) if labels[k] != answers[k]]
    return np.array(sorted(wrong, key=lambda k: -confidences[k])[:count], dtype=int)


def right(labels, answers, confidences, count=6, *, sign=-1.0, chosen=np.not_equal, local=False, cut=True):
    """The worst ones, right unless it is told otherwise.

    chosen : which pictures count. local : places among the wrong ones. cut : whether there are `count`.
    """
    wrong = np.flatnonzero(chosen(labels, answers))
    order = np.argsort(sign * confidences[wrong])
    order = order[:count] if cut else order
    return order if local else wrong[order]


def with_the_others_last(labels, answers, confidences, count=6):
    sure = np.where(labels == answers, -1.0, confidences)
    return np.argsort(-sure)[: min(count, int((labels != answers).sum()))]


@misconception("right ones at the end")
def filled_up(labels, answers, confidences, count=6):
    """Where there are fewer wrong answers than `count`, right ones follow. Return the wrong ones alone."""
    return np.argsort(-np.where(labels == answers, -1.0, confidences))[:count]


@misconception("in the order of the pictures")
def unsorted(labels, answers, confidences, count=6):
    """These are the first wrong answers, in the order of the pictures. The surest comes first."""
    return np.flatnonzero(labels != answers)[:count]


@misconception("the worst in the order of the pictures")
def sorted_by_place(labels, answers, confidences, count=6):
    """These are the right pictures in the wrong order: the one of the highest confidence comes first."""
    return np.sort(right(labels, answers, confidences, count))


@misconception("the confidences")
def values(labels, answers, confidences, count=6):
    """You return confidences. Return the places of the pictures, so that they can be shown."""
    return confidences[right(labels, answers, confidences, count)]


@misconception("true and false")
def as_mask(labels, answers, confidences, count=6):
    """You return a truth value for each picture. `np.flatnonzero` makes places of them."""
    return labels != answers


def known(name, advice, **changes):
    return Misconception(name, lambda *args: right(*args, **changes), advice)


def drawn(count, share, *then):
    """Labels, answers of which this share is wrong, and different confidences."""

    def draw(rng):
        labels = rng.integers(0, 10, count)
        wrong = rng.permutation(count) < round(share * count)
        answers = np.where(wrong, (labels + rng.integers(1, 10, count)) % 10, labels)
        return (labels, answers, rng.permutation(np.linspace(0.3, 0.99, count)), *then)

    return draw


WORST_MISTAKES = Exercise(
    name="worst_mistakes",
    points=3,
    cases=(
        Case(
            "two wrong of four",
            (np.array([1, 7, 4, 9]), np.array([3, 7, 4, 4]), np.array([0.4, 0.99, 0.8, 0.9])),
            dtype="int",
            group="all wrong ones",
        ),
        Case("four wrong of thirty", drawn(30, 4 / 30), dtype="int", group="all wrong ones"),
        Case(
            "none is wrong",
            (np.arange(4), np.arange(4), np.full(4, 0.5)),
            dtype="int",
            group="all wrong ones",
        ),
        Case("the six worst", drawn(60, 0.4), dtype="int", group="the worst"),
        Case("the three worst", drawn(40, 0.5, 3), dtype="int", group="the worst"),
    ),
    oracle=by_sorting,
    alternatives=(by_sorting, with_the_others_last),
    forbidden=("sklearn",),
    misconceptions=(
        known(
            "the least sure first",
            "The least sure wrong answer comes first. Begin with the surest.",
            sign=1.0,
        ),
        known(
            "places among the wrong ones",
            "These are places among the wrong answers. Return places among all pictures: `wrong[order]`.",
            local=True,
        ),
        known(
            "right ones counted",
            "Right answers are among yours. Choose those where answer and label differ first.",
            chosen=lambda labels, answers: np.full(len(labels), True),
        ),
        known(
            "the surest right ones",
            "These answers are right: look where `labels != answers`.",
            chosen=np.equal,
        ),
        Misconception(
            "mistakes to one side only",
            lambda *args: right(*args, chosen=np.less),
            "You find wrong answers that are above (or below) their label only. `!=` finds both.",
            [lambda *args: right(*args, chosen=np.greater)],
        ),
        Misconception(
            "the first ones, sorted",
            lambda labels, answers, confidences, count=6: (
                lambda wrong: wrong[np.argsort(-confidences[wrong])]
            )(np.flatnonzero(labels != answers)[:count]),
            "You take the first `count` wrong answers and sort these. Sort all of them first.",
        ),
        Misconception(
            "the sure ones only",
            lambda labels, answers, confidences, count=6: right(
                labels, np.where(confidences > 0.5, answers, labels), confidences, count
            ),
            "You leave out wrong answers of a low confidence. They count as well.",
        ),
        Misconception(
            "the labels",
            lambda labels, answers, confidences, count=6: labels[right(labels, answers, confidences, count)],
            "You return classes. Return the places of the pictures, so that they can be shown.",
            [
                lambda labels, answers, confidences, count=6: answers[
                    right(labels, answers, confidences, count)
                ]
            ],
        ),
        known(
            "all of them", "You return every wrong answer. At most `count` of them were asked for.", cut=False
        ),
        Misconception(
            "always six",
            lambda labels, answers, confidences, count=6: right(labels, answers, confidences, 6),
            "You always return six. `count` says how many.",
        ),
        Misconception(
            "the best of the worst left out",
            lambda labels, answers, confidences, count=6: right(labels, answers, confidences, count + 1)[1:],
            "The first one is missing: a slice from the end that loses one?",
        ),
        filled_up,
        unsorted,
        sorted_by_place,
        values,
        as_mask,
        Misconception(
            "all zeros",
            lambda *args: np.zeros(len(by_sorting(*args)), dtype=int),
            "Your result has the right shape, but every entry is 0: was the array made and never filled?",
        ),
    ),
    hints=(
        "First: which pictures are wrong? Then: in which order?",
        "`wrong = np.flatnonzero(labels != answers)` are places. Sort them by `confidences[wrong]`.",
        "`order = np.argsort(-confidences[wrong])`, and `wrong[order][:count]`.",
    ),
)
