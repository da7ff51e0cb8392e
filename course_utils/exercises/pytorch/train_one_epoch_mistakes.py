"""What people get wrong in `train_one_epoch`."""

from __future__ import annotations

from typing import Any

from ...checks.exercise import Misconception
from .reference import loss_of, softmax


def training(
    *, mode="train", clear="every step", backward=True, step="optimizer", reduction="mean",
    before=lambda scores: scores, measured="before", loss="of pictures", first_only=False, full_only=False,
    steps=1, each=False, down=1,
) -> Any:  # fmt: skip
    """A `train_one_epoch` that is right, or wrong in other ways with other options."""

    def wrong(model, batches, optimizer):
        import torch

        cost = torch.nn.functional.cross_entropy
        if mode:
            model.train(mode == "train")
        if clear != "after the step":
            optimizer.zero_grad()
        rows: list[Any] = []
        if each:
            batches = [(x[k : k + 1], y[k : k + 1]) for x, y in batches for k in range(len(y))]
        for x, y in batches:
            if full_only and rows and len(y) < rows[0][1]:
                continue
            found = cost(before(model(x)), y, reduction=reduction)
            if clear == "every step":
                optimizer.zero_grad()
            if backward:
                (down * found).backward()
            if clear == "too late":
                optimizer.zero_grad()
            if step == "optimizer":
                for _ in range(steps):
                    optimizer.step()
            elif step == "SGD of its own":
                torch.optim.SGD(model.parameters(), lr=0.01).step()
            elif step == "by hand":
                with torch.no_grad():
                    for parameter in model.parameters():
                        parameter -= optimizer.param_groups[0]["lr"] * parameter.grad
            if clear == "after the step":
                optimizer.zero_grad()
            if measured == "after":
                found = cost(model(x), y)
            rows.append((found.item() / (len(y) if reduction == "sum" else 1), len(y)))
            if first_only:
                break
        if step == "at the end":
            optimizer.step()
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
        "gradients from before not cleared",
        "The first step also goes along gradients that were there before the epoch. Clear them before "
        "`backward`, not only after the step.",
        clear="after the step",
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
        "an optimizer of its own",
        "You make an optimizer yourself. Use the one that you are given: it has its own rate and memory.",
        step="SGD of its own",
    ),
    known(
        "one step for the epoch",
        "You add up the gradients of all batches and take one step. Take a step for every batch.",
        {"clear": "never", "step": "at the end"},
        step="at the end",
    ),
    known(
        "a step for every picture",
        "You take a step for each picture. Take one for each batch, along the gradient of its mean.",
        each=True,
    ),
    known("two steps for a batch", "You call `step` twice for each batch.", steps=2),
    known(
        "uphill",
        "Your steps go up: the loss grows. `step` goes down by itself, along minus the gradient of the loss.",
        down=-1,
    ),
    known(
        "the smaller last batch left out",
        "The last batch is smaller, and you leave it out. Its pictures count as the others do.",
        full_only=True,
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
