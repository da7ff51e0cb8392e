"""What people get wrong in `fit`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...checks.exercise import Misconception, misconception
from .sgd_step_mistakes import in_place
from .softmax_cross_entropy import right

STOPS: dict[str, Callable[[float], bool]] = {
    "always": lambda loss: not loss < 1000,
    "without the rate": lambda loss: not loss < 1000,
    "at nan": np.isnan,
    "above 1000": lambda loss: loss >= 1000,
    "never": lambda loss: False,
}


def fitting(
    network, images, labels, batches, lr, *, momentum, weight_decay, report, clear=True,
    stops="always", fresh="never", other_labels=None, rate=None,
):  # fmt: skip
    """The losses of training on these batches; wrong in other ways with other options."""
    velocities = [np.zeros_like(w) for w, _ in network.parameters()]
    at = 0
    for step, chosen in enumerate(batches):
        wanted = labels[chosen] if other_labels is None else other_labels(labels, at, len(chosen))
        logits = network.forward(images[chosen])
        with np.errstate(all="ignore"):
            loss, gradient = right(logits, wanted)
        if STOPS[stops](loss):
            at_which = "" if stops == "without the rate" else f": the rate {lr} is too large"
            raise FloatingPointError(f"the loss is {loss} in step {step + 1}{at_which}")
        if clear:
            for _, dw in network.parameters():
                dw[...] = 0
        network.backward(gradient)
        share = 1 - step / len(batches) if rate is None else rate(step, len(images), batches)
        if fresh == "each step" or (fresh == "each epoch" and at == 0):
            velocities = [np.zeros_like(w) for w, _ in network.parameters()]
        in_place(network.parameters(), velocities, lr * share, momentum, weight_decay)
        if report is not None:
            report(loss)
        yield loss
        at = (at + len(chosen)) % len(images)


def in_an_epoch(count, batches):
    """The steps of an epoch, where every picture is seen in each."""
    return next(
        (number for number in range(1, len(batches)) if sum(map(len, batches[:number])) == count),
        len(batches),
    )


def cut(order, batch_size):
    return [order[at : at + batch_size] for at in range(0, len(order), batch_size)]


def fit_with(batches=None, losses=lambda found, steps: found, numbers_of=None, **options):
    """A `fit` that takes other batches, returns other losses, or ignores some of its numbers."""

    def wrong(
        network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None
    ):
        numbers = {"momentum": momentum, "weight_decay": weight_decay, "report": report}
        numbers |= numbers_of or {}
        if batches is None:
            chosen = [part for _ in range(epochs) for part in cut(rng.permutation(len(images)), batch_size)]
        else:
            chosen = batches(len(images), epochs, rng, batch_size)
        found = list(fitting(network, images, labels, chosen, lr, **numbers, **options))
        return losses(found, in_an_epoch(len(images), chosen))

    return wrong


def known(name, advice, *others, **changes):
    """A misconception by the options of `fit_with`; others: the options of its other forms."""
    return Misconception(name, fit_with(**changes), advice, [fit_with(**other) for other in others])


def one_order(count, epochs, rng, batch_size):
    order = rng.permutation(count)
    return [part for _ in range(epochs) for part in cut(order, batch_size)]


def drawn_anew(count, epochs, rng, batch_size):
    return [rng.choice(count, len(part)) for _ in range(epochs) for part in cut(np.arange(count), batch_size)]


def orders_with_repetition(count, epochs, rng, batch_size):
    return [part for _ in range(epochs) for part in cut(rng.integers(count, size=count), batch_size)]


def always_64(count, epochs, rng, batch_size):
    return [part for _ in range(epochs) for part in cut(rng.permutation(count), 64)]


def own_order(seed):
    def batches(count, epochs, rng, batch_size):
        own = np.random.default_rng(seed)
        return [part for _ in range(epochs) for part in cut(own.permutation(count), batch_size)]

    return batches


def whole_batches(count, epochs, rng, batch_size):
    every = [part for _ in range(epochs) for part in cut(rng.permutation(count), batch_size)]
    return [part for part in every if len(part) == batch_size]


@misconception("trained on a copy")
def on_a_copy(network, *args, **options):
    """The network that you were given is as before. Train it itself, not a copy."""
    import copy

    return fit_with()(copy.deepcopy(network), *args, **options)


def by_count(seen):
    """A share of the rate, where the steps are counted otherwise: `seen(count, batch size, epochs)`."""

    def share(step, count, batches):
        size = max(map(len, batches))
        epochs = sum(map(len, batches)) // count
        return 1 - step / max(1, seen(count, size, epochs))

    return share


def by_epoch(step, count, batches):
    each = in_an_epoch(count, batches)
    return 1 - step // each / (len(batches) / each)


def in_each_epoch(step, count, batches):
    each = in_an_epoch(count, batches)
    return 1 - step % each / each


def dropped_but_counted(step, count, batches):
    """The steps of last batches that are never run: one in each epoch, where the size does not divide."""
    size = len(batches[0]) if batches else 1
    return 1 - step / (len(batches) // max(1, count // size) * -(-count // size))


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
        "Some pictures come twice in an epoch, and others never. Cut one order, `rng.permutation(N)`, into "
        "pieces.",
        {"batches": orders_with_repetition},
        batches=drawn_anew,
    ),
    known(
        "last batch dropped",
        "The pictures that do not fill a batch are left out. The last batch may be smaller.",
        {"batches": whole_batches, "rate": dropped_but_counted},
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
        {"other_labels": lambda labels, at, size: labels[at : at + size]},
        other_labels=lambda labels, at, size: labels[:size],
    ),
    known(
        "the rate falls from epoch to epoch",
        "The rate stays the same in all steps of an epoch. It falls in every step: s counts the steps of all "
        "epochs.",
        rate=by_epoch,
    ),
    known(
        "the rate begins anew in every epoch",
        "s begins at 0 again in every epoch. It counts the steps of all epochs, and so does `steps`.",
        {"rate": lambda step, count, batches: 1 - step % in_an_epoch(count, batches) / len(batches)},
        rate=in_each_epoch,
    ),
    known(
        "steps counted from 1",
        "Your s is 1 in the first step, and the rate of the last one is 0. Count from 0: the first step has "
        "the whole rate.",
        rate=lambda step, count, batches: 1 - (step + 1) / len(batches),
    ),
    known(
        "another number of steps",
        "The rate falls by other shares: `steps` is epochs times the batches of an epoch, and a smaller last "
        "batch counts: divide N by batch_size and round up.",
        {"rate": lambda step, count, batches: 1 - step / max(1, len(batches) - 1)},
        {"rate": lambda step, count, batches: 1 - step / in_an_epoch(count, batches)},
        {"rate": by_count(lambda count, size, epochs: epochs)},
        {"rate": by_count(lambda count, size, epochs: epochs * count)},
        {"rate": by_count(lambda count, size, epochs: epochs * (count // size + 1))},
        {"rate": by_count(lambda count, size, epochs: epochs * count / size)},
        rate=by_count(lambda count, size, epochs: epochs * (count // size)),
    ),
    known(
        "a generator of its own",
        "The order does not depend on `rng`: take `rng.permutation(N)` from the generator that you are "
        "given, and make none.",
        {"batches": own_order(1)},
        {"batches": own_order(42)},
        batches=own_order(0),
    ),
    known(
        "batches of 64 always",
        "`batch_size` is an argument, and 64 only its default.",
        batches=always_64,
    ),
    known(
        "the rate never falls",
        "The rate stays as it begins. In step s, counted from 0, it is lr * (1 - s / steps).",
        rate=lambda *steps: 1,
    ),
    known(
        "velocities of 0 in every epoch",
        "The velocities are 0 again at the beginning of every epoch. Make them once, before the loops.",
        fresh="each epoch",
    ),
    known(
        "no momentum",
        "There is no momentum: does `momentum` reach `sgd_step`, and are the velocities made only once, "
        "before the loops?",
        {"fresh": "each step"},
        numbers_of={"momentum": 0.0},
    ),
    known(
        "momentum not passed on",
        "`momentum` does not reach `sgd_step`, which takes its own default, 0.9.",
        numbers_of={"momentum": 0.9},
    ),
    known(
        "weight decay not passed on",
        "`weight_decay` does not reach `sgd_step`.",
        numbers_of={"weight_decay": 0.0},
    ),
    known(
        "one loss for each epoch",
        "You return a loss for each epoch. Return those of all steps.",
        {"losses": lambda found, steps: found[steps - 1 :: steps]},
        {"losses": lambda found, steps: [sum(part) for part in cut(found, steps)]},
        losses=lambda found, steps: [float(np.mean(part)) for part in cut(found, steps)],
    ),
    known(
        "nothing reported",
        "`report` is never called. Call `report(loss)` in every step.",
        numbers_of={"report": None},
    ),
    known(
        "last loss only",
        "You return one loss. Collect the losses of all steps in a list.",
        losses=lambda found, steps: found[-1] if found else 0.0,
    ),
    known(
        "no error when the loss explodes",
        "Training with a rate that is far too large ends without an error. Raise a FloatingPointError as "
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
    known(
        "nan not noticed",
        "A loss of nan does not stop your training: `nan >= 1000` is False, as is every comparison with nan. "
        "Ask `not loss < 1000`.",
        stops="above 1000",
    ),
    known(
        "the rate not named",
        "You raise the right error. Its sentence should name `lr`, so that whoever reads it knows what to "
        "change.",
        stops="without the rate",
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
