"""`sobel`: how much the brightness changes to the right and down."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import correlate
from .reference import LEFT_SOBEL, STEP, TOP_SOBEL, bars, disc, gradient, level_bars, sobel, sobel_by_scipy


def differences(image, weight=2):
    """Both maps from shifted differences, in the dtype of the image; the middle's weight may be float."""
    across, down = image[:, :-2] - image[:, 2:], image[:-2] - image[2:]
    return (
        across[:-2] + weight * across[1:-1] + across[2:],
        down[:, :-2] + weight * down[:, 1:-1] + down[:, 2:],
    )


def by_differences(image):
    return differences(np.asarray(image, dtype=np.float32))


def by_loops(image):
    height, width = np.shape(image)
    windows = [[np.array(image)[r : r + 3, c : c + 3] for c in range(width - 2)] for r in range(height - 2)]
    return [
        [[float((window * kernel).sum()) for window in row] for row in windows]
        for kernel in (LEFT_SOBEL, TOP_SOBEL)
    ]


def one_side_minus_the_other(image):
    image = image.astype(float)
    across, down = image[:, :-2] - image[:, 2:], image[:-2] - image[2:]
    return across[:-2] + 2 * across[1:-1] + across[2:], down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]


@misconception("middle row not doubled")
def prewitt(image):
    """The middle row (and column) counts as much as its neighbours: this is Prewitt's kernel. Sobel
    doubles the middle.
    """
    return correlate(image, np.sign(LEFT_SOBEL)), correlate(image, np.sign(TOP_SOBEL))


def by_kernels(left, top):
    """A wrong Sobel, with these kernels."""
    return lambda image: (correlate(image, left), correlate(image, top))


@misconception("one middle not doubled")
def prewitt_above_and_below(image):
    """One of your two kernels has no 2: there the middle counts as much as its neighbours. Sobel doubles it
    in both.
    """
    return sobel(image)[0], prewitt(image)[1]


@prewitt_above_and_below.also
def prewitt_left_and_right(image):
    return prewitt(image)[0], sobel(image)[1]


PLAIN = np.array([[0, 0, 0], [1, 0, -1], [0, 0, 0]])
SCHARR = np.outer([3, 10, 3], [1, 0, -1])


@misconception("blurred first")
def blurred(image):
    """The image is blurred before the edges are taken, and nothing here asks for that."""
    return sobel(correlate(np.pad(image, 1, mode="edge"), np.full((3, 3), 1 / 9)))


@blurred.also
def blurred_and_smaller(image):
    return sobel(correlate(image, np.full((3, 3), 1 / 9)))


@misconception("pixels scaled first")
def scaled(image):
    """The pixels are scaled first, to a range up to 1 or so. Take them as they are."""
    return sobel(image / image.max())


@scaled.also
def stretched_from_0_to_1(image):
    return sobel((image - np.min(image)) / (np.ptp(image) or 1))


@scaled.also
def scaled_by_255(image):
    return sobel(image / 255)


@scaled.also
def uint8_scaled_by_255(image):
    return sobel(image / (255 if image.dtype == np.uint8 else 1))


@scaled.also
def scaled_to_mean_0(image):
    return sobel((image - image.mean()) / image.std())


@misconception("gy taken from gx")
def one_after_the_other(image):
    """The top kernel is applied to gx, not to the image. Both kernels slide over the image itself."""
    gx = correlate(image, LEFT_SOBEL)
    return gx, correlate(np.pad(gx, 1), TOP_SOBEL)


@one_after_the_other.also
def one_after_the_other_and_smaller(image):
    gx = correlate(image, LEFT_SOBEL)
    return gx, correlate(gx, TOP_SOBEL)


