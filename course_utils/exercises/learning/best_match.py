"""best_match: how well each kernel fits where it fits best."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ... import data
from ...checks.exercise import Case, Exercise, misconception, zeros
from ..draws import grey, normal
from ..reference import correlate


def by_windows(image, kernels):
    size = kernels.shape[1:]
    windows = sliding_window_view(np.asarray(image, dtype=float), size)
    return np.einsum("hwmn,kmn->khw", windows, kernels).max(axis=(1, 2)) / np.prod(size)


def by_maps(image, kernels):
    return np.array([correlate(image, kernel).max() / kernel.size for kernel in kernels])


def by_scipy(image, kernels):
    from scipy.signal import correlate2d

    image = np.asarray(image, dtype=float)
    return np.array([np.max(correlate2d(image, kernel, mode="valid")) / kernel.size for kernel in kernels])


@misconception("sum without dividing")
def not_divided(image, kernels):
    """A match is the mean of the products. Divide by the number of pixels of the kernel."""
    return by_maps(image, kernels) * kernels[0].size


@misconception("divided by the side")
def divided_by_the_side(image, kernels):
    """You divide by the height of the kernel. A kernel of 3 by 3 has 9 pixels: divide by `kernel.size`."""
    return not_divided(image, kernels) / kernels.shape[1]


@misconception("mean of the map")
def mean_of_the_map(image, kernels):
    """You take the mean of each map. A piece that is in one place only hardly changes the mean: take the
    maximum.
    """
    return np.array([correlate(image, kernel).mean() / kernel.size for kernel in kernels])


@misconception("largest absolute value")
def largest_absolute(image, kernels):
    """You take the largest absolute value. A strongly negative match is the opposite of the piece, not the
    piece.
    """
    return np.array([np.abs(correlate(image, kernel)).max() / kernel.size for kernel in kernels])


@misconception("worst match")
def worst(image, kernels):
    """This is the smallest number of each map. The best match is the largest."""
    return np.array([correlate(image, kernel).min() / kernel.size for kernel in kernels])


@misconception("position instead of value")
def position(image, kernels):
    """`argmax` says where the best match is. What is asked is how good it is: `max`."""
    return np.array([float(correlate(image, kernel).argmax()) for kernel in kernels])


@misconception("one number for all kernels")
def one_for_all(image, kernels):
    """You took the maximum over all maps together. Each kernel has a best match of its own."""
    return by_maps(image, kernels).max()


@misconception("flipped kernels")
def flipped(image, kernels):
    """The kernels are turned by 180 degrees, as in a true convolution. A match lays them on as they are."""
    return by_maps(image, kernels[:, ::-1, ::-1])


@misconception("divided by the size of the image")
def divided_by_the_image(image, kernels):
    """You divide by the number of pixels of the image. A match is a mean over the pixels of the kernel."""
    return not_divided(image, kernels) / np.size(image)


PIECES = data.features()

BEST_MATCH = Exercise(
    name="best_match",
    points=3,
    cases=(
        Case("the X and its pieces", (data.letter_x(), PIECES), group="letters"),
        Case("an O and the pieces of the X", (data.letter_o(), PIECES), group="letters"),
        Case("random numbers", normal((9, 9), (3, 3, 3)), group="letters"),
        Case("one kernel of 2 x 4", normal((6, 8), (1, 2, 4)), group="other sizes"),
        Case("five kernels of 5 x 3", normal((9, 7), (5, 5, 3)), group="other sizes"),
        Case("pixels of type uint8", grey((7, 8), then=(PIECES,)), group="other sizes"),
    ),
    oracle=by_scipy,
    alternatives=(by_windows, by_maps),
    forbidden=("scipy", "torch"),
    misconceptions=(
        not_divided,
        divided_by_the_side,
        mean_of_the_map,
        largest_absolute,
        worst,
        position,
        one_for_all,
        flipped,
        divided_by_the_image,
        zeros(by_scipy),
    ),
    hints=(
        "`correlate2d` gives a map for each kernel. Which number of a map says whether the piece is "
        "somewhere?",
        "Each map is divided by the number of pixels of its kernel, as in `match`; then its maximum is "
        "taken.",
        "`np.array([correlate2d(image, kernel).max() / kernel.size for kernel in kernels])`",
    ),
)
