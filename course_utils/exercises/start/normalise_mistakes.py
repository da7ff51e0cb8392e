"""Wrong answers to `normalise`, and what they are made from."""

from __future__ import annotations

from functools import partial

import numpy as np

from ...checks.exercise import Misconception, misconception, zeros


def by_interpolation(image):
    values = np.asarray(image, dtype=float)
    low, high = values.min(), values.max()
    return np.interp(values, [low, high], [0.0, 1.0]) if high > low else np.zeros(values.shape)


def stretch(image, equal=lambda image: np.zeros(image.shape), more=0.0):
    """Stretched, with `more` added to the divisor; `equal` says what becomes of an image of one value."""
    image = np.asarray(image, dtype=float)
    if image.min() == image.max():
        return equal(image)
    return (image - image.min()) / (np.ptp(image) + more)


def each(axis):
    """Stretched along an axis, each row or column for itself."""

    def stretch_each(image):
        image = np.asarray(image, dtype=float)
        low, span = image.min(axis, keepdims=True), np.ptp(image, axis, keepdims=True)
        return (image - low) / np.where(span == 0, 1, span)

    return stretch_each


@misconception("divided by 255")
def by_255(image):
    """The values lie in [0, 1], but they do not fill it: the darkest pixel should become 0 and the brightest
    1, whatever they were.
    """
    return np.asarray(image) / 255


@by_255.also
def by_255_whole_numbers(image):
    return image / 255 if image.dtype == np.uint8 else stretch(image)


@misconception("minimum not subtracted")
def minimum_kept(image):
    """The brightest pixel becomes 1, but the darkest does not become 0: subtract the minimum first."""
    return image / np.max(image)


@minimum_kept.also
def minimum_kept_guarded(image):
    return image / np.max(image) if np.ptp(image) else np.zeros(image.shape)


@minimum_kept.also
def minimum_starts_at_0(image):
    low = min(0.0, np.min(image))
    return (image - low) / (np.max(image) - low) if np.ptp(image) else np.zeros(image.shape)


@misconception("divided by the old maximum")
def by_the_old_maximum(image):
    """After the minimum is subtracted, the largest value is maximum minus minimum. Divide by that."""
    return (image - np.min(image)) / np.max(image)


@misconception("missing brackets")
def missing_brackets(image):
    """`image - low / span` divides only `low`. Write `(image - low) / span`."""
    return image - np.min(image) / np.ptp(image)


@missing_brackets.also
def missing_brackets_guarded(image):
    return missing_brackets(image) if np.ptp(image) else np.zeros(image.shape)


@misconception("rounded to whole numbers")
def only_whole_numbers(image):
    """Nothing is left between 0 and 1: an integer dtype and `//` keep whole numbers only. Compute with floats
    and divide with `/`.
    """
    return np.floor(by_interpolation(image))


@only_whole_numbers.also
def only_rounded_numbers(image):
    return np.round(by_interpolation(image)).astype(np.uint8)


@misconception("something added to the divisor")
def added_to_the_divisor(image):
    """You add something to maximum minus minimum, so that the brightest pixel stays below 1. Handle
    the image of one value by itself instead.
    """
    return stretch(image, more=1.0)


for small in (1e-2, 1e-3, 1e-4, 1e-5):
    added_to_the_divisor.also(partial(stretch, more=small))


@misconception("wrapped around in uint8")
def subtracted_in_uint8(image):
    """A uint8 has no negative numbers: where a larger pixel is subtracted from a smaller one, 255 follows 0.
    Turn the image into floats first.
    """
    low, high = image.min(), image.max()
    return (low - image) / (float(low) - float(high)) if high > low else np.zeros(image.shape)


@misconception("small ranges taken for one value")
def small_range(image):
    """An image whose values lie close together becomes zeros in yours. Only where all are equal there is
    nothing to stretch.
    """
    return np.zeros(image.shape) if np.ptp(image) < 1 else by_interpolation(image)


@small_range.also
def range_of_one(image):
    return np.zeros(image.shape) if np.ptp(image) <= 1 else by_interpolation(image)


@misconception("minimum subtracted twice")
def minimum_subtracted_twice(image):
    """Once the minimum is subtracted, the largest value is maximum minus minimum already. You subtract the
    minimum from the divisor again.
    """
    low, moved = float(np.min(image)), image - float(np.min(image))
    return moved / (moved.max() - low) if moved.max() else np.zeros(image.shape)


