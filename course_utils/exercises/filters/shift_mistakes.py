"""Wrong answers to `shift`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception, zeros
from .reference import shift, shift_by_padding
from .shift_rolled import columns_not_cleared, flattened, one_too_few_cleared


def pixels_if(image, down, right, there):
    """The two loops of a solution that takes the pixel (r, c) of the image where `there(r, c)` says so."""
    result = np.zeros(image.shape)
    for i, j in np.ndindex(image.shape):
        if there(i - down, j - right):
            result[i, j] = image[i - down, j - right]
    return result


@misconception("negative index")
def negative_index(image, down, right):
    """What leaves the image below or to the right comes in on the other side: `i - down` may be negative, and
    a negative index counts from the end. Test `0 <= i - down < h`, and the same for columns.
    """
    h, w = image.shape
    return pixels_if(image, down, right, lambda r, c: r < h and c < w)


@misconception("first row and column lost")
def first_lost(image, down, right):
    """The first row and column of the image are lost: indices begin at 0, so `0 <=`, not `0 <`."""
    h, w = image.shape
    return pixels_if(image, down, right, lambda r, c: 0 < r < h and 0 < c < w)


@misconception("larger than before")
def larger(image, down, right):
    """You added zeros, but cut nothing off. The result has the shape of the image."""
    return np.pad(image, ((max(down, 0), max(-down, 0)), (max(right, 0), max(-right, 0))))


@misconception("edge repeated")
def edge_repeated(image, down, right):
    """You repeat the edge of the image where the image moved away. Put zeros there."""
    rows = np.clip(np.arange(image.shape[0]) - down, 0, image.shape[0] - 1)
    columns = np.clip(np.arange(image.shape[1]) - right, 0, image.shape[1] - 1)
    return image[np.ix_(rows, columns)]


@misconception("negative shifts not handled")
def one_way(image, down, right):
    """Right for moves down and right. Where `down` is negative, a slice such as `[down:]` means
    something else: it counts from the end.
    """
    result = np.zeros(image.shape)
    result[down:, right:] = image[: image.shape[0] - down, : image.shape[1] - right]
    return result


@one_way.also
def one_way_without_an_error(image, down, right):
    result = np.zeros(image.shape)
    target = result[down:, right:]
    target[...] = image[: target.shape[0], : target.shape[1]]
    return result


@one_way.also
def nothing_where_one_is_negative(image, down, right):
    return np.zeros(image.shape) if min(down, right) < 0 else shift_by_padding(image, down, right)


@misconception("a slice up to -0")
def up_to_minus_zero(image, down, right):
    """A slice `[:-right]` leaves out the last `right` columns, but `[:-0]` is `[:0]`: nothing is left. Write
    `[:w - right]`, and think of negative moves too.
    """
    result = np.zeros(image.shape)
    result[down:, right:] = image[:-down, :-right]
    return result


@misconception("the old image left behind")
def left_behind(image, down, right):
    """Where nothing moves in, your result still shows the image as it was: you began with a copy of it.
    Begin with zeros.
    """
    result = image.astype(float)
    moved = shift_by_padding(image, down, right)
    inside = shift_by_padding(np.ones(image.shape, bool), down, right)
    result[inside] = moved[inside]
    return result


@misconception("negative index when writing")
def on_the_other_side(image, down, right):
    """What leaves the image above or on the left comes in on the other side: `i + down` may be negative, and
    a negative index counts from the end. Test `0 <= i + down < h`, and the same for columns.
    """
    h, w = image.shape
    result = np.zeros((h, w))
    for i, j in np.ndindex(h, w):
        if i + down < h and j + right < w:
            result[i + down, j + right] = image[i, j]
    return result


@misconception("directions of both moves lost")
def signs_lost(image, down, right):
    """Right for moves down and right. A negative `down` means up and a negative `right` means left; you use
    their absolute values.
    """
    return shift_by_padding(image, abs(down), abs(right))


@misconception("taken for square")
def square(image, down, right):
    """Right for square images only: you use the number of rows for the columns too. The shape
    has both: `h, w = image.shape`.
    """
    side = len(image)
    framed = np.pad(image, ((0, 0), (0, max(0, side - image.shape[1]))))
    return shift_by_padding(framed[:, :side], down, right)


@misconception("smaller than before")
def smaller(image, down, right):
    """You cut off what leaves the image, but added no zeros. The result has the shape of the image."""
    (h, w) = image.shape
    return image[max(0, -down) : h - max(0, down), max(0, -right) : w - max(0, right)]


@misconception("moves up and to the left left out")
def not_back(image, down, right):
    """Right for moves down and right. A negative number moves the image up or to the left; in yours it does
    nothing.
    """
    return shift_by_padding(image, max(down, 0), max(right, 0))


@misconception("far moves begin again")
def beyond_begins_again(image, down, right):
    """After a move by more than its size nothing of the image is left in the frame: all zeros. In yours such
    a move begins again at 0, as with `%`.
    """
    (h, w), signs = image.shape, (np.sign(down), np.sign(right))
    return shift_by_padding(image, int(signs[0] * (abs(down) % h)), int(signs[1] * (abs(right) % w)))


@misconception("read after it was overwritten")
def overwritten(image, down, right):
    """You move the pixels within one array, so that later ones are read where others were written already.
    Write into a new array of zeros.
    """
    h, w = image.shape
    result = image.astype(float)
    for i, j in np.ndindex(h, w):
        inside = 0 <= i - down < h and 0 <= j - right < w
        result[i, j] = result[i - down, j - right] if inside else 0
    return result


MISTAKES = (
    negative_index,
    first_lost,
    Misconception(
        "comes in again on the other side",
        lambda image, down, right: np.roll(image, (down, right), axis=(0, 1)),
        "What leaves the image on one side comes in on the other, as `np.roll` does. It "
        "should be lost; zeros come in.",
    ),
    Misconception(
        "up instead of down",
        lambda image, down, right: shift_by_padding(image, -down, -right),
        "Your image moves the other way: what was at (0, 0) belongs at (`down`, `right`).",
    ),
    Misconception(
        "down and right swapped",
        lambda image, down, right: shift_by_padding(image, right, down),
        "`down` counts rows down, the first axis; `right` counts columns to the right, the second.",
    ),
    signs_lost,
    left_behind,
    on_the_other_side,
    square,
    smaller,
    Misconception(
        "ones come in",
        lambda image, down, right: (
            shift_by_padding(image, down, right) + 1.0 - shift_by_padding(np.ones(image.shape), down, right)
        ),
        "Where the image moved away there are ones in your result. Zeros should come in: `np.zeros`.",
    ),
    larger,
    edge_repeated,
    one_way,
    up_to_minus_zero,
    Misconception(
        "one step too far",
        lambda image, down, right: shift_by_padding(image, down + 1, right + 1),
        "Everything is one pixel too far down and right: `shift(image, 0, 0)` should change nothing.",
    ),
    not_back,
    beyond_begins_again,
    columns_not_cleared,
    one_too_few_cleared,
    flattened,
    overwritten,
    zeros(shift),
)