SOBEL = Exercise(
    name="sobel",
    points=3,
    cases=(
        Case("light to dark, 10 10 10 0 0 0", (STEP,), group="left and right"),
        Case("dark to light", (STEP[:, ::-1],), group="left and right"),
        Case("random upright bars", bars(), group="left and right"),
        Case("light above, dark below", (STEP.T,), group="above and below"),
        Case("random level bars", level_bars, group="above and below"),
        Case("a disc, uint8", (disc(20, 26),), group="any image"),
        Case("random, not square", normal((5, 9)), group="any image"),
        Case("random pixels, uint8", grey((7, 4)), group="any image"),
    ),
    oracle=sobel_by_scipy,
    alternatives=(sobel, by_differences, by_loops),
    another_way=(
        one_side_minus_the_other,
        "It says what the kernels mean: subtract one side from the other, then blur along the edge.",
    ),
    misconceptions=(
        Misconception(
            "uint8 overflow",
            differences,
            "The numbers are right for floats, but in uint8 10 - 20 is 246: there are no negative numbers. "
            "Turn the image into floats first.",
            [lambda image: differences(image, weight=2.0)],
        ),
        Misconception(
            "gx and gy swapped",
            lambda image: sobel(image)[::-1],
            "gx must respond to vertical edges: it compares left with right. gy compares top with bottom.",
        ),
        Misconception(
            "signs flipped",
            lambda image: tuple(-part for part in sobel(image)),
            "All signs are flipped, as with right minus left, or with a flipped kernel. Here light on the "
            "left of dark is positive, and so is light above dark.",
        ),
        Misconception(
            "sign of gy flipped",
            lambda image: (sobel(image)[0], -sobel(image)[1]),
            "gx is right, gy has the wrong sign: rows count downwards, and light above dark is positive.",
        ),
        Misconception(
            "sign of gx flipped",
            lambda image: (-sobel(image)[0], sobel(image)[1]),
            "gy is right, gx has the wrong sign: light on the left of dark is positive.",
        ),
        prewitt,
        prewitt_above_and_below,
        Misconception(
            "divided by the weights",
            lambda image: tuple(part / 8 for part in sobel(image)),
            "Your results are an eighth of what they should be: no division was asked for.",
        ),
        Misconception(
            "zero padded to the same size",
            lambda image: sobel(np.pad(image, 1)),
            "Your results are as large as the image. Without padding a 3x3 kernel leaves (H - 2, W - 2), "
            "and zeros around the image would make edges that are not there.",
        ),
        Misconception(
            "repeated pixels around the image",
            lambda image: sobel(np.pad(image, 1, mode="edge")),
            "Your results are as large as the image, which got its own border once more. Without padding a "
            "3x3 kernel leaves (H - 2, W - 2).",
            [lambda image: sobel(np.pad(image, 1, mode="reflect"))],
        ),
        Misconception(
            "3 10 3 instead of 1 2 1",
            by_kernels(SCHARR, SCHARR.T),
            "These are Scharr's kernels, with 3, 10, 3 along the edge. Sobel's have 1, 2, 1.",
        ),
        Misconception(
            "plain differences",
            by_kernels(PLAIN, PLAIN.T),
            "You subtract two pixels, and leave out the two rows (or columns) beside them: 1, 2, 1 along the "
            "edge.",
            [by_kernels(factor * PLAIN, factor * PLAIN.T) for factor in (1 / 2, -1 / 2, -1)],
        ),
        Misconception(
            "weights along the wrong axis",
            by_kernels(
                np.outer([1, 1, 1], [1, 0, -1]) * [2, 1, 2], np.outer([1, 0, -1], [1, 1, 1]) * [[2], [1], [2]]
            ),
            "All rows of your left kernel are 2, 0, -2. Only its middle row is doubled.",
        ),
        blurred,
        scaled,
        one_after_the_other,
        Misconception(
            "the magnitude returned",
            lambda image: np.hypot(*sobel(image)),
            "This is the length of the arrow (gx, gy). Return the two maps themselves: gx, gy.",
            [gradient],
        ),
        zeros(sobel_by_scipy),
    ),
    hints=(
        "Two correlations with two kernels. Which of the two kernels responds to a vertical edge?",
        "`correlate2d` from the top of this notebook does the work. gx comes from the left Sobel kernel, "
        "gy from the top one, which is the same kernel with rows and columns exchanged.",
        "`left = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])`; "
        "`return correlate2d(image, left), correlate2d(image, left.T)`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch"),
    returns=("gx", "gy"),
)
