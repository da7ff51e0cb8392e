"""train_one_epoch: a step for each batch."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array
from .reference import drawn, labelled, pairs, reader
from .train_one_epoch_mistakes import MISTAKES


def optimiser(kind, model):
    """An optimiser for the check: plain gradient descent, or Adam, which has a memory of its own."""
    import torch

    return getattr(torch.optim, kind)(model.parameters(), lr=0.1)


def by_autograd(model, batches, optimizer):
    """The gradients asked for one by one and put in their place: independent of `backward`."""
    import torch

    model.train(True)
    losses = []
    for x, y in batches:
        scores = model(x)
        log_p = scores - torch.logsumexp(scores, dim=1, keepdim=True)
        each = -log_p[torch.arange(len(y)), y]
        parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
        for parameter, slope in zip(parameters, torch.autograd.grad(each.mean(), parameters), strict=True):
            parameter.grad = slope
        optimizer.step()
        losses += each.tolist()
    return float(np.mean(losses))


def cleared_after(model, batches, optimizer):
    import torch

    model.train()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for x, y in batches:
        loss = torch.nn.functional.cross_entropy(model(x), y, reduction="sum")
        (loss / len(y)).backward()
        optimizer.step()
        optimizer.zero_grad()
        total, count = total + loss.item(), count + len(y)
    return total / count


def with_a_list(model, batches, optimizer):
    import torch

    model.train()
    losses = []
    for x, y in batches:
        model.zero_grad(set_to_none=False)
        each = torch.nn.functional.cross_entropy(model(x), y, reduction="none")
        each.mean().backward()
        optimizer.step()
        losses.append(each.detach())
    return torch.cat(losses).mean().item()


def case(name, group, size, judged, kind="SGD", norm=False, mode="train", before="", **values):
    """A case on pictures of three numbers, in batches of that size; `before` is run first."""
    lines = f"""
        model = reader(w{", norm=True" if norm else ""}).{mode}()
        {before}
        batches = pairs(x, y, {size})
        {"loss = " if judged else ""}train_one_epoch(model, batches, optimiser({kind!r}, model))
        {judged}
        """
    return steps(name, lines, group, **values)


SIX = {"w": drawn(3, 4), "x": drawn(6, 3), "y": labelled(6, 4)}
TEN = {"w": drawn(3, 4), "x": drawn(10, 3), "y": labelled(10, 4)}

TRAIN_ONE_EPOCH = Exercise(
    name="train_one_epoch",
    points=8,
    cases=(
        case(
            "one step by hand: w begins with zeros",
            "one step",
            2,
            "array(model.w)",
            w=np.zeros((2, 2)),
            x=np.array([[1.0, 0], [0, 2]]),
            y=np.array([0, 1]),
        ),
        case("six pictures in one batch", "one step", 6, "array(model.w)", **SIX),
        case(
            "gradients are there from before",
            "several steps",
            4,
            "array(model.w)",
            before="done = model.w.sum().backward()",
            **TEN,
        ),
        case("ten pictures by four: 4, 4 and 2", "several steps", 4, "array(model.w)", **TEN),
        case("with Adam", "several steps", 4, "array(model.w)", kind="Adam", **TEN),
        case("every picture once", "several steps", 4, "model.seen", **TEN),
        case(
            "a model that comes in its mode for use",
            "in training mode",
            10,
            "array(model.w)\nall(model.trained)\narray(list(model.norm.buffers()))",
            norm=True,
            mode="eval",
            **TEN,
        ),
        case("one batch", "the mean loss", 6, "", **SIX),
        case("a short last batch", "the mean loss", 4, "", **TEN),
    ),
    oracle=by_autograd,
    tools=(reader, pairs, array, optimiser),
    alternatives=(by_autograd, cleared_after, with_a_list),
    another_way=(
        with_a_list,
        "It keeps the loss of every picture, so it can also tell you which pictures are the hardest.",
    ),
    misconceptions=MISTAKES,
    hints=(
        "For each batch: scores, loss, old gradients away, backward, step.",
        "`loss.backward()` *adds* to the gradients that are there, so clear them first. `loss` is the mean "
        "of this batch: how many pictures does it stand for?",
        "`model.train()`; then for each batch `loss = F.cross_entropy(model(x), y)`, "
        "`optimizer.zero_grad()`, `loss.backward()`, `optimizer.step()`, `total += loss.item() * len(y)`.",
    ),
)
