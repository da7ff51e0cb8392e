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
    return np.stack([part.max(axis=1) for part in np.split(x, groups, axis=1)], axis=1)


def by_steps(x, groups):
    size = x.shape[1] // groups
    y = x[:, ::size]
    for channel in range(1, size):
        y = np.maximum(y, x[:, channel::size])
    return y


def reduced(reduce, axis=2, **options):
    """The channels in groups, (N, groups, C / groups, H, W), reduced over an axis."""

    def layer(x, groups):
        n, c, h, w = x.shape
        return reduce(x.reshape(n, groups, c // groups, h, w), axis=axis, **options)

    return layer


def of_other_channels(which):
    """The largest of other channels: `which` gives those of group g."""

    def layer(x, groups):
        size = x.shape[1] // groups
        return np.stack([x[:, which(g, groups, size)].max(axis=1) for g in range(groups)], axis=1)

    return layer


@misconception("a channel of each group left out")
def last_channel_left_out(x, groups):
    """You leave out a channel of each group: g * size to (g + 1) * size - 1 belong to group g."""
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w)[:, :, : max(c // groups - 1, 1)].max(axis=2)


@last_channel_left_out.also
def nothing_left_of_one_channel(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w)[:, :, : c // groups - 1].max(axis=2, initial=-np.inf)


@last_channel_left_out.also
def an_error_for_one_channel(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w)[:, :, : c // groups - 1].max(axis=2)


@last_channel_left_out.also
def first_channel_left_out(x, groups):
    n, c, h, w = x.shape
    return x.reshape(n, groups, c // groups, h, w)[:, :, min(c // groups - 1, 1) :].max(axis=2)


@misconception("size of a group for the number of groups")
def size_for_number(x, groups):
    """You make groups of `groups` channels each.

    `groups` is the number of groups, and so the number of channels in the result.
    """
    return by_torch(x, x.shape[1] // groups)


CHANNEL_MAX_POOL = Exercise(
    name="channel_max_pool",
    points=2,
    cases=(
        Case("six channels, two groups", normal((2, 6, 3, 4), then=(2,)), group="neighbours"),
        Case("six channels, three groups", normal((1, 6, 2, 5), then=(3,)), group="neighbours"),
        Case("twelve channels, three groups", normal((2, 12, 2, 3), then=(3,)), group="neighbours"),
        Case("all channels in one group", normal((2, 4, 3, 3), then=(1,)), group="one group or many"),
        Case("one channel in each group", normal((1, 3, 2, 4), then=(3,)), group="one group or many"),
        Case("an empty batch", (np.zeros((0, 4, 2, 2)), 2), group="one group or many"),
    ),
    oracle=by_torch,
    another_way=(
        by_splitting,
        "It says what happens: cut the channels into groups, and keep the largest of each.",
    ),
    alternatives=(by_splitting, by_steps),
    forbidden=("torch",),
    misconceptions=(
        size_for_number,
        Misconception(
            "every other channel",
            lambda x, groups: x.reshape(x.shape[0], x.shape[1] // groups, groups, *x.shape[2:]).max(axis=1),
            "Your groups are interleaved: every `groups`-th channel. A group is made of neighbours: "
            "0, 1, 2 and 3, 4, 5.",
        ),
        Misconception(
            "the mean of each group",
            reduced(np.mean),
            "These are the means of the groups. Return the largest number, pixel by pixel.",
        ),
        Misconception(
            "the sum of each group",
            reduced(np.sum),
            "These are the sums of the groups. Return the largest number, pixel by pixel.",
        ),
        Misconception(
            "the smallest of each group",
            reduced(np.min),
            "These are the smallest numbers of the groups. Return the largest.",
        ),
        Misconception(
            "which channel, not its number",
            reduced(np.argmax),
            "`argmax` says which channel has the largest number. Return the number itself: `max`.",
        ),
        Misconception(
            "the largest over the groups",
            reduced(np.max, axis=1),
            "You take the largest over the groups, and each group's channels stay. "
            "Take it over the channels of a group.",
        ),
        Misconception(
            "the channel axis kept",
            reduced(np.max, keepdims=True),
            "The numbers are right, but there is an axis too many, of length 1. Return (N, groups, H, W).",
        ),
        Misconception(
            "over the pixels too",
            reduced(np.max, axis=(2, 3, 4)),
            "You take the largest over the pixels, too. Every pixel has its own: return (N, groups, H, W).",
        ),
        Misconception(
            "over the pixels instead",
            reduced(np.max, axis=(3, 4)),
            "You take the largest over pixels, not over the channels of a group. "
            "After the reshape to (N, groups, C // groups, H, W) these are axis 2.",
            [reduced(np.max, axis=3), reduced(np.max, axis=4), lambda x, groups: x.max(axis=(2, 3))],
        ),
        Misconception(
            "all channels in one group",
            lambda x, groups: np.repeat(x.max(axis=1, keepdims=True), groups, axis=1),
            "You take the largest of all channels. Each group has its own.",
            [lambda x, groups: x.max(axis=1, keepdims=True), lambda x, groups: x.max(axis=1)],
        ),
        Misconception(
            "first channel of each group",
            lambda x, groups: x[:, :: x.shape[1] // groups],
            "You keep one channel of each group and ignore the others. Compare them all.",
            [lambda x, groups: x[:, x.shape[1] // groups - 1 :: x.shape[1] // groups]],
        ),
        Misconception(
            "groups that overlap",
            of_other_channels(lambda g, groups, size: slice(g, g + size)),
            "Your groups overlap, or leave channels out: group g starts at channel g * size, "
            "where size = C // groups.",
            [
                of_other_channels(lambda g, groups, size: slice(g, g + groups)),
                of_other_channels(lambda g, groups, size: slice(g * groups, g * groups + size)),
                of_other_channels(lambda g, groups, size: slice(g * size, (g + 2) * size)),
                of_other_channels(lambda g, groups, size: slice(0, (g + 1) * size)),
                of_other_channels(lambda g, groups, size: slice(g * size, (g + 1) * size + 1)),
                of_other_channels(lambda g, groups, size: slice(max(g * size - 1, 0), (g + 1) * size)),
            ],
        ),
        Misconception(
            "the number of groups for their size",
            lambda x, groups: np.max(
                [x[:, i :: x.shape[1] // groups] for i in range(min(groups, x.shape[1] // groups))], axis=0
            ),
            "You compare as many channels as there are groups. A group has C // groups channels.",
        ),
        Misconception(
            "compared with 0",
            lambda x, groups: np.maximum(by_torch(x, groups), 0),
            "Where all numbers are below 0, your result is 0. Does the search start from zeros?",
        ),
        Misconception(
            "axes in another order",
            lambda x, groups: np.swapaxes(by_torch(x, groups), 0, 1),
            "The groups are the first axis, and belong second: `np.stack(..., axis=1)`.",
        ),
        Misconception(
            "pictures in groups",
            lambda x, groups: np.stack([p.max(axis=0) for p in np.array_split(x, groups)], axis=1),
            "You divide the first axis, the pictures, into groups. The channels are axis 1.",
            [
                lambda x, groups: np.stack([p.max(axis=0) for p in np.array_split(x, groups)]),
                lambda x, groups: x.reshape(groups, -1, *x.shape[1:]).max(axis=1),
            ],
        ),
        last_channel_left_out,
        Misconception(
            "only two channels of each group",
            lambda x, groups: np.maximum(
                x[:, :: x.shape[1] // groups],
                x[:, min(1, x.shape[1] // groups - 1) :: x.shape[1] // groups],
            ),
            "You compare two channels of each group. A group has C // groups channels: compare them all.",
        ),
        Misconception(
            "as many channels as before",
            lambda x, groups: np.repeat(by_torch(x, groups), x.shape[1] // groups, axis=1),
            "You put the largest number into every channel of its group. One channel is left of each group.",
        ),
        Misconception(
            "groups in the opposite order",
            lambda x, groups: by_torch(x, groups)[:, ::-1],
            "The last group comes first. The first C / groups channels are the first group.",
        ),
        Misconception(
            "the largest whatever its sign",
            lambda x, groups: by_torch(np.abs(x), groups),
            "You compare the numbers without their signs, so -5 wins against 3. It is smaller.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "Six channels in two groups: 0, 1, 2 and 3, 4, 5. What is left at each pixel?",
        "Reshape the channel axis into two: which group, and which channel of the group.",
        "`x.reshape(n, groups, c // groups, h, w).max(axis=2)`",
    ),
)
