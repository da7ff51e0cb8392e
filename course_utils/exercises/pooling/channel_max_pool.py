"""The largest number of each group of channels, pixel by pixel."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from ..reference import tensor


def by_torch(x, groups):
    import torch

    n, c, h, w = x.shape
    pooled = torch.nn.functional.max_pool3d(tensor(x)[:, None], (c // groups, 1, 1))
    return pooled.numpy().reshape(n, groups, h, w)


def by_splitting(x, groups):
    refuse(x, groups)
    return np.stack([part.max(axis=1) for part in np.split(x, groups, axis=1)], axis=1)


def by_steps(x, groups):
    refuse(x, groups)
    size = x.shape[1] // groups
    y = x[:, ::size]
    for channel in range(1, size):
        y = np.maximum(y, x[:, channel::size])
    return y


def refuse(x, groups):
    """Raise ValueError where the channels cannot be divided evenly into the groups."""
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{x.shape[1]} channels, {groups} groups")


@misconception("the last channel of each group left out")
def last_channel_left_out(x, groups):
    """You leave out the last channel of each group."""
    n, c, h, w = x.shape
    return x.reshape(n, groups, -1, h, w)[:, :, : max(c // groups - 1, 1)].max(axis=2)


@misconception("no error for groups that do not fit")
def no_error(x, groups):
    """The maps are right. But channels that cannot be divided evenly into the groups must be refused.

    Raise a ValueError that names both numbers.
    """
    groups = max(groups, 1)
    return by_torch(x[:, : x.shape[1] // groups * groups], groups)


CHANNEL_MAX_POOL = Exercise(
    name="channel_max_pool",
    points=2,
    cases=(
        Case("six channels, two groups", normal((2, 6, 3, 4), then=(2,)), group="values"),
        Case("six channels, three groups", normal((1, 6, 2, 5), then=(3,)), group="values"),
        Case("all channels in one group", normal((1, 4, 3, 3), then=(1,)), group="values"),
        Case("one channel in each group", normal((1, 3, 2, 2), then=(3,)), group="values"),
        Case("eight channels, two groups", normal((1, 8, 2, 2), then=(2,)), group="errors"),
        Case("six channels, four groups", normal((1, 6, 2, 2), then=(4,)), raises=ValueError, group="errors"),
        Case("no groups", normal((1, 6, 2, 2), then=(0,)), raises=ValueError, group="errors"),
    ),
    oracle=by_torch,
    alternatives=(by_splitting, by_steps),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "size of a group for the number of groups",
            lambda x, groups: by_torch(x, x.shape[1] // max(groups, 1)),
            "You make groups of `groups` channels each. `groups` is the number of groups, "
            "and so the number of channels in the result.",
        ),
        Misconception(
            "every other channel",
            lambda x, groups: x.reshape(x.shape[0], -1, max(groups, 1), *x.shape[2:]).max(axis=1),
            "Your groups are interleaved: every `groups`-th channel. A group is made of neighbours: "
            "0, 1, 2 and 3, 4, 5.",
        ),
        Misconception(
            "the mean of each group",
            lambda x, groups: x.reshape(x.shape[0], max(groups, 1), -1, *x.shape[2:]).mean(axis=2),
            "These are the means of the groups. Return the largest number, pixel by pixel.",
        ),
        Misconception(
            "all channels in one group",
            lambda x, groups: np.repeat(x.max(axis=1, keepdims=True), groups, axis=1),
            "You take the largest of all channels. Each group has its own.",
        ),
        Misconception(
            "first channel of each group",
            lambda x, groups: x[:, :: x.shape[1] // max(groups, 1)],
            "You keep the first channel of each group and ignore the others. Compare them all.",
        ),
        last_channel_left_out,
        no_error,
        zeros(by_torch),
    ),
    hints=(
        "Six channels in two groups: 0, 1, 2 and 3, 4, 5. What is left at each pixel?",
        "Reshape the channel axis into two: which group, and which channel of the group.",
        "`x.reshape(n, groups, c // groups, h, w).max(axis=2)`; before it, "
        "raise ValueError where `groups < 1 or c % groups`.",
    ),
)
