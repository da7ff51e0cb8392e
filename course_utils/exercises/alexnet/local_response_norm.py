"""local_response_norm: each number divided by the strength of its neighbouring channels."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise, Misconception, misconception
from ...checks.steps import steps
from ..tensors import array, tensor
from .reference import drawn


def by_torch(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    import torch

    return torch.nn.functional.local_response_norm(x, size, alpha, beta, k)


def strength(x, size, first=None):
    """The sum of squares of the channels from c + first to c + first + size - 1, for every channel c."""
    import torch

    first = -(size // 2) if first is None else first
    total = torch.zeros_like(x)
    for c in range(x.shape[1]):
        near = range(max(c + first, 0), min(c + first + size, x.shape[1]))
        for other in near:
            total[:, c] += x[:, other] ** 2
    return total


def channel_by_channel(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha * strength(x, size) / size) ** beta


def by_unfold(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    import torch

    squares = torch.nn.functional.pad(x.square(), (0, 0, 0, 0, size // 2, size // 2))
    return x * (k + alpha * squares.unfold(1, size, 1).mean(dim=-1)).pow(-beta)


@misconception("alpha not divided by the size")
def undivided(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """You multiply the sum by alpha itself. This is the formula as the paper prints it. PyTorch's, and ours,
    divides alpha by `size`: it is about the mean of the squares.
    """
    return x / (k + alpha * strength(x, size)) ** beta


@misconception("PyTorch's k")
def torchs_k(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """You add 1. That is PyTorch's default for k; AlexNet's is 2, and k is an argument."""
    return channel_by_channel(x, size, alpha, beta, 1.0)


@misconception("neighbours in space")
def in_space(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """Your neighbours are pixels of the same map. Here they are the same pixel of other maps: axis 1."""
    import torch

    mean = torch.nn.functional.avg_pool2d(x * x, size, 1, size // 2)
    return x / (k + alpha * mean) ** beta


@misconception("channels in a circle")
def around(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """The first channel gets the last one as its neighbour: `roll` goes around. At the ends a channel has
    fewer
    neighbours.
    """
    total = sum(x.roll(shift, 1) ** 2 for shift in range(-(size // 2), size // 2 + 1))
    return x / (k + alpha / size * total) ** beta


@misconception("earlier channels only")
def before(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """Your window ends at the channel itself. It has `size // 2` channels on each side."""
    return x / (k + alpha / size * strength(x, size, 1 - size)) ** beta


@before.also
def after(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    return x / (k + alpha / size * strength(x, size, 0)) ** beta


@misconception("divided by the neighbours that exist")
def by_existing(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """At the first and last channels you divide by the number of neighbours that exist. Divide by `size`
    in all
    channels.
    """
    import torch

    count = strength(torch.ones_like(x), size)
    return x / (k + alpha * strength(x, size) / count) ** beta


@misconception("not squared")
def not_squared(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """You add absolute values. The strength is a sum of squares."""
    return x / (k + alpha / size * strength(x.abs().sqrt(), size)) ** beta


@misconception("exponent forgotten")
def no_exponent(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """You divide by the bracket itself. It is raised to the power `beta` first."""
    return x / (k + alpha / size * strength(x, size))


@misconception("all channels")
def every_channel(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """Your sum runs over all channels. It runs over `size` of them, around the channel itself."""
    return x / (k + alpha / size * (x * x).sum(1, keepdim=True)) ** beta


@misconception("multiplied instead of divided")
def multiplied(x, size=5, alpha=1e-4, beta=0.75, k=2.0):
    """Strong neighbours make your result larger. They make it smaller: divide."""
    return x * (k + alpha / size * strength(x, size)) ** beta


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
    misconceptions=(
        undivided,
        torchs_k,
        in_space,
        around,
        before,
        by_existing,
        not_squared,
        no_exponent,
        every_channel,
        multiplied,
        Misconception(
            "all zeros", lambda x, *args, **options: x * 0, "Your result has the right shape, but is all 0."
        ),
    ),
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
