"""`to_gray`: a colour image becomes its brightness."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey


def in_thousandths(rgb):
    red, green, blue = np.moveaxis(np.asarray(rgb, dtype=float), -1, 0)
    return (299 * red + 587 * green + 114 * blue) / 1000


def by_product(rgb):
    return rgb @ np.array([0.299, 0.587, 0.114])


def by_loops(rgb):
    return [[0.299 * float(r) + 0.587 * float(g) + 0.114 * float(b) for r, g, b in row] for row in rgb]


def one_colour_at_a_time(rgb):
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError(f"a colour image has shape (H, W, 3); got {rgb.shape}")
    red, green, blue = np.moveaxis(rgb, -1, 0)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def in_float32(rgb):
    return np.tensordot(np.asarray(rgb, np.float32), np.array([0.299, 0.587, 0.114], np.float32), axes=1)


def weighted(*weights):
    """A sum with these weights over the channels."""
    return lambda rgb: rgb @ np.array(weights)


@misconception("uint8 overflow")
def added_as_uint8(rgb):
    """The channels are added as uint8, where 255 + 1 is 0. And a weighted sum was asked for, not the plain
    mean: multiply each channel by its weight first, which gives floats, then add.
    """
    return (rgb[..., 0] + rgb[..., 1] + rgb[..., 2]) / 3


@misconception("rows taken for channels")
def weighted_rows(rgb):
    """`rgb[0]` is the first row of the image. The channels are the last axis: `rgb[..., 0]` is red."""
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]


EXCHANGED = Misconception(
    "weights exchanged",
    weighted(0.299, 0.114, 0.587),
    "These are the right weights, but at the wrong colours: 0.299 for red, 0.587 for green, 0.114 for blue.",
    [weighted(*order) for order in ((0.587, 0.299, 0.114), (0.587, 0.114, 0.299), (0.114, 0.299, 0.587))],
)
ANOTHER_STANDARD = Misconception(
    "weights of another standard",
    weighted(0.2126, 0.7152, 0.0722),
    "The weights of ITU-R 709 are 0.2126, 0.7152, 0.0722, for newer screens. This exercise uses those of "
    "ITU-R 601: 0.299, 0.587, 0.114.",
    [weighted(0.21, 0.72, 0.07), weighted(0.213, 0.715, 0.072)],
)


@misconception("uint8 divided by 255")
def whole_numbers_rescaled(rgb):
    """Floats come out right, but an image of uint8 is divided by 255: keep its range, 0 to 255."""
    return in_thousandths(rgb) / (255 if rgb.dtype == np.uint8 else 1)


@misconception("0 to 1 stretched to 0 to 255")
def fractions_rescaled(rgb):
    """An image from 0 to 1 came out from 0 to 255: keep its range."""
    return in_thousandths(rgb) * (255 if rgb.max() <= 1 else 1)


@misconception("decimals lost before adding")
def cut_before_adding(rgb):
    """Each weighted channel loses its decimals before the three are added: an integer dtype holds none. Keep
    floats, as `0.299 * red` gives them.
    """
    return (rgb * np.array([0.299, 0.587, 0.114])).astype(rgb.dtype).sum(axis=2).astype(float)


@cut_before_adding.also
def cut_to_int_before_adding(rgb):
    return np.trunc(rgb * np.array([0.299, 0.587, 0.114])).sum(axis=2)


@cut_before_adding.also
def rounded_before_adding(rgb):
    return np.round(rgb * np.array([0.299, 0.587, 0.114])).sum(axis=2)


@misconception("stretched to the full range")
def stretched(rgb):
    """The darkest pixel of the result is always 0, and the brightest always as bright as can be. A grey value
    depends on its own pixel only: leave out what stretches the range.
    """
    gray = in_thousandths(rgb)
    return (gray - gray.min()) / (gray.max() - gray.min()) * 255


@stretched.also
def stretched_to_1(rgb):
    gray = in_thousandths(rgb)
    return (gray - gray.min()) / (gray.max() - gray.min())


@stretched.also
def brightest_is_255(rgb):
    gray = in_thousandths(rgb)
    return gray / gray.max() * 255


TO_GRAY = Exercise(
    name="to_gray",
    points=2,
    cases=(
        Case(
            "pure red, green, blue and white",
            (np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 255]]], np.uint8),),
            group="uint8",
        ),
        Case(
            "a row of greys stays as it is",
            (np.full((1, 3, 3), [[[10], [100], [250]]], np.uint8),),
            group="uint8",
        ),
        Case("random colours", grey((5, 8, 3)), group="uint8"),
        Case("random colours from 0 to 1", lambda rng: (rng.random((4, 3, 3)),), group="floats"),
        Case("three rows of two pixels", lambda rng: (rng.random((3, 2, 3)),), group="floats"),
        Case("random colours with decimals", lambda rng: (255 * rng.random((6, 5, 3)),), group="floats"),
    ),
    oracle=in_thousandths,
    alternatives=(by_product, by_loops, in_float32),
    another_way=(
        one_colour_at_a_time,
        "Each weight stands beside its colour, as in the formula: nobody can mix up their order.",
    ),
    misconceptions=(
        added_as_uint8,
        Misconception(
            "mean of the channels",
            lambda rgb: np.mean(rgb, axis=-1),
            "Every channel counts a third here. The eye sees green as much brighter than blue: use the "
            "weights 0.299, 0.587, 0.114.",
        ),
        Misconception(
            "weights in BGR order",
            weighted(0.114, 0.587, 0.299),
            "The weights of red and blue are exchanged. OpenCV stores blue first; here channel 0 is red.",
        ),
        EXCHANGED,
        ANOTHER_STANDARD,
        Misconception(
            "weights rounded",
            weighted(0.3, 0.59, 0.11),
            "Your weights are rounded. Use all three digits: 0.299, 0.587, 0.114.",
            [weighted(0.3, 0.6, 0.1), weighted(0.29, 0.58, 0.11)],
        ),
        Misconception(
            "a wrong digit in a weight",
            weighted(0.299, 0.578, 0.114),
            "Two weights are right, and in one the digits are wrong. Compare with 0.299, 0.587, 0.114.",
            [
                weighted(0.299, 0.587, 0.144),
                weighted(0.299, 0.587, 0.141),
                weighted(0.229, 0.587, 0.114),
                weighted(0.289, 0.587, 0.114),
                weighted(0.299, 0.557, 0.114),
                weighted(0.299, 0.597, 0.114),
            ],
        ),
        Misconception(
            "a channel left out",
            weighted(0.299, 0.587, 0),
            "One of the three channels does not count in your sum. Red, green and blue all have a weight.",
            [weighted(0, 0.587, 0.114), weighted(0.299, 0, 0.114)],
        ),
        cut_before_adding,
        Misconception(
            "root of the weighted squares",
            lambda rgb: np.sqrt(in_thousandths(np.asarray(rgb, dtype=float) ** 2)),
            "You square the channels, and take the root of their weighted sum. Add up the channels as they "
            "are.",
        ),
        Misconception(
            "mean of the weighted channels",
            lambda rgb: in_thousandths(rgb) / 3,
            "Your weighted sum is divided by 3. The weights sum to 1 already: add up, and do not divide.",
        ),
        Misconception(
            "rescaled to 0 to 1",
            lambda rgb: in_thousandths(rgb) / 255,
            "The weights are right, but the result is divided by 255: keep the range of the input.",
        ),
        whole_numbers_rescaled,
        fractions_rescaled,
        stretched,
        weighted_rows,
        Misconception(
            "one sum over everything",
            lambda rgb: np.sum(in_thousandths(rgb)),
            "One number came back for the whole image: `.sum()` adds up everything. Add over the channels "
            "only: `.sum(axis=-1)`.",
        ),
        Misconception(
            "the brightest channel",
            lambda rgb: np.asarray(rgb, dtype=float).max(axis=-1),
            "Each pixel became its largest channel. A weighted sum of all three was asked for.",
        ),
        Misconception(
            "only the green channel",
            lambda rgb: np.asarray(rgb, dtype=float)[..., 1],
            "This is the green channel alone. Red and blue count too, with smaller weights.",
        ),
        Misconception(
            "middle between the brightest and the darkest channel",
            lambda rgb: rgb.max(axis=-1) / 2 + rgb.min(axis=-1) / 2,
            "Each pixel became the mean of its largest and its smallest channel. A weighted sum of all three "
            "was asked for.",
        ),
        Misconception(
            "the grey value three times",
            lambda rgb: np.repeat(in_thousandths(rgb)[..., None], 3, axis=2),
            "The grey value stands in all three channels. A grey image has no channels: its shape is (H, W).",
        ),
        zeros(in_thousandths),
    ),
    hints=(
        "Each pixel holds three numbers; the grey value is a weighted sum of them.",
        "`rgb[..., 0]` is the whole red channel. Multiply each channel by its weight and add the three.",
        "`return rgb @ np.array([0.299, 0.587, 0.114])`: `@` multiplies along the last axis and adds up.",
    ),
    forbidden=("cv2", "skimage", "PIL"),
)
