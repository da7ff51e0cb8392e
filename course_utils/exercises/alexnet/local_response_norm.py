"""local_response_norm: each number divided by the strength of its neighbouring channels."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, tensor
from .local_response_norm_mistakes import MISTAKES, channel_by_channel
from .reference import drawn


def by_torch(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    import torch

    return torch.nn.functional.local_response_norm(x, size, alpha, beta, k)


def by_unfold(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    import torch

    squares = torch.nn.functional.pad(x.square(), (0, 0, 0, 0, size // 2, size // 2))
    return x * (k + alpha * squares.unfold(1, size, 1).mean(dim=-1)).pow(-beta)


CALL = "array(local_response_norm(tensor(x){}))"

LOCAL_RESPONSE_NORM = Exercise(
    name="local_response_norm",
    points=5,
    cases=(
        steps(
            "three channels by hand",
            CALL.format(", size=3, alpha=3.0, beta=1.0, k=1.0"),
            "a small window",
            x=np.array([1.0, 2, 0]).reshape(1, 3, 1, 1),
        ),
        steps("size 3", CALL.format(", size=3, alpha=0.3"), "a small window", x=drawn(2, 6, 3, 4, scale=3)),
        steps("AlexNet's numbers", CALL.format(""), "AlexNet's numbers", x=drawn(2, 9, 4, 3, scale=200)),
        steps(
            "other numbers",
            CALL.format(", size=7, alpha=0.1, beta=0.5, k=1.5"),
            "other numbers",
            x=drawn(1, 9, 2, 3, scale=5),
        ),
        steps(
            "fewer channels than the window",
            CALL.format(", size=5, alpha=1.0"),
            "other numbers",
            x=drawn(1, 3, 2, 2),
        ),
        steps(
            "the input stays",
            "t = tensor(x)\ny = local_response_norm(t)\narray(t)\narray(y)",
            "AlexNet's numbers",
            x=drawn(1, 5, 2, 2, scale=100),
        ),
    ),
    oracle=by_torch,
    alternatives=(channel_by_channel, by_unfold),
    forbidden=("torch.nn.functional.local_response_norm", "torch.nn.LocalResponseNorm"),
    misconceptions=MISTAKES,
    hints=(
        "Only the channels matter here: every pixel is on its own.",
        "Pad the squares with `size // 2` channels of 0 on both sides; then the sum over a window is "
        "a sum of "
        "`size` slices.",
        "`F.pad(x * x, (0, 0, 0, 0, h, h))` pads channels; `sum(padded[:, i : i + C] for i in range(size))`.",
    ),
    another_way=(
        by_unfold,
        "`unfold` makes a view with one more axis, the window: no loop, and the mean divides by `size`.",
    ),
    tools=(tensor, array),
)
