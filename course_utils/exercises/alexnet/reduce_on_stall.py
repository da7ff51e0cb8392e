"""reduce_on_stall: a tenth of the rate whenever the loss no longer falls."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception


def by_torch(losses, rate=0.01, factor=0.1, patience=3):
    """PyTorch counts the bad epochs that change nothing: one fewer."""
    import torch

    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], rate)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimiser, factor=factor, patience=patience - 1, threshold=0, eps=0
    )
    for loss in losses:
        schedule.step(float(loss))
    return optimiser.param_groups[0]["lr"]


def stalling(better=lambda loss, best: loss < best, wait=0, forget=False, cut=None, recount=True):
    """An answer in which one of the rules can be exchanged."""

    def reduce_on_stall(losses, rate=0.01, factor=0.1, patience=3):
        best, bad = np.inf, 0
        for loss in losses:
            if better(loss, best):
                best, bad = loss, 0
            else:
                bad += 1
            if bad >= patience + wait:
                rate = cut(rate, factor) if cut else rate * factor
                bad = 0 if recount else bad
                best = np.inf if forget else best
        return rate

    return reduce_on_stall


def by_places(losses, rate=0.01, factor=0.1, patience=3):
    since = 0  # the last epoch that was the best so far, or after which the rate was cut
    for epoch, loss in enumerate(losses):
        if loss < min(losses[:epoch], default=np.inf):
            since = epoch
        elif epoch - since == patience:
            rate, since = rate * factor, epoch
    return rate


@misconception("compared with the epoch before")
def with_the_last(losses, rate=0.01, factor=0.1, patience=3):
    """You compare with the loss just before. A loss that rises and falls beats that again and again, and
    still
    never reaches its best: compare with the best so far.
    """
    bad, last = 0, np.inf
    for loss in losses:
        bad = 0 if loss < last else bad + 1
        last = loss
        if bad == patience:
            rate, bad = rate * factor, 0
    return rate


@misconception("bad epochs not in a row")
def not_in_a_row(losses, rate=0.01, factor=0.1, patience=3):
    """You count all bad epochs. A better one starts the count again from 0."""
    best, bad = np.inf, 0
    for loss in losses:
        bad += loss >= best
        best = min(best, loss)
        if bad == patience:
            rate, bad = rate * factor, 0
    return rate


@misconception("one cut only")
def once(losses, rate=0.01, factor=0.1, patience=3):
    """You cut the rate once. It is cut each time that the loss stalls again."""
    return max(by_torch(losses, rate, factor, patience), rate * factor)


@misconception("looks at the last epochs only")
def only_now(losses, rate=0.01, factor=0.1, patience=3):
    """You look at the last epochs alone, so the rate comes back after a cut. Go through all losses from the
    first.
    """
    stalled = len(losses) > patience and min(losses[-patience:]) >= min(losses[:-patience])
    return rate * factor if stalled else rate


HILLS = [3.0, 2.0, 2.5, 2.2, 2.4, 2.1, 2.3, 2.2]

REDUCE_ON_STALL = Exercise(
    name="reduce_on_stall",
    points=5,
    cases=(
        Case("no epoch yet", ([],), group="no cut"),
        Case("it falls all the time", ([2.0, 1.5, 1.2, 1.1, 1.0],), group="no cut"),
        Case("two bad epochs, then a better one", ([2.0, 2.1, 2.2, 1.9, 2.0],), group="no cut"),
        Case("three bad epochs", ([2.0, 2.1, 2.2, 2.3],), group="a cut"),
        Case("equal is not better", ([2.0, 2.0, 2.0, 2.0],), group="a cut"),
        Case("the rate stays low when the loss falls again", ([2.0, 2.1, 2.2, 2.3, 1.0],), group="a cut"),
        Case("hills below which it never falls", (HILLS,), {"patience": 2, "rate": 1.0}, "several cuts"),
        Case(
            "better by a little, bad in between",
            ([3.0, 3.1, 2.9, 3.0, 2.8, 2.9, 2.85, 2.7],),
            {"patience": 2, "factor": 0.5},
            "several cuts",
        ),
        Case(
            "thirty random losses",
            lambda rng: ((np.linspace(2, 1, 30) + rng.normal(scale=0.3, size=30)).tolist(),),
            {"patience": 2, "factor": 0.5, "rate": 0.3},
            "several cuts",
        ),
        Case(
            "six random losses",
            lambda rng: ((rng.uniform(1, 9) + np.array([0, 1, 2, 1.5, -1, 0.5])).tolist(),),
            group="a cut",
        ),
        Case(
            "a random fall",
            lambda rng: (np.sort(rng.uniform(0, 9, 8))[::-1].tolist(), rng.uniform()),
            group="no cut",
        ),
    ),
    oracle=by_torch,
    alternatives=(stalling(), by_places),
    misconceptions=(
        with_the_last,
        not_in_a_row,
        once,
        only_now,
        Misconception(
            "one epoch too late",
            stalling(wait=1),
            "You cut after one bad epoch more than `patience`. This is how PyTorch counts; here the rate is "
            "cut with the bad epoch number `patience`.",
        ),
        Misconception("one epoch too early", stalling(wait=-1), "You cut one bad epoch too early."),
        Misconception(
            "equal counts as better",
            stalling(better=lambda loss, best: loss <= best),
            "A loss equal to the best counts as better in your function. It has not fallen: it is a "
            "bad epoch.",
        ),
        Misconception(
            "rises counted",
            stalling(better=lambda loss, best: loss > best or best == np.inf),
            "You wait for the loss to rise: a better loss is a smaller one.",
        ),
        Misconception(
            "the best forgotten",
            stalling(forget=True),
            "After a cut you forget the best loss. Only the count starts again.",
        ),
        Misconception(
            "no new count after a cut",
            stalling(recount=False),
            "After a cut you go on counting, so each further bad epoch cuts again. Start again from 0.",
        ),
        Misconception(
            "factor subtracted",
            stalling(cut=lambda rate, factor: rate - factor),
            "You subtract the factor. The rate is multiplied by it.",
        ),
        Misconception(
            "divided by the factor",
            stalling(cut=lambda rate, factor: rate / factor),
            "Your rate grows: it is multiplied by the factor, not divided.",
        ),
        Misconception(
            "never cut", lambda losses, rate=0.01, *args, **options: rate, "The rate is never cut."
        ),
        Misconception("all zeros", lambda *args, **options: 0.0, "The rate is 0: nothing would be learned."),
    ),
    hints=(
        "Go through the losses from the first to the last, with two things in mind: the best so far, and how "
        "many bad epochs in a row.",
        "A better loss: keep it, and the count is 0. Else the count grows by 1.",
        "When the count reaches `patience`: `rate *= factor`, and the count is 0 again.",
    ),
)
