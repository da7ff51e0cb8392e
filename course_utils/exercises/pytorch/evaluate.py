"""evaluate: the mean loss and the accuracy over all pictures."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array
from .evaluate_mistakes import MISTAKES
from .reference import drawn, labelled, pairs, reader


def gradients_on():
    """Whether gradients are recorded now."""
    import torch

    return torch.is_grad_enabled()


def by_the_formula(model, batches):
    """The loss by its definition, picture by picture: independent of `cross_entropy`."""
    import torch

    mode = model.training
    model.train(False)
    losses, right = [], []
    for x, y in batches:
        with torch.inference_mode():
            scores = model(x).numpy().astype(float)
        for row, label in zip(scores, y.numpy(), strict=True):
            losses.append(np.log(np.exp(row - row[label]).sum()))
            right.append(np.argmax(row) == label)
    model.train(mode)
    return float(np.mean(losses)), float(np.mean(right))


def all_scores_first(model, batches):
    import torch

    mode = model.training
    model.eval()
    with torch.no_grad():
        found = [(model(x), y) for x, y in batches]
    model.train(mode)
    scores, labels = torch.cat([scores for scores, _ in found]), torch.cat([y for _, y in found])
    loss = torch.nn.functional.cross_entropy(scores, labels)
    return loss.item(), (scores.argmax(dim=1) == labels).double().mean().item()


def weighted_means(model, batches):
    import torch

    mode, loss, right, count = model.training, 0.0, 0, 0
    model.eval()
    with torch.inference_mode():
        for x, y in batches:
            scores = model(x)
            loss += torch.nn.functional.cross_entropy(scores, y).item() * len(y)
            right += int((scores.max(dim=-1).indices == y).sum())
            count += len(y)
    model.train(mode)
    return loss / count, right / count


CALL = "array(evaluate(model, batches))"


def case(name, group, size, judged=CALL, norm=False, mode="train", **values):
    """A case on pictures of three numbers, in batches of that size; the result as plain numbers."""
    lines = f"""
        model = reader(w{", norm=True" if norm else ""}).{mode}()
        batches = pairs(x, y, {size})
        {judged}
        """
    return steps(name, lines, group, **values)


AGAIN = f"result = {CALL}\nmodel.seen\n"
PLAIN = {"w": drawn(3, 4), "x": drawn(10, 3), "y": labelled(10, 4)}
SQUARE = {"w": drawn(3, 3), "x": drawn(9, 3), "y": labelled(9, 3)}

EVALUATE = Exercise(
    name="evaluate",
    points=10,
    cases=(
        case(
            "scores of 0 and 0, and of 0 and log 3",
            "one batch",
            2,
            w=np.eye(2),
            x=np.array([[0.0, 0], [0, np.log(3)]]),
            y=np.array([0, 1]),
        ),
        case("ten pictures, four classes", "one batch", 10, **PLAIN),
        case("ten pictures by four: 4, 4 and 2", "several batches", 4, **PLAIN),
        case("as many pictures in a batch as classes", "several batches", 3, **SQUARE),
        case("every picture once", "several batches", 4, AGAIN.strip(), **PLAIN),
        case(
            "a model with batch normalisation",
            "in its mode for use",
            5,
            f"{CALL}\narray(list(model.norm.buffers()))",
            norm=True,
            **PLAIN,
        ),
        case("a model in training", "the mode comes back", 5, f"{AGAIN}model.training", **PLAIN),
        case(
            "a model in use",
            "the mode comes back",
            5,
            f"{AGAIN}model.training",
            mode="eval",
            **PLAIN,
        ),
        case(
            "whether gradients were recorded",
            "plain numbers, no gradients",
            5,
            "evaluate(model, batches)\nmodel.seen\nany(model.with_gradients)\n"
            "model.w.grad is None\nmodel.w.requires_grad\ngradients_on()",
            **PLAIN,
        ),
    ),
    oracle=by_the_formula,
    tools=(reader, pairs, array, gradients_on),
    alternatives=(by_the_formula, all_scores_first, weighted_means),
    another_way=(
        all_scores_first,
        "With the scores of all pictures in one tensor, no batch needs a weight. They must fit into memory.",
    ),
    misconceptions=MISTAKES,
    hints=(
        "Add up over all pictures, and divide once, at the end.",
        "`F.cross_entropy(..., reduction='sum')` adds up the losses of a batch. `argmax(dim=1)` is the "
        "answer for each row. Remember `model.training` before you call `model.eval()`.",
        "`with torch.no_grad(): for x, y in batches: scores = model(x); right += (scores.argmax(dim=1) == "
        "y).sum().item()`; in the end `model.train(was_training)`, and both sums divided by the count.",
    ),
)
