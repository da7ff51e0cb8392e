"""What people get wrong in `fit`."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from .sgd_step import in_place
from .softmax_cross_entropy import right


def fitting(
    network, images, labels, batches, lr, *, momentum, weight_decay, report, clear=True, falls=True,
    stops="always", fresh=False, other_labels=None,
):  # fmt: skip
    """The losses of training on these batches; wrong in other ways with other options."""
    velocities = [np.zeros_like(w) for w, _ in network.parameters()]
    for step, chosen in enumerate(batches):
        wanted = labels[chosen] if other_labels is None else other_labels(labels, chosen)
        logits = network.forward(images[chosen])
        with np.errstate(all="ignore"):
            loss, gradient = right(logits, wanted)
        if (stops == "always" and not loss < 1000) or (stops == "at nan" and np.isnan(loss)):
            raise FloatingPointError(f"the loss is {loss} in step {step + 1}: the rate {lr} is too large")
        if clear:
            for _, dw in network.parameters():
                dw[...] = 0
        network.backward(gradient)
        rate = lr * (1 - step / len(batches)) if falls else lr
        if fresh:
            velocities = [np.zeros_like(w) for w, _ in network.parameters()]
        in_place(network.parameters(), velocities, rate, momentum, weight_decay)
        if report is not None:
            report(loss)
        yield loss


def cut(order, batch_size):
    return [order[at : at + batch_size] for at in range(0, len(order), batch_size)]


def fit_with(batches=None, losses=lambda found: found, without=(), **options):
    """A `fit` that takes other batches, returns other losses, or ignores some of its numbers."""

    def wrong(
        network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None
    ):
        numbers = {"momentum": momentum, "weight_decay": weight_decay, "report": report}
        neutral = {"momentum": 0.0, "weight_decay": 0.0, "report": None}
        numbers |= {name: neutral[name] for name in without}
        if batches is None:
            chosen = [part for _ in range(epochs) for part in cut(rng.permutation(len(images)), batch_size)]
        else:
            chosen = batches(len(images), epochs, rng, batch_size)
        return losses(list(fitting(network, images, labels, chosen, lr, **numbers, **options)))

    return wrong


def known(name, advice, **changes):
    return Misconception(name, fit_with(**changes), advice)


def one_order(count, epochs, rng, batch_size):
    order = rng.permutation(count)
    return [part for _ in range(epochs) for part in cut(order, batch_size)]


def drawn_anew(count, epochs, rng, batch_size):
    return [rng.choice(count, len(part)) for _ in range(epochs) for part in cut(np.arange(count), batch_size)]


def whole_batches(count, epochs, rng, batch_size):
    every = [part for _ in range(epochs) for part in cut(rng.permutation(count), batch_size)]
    return [part for part in every if len(part) == batch_size]


@misconception("trained on a copy")
def on_a_copy(network, *args, **options):
    """The network that you were given is as before. Train it itself, not a copy."""
    import copy

    return fit_with()(copy.deepcopy(network), *args, **options)


no_momentum = known(
    "no momentum",
    "There is no momentum: does `momentum` reach `sgd_step`, and are the velocities made only once, before "
    "the loops?",
    without=("momentum",),
)
no_momentum.also(fit_with(fresh=True))

MISTAKES = (
    known(
        "gradients never cleared",
        "The gradients of all steps add up. Set every `dw` to 0 before `backward`: `dw[...] = 0`.",
        clear=False,
    ),
    known(
        "the same order in every epoch",
        "You shuffle once. Draw a new order at the beginning of every epoch.",
        batches=one_order,
    ),
    known(
        "not shuffled",
        "The pictures come in their own order. Draw `rng.permutation(len(images))` in every epoch.",
        batches=lambda count, epochs, rng, batch_size: cut(np.arange(count), batch_size) * epochs,
    ),
    known(
        "batches drawn with repetition",
        "You draw each batch by itself, so some pictures come twice in an epoch and others never. Cut "
        "one order "
        "into pieces.",
        batches=drawn_anew,
    ),
    known(
        "last batch dropped",
        "The pictures that do not fill a batch are left out. The last batch may be smaller.",
        batches=whole_batches,
    ),
    known(
        "one epoch only",
        "Training ends after the first epoch: is the `return` indented too far?",
        batches=lambda count, epochs, rng, batch_size: cut(rng.permutation(count), batch_size),
    ),
    known(
        "labels in another order",
        "The pictures are shuffled, and the labels are not: take both with the same numbers.",
        other_labels=lambda labels, chosen: labels[: len(chosen)],
    ),
    known(
        "the rate never falls",
        "The rate stays as it begins. In step s, counted from 0, it is lr * (1 - s / steps).",
        falls=False,
    ),
    no_momentum,
    known(
        "weight decay not passed on", "`weight_decay` does not reach `sgd_step`.", without=("weight_decay",)
    ),
    known(
        "nothing reported",
        "`report` is never called. Call `report(loss)` in every step.",
        without=("report",),
    ),
    known(
        "last loss only",
        "You return one loss. Collect the losses of all steps in a list.",
        losses=lambda found: found[-1] if found else 0.0,
    ),
    known(
        "trains on with nan",
        "When the loss explodes, your loop goes on until every weight is nan. Stop with a "
        "FloatingPointError as "
        "soon as the loss is not below 1000; nan is not below 1000 either.",
        stops="never",
    ),
    known(
        "only nan noticed",
        "You stop at nan. Long before that the loss is in the thousands, and nothing is learned any "
        "more: stop "
        "as soon as it is not below 1000.",
        stops="at nan",
    ),
    on_a_copy,
    Misconception(
        "all zeros",
        lambda network, images, labels, epochs, lr, rng, batch_size=64, **options: (
            [0.0] * (epochs * -(-len(images) // batch_size))
        ),
        "All your losses are 0, and the network did not change.",
    ),
)
