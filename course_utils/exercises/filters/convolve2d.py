"""True convolution: the kernel is turned by 180 degrees, and in full mode zeros lie around the image."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise
from ..draws import normal
from .convolve2d_mistakes import MISTAKES
from .convolve2d_modes import by_scipy
from .reference import STEP, TENS, TO_9, TO_16


def by_stamps(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    result = np.zeros((h + kh - 1, w + kw - 1))
    for (i, j), pixel in np.ndenumerate(image):
        result[i : i + kh, j : j + kw] += float(pixel) * kernel
    return result if mode == "full" else result[kh - 1 : h, kw - 1 : w]


def by_fourier(image, kernel, mode="full"):
    (h, w), (kh, kw) = image.shape, kernel.shape
    shape = (h + kh - 1, w + kw - 1)
    product = np.fft.rfft2(image, shape) * np.fft.rfft2(kernel, shape)
    result = np.fft.irfft2(product, shape)
    return result if mode == "full" else result[kh - 1 : h, kw - 1 : w]


def grey_values(rng):
    return rng.integers(0, 256, size=(5, 5), dtype=np.uint8), rng.normal(size=(2, 2)), "valid"


def bytes_only(rng):
    return rng.integers(0, 256, (4, 6)).astype(np.uint8), rng.integers(1, 9, (3, 2)).astype(np.uint8), "valid"


CONVOLVE2D = Exercise(
    name="convolve2d",
    points=4,
    cases=(
        Case("1 to 16, kernel [[-1, 1], [0, 1]]", (TO_16, STEP, "valid"), group="valid"),
        Case("a tall image, a wide kernel", normal((7, 5), (2, 4), then=("valid",)), group="valid"),
        Case("a kernel of one row", normal((4, 6), (1, 3), then=("valid",)), group="valid"),
        Case("a kernel of one column", normal((5, 4), (3, 1), then=("valid",)), group="valid"),
        Case("grey values, a kernel of fractions", grey_values, group="valid"),
        Case("uint8 image and uint8 kernel", bytes_only, group="valid"),
        Case("one bright pixel", (np.pad([[1.0]], 1), TO_9), group="full: it commutes"),
        Case("1 to 16 with 10 to 40", (TO_16, TENS), group="full: it commutes"),
        Case("10 to 40 with 1 to 16: the same", (TENS, TO_16), group="full: it commutes"),
        Case("the mode by its name", normal((5, 4), (2, 3), then=("full",)), group="full: it commutes"),
        Case("two random arrays", normal((4, 6), (3, 2)), group="full: it commutes"),
        Case("two random arrays, swapped", normal((3, 2), (4, 6)), group="full: it commutes"),
    ),
    oracle=by_scipy,
    alternatives=(by_stamps, by_fourier),
    another_way=(
        by_stamps,
        "It stamps the kernel on every pixel and adds up the stamps. Nothing is turned: this is what a "
        "convolution means, and that it commutes is easier to see.",
    ),
    misconceptions=MISTAKES,
    hints=(
        "You already have a function that does nearly all of it. What has to happen to the kernel first?",
        "`kernel[::-1, ::-1]` is flipped along both axes. In full mode the image first gets a border of "
        "zeros, so wide that the kernel's last row still touches the image's first.",
        "`np.pad(image, ((kh - 1, kh - 1), (kw - 1, kw - 1)))` in full mode, then "
        "`return correlate2d(image, kernel[::-1, ::-1])`.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage", "numpy.convolve", "numpy.correlate"),
)
