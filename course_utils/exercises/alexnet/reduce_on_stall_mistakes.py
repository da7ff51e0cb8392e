"""What people get wrong in `reduce_on_stall`."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception


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


def stalling(
    better=lambda loss, best: loss < best, wait=0, forget=False, cut=None, recount=True, first=np.inf
):  # fmt: skip
    """An answer in which one of the rules can be exchanged."""

    def reduce_on_stall(losses, rate=0.01, factor=0.1, patience=3):
        best, bad = first, 0
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


def one_for_a_run(losses, rate=0.01, factor=0.1, patience=3):
    best, bad = np.inf, 0
    for loss in losses:
        best, bad = (loss, 0) if loss < best else (best, bad + 1)
        rate *= factor if bad == patience else 1
    return rate


def first_is_bad(losses, rate=0.01, factor=0.1, patience=3):
    return stalling(first=losses[0] if losses else np.inf)(losses, rate, factor, patience)


MISTAKES = (
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
    Misconception(
        "better by a margin only",
        stalling(better=lambda loss, best: loss < 0.99 * best),
        "A loss counts as better in your function only by a margin. Every loss below the best is better.",
        [
            stalling(better=lambda loss, best: loss < 0.9999 * best),
            stalling(better=lambda loss, best: loss < best - 0.01),
            stalling(better=lambda loss, best: loss < best - 1e-4),
        ],
    ),
    Misconception(
        "one cut for each run of bad epochs",
        one_for_a_run,
        "After a cut you wait for a better epoch before you count again. The count begins again at once.",
    ),
    Misconception(
        "the first epoch counted as bad",
        first_is_bad,
        "Your first epoch counts as bad. Nothing was better before it: begin with infinity.",
    ),
    Misconception(
        "the best begins too low",
        stalling(first=0.0),
        "Your best loss begins at a number that losses never fall below. Begin with infinity.",
        [stalling(first=1.0)],
    ),
    Misconception(
        "rates of all epochs",
        lambda losses, *args, **options: [
            by_torch(losses[: k + 1], *args, **options) for k in range(len(losses))
        ],
        "You return the rate of each epoch. Return the last one.",
    ),
    Misconception(
        "from the last loss to the first",
        lambda losses, *args, **options: by_torch(losses[::-1], *args, **options),
        "You go through the losses from the newest to the oldest.",
    ),
    Misconception(
        "the last loss not looked at",
        lambda losses, *args, **options: by_torch(losses[:-1], *args, **options),
        "You leave out the last loss: it may be the one that cuts.",
        [lambda losses, *args, **options: by_torch(losses[1:], *args, **options)],
    ),
    Misconception(
        "the share taken away",
        stalling(cut=lambda rate, factor: rate * (1 - factor)),
        "You take the share `factor` away from the rate. It is multiplied by `factor`.",
    ),
    Misconception("one epoch too early", stalling(wait=-1), "You cut one bad epoch too early."),
    Misconception(
        "equal counts as better",
        stalling(better=lambda loss, best: loss <= best),
        "A loss equal to the best counts as better in your function. It has not fallen: it is a bad epoch.",
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
    Misconception("never cut", lambda losses, rate=0.01, *args, **options: rate, "The rate is never cut."),
    Misconception("all zeros", lambda *args, **options: 0.0, "The rate is 0: nothing would be learned."),
)
