"""`gradient`: how strong an edge is at each pixel, and in which direction it points."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from .reference import STEP, WORKED, disc, gradient, gradient_by_scipy, sobel


def drive(target, image):
    """Call it; -pi and pi are one direction, and where nothing changes no direction is wrong."""
    result = target(image)
    if not isinstance(result, tuple | list) or len(result) != 2:
        return result
    magnitude, orientation = result
    if np.shape(magnitude) != np.shape(orientation) or not isinstance(orientation, np.ndarray):
        return result
    orientation = np.where(np.asarray(magnitude) == 0, 0, orientation)
    return magnitude, np.where(np.isclose(orientation, -np.pi), np.pi, orientation)


def by_arccos(image):
    gx, gy = (part.astype(np.float32) for part in sobel(image))
    magnitude = np.sqrt(gx**2 + gy**2)
    angle = np.arccos(np.clip(gx / np.maximum(magnitude, np.float32(1e-20)), -1, 1))
    return magnitude, np.where(gy < 0, -angle, angle)


def as_complex_numbers(image):
    gx, gy = sobel(image)
    arrows = gx + 1j * gy
    return np.abs(arrows), np.angle(arrows)


def pixel_by_pixel(image):
    gx, gy = sobel(image)
    places = list(np.ndindex(gx.shape))
    lengths = np.array([float(np.linalg.norm([gx[at], gy[at]])) for at in places]).reshape(gx.shape)
    return lengths, np.array([np.angle(complex(gx[at], gy[at])) for at in places]).reshape(gx.shape)


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


GRADIENT = Exercise(
    name="gradient",
    points=3,
    cases=(
        *WORKED,
        Case("a light corner", (STEP * STEP.T / 10,), group="worked numbers"),
        Case("a disc, uint8", (disc(18, 22),), group="any image"),
        Case("random, not square", normal((5, 9)), group="any image"),
    ),
    oracle=gradient_by_scipy,
    drive=drive,
    alternatives=(gradient, by_arccos, pixel_by_pixel),
    another_way=(
        as_complex_numbers,
        "A complex number is an arrow in the plane, and NumPy knows its length and its angle.",
    ),
    misconceptions=(
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
            "Your angles turn the other way. Rows count downwards here, so pi/2 points down: use gy as it "
            "is.",
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
        zeros(gradient_by_scipy),
    ),
    hints=(
        "gx and gy are the two legs of a right triangle. How long is its third side, and which way does it "
        "point?",
        "The length is sqrt(gx**2 + gy**2). For the direction, gy / gx alone cannot tell left from right: "
        "NumPy has a function that takes both.",
        "`gx, gy = sobel(image)`; `return np.sqrt(gx**2 + gy**2), np.arctan2(gy, gx)`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
    returns=("magnitude", "orientation"),
)
