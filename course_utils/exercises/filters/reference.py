"""Toy images and kernels, and right ways to filter and to shift that several exercises use."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...data import features, letter_x

X = letter_x()
PIECES = features()
TO_16 = np.arange(1.0, 17).reshape(4, 4)
TO_9 = np.arange(1.0, 10).reshape(3, 3)
STEP = np.array([[-1.0, 1], [0, 1]])
TENS = np.array([[10.0, 20], [30, 40]])


def require_fit(image, kernel):
    """Raise ValueError where the kernel is higher or wider than the image."""
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError(
            f"a kernel of shape {kernel.shape} does not fit into an image of shape {image.shape}"
        )


def correlate(image, kernel):
    """The cross-correlation at every position where the kernel lies inside, by SciPy."""
    from scipy.signal import correlate2d

    return correlate2d(np.asarray(image, dtype=float), np.asarray(kernel, dtype=float), mode="valid")


def correlate_by_windows(image, kernel):
    """The same from a view of all windows."""
    require_fit(image, kernel)
    windows = sliding_window_view(np.asarray(image, dtype=float), kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, np.asarray(kernel, dtype=float))


def correlate_by_loops(image, kernel):
    """The same in four loops; a list of lists."""
    require_fit(image, kernel)
    rows, columns = (n - k + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    result = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            for m in range(kernel.shape[0]):
                for n in range(kernel.shape[1]):
                    result[i][j] += float(image[i + m, j + n]) * float(kernel[m, n])
    return result


def shift(image, down, right):
    """The image moved down by `down` rows and right by `right` columns, zeros where it was; by SciPy."""
    from scipy.ndimage import shift

    return shift(np.asarray(image, dtype=float), (down, right), order=0)


def shift_by_padding(image, down, right):
    """The same: a window of the old size in an image with zeros around; keeps the dtype."""
    (h, w), rows, columns = image.shape, abs(down), abs(right)
    framed = np.pad(image, ((rows, rows), (columns, columns)))
    return framed[rows - down : rows - down + h, columns - right : columns - right + w]


def shift_by_loops(image, down, right):
    """The same in two loops; a list of lists."""
    h, w = len(image), len(image[0])
    return [
        [image[i - down][j - right] if 0 <= i - down < h and 0 <= j - right < w else 0 for j in range(w)]
        for i in range(h)
    ]
