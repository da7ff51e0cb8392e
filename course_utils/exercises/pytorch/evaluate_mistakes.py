"""What people get wrong in `evaluate`."""

from __future__ import annotations

import contextlib
from typing import Any

from ...checks.exercise import Misconception
from .reference import loss_of, softmax


def evaluating(
    *, mode="eval", back="as it was", gradients="off", axis=1, before=lambda scores: scores,
    loss="of pictures", accuracy="of pictures", first_only=False, full_only=False, cost=None,
    result=lambda loss, accuracy: (loss, accuracy),
) -> Any:  # fmt: skip
    """An `evaluate` that is right, or wrong in other ways with other options."""

    def wrong(model, batches):
        import torch

        was_training = model.training
        if mode:
            model.train(mode == "train")
        if gradients == "off for good":
            torch.set_grad_enabled(False)
        if gradients == "of no parameter":
            model.requires_grad_(False)
        rows: list[Any] = []
        with torch.no_grad() if gradients == "off" else contextlib.nullcontext():
            for x, y in batches:
                if full_only and rows and len(y) < rows[0][2]:
                    continue
                scores = model(x)
                mean = (cost or torch.nn.functional.cross_entropy)(before(scores), y).item()
                rows.append((mean, (scores.argmax(dim=axis) == y).sum().item(), len(y)))
                if first_only:
                    break
                if back == "after the first batch":
                    model.train(was_training)
        if back and back != "after the first batch":
            model.train(was_training if back == "as it was" else back == "train")
        return result(loss_of([(mean, n) for mean, _, n in rows], loss), _accuracy(rows, accuracy))

    return wrong


def _accuracy(rows, how):
    count = sum(n for *_, n in rows)
    return {
        "of pictures": sum(right for _, right, _ in rows) / count,
        "of batches": sum(right / n for _, right, n in rows) / len(rows),
        "number": sum(right for _, right, _ in rows),
        "whole": sum(right for _, right, _ in rows) // count,
        "of full batches": sum(right for _, right, _ in rows) / (len(rows) * rows[0][2]),
        "percent": 100 * sum(right for _, right, _ in rows) / count,
        "last": rows[-1][1] / rows[-1][2],
    }[how]


def known(name, advice, *others, **options):
    """A mistake by its options; the others are more forms of it."""
    return Misconception(name, evaluating(**options), advice, [evaluating(**other) for other in others])


def squares(scores, y):
    import torch

    return ((softmax(scores) - torch.nn.functional.one_hot(y, scores.shape[1])) ** 2).mean()


def without_softmax(scores, y):
    import torch

    return torch.nn.functional.nll_loss(scores, y)


def as_tensors(loss, accuracy):
    import torch

    return torch.tensor(loss), torch.tensor(accuracy)


MISTAKES = (
    known(
        "mean of the means of batches",
        "You take the mean of the means of all batches. The last batch is smaller, and each of its pictures "
        "counts more than the others: add up over pictures, and divide by their number.",
        {"loss": "of batches", "accuracy": "of batches"},
        {"accuracy": "of batches"},
        loss="of batches",
    ),
    known(
        "means added, divided by the number of pictures",
        "`cross_entropy` gives the mean of a batch. You add up means and divide by the number of pictures: "
        'the loss is far too small. Use `reduction="sum"`, or multiply each mean by the size of its batch.',
        loss="means by pictures",
    ),
    known(
        "losses added, not divided",
        "You add up the losses and do not divide by the number of pictures.",
        {"loss": "sum of means"},
        {"loss": "sums by batches"},
        loss="sum",
    ),
    known(
        "last batch only",
        "The result is that of the last batch. Add up inside the loop.",
        {"loss": "last"},
        {"accuracy": "last"},
        loss="last",
        accuracy="last",
    ),
    known(
        "first batch only",
        "You stop after the first batch: is the `return` indented too far?",
        first_only=True,
    ),
    known(
        "mode for use forgotten",
        "The model is still in training mode: batch normalisation takes the mean of this very batch, and "
        "changes; dropout would drop. Call `model.eval()` first.",
        {"mode": None, "back": None},
        {"mode": "train"},
        mode=None,
    ),
    known(
        "left in its mode for use",
        "After your test the model is in its mode for use. Who trains on would train without dropout: put "
        "the mode back in which it was.",
        back=None,
    ),
    known(
        "the mode comes back too early",
        "From the second batch on the model is in its old mode: put the mode back after the loop.",
        back="after the first batch",
    ),
    known(
        "always put into training mode",
        "After your test the model is in training mode, even if it was not before. Remember `model.training` "
        "first.",
        back="train",
    ),
    known(
        "gradients recorded",
        "The results are right, but PyTorch records every step for a way back that nobody goes, and keeps "
        "all maps in memory. Test under `torch.no_grad()`.",
        gradients="on",
    ),
    known(
        "gradients switched off for good",
        "After your test no gradients are recorded any more, so nothing can learn. Use `with "
        "torch.no_grad():`, which ends by itself.",
        {"gradients": "of no parameter"},
        gradients="off for good",
    ),
    known(
        "largest score along the wrong axis",
        "`argmax(dim=0)` looks for the best picture of each class. Each row is a picture: the best class is "
        "along the last axis.",
        axis=0,
    ),
    known(
        "softmax before cross-entropy",
        "`cross_entropy` does its own softmax. It takes the scores as they come out of the model.",
        before=softmax,
    ),
    known(
        "a whole number for the fraction",
        "`//` leaves no fraction: 0, or 1 if all are right. Divide with `/`.",
        accuracy="whole",
    ),
    known(
        "every batch taken as full",
        "You count each batch as large as the first, and the last one is smaller: count with `len(y)`.",
        loss="of full batches",
        accuracy="of full batches",
    ),
    known("a number, not a fraction", "You return how many are right. Divide by all.", accuracy="number"),
    known("percent", "The accuracy is a fraction from 0 to 1, not a percentage.", accuracy="percent"),
    known(
        "accuracy first",
        "The two results are in the other order: the loss comes first.",
        result=lambda loss, accuracy: (accuracy, loss),
    ),
    known("only the loss", "You return one number. Return the loss and the accuracy.", result=lambda a, b: a),
    known(
        "the error, not the accuracy",
        "You return the fraction that is wrong. The accuracy is the fraction that is right.",
        result=lambda loss, accuracy: (loss, 1 - accuracy),
    ),
    known(
        "mean squared error for the cross-entropy",
        "Your loss is made of squares. Cross-entropy is minus the logarithm of the label's probability.",
        cost=squares,
    ),
    known(
        "cross-entropy without its softmax",
        "`nll_loss` takes logarithms of probabilities, and yours are plain scores: use `cross_entropy`.",
        cost=without_softmax,
    ),
    known(
        "the smaller last batch left out",
        "The last batch is smaller, and you leave it out. Its pictures count as the others do.",
        full_only=True,
    ),
    Misconception("all zeros", lambda model, batches: (0.0, 0.0), "Both numbers are 0: nothing was counted."),
)
