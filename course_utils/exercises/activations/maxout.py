"""maxout: the largest of several linear functions, and which of them it is."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..draws import normal
from ..reference import tensor


def by_torch(x, w, b):
    import torch

    x = tensor(x).requires_grad_()
    y = torch.nn.functional.linear(x, tensor(w), tensor(b)).max(dim=1).values
    (slope,) = torch.autograd.grad(y.sum(), x)
    return y.detach().numpy(), slope.numpy()


def by_argmax(x, w, b):
    scores = x @ w.T + b
    winner = scores.argmax(axis=1)
    return scores[np.arange(len(x)), winner], w[winner]


def by_loop(x, w, b):
    y, slope = np.full(len(x), -np.inf), np.zeros(x.shape)
    for piece, bias in zip(w, b, strict=True):
        score = x @ piece + bias
        better = score > y
        y[better], slope[better] = score[better], piece
    return y, slope


def known(name, advice, value=None, slope=None):
    """A mistake in the value or the slope, functions of x, w, b; what is not given is right."""

    def wrong(x, w, b):
        right = by_argmax(x, w, b)
        return right[0] if value is None else value(x, w, b), right[1] if slope is None else slope(x, w, b)

    return Misconception(name, wrong, advice)


def largest_in_size(x, w, b):
    return np.abs(x @ w.T + b).argmax(axis=1)[:, None]


TWO = np.array([[1.0, 0], [0, 1]])

MAXOUT = Exercise(
    name="maxout",
    points=2,
    optional=True,
    cases=(
        Case(
            "the larger of two numbers",
            (np.array([[3.0, 1], [-2, 5]]), TWO, np.zeros(2)),
            group="values",
            parts=("value",),
        ),
        Case("six points, three pieces", normal((6, 2), (3, 2), (3,)), group="values", parts=("value",)),
        Case(
            "an absolute value",
            (np.array([[-2.0], [1], [4]]), np.array([[1.0], [-1]]), np.zeros(2)),
            group="slopes",
            parts=("slope",),
        ),
        Case(
            "points in whole numbers",
            lambda rng: (rng.integers(-4, 5, size=(7, 2)), rng.normal(size=(3, 2)), rng.normal(size=3)),
            group="slopes",
        ),
        Case("nine points, four pieces", normal((9, 3), (4, 3), (4,)), group="slopes", parts=("slope",)),
    ),
    oracle=by_torch,
    returns=("value", "slope"),
    alternatives=(by_argmax, by_loop),
    another_way=(by_loop, "It needs no matrix of all scores: each piece replaces what it exceeds."),
    forbidden=("scipy", "torch"),
    misconceptions=(
        known(
            "bias forgotten",
            "The bias is missing: add one to each piece before you compare.",
            value=lambda x, w, b: (x @ w.T).max(axis=1),
            slope=lambda x, w, b: w[(x @ w.T).argmax(axis=1)],
        ),
        known(
            "winner without the bias",
            "Your values are right, but you choose the winning piece before the bias is added.",
            slope=lambda x, w, b: w[(x @ w.T).argmax(axis=1)],
        ),
        known(
            "bias after the maximum",
            "You add a bias to the maximum. Each piece has its own, so add them before you compare.",
            value=lambda x, w, b: (x @ w.T).max(axis=1) + b.max(),
        ),
        known(
            "the smallest",
            "You take the smallest piece. Take the largest.",
            value=lambda x, w, b: (x @ w.T + b).min(axis=1),
            slope=lambda x, w, b: w[(x @ w.T + b).argmin(axis=1)],
        ),
        known(
            "sum of the pieces",
            "You add the pieces up, so the result is linear again. Take the largest.",
            value=lambda x, w, b: (x @ w.T + b).sum(axis=1),
            slope=lambda x, w, b: np.broadcast_to(w.sum(axis=0), x.shape).copy(),
        ),
        known(
            "the largest over the points",
            "You take the largest over the points of the batch. Each point has its own: along the pieces, "
            "`axis=1`.",
            value=lambda x, w, b: (x @ w.T + b).max(axis=0),
            slope=lambda x, w, b: w[(x @ w.T + b).argmax(axis=0) % len(w)],
        ),
        known(
            "the first two pieces only",
            "You compare two pieces. There may be more, or fewer: as many as `w` has rows.",
            value=lambda x, w, b: (x @ w.T + b)[:, :2].max(axis=1),
            slope=lambda x, w, b: w[(x @ w.T + b)[:, :2].argmax(axis=1)],
        ),
        known(
            "the largest in size",
            "You take the piece that is largest in size, without its sign. -5 is smaller than 1.",
            value=lambda x, w, b: np.take_along_axis(x @ w.T + b, largest_in_size(x, w, b), axis=1)[:, 0],
            slope=lambda x, w, b: w[largest_in_size(x, w, b)[:, 0]],
        ),
        known(
            "ReLU on top",
            "You also compare with 0. Maxout compares the pieces with each other only.",
            value=lambda x, w, b: np.maximum((x @ w.T + b).max(axis=1), 0),
        ),
        known(
            "the number of the winner",
            "You return which piece is the largest. The value is how large it is.",
            value=lambda x, w, b: (x @ w.T + b).argmax(axis=1),
        ),
        known(
            "number of the winner as slope",
            "Your slope is the number of the winning piece. The slope is the weights of this piece.",
            slope=lambda x, w, b: (x @ w.T + b).argmax(axis=1),
        ),
        known(
            "one winner for all points",
            "You choose one piece for the whole batch. Each point has a winner of its own.",
            slope=lambda x, w, b: np.broadcast_to(w[(x @ w.T + b).max(axis=0).argmax()], x.shape).copy(),
        ),
        known(
            "largest weight instead of winning piece",
            "You take the largest weight of each column. The slope is one row of w: that of the winner.",
            slope=lambda x, w, b: np.broadcast_to(w.max(axis=0), x.shape).copy(),
        ),
        known(
            "slope times x",
            "Your slope is multiplied by x. The slope of w x with respect to x is w.",
            slope=lambda x, w, b: x * w[(x @ w.T + b).argmax(axis=1)],
        ),
        zeros(by_torch),
    ),
    hints=(
        "First the scores of all pieces, (N, K): a matrix product and the biases.",
        "The value is the largest of each row. `argmax` says which piece it was, and only this piece matters "
        "for the slope.",
        "`scores = x @ w.T + b`, the slope is `w[scores.argmax(axis=1)]`.",
    ),
)
