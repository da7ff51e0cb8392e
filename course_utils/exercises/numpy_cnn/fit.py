"""fit: a network learns, batch after batch."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from .fit_mistakes import MISTAKES, fitting
from .reference import drawn
from .sgd_step import by_the_paper
from .softmax_cross_entropy import by_torch


class Toy:
    """A network for the check: one layer, which writes down what it is shown."""

    def __init__(self, w):
        self.w, self.dw, self.seen = np.array(w, dtype=float), np.zeros(np.shape(w)), []
        self.b, self.db = np.zeros(len(w[0])), np.zeros(len(w[0]))

    def forward(self, x):
        self.x = x
        self.seen = [*self.seen, len(x)]
        return x @ self.w + self.b

    def backward(self, dy):
        self.dw += self.x.T @ dy
        self.db += dy.sum(axis=0)
        return dy @ self.w.T

    def parameters(self):
        return [(self.w, self.dw), (self.b, self.db)]


def names_the_rate(lr, train):
    """Whether this rate is in the sentence of the FloatingPointError, if training ends with one."""
    import re

    try:
        with np.errstate(all="ignore"):
            train()
    except FloatingPointError as error:
        sentence = str(error).replace(",", "").replace("_", "")
        numbers = re.findall(r"[0-9]*[.]?[0-9]+(?:e[+-]?[0-9]+)?", sentence.lower())
        return any(abs(float(number) - lr) <= 0.01 * lr for number in numbers)
    except NotImplementedError:
        raise  # nothing is written yet
    except Exception:
        return True  # another case is about it
    return True


def by_the_numbers(
    network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None
):
    """Every step by its number: independent of the loops of a solution."""
    count = -(-len(images) // batch_size)
    velocities = [np.zeros_like(w) for w, _ in network.parameters()]
    losses, order = [], np.arange(0)
    for step in range(epochs * count):
        place = step % count
        if place == 0:
            order = rng.permutation(len(images))
        chosen = order[place * batch_size : (place + 1) * batch_size]
        logits = network.forward(images[chosen])
        loss, gradient = by_torch(logits, labels[chosen])
        if not loss < 1000:
            raise FloatingPointError(f"a loss of {loss}, with a rate of {lr}")
        losses.append(loss)
        for _, dw in network.parameters():
            dw[...] = 0
        network.backward(gradient)
        by_the_paper(
            network.parameters(), velocities, lr * (1 - step / (epochs * count)), momentum, weight_decay
        )
        if report is not None:
            report(loss)
    return losses


def batches_first(
    network, images, labels, epochs, lr, rng, batch_size=64, momentum=0.9, weight_decay=0.0, report=None
):
    """All batches are listed before the first step."""
    orders = [rng.permutation(len(images)) for _ in range(epochs)]
    batches = [order[at : at + batch_size] for order in orders for at in range(0, len(order), batch_size)]
    return list(
        fitting(
            network, images, labels, batches, lr, momentum=momentum, weight_decay=weight_decay, report=report
        )
    )


MADE = "network = Toy(w)\n"
TRAIN = "fit(network, images, labels, epochs={}, lr={}, rng=np.random.default_rng(seed), batch_size={}{})\n"


def labelled(count, classes):
    return lambda rng: rng.integers(0, classes, count)


def case(name, group, lines, count=7, raises=None, **others):
    """A case on pictures of three pixels in two classes."""
    values = {
        "w": drawn(3, 2),
        "images": drawn(count, 3),
        "labels": labelled(count, 2),
        "seed": lambda rng: int(rng.integers(1000)),
    }
    return steps(name, MADE + lines, group, raises=raises, **values | others)


ALIKE = {"images": np.ones((7, 3)), "labels": np.arange(7) % 2}  # nothing can be learned from these


FIT = Exercise(
    name="fit",
    points=10,
    cases=(
        case("one step", "one epoch", TRAIN.format(1, 0.5, 7, "") + "network.w"),
        case("two batches and a rest", "one epoch", TRAIN.format(1, 0.5, 3, "") + "network.w\nnetwork.seen"),
        case("three epochs", "several epochs", TRAIN.format(3, 0.5, 3, "") + "network.w\nnetwork.b"),
        case(
            "batches that are all full",
            "several epochs",
            TRAIN.format(2, 0.5, 3, "") + "network.w",
            count=6,
        ),
        case(
            "batches of 64 by default",
            "several epochs",
            TRAIN.format(1, 0.5, 64, "").replace(", batch_size=64", "") + "network.seen",
            count=70,
        ),
        case(
            "momentum and weight decay",
            "several epochs",
            TRAIN.format(2, 0.5, 4, ", momentum=0.5, weight_decay=0.1") + "network.w",
        ),
        case(
            "every loss is reported",
            "report",
            "told = []\nlosses = " + TRAIN.format(2, 0.1, 4, ", report=told.append") + "told",
        ),
        case(
            "a rate that is not too large", "a rate that diverges", TRAIN.format(2, 1.0, 2, "") + "network.w"
        ),
        *(
            case(
                f"a rate of {rate}",
                "a rate that diverges",
                f"with np.errstate(all='ignore'): {TRAIN.format(9, rate, 2, '').rstrip()}",
                raises=FloatingPointError,
                **ALIKE,
            )
            for rate in ("1e5", "1e308")
        ),
        case(
            "a picture of nan",
            "a rate that diverges",
            TRAIN.format(1, 0.1, 7, "").rstrip(),
            raises=FloatingPointError,
            images=np.full((7, 3), np.nan),
        ),
        case(
            "a sentence with the rate",
            "a rate that diverges",
            f"names_the_rate(12345.0, lambda: {TRAIN.format(9, 12345.0, 2, '').rstrip()})",
            **ALIKE,
        ),
    ),
    oracle=by_the_numbers,
    tools=(Toy, names_the_rate),
    alternatives=(by_the_numbers, batches_first),
    forbidden=("torch", "sklearn"),
    misconceptions=MISTAKES,
    hints=(
        "Two loops: over the epochs, and over the batches of one order. Count the steps: the rate "
        "depends on it.",
        "A step: forward, loss and gradient, clear all `dw`, backward, `sgd_step`. The parameters and "
        "velocities "
        "are made once, before the loops. The last batch of an epoch may be smaller: a slice allows that.",
        "`order = rng.permutation(len(images))`; `for at in range(0, len(images), batch_size): chosen = "
        "order[at : at + batch_size]`; `dw[...] = 0` clears; `lr * (1 - len(losses) / steps)` is the "
        "rate, before "
        "the loss is appended; `if not loss < 1000: raise FloatingPointError(...)`.",
    ),
)
