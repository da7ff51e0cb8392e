"""`to_gray`: a colour image becomes its brightness."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey


def raise_unless_colour(rgb):
    if np.ndim(rgb) != 3 or np.shape(rgb)[2] != 3:
        raise ValueError(f"a colour image has shape (H, W, 3), got {np.shape(rgb)}")


def in_thousandths(rgb):
    raise_unless_colour(rgb)
    red, green, blue = np.moveaxis(np.asarray(rgb, dtype=float), -1, 0)
    return (299 * red + 587 * green + 114 * blue) / 1000


def by_product(rgb):
    raise_unless_colour(rgb)
    return rgb @ np.array([0.299, 0.587, 0.114])


def by_loops(rgb):
    raise_unless_colour(rgb)
    return [[0.299 * float(r) + 0.587 * float(g) + 0.114 * float(b) for r, g, b in row] for row in rgb]


def one_colour_at_a_time(rgb):
    if rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError(f"a colour image has shape (H, W, 3); got {rgb.shape}")
    red, green, blue = np.moveaxis(rgb, -1, 0)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def in_float32(rgb):
    raise_unless_colour(rgb)
    return np.tensordot(np.asarray(rgb, np.float32), np.array([0.299, 0.587, 0.114], np.float32), axes=1)


def weighted(*weights):
    """A sum with these weights over the first three channels, whatever the shape."""
    return lambda rgb: np.asarray(rgb)[..., :3] @ np.array(weights)


@misconception("uint8 overflow")
def added_as_uint8(rgb):
    """The channels are added as uint8, where 255 + 1 is 0. And a weighted sum was asked for, not the plain
    mean: multiply each channel by its weight first, which gives floats, then add.
    """
    return (rgb[..., 0] + rgb[..., 1] + rgb[..., 2]) / 3


@misconception("rows taken for channels")
def weighted_rows(rgb):
    """`rgb[0]` is the first row of the image. The channels are the last axis: `rgb[..., 0]` is red."""
    raise_unless_colour(rgb)
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]


TO_GRAY = Exercise(
    name="to_gray",
    points=2,
    cases=(
        Case(
            "pure red, green, blue and white",
            (np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 255]]], np.uint8),),
            group="values",
        ),
        Case(
            "a row of greys stays as it is",
            (np.full((1, 3, 3), [[[10], [100], [250]]], np.uint8),),
            group="values",
        ),
        Case("random colours, uint8", grey((5, 8, 3)), group="values"),
        Case("random colours from 0 to 1", lambda rng: (rng.random((4, 3, 3)),), group="values"),
        Case("three rows of two pixels", lambda rng: (rng.random((3, 2, 3)),), group="errors"),
        Case("an image that is grey already", (np.ones((4, 5)),), raises=ValueError, group="errors"),
        Case("a grey image of three columns", (np.ones((4, 3)),), raises=ValueError, group="errors"),
        Case("an image with a fourth channel", (np.ones((4, 5, 4)),), raises=ValueError, group="errors"),
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
            lambda rgb: np.mean(rgb[..., :3], axis=-1),
            "Every channel counts a third here. The eye sees green as much brighter than blue: use the "
            "weights 0.299, 0.587, 0.114.",
        ),
        Misconception(
            "weights in BGR order",
            weighted(0.114, 0.587, 0.299),
            "The weights of red and blue are exchanged. OpenCV stores blue first; here channel 0 is red.",
        ),
        Misconception(
            "weights of another standard",
            weighted(0.2126, 0.7152, 0.0722),
            "0.2126, 0.7152, 0.0722 are the weights of ITU-R 709. This exercise uses the older ITU-R 601: "
            "0.299, 0.587, 0.114.",
        ),
        Misconception(
            "cut to whole numbers",
            lambda rgb: in_thousandths(rgb).astype(np.uint8),
            "The weighted sum is right, but turning it back into uint8 cuts off the decimals (and an image "
            "from 0 to 1 goes black). Return the floats.",
        ),
        Misconception(
            "rescaled to 0 to 1",
            lambda rgb: in_thousandths(rgb) / 255,
            "The weights are right, but the result is divided by 255: keep the range of the input.",
        ),
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
            "any shape accepted",
            weighted(0.299, 0.587, 0.114),
            "The weighted sum is right, but an array that is not (H, W, 3) must raise a ValueError. Without "
            "the error a fourth channel is dropped, or three grey columns are taken for a colour, and nobody "
            "notices. Check `rgb.ndim` too.",
        ),
        zeros(in_thousandths),
    ),
    hints=(
        "Each pixel holds three numbers; the grey value is a weighted sum of them.",
        "`rgb[..., 0]` is the whole red channel. Multiply each channel by its weight and add the three.",
        "If `rgb.ndim != 3 or rgb.shape[2] != 3`, raise ValueError; else "
        "`return rgb @ np.array([0.299, 0.587, 0.114])`: `@` sums over the last axis.",
    ),
    forbidden=("cv2", "skimage", "PIL"),
)
