"""Wrong answers to `gradient`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from ..reference import correlate
from .reference import LEFT_SOBEL, TOP_SOBEL, gradient, sobel


def with_parts(magnitude, orientation):
    """A wrong gradient: its two parts as functions of gx and gy."""

    def wrong(image):
        gx, gy = sobel(image)
        return magnitude(gx, gy), orientation(gx, gy)

    return wrong


@misconception("atan instead of atan2")
def atan(image):
    """arctan(gy / gx) loses which of the two was negative: light to dark and dark to light get the same
    angle. And gx = 0 divides by zero, unless something is added. Give both to np.arctan2.
    """
    gx, gy = sobel(image)
    # In float32, so that it is recognised with any tiny number added against a division by zero.
    return np.hypot(gx, gy), np.float32(np.arctan(gy / (gx + 1e-9)))


@atan.also
def atan_with_zeros(image):
    gx, gy = sobel(image)
    with np.errstate(all="ignore"):
        return np.hypot(gx, gy), np.nan_to_num(np.arctan(gy / gx))


def right_magnitude(orientation):
    return with_parts(np.hypot, orientation)


def right_orientation(magnitude):
    return with_parts(magnitude, lambda gx, gy: np.arctan2(gy, gx))


def largest(change):
    return lambda gx, gy: change * np.hypot(gx, gy) / np.hypot(gx, gy).max()


@misconception("differences instead of Sobel")
def by_np_gradient(image):
    """The brightness is compared between two single pixels, as `np.gradient` does it. Take gx and gy from
    your `sobel`.
    """
    down, right = np.gradient(np.asarray(image, dtype=float))
    gx, gy = -right[1:-1, 1:-1], -down[1:-1, 1:-1]
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@misconception("middle row not doubled")
def by_prewitt(image):
    """The middle row (and column) counts as much as its neighbours: this is Prewitt's kernel. Take gx and gy
    from your `sobel`, which doubles the middle.
    """
    gx, gy = (correlate(image, np.sign(kernel)) for kernel in (LEFT_SOBEL, TOP_SOBEL))
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@misconception("gx and gy in whole numbers")
def in_whole_numbers(image):
    """Your gx and gy lose their decimals: an integer dtype holds none, and a small one no large squares. Keep
    floats.
    """
    gx, gy = map(np.trunc, sobel(image))
    return np.hypot(gx, gy), np.arctan2(gy, gx)


@in_whole_numbers.also
def in_int16(image):
    gx, gy = (part.astype(np.int16) for part in sobel(image))
    return np.sqrt(np.abs((gx * gx + gy * gy).astype(float))), np.arctan2(gy.astype(float), gx.astype(float))


@misconception("computed in uint8")
def in_uint8(image):
    """Both gx and gy are turned into uint8, where -40 is 216: there are no negative numbers. Keep floats."""
    gx, gy = (part.astype(np.int64).astype(np.uint8).astype(float) for part in sobel(image))
    return np.hypot(gx, gy), np.arctan2(gy, gx)


MISTAKES = (
    atan,
    Misconception(
        "angles from 0 to 2 pi",
        with_parts(np.hypot, lambda gx, gy: np.arctan2(gy, gx) % (2 * np.pi)),
        "The directions are right, but they run from 0 to 2 pi. Angles from -pi to pi were asked for, as "
        "arctan2 gives them: leave out the `%`.",
    ),
    Misconception(
        "degrees instead of radians",
        with_parts(np.hypot, lambda gx, gy: np.rad2deg(np.arctan2(gy, gx))),
        "The directions are right, but in degrees. Radians were asked for: half a turn is pi.",
    ),
    Misconception(
        "arguments of atan2 swapped",
        with_parts(np.hypot, lambda gx, gy: np.arctan2(gx, gy)),
        "np.arctan2 takes the vertical part first: arctan2(gy, gx).",
    ),
    Misconception(
        "angle counted upwards",
        with_parts(np.hypot, lambda gx, gy: np.arctan2(-gy, gx)),
        "Your angles turn the other way. Rows count downwards here, so pi/2 points down: use gy as it is.",
    ),
    Misconception(
        "pointing from dark to light",
        with_parts(np.hypot, lambda gx, gy: np.arctan2(-gy, -gx)),
        "Your angles are half a turn off: they point to the light side. With the signs of this chapter "
        "arctan2(gy, gx) points to the dark side.",
    ),
    Misconception(
        "sum of the sizes",
        with_parts(lambda gx, gy: np.abs(gx) + np.abs(gy), lambda gx, gy: np.arctan2(gy, gx)),
        "|gx| + |gy| is only near the length: on a diagonal it is 41% too long. Use sqrt(gx**2 + gy**2).",
    ),
    Misconception(
        "square root forgotten",
        with_parts(lambda gx, gy: gx**2 + gy**2, lambda gx, gy: np.arctan2(gy, gx)),
        "This is the squared length: take the square root.",
    ),
    Misconception(
        "orientation before magnitude",
        with_parts(lambda gx, gy: np.arctan2(gy, gx), np.hypot),
        "Both parts are right, in the wrong order: return magnitude first, then orientation.",
    ),
    Misconception(
        "square around the sum",
        right_orientation(lambda gx, gy: np.abs(gx + gy)),
        "sqrt((gx + gy)**2) is |gx + gy|, where gx and gy can cancel each other. Square each, then add: "
        "sqrt(gx**2 + gy**2).",
    ),
    Misconception(
        "the larger of the two",
        right_orientation(lambda gx, gy: np.maximum(np.abs(gx), np.abs(gy))),
        "This is the larger of |gx| and |gy|. The length of the arrow is sqrt(gx**2 + gy**2).",
    ),
    Misconception(
        "one of the two taken twice",
        right_orientation(lambda gx, gy: np.sqrt(gx**2 + gx**2)),
        "Under the root the same map stands twice: gx**2 + gy**2 needs both.",
        [right_orientation(lambda gx, gy: np.sqrt(gy**2 + gy**2))],
    ),
    Misconception(
        "minus under the root",
        right_orientation(lambda gx, gy: np.sqrt(np.abs(gx**2 - gy**2))),
        "Under the root the squares are subtracted. Add them: sqrt(gx**2 + gy**2).",
    ),
    Misconception(
        "magnitude scaled",
        right_orientation(largest(1)),
        "The largest magnitude is always the same in yours: it is divided by its maximum. Return it "
        "as it is.",
        [right_orientation(largest(255))],
    ),
    Misconception(
        "opposite directions taken for one",
        right_magnitude(lambda gx, gy: np.arctan2(gy, gx) % np.pi),
        "Up and down get the same angle, and left and right too: there is no direction below 0. Take "
        "what arctan2 gives, from -pi to pi.",
    ),
    Misconception(
        "signs lost before the angle",
        right_magnitude(lambda gx, gy: np.arctan2(np.abs(gy), np.abs(gx))),
        "The angle is taken of |gx| and |gy| (or their squares), so all arrows point to the lower right. "
        "Give arctan2 both with their signs.",
        [right_magnitude(lambda gx, gy: np.arctan2(gy**2, gx**2))],
    ),
    Misconception(
        "sign of the angle lost",
        right_magnitude(lambda gx, gy: np.abs(np.arctan2(gy, gx))),
        "Angles below 0 came out positive, so up is taken for down. Keep the sign.",
    ),
    Misconception(
        "rounded to multiples of 45 degrees",
        right_magnitude(lambda gx, gy: np.round(np.arctan2(gy, gx) / (np.pi / 4)) * np.pi / 4),
        "The angles are rounded to multiples of pi/4. Return them as they are.",
    ),
    Misconception(
        "along the edge",
        right_magnitude(lambda gx, gy: np.arctan2(gx, -gy)),
        "Your angles point along the edge, a quarter of a turn off. The arrow (gx, gy) points across it: "
        "arctan2(gy, gx).",
        [right_magnitude(lambda gx, gy: np.arctan2(-gx, gy))],
    ),
    Misconception(
        "weak pixels without a direction",
        right_magnitude(lambda gx, gy: np.where(np.hypot(gx, gy) < 1, 0, np.arctan2(gy, gx))),
        "Where the magnitude is small your angle is 0. Each pixel has an angle, a weak one too.",
    ),
    Misconception(
        "angle divided by pi",
        right_magnitude(lambda gx, gy: np.arctan2(gy, gx) / np.pi),
        "Your angles run from -1 to 1: they are divided by pi. Return radians, as arctan2 gives them.",
    ),
    Misconception(
        "gx and gy returned",
        lambda image: sobel(image),
        "These are gx and gy themselves. Return the length of the arrow (gx, gy), and its angle.",
    ),
    by_np_gradient,
    by_prewitt,
    in_uint8,
    in_whole_numbers,
    Misconception(
        "as large as the image",
        lambda image: gradient(np.pad(image, 1)),
        "Your results have the shape of the image: pixels around it make edges that are not there. "
        "Without padding the shape is (H - 2, W - 2).",
        [lambda image: gradient(np.pad(image, 1, mode="edge"))],
    ),
)
