"""best_match: how well each kernel fits where it fits best."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ... import data
from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
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


def divided_by(count):
    """The sums, divided by another number."""
    return lambda image, kernels: not_divided(image, kernels) / count(kernels)


divided_by_a_side = Misconception(
    "divided by a side",
    divided_by(lambda kernels: kernels.shape[1]),
    "You divide by one side of the kernel, or its square. A kernel of m by n has m * n pixels: divide by "
    "`kernel.size`.",
    [
        divided_by(lambda kernels: kernels.shape[2]),
        divided_by(lambda kernels: kernels.shape[1] ** 2),
        divided_by(lambda kernels: kernels.shape[2] ** 2),
        divided_by(lambda kernels: kernels.shape[1] + kernels.shape[2]),
    ],
)


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


def matched(change, reduce=np.max):
    """Something else done with the map of matches of each kernel, or taken from it."""
    return lambda image, kernels: np.array(
        [reduce(change(correlate(image, kernel), *kernel.shape)) / kernel.size for kernel in kernels]
    )


def padded_by(border):
    """The best matches in an image with a border of zeros, as wide as `border(m, n)` says."""

    def wrong(image, kernels):
        rows, columns = border(*kernels.shape[1:])
        wide = np.pad(np.asarray(image, dtype=float), [(rows, rows), (columns, columns)])
        return by_maps(wide, kernels)

    return wrong


def of_lengths(patches=True, kernel=True):
    """Each match divided by the length of its patch, of its kernel, or by both."""

    def wrong(image, kernels):
        windows = sliding_window_view(np.asarray(image, dtype=float), kernels.shape[1:])
        long = np.sqrt((windows**2).sum(axis=(2, 3))) + 1e-12 if patches else 1.0
        return np.array(
            [
                (np.einsum("hwmn,mn->hw", windows, k) / long).max() / (np.linalg.norm(k) if kernel else 1)
                for k in kernels
            ]
        )

    return wrong


def of_bytes(change):
    """Something done with image and kernels where the image is of whole numbers."""

    def wrong(image, kernels):
        return by_maps(*(change(image, kernels) if image.dtype.kind in "iu" else (image, kernels)))

    return wrong


PIECES = data.features()

TENTHS = np.array([[[1.2, -0.7, 0.4], [0.3, 1.6, -0.9]], [[-0.8, -1.3, -0.6], [-0.2, -1.9, -0.5]]])

BEST_MATCH = Exercise(
    name="best_match",
    points=3,
    cases=(
        Case("the X and its pieces", (data.letter_x(), PIECES), group="letters"),
        Case("an O and the pieces of the X", (data.letter_o(), PIECES), group="letters"),
        Case("random numbers", normal((9, 9), (3, 3, 3)), group="letters"),
        Case("one kernel of 2 x 4", normal((6, 8), (1, 2, 4)), group="other sizes"),
        Case("kernels with decimals, uint8", grey((6, 7), then=(TENTHS,)), group="other sizes"),
        Case("five kernels of 5 x 3", normal((9, 7), (5, 5, 3)), group="other sizes"),
        Case("pixels of type uint8", grey((7, 8), then=(PIECES,)), group="other sizes"),
    ),
    oracle=by_scipy,
    alternatives=(by_windows, by_maps),
    forbidden=("scipy", "torch"),
    misconceptions=(
        not_divided,
        divided_by_a_side,
        mean_of_the_map,
        largest_absolute,
        worst,
        position,
        one_for_all,
        flipped,
        divided_by_the_image,
        Misconception(
            "divided by the weights of all kernels",
            divided_by(lambda kernels: kernels.size),
            "`kernels.size` counts the weights of all kernels. Divide by the number of pixels of one kernel.",
        ),
        Misconception(
            "divided by 9, always",
            divided_by(lambda kernels: 9),
            "You divide by 9, which is right for 3 x 3. A kernel of m by n has m * n pixels.",
        ),
        Misconception(
            "compared with 0",
            lambda image, kernels: np.maximum(by_maps(image, kernels), 0),
            "Where all matches of a kernel are below 0, your result is 0. Does the search start from 0? "
            "Start from the first match, or from `-np.inf`.",
        ),
        Misconception(
            "whole maps, not their maxima",
            lambda image, kernels: np.array([correlate(image, kernel) / kernel.size for kernel in kernels]),
            "You return the maps of matches. Take the maximum of each.",
            [lambda image, kernels: np.array([correlate(image, kernel) for kernel in kernels])],
        ),
        Misconception(
            "last positions left out",
            matched(lambda found, m, n: found[:-1, :-1]),
            "Some positions are never looked at, the last row and column of them, for instance: there are "
            "H - m + 1 rows and W - n + 1 columns of positions.",
            [matched(lambda found, m, n: found[:-1]), matched(lambda found, m, n: found[:, :-1])],
        ),
        Misconception(
            "windows side by side",
            matched(lambda found, m, n: found[::m, ::n]),
            "Your windows move by their own size. Look at every position.",
        ),
        Misconception(
            "a border around the image",
            padded_by(lambda m, n: (1, 1)),
            "You put zeros around the image, so windows that reach over its edge count, too. "
            "Look at the positions inside the image only.",
            [padded_by(lambda m, n: (m // 2, n // 2)), padded_by(lambda m, n: (m - 1, n - 1))],
        ),
        Misconception(
            "divided by the lengths",
            of_lengths(),
            "You divide each match by the length of its patch, of its kernel, or by both. "
            "Here a match is the plain mean of the products.",
            [of_lengths(patches=False), of_lengths(kernel=False)],
        ),
        Misconception(
            "the kernels in the dtype of the image",
            of_bytes(lambda image, kernels: (image, kernels.astype(np.int64).astype(image.dtype))),
            "Where the image is of whole numbers, you make whole numbers of the kernels: decimals and signs "
            "are lost. Turn the image into floats instead.",
            [of_bytes(lambda image, kernels: (image, kernels.astype(int)))],
        ),
        Misconception(
            "pixels divided by 255",
            of_bytes(lambda image, kernels: (image / 255, kernels)),
            "You divide the pixels by 255 if they are of type uint8. Nothing here asks for that.",
        ),
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
