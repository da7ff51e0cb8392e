"""`gradient`: how strong an edge is at each pixel, and in which direction it points."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import grey, normal
from .gradient_mistakes import MISTAKES
from .reference import STEP, bars, disc, gradient, gradient_by_scipy, level_bars, sobel


def drive(target, image):
    """Call it; -pi and pi are one direction, and where nothing changes no direction is wrong."""
    result = target(image)
    if not isinstance(result, tuple | list) or len(result) != 2:
        return result
    magnitude, orientation = result
    try:
        magnitude, orientation = np.asarray(magnitude, float), np.asarray(orientation, float)
    except (TypeError, ValueError):
        return result
    if magnitude.shape != orientation.shape:
        return result
    orientation = np.where(magnitude == 0, 0, orientation)
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


def about(part, group, images):
    """Cases of one group that are about one part of the result."""
    return [Case(name, args, group=group, parts=(part,)) for name, args in images.items()]


GRADIENT = Exercise(
    name="gradient",
    points=3,
    cases=(
        *about(
            "magnitude",
            "magnitude",
            {
                "10 10 10 0 0 0": (STEP,),
                "a light corner": (STEP * STEP.T / 10,),
                "a disc": (disc(18, 22),),
                "random, not square": normal((5, 9)),
            },
        ),
        *about(
            "orientation",
            "four directions",
            {
                "light to dark, 10 10 10 0 0 0": (STEP,),
                "dark to light": (STEP[:, ::-1],),
                "light above, dark below": (STEP.T,),
                "dark above, light below": (STEP.T[::-1],),
                "random upright bars": bars(),
                "random level bars": level_bars,
            },
        ),
        *about(
            "orientation",
            "all directions",
            {
                "a corner of light": (STEP * STEP.T / 10,),
                "a disc, uint8": (disc(18, 22),),
                "random pixels": grey((6, 5)),
                "random numbers, not square": normal((5, 9)),
                "a faint image": lambda rng: (rng.normal(size=(7, 4)) / 100,),
            },
        ),
    ),
    oracle=gradient_by_scipy,
    drive=drive,
    alternatives=(gradient, by_arccos, pixel_by_pixel),
    another_way=(
        as_complex_numbers,
        "A complex number is an arrow in the plane, and NumPy knows its length and its angle.",
    ),
    misconceptions=(*MISTAKES, zeros(gradient_by_scipy)),
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
