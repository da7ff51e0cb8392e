"""confusion_matrix: which class is taken for which."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros


def by_scikit_learn(labels, answers, classes=10):
    from sklearn import metrics

    return metrics.confusion_matrix(labels, answers, labels=range(classes))


def added(labels, answers, classes=10):
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, answers), 1)
    return counts


def by_numbers(labels, answers, classes=10):
    return np.bincount(labels * classes + answers, minlength=classes**2).reshape(classes, classes)


def one_by_one(labels, answers, classes=10):
    found = Counter(zip(labels.tolist(), answers.tolist(), strict=True))
    return np.array([[found[row, column] for column in range(classes)] for row in range(classes)])


@misconception("repeated pairs counted once")
def once(labels, answers, classes=10):
    """No entry is above 1: `counts[labels, answers] += 1` adds once for each place, however often a pair is
    there. `np.add.at` adds every time.
    """
    counts = np.zeros((classes, classes), dtype=int)
    counts[labels, answers] += 1
    return counts


@misconception("rows and columns exchanged")
def transposed(labels, answers, classes=10):
    """Your rows are the answers. Rows are the true classes, columns what the network said."""
    return added(answers, labels, classes)


@misconception("only the mistakes")
def only_mistakes(labels, answers, classes=10):
    """Your diagonal is 0. Right answers count, too: they are the diagonal."""
    counts = added(labels, answers, classes)
    return counts - np.diag(np.diag(counts))


@misconception("only the right answers")
def only_right(labels, answers, classes=10):
    """Only your diagonal is filled. Off it, count which class was taken for which."""
    return np.diag(np.diag(added(labels, answers, classes)))


@misconception("shares for counts")
def shares(labels, answers, classes=10):
    """You divide. Return how many pictures there are, whole numbers."""
    counts = added(labels, answers, classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


@shares.also
def shares_of_all(labels, answers, classes=10):
    return added(labels, answers, classes) / max(len(labels), 1)


@misconception("as many classes as were seen")
def as_seen(labels, answers, classes=10):
    """The matrix has only as many rows as classes were seen. It has `classes` of them, whatever comes."""
    return added(labels, answers, int(max(labels.max(initial=-1), answers.max(initial=-1))) + 1)


@misconception("always ten classes")
def always_ten(labels, answers, classes=10):
    """Your matrix is always 10 by 10. Its size is `classes`."""
    return added(labels, answers, 10)


@misconception("class 0 left out")
def counted_from_one(labels, answers, classes=10):
    """Row 0 and column 0 are missing or empty. Classes are counted from 0."""
    counts = added(labels, answers, classes)
    counts[0] = counts[:, 0] = 0
    return counts


def drawn(count, classes=10):
    """Labels and answers, most of them right."""

    def draw(rng):
        labels = rng.integers(0, classes, count)
        answers = np.where(rng.random(count) < 0.6, labels, rng.integers(0, classes, count))
        return (labels, answers, classes)

    return draw


CONFUSION_MATRIX = Exercise(
    name="confusion_matrix",
    points=4,
    cases=(
        Case(
            "five digits",
            (np.array([0, 1, 1, 1, 2]), np.array([0, 1, 2, 2, 2]), 3),
            dtype="int",
            group="small ones",
        ),
        Case("1,500 pictures of two classes", drawn(1500, 2), dtype="int", group="small ones"),
        Case(
            "ten digits, all of them right", (np.arange(10), np.arange(10)), dtype="int", group="ten digits"
        ),
        Case("300 digits", drawn(300), dtype="int", group="ten digits"),
        Case(
            "three of ten classes are seen",
            (np.array([2, 2, 0]), np.array([2, 1, 0])),
            dtype="int",
            group="all classes",
        ),
        Case("fifteen classes", drawn(200, 15), dtype="int", group="all classes"),
    ),
    oracle=by_scikit_learn,
    alternatives=(added, by_numbers, one_by_one),
    another_way=(
        by_numbers,
        "Each pair becomes one number, `10 * label + answer`, and `bincount` counts numbers fast.",
    ),
    forbidden=("sklearn",),
    misconceptions=(
        once,
        transposed,
        only_mistakes,
        only_right,
        shares,
        as_seen,
        always_ten,
        counted_from_one,
        Misconception(
            "one number for the matrix",
            lambda labels, answers, classes=10: int((labels == answers).sum()),
            "You return how many answers are right. A matrix says which class was taken for which.",
        ),
        zeros(by_scikit_learn),
    ),
    hints=(
        "Each picture adds 1 to one entry. In which row, and in which column?",
        "`counts[labels, answers] += 1` is nearly right, but it counts a pair once, however often it comes. "
        "A loop does not, and neither does `np.add.at`.",
        "`counts = np.zeros((classes, classes), dtype=int)`, then `np.add.at(counts, (labels, answers), 1)`.",
    ),
)
