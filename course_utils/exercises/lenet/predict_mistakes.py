"""What people get wrong in `predict`."""

from __future__ import annotations

from functools import partial

from ...checks.exercise import Misconception, misconception


def right(model, x, batch_size=500, *, mode=False, back=True, grad=False, axis=1, scores=None, last=True):
    """The answers and the confidences, right unless it is told otherwise.

    mode : the mode of training while it answers. back : whether the mode that it had comes back.
    grad : whether gradients are recorded. axis : of the softmax. scores : what the confidence is made of.
    """
    import torch

    was, found = model.training, []
    if mode is not None:
        model.train(mode)
    with torch.set_grad_enabled(grad):
        for start in range(0, len(x) if last else len(x) - len(x) % batch_size, batch_size):
            found.append(model(x[start : start + batch_size]))
        every = torch.cat(found)
        confidences, answers = (scores or (lambda every: torch.softmax(every, axis)))(every).max(1)
    if back:
        model.train(was)
    return answers, confidences


@misconception("all pictures at once")
def at_once(model, x, batch_size=500):
    """You show the model all pictures at once, whatever `batch_size` is. 60,000 pictures need gigabytes."""
    return right(model, x, max(len(x), 1))


@misconception("answers and confidences exchanged")
def exchanged(model, x, batch_size=500):
    """You return the confidences first. `max(1)` gives values, then places: answers are the places."""
    return right(model, x, batch_size)[::-1]


exchanged.also(lambda model, x, batch_size=500: right(model, x, len(x))[::-1])


def probabilities(model, x, batch_size):
    """All of them, (N, C)."""
    import torch

    was = model.training
    model.eval()
    with torch.no_grad():
        found = torch.cat([model(part) for part in torch.split(x, batch_size)]).softmax(1)
    model.train(was)
    return found


@misconception("all ten probabilities")
def all_ten(model, x, batch_size=500):
    """Your second result has a row of probabilities for each picture. Return the largest of each row."""
    every = probabilities(model, x, batch_size)
    return every.argmax(1), every


@misconception("the places in a batch")
def over_the_batch(model, x, batch_size=500):
    """You look for the largest score of each class, along the axis of the pictures. A picture is a row: take
    the largest of each row, along axis 1.
    """
    confidences, answers = probabilities(model, x, batch_size).max(0)
    return answers, confidences


@misconception("all zeros")
def all_zeros(model, x, batch_size=500):
    """Your results have the right shapes, but every entry is 0."""
    answers, confidences = right(model, x, batch_size, mode=None)
    return answers * 0, confidences * 0


def known(name, advice, *changes):
    first, *others = (partial(right, **change) for change in changes)
    return Misconception(name, first, advice, others)


MISTAKES = (
    at_once,
    known(
        "eval mode forgotten",
        "The model answers in its mode for training, where dropout, for one, throws numbers away. Call "
        "`model.eval()` first.",
        {"mode": None},
        {"mode": None, "grad": True},
    ),
    known(
        "left in the mode for use",
        "The answers are right, but a model that came in training stays in its mode for use. Keep "
        "`model.training`, and at the end give it back: `model.train(was)`.",
        {"back": False},
    ),
    Misconception(
        "always back to training",
        lambda model, *args, **kw: (right(model, *args, **kw), model.train())[0],
        "The answers are right, but at the end the model is always set to training. Give it back the "
        "mode that it had.",
    ),
    known(
        "gradients recorded",
        "The answers are right, but PyTorch keeps everything that a way back would need. Nobody goes "
        "back here: compute under `torch.no_grad()`.",
        {"grad": True},
    ),
    known(
        "the score for the probability",
        "Your confidences are scores. A softmax of each row makes probabilities of them.",
        {"scores": lambda every: every},
    ),
    known(
        "a logarithm for the probability",
        "Your confidences are logarithms. Take the softmax itself.",
        {"scores": lambda every: every.log_softmax(1)},
    ),
    known(
        "a sigmoid for the softmax",
        "Your confidences come from a sigmoid of each score by itself. A softmax compares the ten scores.",
        {"scores": lambda every: every.sigmoid()},
    ),
    known(
        "softmax over the batch",
        "Your softmax adds up to 1 over the pictures. A picture is a row: use axis 1.",
        {"axis": 0},
    ),
    known(
        "the last batch left out",
        "Pictures are missing at the end: the last batch may be smaller than the others.",
        {"last": False},
    ),
    exchanged,
    all_ten,
    over_the_batch,
    all_zeros,
)
