"""Wrong answers to `convolve2d` in which one of the two modes is another one, or its border.

The oracle that they are made from comes first.
"""

from __future__ import annotations

import numpy as np

from ...checks.exercise import misconception


def by_scipy(image, kernel, mode="full"):
    from scipy.signal import convolve2d

    return convolve2d(np.asarray(image, dtype=float), np.asarray(kernel, dtype=float), mode=mode)


@misconception("kernel turned in one mode only")
def turned_in_full_only(image, kernel, mode="full"):
    """You turn the kernel in one of the two modes only. Both are convolutions: turn it before you look at the
    mode.
    """
    return by_scipy(image, kernel if mode == "full" else kernel[::-1, ::-1], mode)


@turned_in_full_only.also
def turned_in_valid_only(image, kernel, mode="full"):
    return by_scipy(image, kernel if mode == "valid" else kernel[::-1, ::-1], mode)


@misconception("valid cut out in the wrong place")
def cut_one_too_late(image, kernel, mode="full"):
    """The full result is right. The valid one is a part of it that begins at row kh - 1 and column kw - 1:
    there the kernel lies inside the image for the first time.
    """
    (h, w), (kh, kw), full = image.shape, kernel.shape, by_scipy(image, kernel)
    return full if mode == "full" else full[kh : h + 1, kw : w + 1]


@cut_one_too_late.also
def cut_from_the_corner(image, kernel, mode="full"):
    (h, w), (kh, kw), full = image.shape, kernel.shape, by_scipy(image, kernel)
    return full if mode == "full" else full[: h - kh + 1, : w - kw + 1]


@misconception("valid as large as the image")
def same_for_valid(image, kernel, mode="full"):
    """The full result is right. In mode "valid" the kernel stays inside the image: the result is smaller than
    the image, (h - kh + 1, w - kw + 1).
    """
    return by_scipy(image, kernel, "same" if mode == "valid" else mode)


@same_for_valid.also
def first_part_for_valid(image, kernel, mode="full"):
    full = by_scipy(image, kernel)
    return full if mode == "full" else full[: image.shape[0], : image.shape[1]]


@misconception("stamps overwritten")
def stamps_overwritten(image, kernel, mode="full"):
    """Where stamps overlap, the last one replaces the others: you wrote `=`. They add up: `+=`."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    result = np.zeros((h + kh - 1, w + kw - 1))
    for (i, j), pixel in np.ndenumerate(image):
        result[i : i + kh, j : j + kw] = float(pixel) * kernel
    return result if mode == "full" else result[kh - 1 : h, kw - 1 : w]


@misconception("wraps around at the border")
def circular(image, kernel, mode="full"):
    """What the kernel moves out on one side comes in on the other, as with `np.roll`, with negative indices,
    or with a Fourier transform of the image's shape. The image is surrounded by zeros.
    """
    if mode == "valid":
        return by_scipy(image, kernel, mode)
    image = np.asarray(image, float)
    return sum(weight * np.roll(image, place, (0, 1)) for place, weight in np.ndenumerate(kernel))


@circular.also
def the_other_side_as_border(image, kernel, mode="full"):
    around = [(k - 1, k - 1) for k in kernel.shape]
    return by_scipy(np.pad(image, around, mode="wrap") if mode == "full" else image, kernel, "valid")


OF_MODES = (
    turned_in_full_only,
    cut_one_too_late,
    same_for_valid,
    stamps_overwritten,
    circular,
)
