"""What people get wrong in `train_one_epoch`."""

from __future__ import annotations

from typing import Any

from ...checks.exercise import Misconception
from .reference import loss_of, softmax


def training(
    *, mode="train", clear="every step", backward=True, step="optimizer", reduction="mean",
    before=lambda scores: scores, measured="before", loss="of pictures", first_only=False,
) -> Any:  # fmt: skip
    """A `train_one_epoch` that is right, or wrong in other ways with other options."""

    def wrong(model, batches, optimizer):
        import torch

        cost = torch.nn.functional.cross_entropy
        if mode:
            model.train(mode == "train")
        optimizer.zero_grad()
        rows = []
        for x, y in batches:
            found = cost(before(model(x)), y, reduction=reduction)
            if clear == "every step":
                optimizer.zero_grad()
            if backward:
                found.backward()
            if clear == "too late":
                optimizer.zero_grad()
            if step == "optimizer":
                optimizer.step()
            elif step == "by hand":
                with torch.no_grad():
                    for parameter in model.parameters():
                        parameter -= optimizer.param_groups[0]["lr"] * parameter.grad
            if measured == "after":
                found = cost(model(x), y)
            rows.append((found.item() / (len(y) if reduction == "sum" else 1), len(y)))
            if first_only:
                break
        return loss_of(rows, loss)

    return wrong


def known(name, advice, *others, **options):
    """A mistake by its options; the others are more forms of it."""
    return Misconception(name, training(**options), advice, [training(**other) for other in others])


MISTAKES = (
    known(
        "gradients never cleared",
        "`backward` adds to the gradients that are there, so those of all earlier batches stay. Call "
        "`optimizer.zero_grad()` in every step, before `backward`.",
        clear="never",
    ),
    known(
        "nothing is learned",
        "The weights stay as they were. Is there `loss.backward()`, after it `optimizer.step()`, and no "
        "`zero_grad()` between the two?",
        {"backward": False},
        {"clear": "too late"},
        step=None,
    ),
    known(
        "training mode forgotten",
        "The model came in its mode for use, and you trained it so: dropout does nothing then, and batch "
        "normalisation learns nothing. Call `model.train()` first.",
        {"mode": "eval"},
        mode=None,
    ),
    known(
        "the optimizer not used",
        "You change the weights by plain gradient descent. An optimizer may have a memory, such as Adam's: "
        "call `optimizer.step()`.",
        step="by hand",
    ),
    known(
        "gradients of a sum",
        "Your step goes along the gradient of the *sum* of a batch, so it grows with the batch. Take the "
        "mean for `backward`.",
        reduction="sum",
    ),
    known(
        "softmax before cross-entropy",
        "`cross_entropy` does its own softmax. It takes the scores as they come out of the model.",
        before=softmax,
    ),
    known(
        "loss measured after the step",
        "You compute the loss once more, after the step, which costs a second forward. Take the one from "
        "before.",
        measured="after",
    ),
    known(
        "mean of the means of batches",
        "You take the mean of the means of all batches. The last batch is smaller, and each of its pictures "
        "counts more than the others: multiply each mean by the size of its batch.",
        loss="of batches",
    ),
    known(
        "means added, divided by the number of pictures",
        "`loss` is the mean of a batch. You add up means and divide by the number of pictures: multiply each "
        "by the size of its batch first.",
        loss="means by pictures",
    ),
    known(
        "losses added, not divided",
        "You add up the losses and do not divide by the number of pictures.",
        {"loss": "sum of means"},
        {"loss": "sums by batches"},
        loss="sum",
    ),
    known("loss of the last batch", "You return the loss of the last batch. Add up.", loss="last"),
    known(
        "first batch only",
        "You stop after the first batch: is the `return` indented too far?",
        first_only=True,
    ),
    Misconception(
        "all zeros",
        lambda model, batches, optimizer: 0.0,
        "The loss is 0, and the weights stay as they were: nothing is done yet.",
    ),
)
