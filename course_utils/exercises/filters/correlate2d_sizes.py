"""Wrong answers to `correlate2d` in which a size is wrong: of the windows, or of the output.

The loops that all of them are made from come first.
"""

from __future__ import annotations

import numpy as np

from ...checks.exercise import misconception
from .reference import (
    correlate_by_windows,
    require_fit,
)


def multiply_and_add(window, kernel):
    return np.sum(window * kernel)


def slide(image, kernel, sides=None, kernel_sides=None, weigh=multiply_and_add, dtype=float):
    """The loops of a solution that takes `sides` for the image's and `kernel_sides` for the kernel's."""
    require_fit(image, kernel)
    (h, w), (kh, kw) = sides or image.shape, kernel_sides or kernel.shape
    image = image.astype(dtype)
    result = np.zeros((h - kh + 1, w - kw + 1))
    for i, j in np.ndindex(result.shape):
        result[i, j] = weigh(image[i : i + kh, j : j + kw], kernel)
    return result


@misconception("height and width swapped")
def sides_swapped(image, kernel):
    """Right only where image and kernel are square. The first axis counts rows: `h, w = image.shape`, and the
    same for the kernel; `i` and `m` run down (h), `j` and `n` run right (w).
    """
    return slide(image, kernel, image.shape[::-1], kernel.shape[::-1])


@sides_swapped.also
def sides_swapped_by_pixels(image, kernel):
    require_fit(image, kernel)
    (w, h), (kw, kh) = image.shape, kernel.shape
    starts = [(i, j) for i in range(h - kh + 1) for j in range(w - kw + 1)]
    sums = [sum(image[i + m, j + n] * kernel[m, n] for m in range(kh) for n in range(kw)) for i, j in starts]
    return np.reshape(sums, (h - kh + 1, w - kw + 1))


@misconception("image taken for square")
def image_square(image, kernel):
    """Right for square images only: you use the number of rows for the columns too. The shape
    has both: `h, w = image.shape`.
    """
    return slide(image, kernel, sides=(image.shape[0], image.shape[0]))


@misconception("kernel taken for square")
def kernel_square(image, kernel):
    """Right for square kernels only: you use the kernel's number of rows for its columns too. The shape has
    both: `kh, kw = kernel.shape`.
    """
    return slide(image, kernel, kernel_sides=(kernel.shape[0], kernel.shape[0]))


@misconception("3 written into the code")
def always_three(image, kernel):
    """Right for kernels of 3 x 3 only: a 3 is written into your code. Take the sides from the
    kernel: `kh, kw = kernel.shape`.
    """
    return slide(image, kernel, kernel_sides=(3, 3))


@always_three.also
def always_three_by_pixels(image, kernel):
    require_fit(image, kernel)
    rows, columns = image.shape[0] - 2, image.shape[1] - 2
    result = np.zeros((rows, columns))
    for i, j, m, n in np.ndindex(rows, columns, 3, 3):
        result[i, j] += float(image[i + m, j + n]) * float(kernel[m, n])
    return result


@misconception("output one too large")
def one_too_large(image, kernel):
    """Your last windows hang over the edge, and NumPy cut them off. The window has `h - kh + 1` positions
    from top to bottom: `range(h - kh + 1)`.
    """
    return slide(image, kernel, sides=(image.shape[0] + 1, image.shape[1] + 1))


@misconception("output of the image's shape")
def in_the_images_shape(image, kernel):
    """Your output was made in the shape of the image, so that its last rows and columns stay 0. The window
    has only `h - kh + 1` positions from top to bottom, and `w - kw + 1` from left to right.
    """
    result = correlate_by_windows(image, kernel)
    rows, columns = (n - m for n, m in zip(image.shape, result.shape, strict=True))
    return np.pad(result, ((0, rows), (0, columns)))


@misconception("window leaves the image")
def window_at_every_pixel(image, kernel):
    """An index runs past the edge: a window that starts in the last row has no room for its second row. The
    last start is `h - kh`, so there are `h - kh + 1` of them; the output is smaller than the image.
    """
    starts = np.ndindex(image.shape)
    sums = [sum(image[i + m, j + n] * weight for (m, n), weight in np.ndenumerate(kernel)) for i, j in starts]
    return np.reshape(sums, image.shape)


@misconception("windows over the edge cut off")
def cut_windows_at_every_pixel(image, kernel):
    """Your output is as large as the image. The last windows hang over the edge, where a slice is cut off
    without an error. The window has only `h - kh + 1` positions from top to bottom.
    """
    require_fit(image, kernel)
    h, w = image.shape
    framed = np.pad(image.astype(float), ((0, kernel.shape[0] - 1), (0, kernel.shape[1] - 1)))
    return correlate_by_windows(framed, kernel).reshape(h, w)


@cut_windows_at_every_pixel.also
def broadcast_windows_at_every_pixel(image, kernel):
    kh, kw = kernel.shape
    starts = np.ndindex(image.shape)
    return np.reshape([np.sum(image[i : i + kh, j : j + kw] * kernel) for i, j in starts], image.shape)


@misconception("slice up to the kernel's side")
def slice_to_kh(image, kernel):
    """`image[i:kh]` ends at row kh, wherever it begins, so that the windows get smaller and smaller. A window
    of kh rows ends before row `i + kh`.
    """
    require_fit(image, kernel)
    (h, w), (kh, kw) = image.shape, kernel.shape
    starts = np.ndindex(h - kh + 1, w - kw + 1)
    sums = [np.sum(image[i:kh, j:kw].astype(float) * kernel) for i, j in starts]
    return np.reshape(sums, (h - kh + 1, w - kw + 1))


@misconception("zeros added around")
def same_size(image, kernel):
    """Your output is as large as the image, with zeros taken where the window hangs over the edge. Here the
    window stays inside; `correlate2d` adds no zeros.
    """
    from scipy.signal import correlate2d

    require_fit(image, kernel)
    return correlate2d(image.astype(float), kernel.astype(float), mode="same")


@same_size.also
def same_size_with_more_before(image, kernel):
    require_fit(image, kernel)
    around = [(k // 2, (k - 1) // 2) for k in kernel.shape]
    return correlate_by_windows(np.pad(image.astype(float), around), kernel)
