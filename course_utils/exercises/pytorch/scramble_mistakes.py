"""What people get wrong in `scramble`."""

from __future__ import annotations

from ...checks.exercise import Misconception, misconception


def by_gather(images, order):
    flat = images.flatten(2)
    return flat.gather(2, order.expand(flat.shape)).reshape(images.shape)


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


@misconception("not scrambled")
def unchanged(images, order):
    """These are the pictures that you were given."""
    return images.clone()


def of_each(change):
    """Pictures in which each channel has its own order: `change(order, picture, channel)`."""

    def wrong(images, order):
        new = images.clone()
        for n in range(images.shape[0]):
            for c in range(images.shape[1]):
                new[n, c] = images[n, c].flatten()[change(order, n, c)].reshape(images.shape[2:])
        return new

    return wrong


def some_only(pictures, channels):
    """Only some of the pictures and channels in the new order."""

    def wrong(images, order):
        new = images.clone()
        new[pictures, channels] = by_gather(images, order)[pictures, channels]
        return new

    return wrong


@misconception("scrambled twice")
def twice(images, order):
    """The order is applied two times."""
    return by_gather(by_gather(images, order), order)


@misconception("an order of your own")
def own_order(images, order):
    """You draw an order, and do not use the one that is given. It has to be the same for all pictures."""
    import torch

    return by_gather(images, torch.randperm(len(order), generator=torch.Generator().manual_seed(0)))


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


@misconception("changed places one after the other")
def exchanged(images, order):
    """You let two pixels change places, one pair after the other, so pixels that have moved move again. Read
    from the old pictures, and write into new ones.
    """
    flat = images.clone().flatten(2)
    for k, source in enumerate(order.tolist()):
        flat[:, :, [k, source]] = flat[:, :, [source, k]]
    return flat.reshape(images.shape)


@misconception("the last pixel left where it was")
def without_the_last(images, order):
    """The last pixel keeps its place: does the loop end one too early?"""
    new = by_gather(images, order)
    new[:, :, -1, -1] = images[:, :, -1, -1]
    return new


@without_the_last.also
def without_the_last_of_zeros(images, order):
    new = by_gather(images, order)
    new[:, :, -1, -1] = 0
    return new


@misconception("counted from 1")
def from_one(images, order):
    """You take 1 from the order. Pixels are counted from 0."""
    return by_gather(images, (order - 1) % len(order))


@misconception("channels mixed with pixels")
def mixed(images, order):
    """You flatten with the channels as the fastest axis, so colours and places are mixed. Flatten the last
    two axes alone.
    """
    flat = images.permute(0, 2, 3, 1).flatten(1).reshape(images.shape[0], images.shape[1], -1)
    return flat[:, :, order].reshape(images.shape)


@misconception("from the end")
def from_the_end(images, order):
    """You go through the order from its end."""
    return images.flatten(2)[:, :, order.flip(0)].reshape(images.shape)


@misconception("all zeros")
def all_zeros(images, order):
    """Your pictures have the right shape, but every pixel is 0."""
    return images * 0


MISTAKES = (
    inverse,
    not_reshaped,
    over_channels,
    by_columns,
    first_channel,
    columns_moved,
    in_place,
    unchanged,
    Misconception(
        "an order for each channel",
        of_each(lambda order, n, c: order.roll(-c)),
        "Each channel has its own order, so the colours of a pixel come apart. All have the same.",
        [
            of_each(lambda order, n, c: order.roll(c)),
            of_each(lambda order, n, c: (order + c) % len(order)),
        ],
    ),
    Misconception(
        "an order for each picture",
        of_each(lambda order, n, c: order.roll(-n)),
        "Each picture has its own order. All have the same.",
        [
            of_each(lambda order, n, c: order.roll(n)),
            of_each(lambda order, n, c: (order + n) % len(order)),
        ],
    ),
    Misconception(
        "only the first picture scrambled",
        some_only(slice(1), slice(None)),
        "Only the first picture has the new order. All pictures get it.",
    ),
    Misconception(
        "only the first channel scrambled",
        some_only(slice(None), slice(1)),
        "Only the first channel has the new order. All channels get it.",
    ),
    twice,
    own_order,
    read_too_late,
    exchanged,
    without_the_last,
    from_one,
    mixed,
    from_the_end,
    all_zeros,
)
