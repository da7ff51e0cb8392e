"""What people get wrong in `predict`."""

from __future__ import annotations

from functools import partial

from ...checks.exercise import Misconception, misconception


def right(
    model, x, batch_size=500, *, mode=False, back=True, grad=False, axis=1, scores=None, last=True,
    kept=slice(None), by_part=False, of_answers=lambda every: every.argmax(1), too_early=False,
):  # fmt: skip
    """The answers and the confidences, right unless it is told otherwise.

    mode : the mode of training while it answers. back : whether the mode that it had comes back.
    grad : whether gradients are recorded. axis : of the softmax. scores : what the confidence is made of.
    kept : which batches. by_part : a softmax for each batch. of_answers : what the answers are made of.
    too_early : whether the mode comes back after the first batch.
    """
    import torch

    was, found = model.training, []
    if mode is not None:
        model.train(mode)
    with torch.set_grad_enabled(grad):
        for start in range(0, len(x) if last else len(x) - len(x) % batch_size, batch_size):
            found.append(model(x[start : start + batch_size]))
            if too_early:
                model.train(was)
        found, likely = found[kept], scores or (lambda every: torch.softmax(every, axis))
        confidences = torch.cat([likely(part) for part in found]) if by_part else likely(torch.cat(found))
        confidences, answers = confidences.amax(1), of_answers(torch.cat(found))
    if back:
        model.train(was)
    return answers, confidences


@misconception("all pictures at once")
def at_once(model, x, batch_size=500):
    """You show the model all pictures at once, whatever `batch_size` is. 60,000 pictures need gigabytes."""
    return right(model, x, max(len(x), 1))


@misconception("one picture too many at a time")
def one_more(model, x, batch_size=500):
    """The model sees batch_size + 1 pictures at a time: a slice ends before its second number."""
    return right(model, x, batch_size + 1)


@misconception("gradients switched off for good")
def off_for_good(model, x, batch_size=500):
    """After your call no gradients are recorded any more, so nothing can learn. Use `with torch.no_grad():`,
    which ends by itself.
    """
    import torch

    torch.set_grad_enabled(False)
    return right(model, x, batch_size)


@misconception("batch_size taken for a number of batches")
def chunks(model, x, batch_size=500):
    """`chunk(n)` makes n batches. `split(n)` makes batches of n pictures."""
    return right(model, x, len(x.chunk(batch_size)[0]))


@misconception("a column for a row")
def columns(model, x, batch_size=500):
    """Your results have the shape (N, 1). They are (N,): leave `keepdim=True` out."""
    answers, confidences = right(model, x, batch_size)
    return answers[:, None], confidences[:, None]


@misconception("answers that are no whole numbers")
def floats(model, x, batch_size=500):
    """Your answers are floats. A class is a whole number: `argmax` gives int64."""
    answers, confidences = right(model, x, batch_size)
    return answers.to(confidences.dtype), confidences


def by_hand(scores):
    return scores.exp() / scores.exp().sum(1, keepdim=True)


def lead(scores):
    """How far the best probability is above the second, for each row."""
    two = scores.softmax(1).topk(2, dim=1).values
    return (two[:, :1] - two[:, 1:]).expand(scores.shape)


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
    one_more,
    off_for_good,
    chunks,
    columns,
    floats,
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
        {"grad": True, "scores": lambda every: every.detach().softmax(1)},
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
        {"axis": 0, "by_part": True},
        {"axis": 0, "of_answers": lambda every: every.softmax(0).argmax(1)},
    ),
    known(
        "softmax twice",
        "You take a softmax of probabilities. One softmax of the scores is enough.",
        {"scores": lambda every: every.softmax(1).softmax(1)},
    ),
    known(
        "overflow",
        "Right, until a score is large: its exponential is infinite. `softmax(1)` subtracts the largest "
        "score of each row first.",
        {"scores": by_hand},
    ),
    known(
        "per cent",
        "Your confidences are in per cent. They go from 0 to 1.",
        {"scores": lambda every: 100 * every.softmax(1)},
    ),
    known(
        "the lead for the probability",
        "Your confidence is how far the best class is ahead of the second. Return its probability.",
        {"scores": lead},
    ),
    known(
        "the lowest score",
        "You answer with the class of the lowest score. Take the highest.",
        {"of_answers": lambda every: every.argmin(1)},
        {"of_answers": lambda every: every.argmin(1), "scores": lambda every: every.softmax(1).amin(1, True)},
    ),
    known(
        "the first batch only",
        "You return after the first batch: is the `return` inside the loop?",
        {"kept": slice(1)},
    ),
    known(
        "the last batch only",
        "Each batch takes the place of the one before. Collect all of them, and join them by `torch.cat`.",
        {"kept": slice(-1, None)},
    ),
    known(
        "the mode comes back too early",
        "From the second batch on the model is in its old mode: put the mode back after the loop.",
        {"too_early": True},
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