@misconception("maximum begins at 0")
def maximum_from_0(image):
    """Right where the largest value is above 0. Your search for it begins with 0, which is larger than any
    negative number: begin with a pixel of the image.
    """
    high = max(0.0, np.max(image))
    return (image - np.min(image)) / (high - np.min(image)) if np.ptp(image) else np.zeros(image.shape)


@misconception("the outermost values cut off")
def by_percentiles(image, share=2, cut=True):
    """The darkest and the brightest few pixels are left out, as percentiles do it. Take the minimum and the
    maximum.
    """
    low, high = np.percentile(image, [share, 100 - share])
    values = (image - low) / (high - low) if high > low else np.zeros(image.shape)
    return np.clip(values, 0, 1) if cut else values


for share in (1, 2, 5):
    for cut in (True, False):
        by_percentiles.also(partial(by_percentiles, share=share, cut=cut))


MISTAKES = (
    by_255,
    minimum_kept,
    Misconception(
        "divides by zero",
        lambda image: (image - np.min(image)) / (np.max(image) - np.min(image)),
        "Where all pixels are equal, maximum minus minimum is 0, and 0 / 0 is nan. "
        "Return zeros for such an image.",
    ),
    only_whole_numbers,
    by_the_old_maximum,
    Misconception(
        "mean 0, deviation 1",
        lambda image: (image - np.mean(image)) / (np.std(image) or 1),
        "You subtract the mean and divide by the standard deviation. That is another normalisation; here "
        "the smallest value becomes 0 and the largest 1.",
    ),
    Misconception(
        "stretched to -1 to 1",
        lambda image: 2 * by_interpolation(image) - (np.max(image) > np.min(image)),
        "The darkest pixel becomes -1; it should become 0.",
    ),
    Misconception(
        "dark and bright swapped",
        lambda image: (np.max(image) > np.min(image)) - by_interpolation(image),
        "The darkest pixel becomes 1 and the brightest 0: subtract the minimum from the image, "
        "not the image from the maximum.",
    ),
    Misconception(
        "each row by itself",
        each(1),
        "Each of your rows has a 0 and a 1 of its own. Take the minimum and the maximum of the whole image.",
    ),
    Misconception(
        "each column by itself",
        each(0),
        "Each of your columns has a 0 and a 1 of its own. "
        "Take the minimum and the maximum of the whole image.",
    ),
    added_to_the_divisor,
    Misconception(
        "ones where all are equal",
        lambda image: stretch(image, equal=lambda image: np.ones(image.shape)),
        "Where all values are equal you return ones; zeros were asked for.",
    ),
    Misconception(
        "the image where all are equal",
        lambda image: stretch(image, equal=lambda image: image),
        "Where all values are equal you return the image as it was; zeros were asked for.",
    ),
    Misconception(
        "one 0 where all are equal",
        lambda image: stretch(image, equal=lambda image: 0),
        "Where all values are equal you return a single 0. Return zeros in the shape of the image.",
    ),
    Misconception(
        "cut to 0 to 1",
        lambda image: np.clip(image, 0, 1),
        "Values above 1 became 1, and those below 0 became 0. Stretch the values: subtract, then divide.",
    ),
    Misconception(
        "decimals of the image lost",
        lambda image: by_interpolation(np.asarray(image).astype(int)),
        "Right for whole numbers. Somewhere you turn the image, its minimum or its maximum into int: "
        "a float image loses its decimals there.",
    ),
    Misconception(
        "scaled to 0 to 255",
        lambda image: by_interpolation(image) * 255,
        "The darkest pixel becomes 0, but the brightest becomes 255; it should become 1.",
        [lambda image: (by_interpolation(image) * 255).astype(np.uint8)],
    ),
    missing_brackets,
    subtracted_in_uint8,
    small_range,
    minimum_subtracted_twice,
    maximum_from_0,
    by_percentiles,
    Misconception(
        "only whole numbers stretched",
        lambda image: by_interpolation(image) if image.dtype.kind in "iu" else image.copy(),
        "An image of floats comes back as it was. Stretch every image, whatever its dtype.",
    ),
    zeros(by_interpolation),
)
