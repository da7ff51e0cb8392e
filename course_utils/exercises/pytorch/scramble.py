"""scramble: one fixed order for the pixels of all pictures."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise, misconception
from ...checks.steps import steps
from ..tensors import array, tensor


def by_numpy(images, order):
    """Every picture, channel and pixel by itself."""
    import torch

    new = np.zeros(tuple(images.shape))
    height, width = new.shape[2:]
    for n, c, k in np.ndindex(len(new), new.shape[1], height * width):
        source = divmod(int(order[k]), width)
        new[n, c, k // width, k % width] = images[n, c, source[0], source[1]]
    return torch.from_numpy(new).to(images.dtype)


def by_gather(images, order):
    flat = images.flatten(2)
    return flat.gather(2, order.expand(flat.shape)).reshape(images.shape)


def by_index_select(images, order):
    rows = images.reshape(-1, len(order))
    return rows.index_select(1, order).view_as(images)


@misconception("the other way round")
def inverse(images, order):
    """You put pixel k to the place order[k]. Here pixel k of the new picture *is* pixel order[k] of the old
    one: index what you read, not what you write.
    """
    flat = images.flatten(2)
    new = flat.clone()
    new[:, :, order] = flat
    return new.reshape(images.shape)


@misconception("still in a row")
def not_reshaped(images, order):
    """The pixels are in the right order, but in one row. The result has the shape of the pictures."""
    return images.flatten(2)[:, :, order]


@misconception("channels flattened, too")
def over_channels(images, order):
    """You put the pixels of all channels in one row, but `order` has the pixels of one channel: `flatten(2)`
    keeps the channels apart.
    """
    return images.flatten(1)[:, order].reshape(images.shape)


@misconception("counted column by column")
def by_columns(images, order):
    """You count the pixels column by column. They are counted row by row, as `flatten` does."""
    flat = images.transpose(2, 3).flatten(2)[:, :, order]
    return flat.reshape(images.shape[0], images.shape[1], images.shape[3], images.shape[2]).transpose(2, 3)


@misconception("only the first channel")
def first_channel(images, order):
    """The other channels are lost. Scramble each channel in the same way."""
    return images[:, :1].flatten(2)[:, :, order].reshape(len(images), 1, *images.shape[2:])


@misconception("whole columns moved")
def columns_moved(images, order):
    """You moved whole columns. The order is one of all pixels of a picture."""
    return images[:, :, :, order % images.shape[3]][:, :, :, : images.shape[3]]


@misconception("written into the pictures")
def in_place(images, order):
    """The result is right, but the pictures that you were given are scrambled as well. Make new ones."""
    images.copy_(images.flatten(2)[:, :, order].reshape(images.shape))
    return images


@misconception("read after it was written")
def read_too_late(images, order):
    """You write into the same pictures that you read from, so some of their old pixels are lost. Write into
    new ones, such as `torch.empty_like(images)`.
    """
    flat = images.view(*images.shape[:2], -1)
    for k in range(len(order)):
        flat[:, :, k] = flat[:, :, order[k]]
    return images


@read_too_late.also
def read_from_the_copy(images, order):
    return read_too_late(images.clone(), order)


@misconception("not scrambled")
def unchanged(images, order):
    """These are the pictures that you were given."""
    return images.clone()


@misconception("from the end")
def from_the_end(images, order):
    """You go through the order from its end."""
    return images.flatten(2)[:, :, order.flip(0)].reshape(images.shape)


@misconception("all zeros")
def all_zeros(images, order):
    """Your pictures have the right shape, but every pixel is 0."""
    return images * 0


SCRAMBLE = Exercise(
    name="scramble",
    points=3,
    cases=(
        steps(
            "six pixels",
            "images = tensor(x)\narray(scramble(images, tensor(order)))\narray(images)",
            x=np.arange(6, dtype=np.float32).reshape(1, 1, 2, 3),
            order=np.array([4, 0, 3, 1, 5, 2]),
        ),
        steps(
            "three pictures of two channels",
            "images = tensor(x)\narray(scramble(images, tensor(order)))\narray(images)",
            x=lambda rng: rng.random((3, 2, 4, 5), np.float32),
            order=lambda rng: rng.permutation(20),
        ),
    ),
    oracle=by_numpy,
    tools=(array, tensor),
    alternatives=(by_numpy, by_gather, by_index_select),
    another_way=(
        by_gather,
        "`gather` takes an order for every picture and channel: here all are the same, but they need not be.",
    ),
    misconceptions=(
        inverse,
        not_reshaped,
        over_channels,
        by_columns,
        first_channel,
        columns_moved,
        in_place,
        read_too_late,
        unchanged,
        from_the_end,
        all_zeros,
    ),
    hints=(
        "Flatten, index, and back to the old shape.",
        "`images.flatten(2)` keeps pictures and channels apart. A tensor of indices picks along an axis.",
        "`images.flatten(2)[:, :, order].reshape(images.shape)`.",
    ),
)
