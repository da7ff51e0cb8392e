"""conv2d_backward: the three gradients of the convolution layer."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import normal
from ..reference import cropped, padded, pair, taps
from .conv2d_backward_batches import backward, refuse_other_shapes
from .conv2d_backward_mistakes import MISTAKES
from .reference import (
    ONE_TO_NINE,
    TENS,
    autograd,
)


def by_taps(dy, x, w, stride=1, padding=0, dilation=1):
    pictures = padded(x, padding)
    dx, dw = np.zeros(pictures.shape), np.zeros(w.shape)
    for i, j, under in taps(x.shape[2:], w.shape[2:], stride, padding, dilation):
        dw[:, :, i, j] = np.tensordot(dy, pictures[under], axes=([0, 2, 3], [0, 2, 3]))
        dx[under] += np.tensordot(dy, w[:, :, i, j], axes=([1], [0])).transpose(0, 3, 1, 2)
    return cropped(dx, padding), dw, dy.sum((0, 2, 3))


def by_outputs(dy, x, w, stride=1, padding=0, dilation=1):
    refuse_other_shapes(dy, x, w, stride, padding, dilation)
    (sh, sw), (dh, dw), (kh, kw) = pair(stride), pair(dilation), w.shape[2:]
    pictures = padded(x, padding)
    dx, dweights = np.zeros(pictures.shape), np.zeros(w.shape)
    for n, f, i, j in np.ndindex(*dy.shape):
        under = np.s_[:, i * sh + dh * np.arange(kh)[:, None], j * sw + dw * np.arange(kw)]
        dweights[f] += dy[n, f, i, j] * pictures[n][under]
        dx[n][under] += dy[n, f, i, j] * w[f]
    return cropped(dx, padding), dweights, dy.sum((0, 2, 3))


CONV2D_BACKWARD = Exercise(
    name="conv2d_backward",
    points=8,
    cases=(
        *(
            Case(f"{name}: {part}", draw, group=part, parts=(part,))
            for part in ("dx", "dw", "db")
            for name, draw in (
                ("1 to 9 with a 2 x 2 kernel, dy of ones", (np.ones((1, 1, 2, 2)), ONE_TO_NINE, TENS)),
                ("one picture, two filters", normal((1, 2, 3, 4), (1, 3, 5, 5), (2, 3, 3, 2))),
                ("a batch of three", normal((3, 4, 3, 2), (3, 2, 4, 4), (4, 2, 2, 3))),
            )
        ),
        *(
            Case(name, normal(dy, x, w, then=options), group="stride, padding, dilation", parts=("dx", "dw"))
            for name, dy, x, w, options in (
                ("padding 1", (2, 3, 4, 5), (2, 2, 4, 5), (3, 2, 3, 3), (1, 1)),
                ("stride 2, the last row left out", (1, 2, 2, 2), (1, 2, 6, 6), (2, 2, 3, 3), (2,)),
                ("dilation 2", (2, 2, 3, 2), (2, 1, 5, 4), (2, 1, 2, 2), (1, 0, 2)),
                (
                    "kernel (3, 2), stride (2, 3), padding (1, 2), dilation (2, 3)",
                    (2, 3, 3, 4),
                    (2, 2, 8, 10),
                    (3, 2, 3, 2),
                    ((2, 3), (1, 2), (2, 3)),
                ),
            )
        ),
        Case("a single window", normal((1, 2, 1, 1), (1, 2, 3, 3), (2, 2, 3, 3)), group="unusual input"),
        Case(
            "whole numbers in dy",
            lambda rng: (
                rng.integers(-9, 9, size=(2, 2, 2, 3)),
                rng.normal(size=(2, 2, 3, 4)),
                rng.normal(size=(2, 2, 2, 2)),
            ),
            group="unusual input",
        ),
        Case(
            "an empty batch",
            (np.zeros((0, 2, 2, 2)), np.zeros((0, 1, 3, 3)), np.ones((2, 1, 2, 2))),
            group="unusual input",
        ),
        Case(
            "dy of the right shape",
            normal((2, 3, 2, 3), (2, 2, 3, 4), (3, 2, 2, 2)),
            group="bad input",
            parts=("db",),
        ),
        *(
            Case(name, normal(dy, (2, 2, 5, 5), (4, 2, 3, 3)), raises=ValueError, group="bad input")
            for name, dy in (
                ("dy too small", (2, 4, 2, 2)),
                ("dy too large", (2, 4, 4, 4)),
                ("dy of one row, with as many numbers", (2, 4, 1, 9)),
                ("dy of one column, with as many numbers", (2, 4, 9, 1)),
                ("dy of one picture, x of two", (1, 4, 3, 3)),
                ("dy of three pictures, x of two", (3, 4, 3, 3)),
                ("dy of one map, w of four", (2, 1, 3, 3)),
                ("dy of five maps, w of four", (2, 5, 3, 3)),
            )
        ),
    ),
    oracle=autograd,
    returns=("dx", "dw", "db"),
    alternatives=(backward, by_taps, by_outputs),
    forbidden=("torch", "scipy"),
    misconceptions=(*MISTAKES, zeros(autograd)),
    hints=(
        "The forward pass is `y = rows @ cols`, with the columns of `im2col`. "
        "What are the gradients of a matrix product with respect to its two factors?",
        "With `dy` as (N, F, OH*OW): dw = dy @ colsᵀ, summed over the batch; dcols = rowsᵀ @ dy; "
        "`col2im` leads back from columns to pixels.",
        "`dx = col2im(rows.T @ grads, x.shape[2:], ...)`, "
        "`dw = (grads @ im2col(x, ...).transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)`, "
        "`db = dy.sum(axis=(0, 2, 3))`.",
    ),
)
