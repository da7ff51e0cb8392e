"""Slide a kernel over an image: cross-correlation, in loops."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from .advice import ANSWER_TRANSPOSED, NO_OVERLAP
from .reference import (
    PIECES,
    STEP,
    TENS,
    TO_9,
    TO_16,
    X,
    correlate,
    correlate_by_loops,
    correlate_by_windows,
    require_fit,
)

TO_15 = np.arange(1.0, 16).reshape(3, 5)
PLATE = np.array([[10.0, 20, 30], [40, 50, 60], [30, 20, 10]])


def loop_over_the_kernel(image, kernel):
    (h, w), (kh, kw) = image.shape, kernel.shape
    if kh > h or kw > w:
        raise ValueError("the kernel does not fit into the image")
    result = np.zeros((h - kh + 1, w - kw + 1))
    for m in range(kh):
        for n in range(kw):
            result += float(kernel[m, n]) * image[m : m + h - kh + 1, n : n + w - kw + 1]
    return result


def by_shifted_sums(image, kernel):
    require_fit(image, kernel)
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns), np.float32)
    for (m, n), weight in np.ndenumerate(kernel):
        result += np.float32(weight) * image[m : m + rows, n : n + columns].astype(np.float32)
    return result


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


@misconception("kernel's rows and columns swapped")
def kernel_transposed(image, kernel):
    """You use `kernel[n, m]` instead of `kernel[m, n]`: `m` counts rows in the kernel and in the
    window, `n` counts columns in both.
    """
    turned = [[float(kernel[n, m]) for n in range(kernel.shape[1])] for m in range(kernel.shape[0])]
    return correlate_by_windows(image, np.array(turned))


@misconception("rows and columns of the answer swapped", advice=ANSWER_TRANSPOSED)
def answer_transposed(image, kernel):
    upright = correlate_by_windows(image, kernel)
    result = np.zeros(upright.shape)
    for (i, j), value in np.ndenumerate(upright):
        result[j, i] = value
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


@misconception("sum overflows in uint8")
def sum_overflows(image, kernel):
    """A uint8 ends at 255 and starts again at 0; your running sum becomes a uint8 when you add one to it.
    Turn the image into floats before you multiply.
    """

    def running_sum(window, kernel):
        total = 0
        for pixel, weight in zip(window.flat, kernel.flat, strict=True):
            total = total + pixel * weight
        return total

    return slide(image, kernel, weigh=running_sum, dtype=image.dtype)


@misconception("result in the image's dtype")
def in_the_images_dtype(image, kernel):
    """Your output array took over the dtype of the image, which has no room for fractions, negative numbers
    or sums above 255. Make it with `np.zeros(shape)`: that is float64.
    """
    result = correlate_by_windows(image, kernel)
    return result.astype(np.int64).astype(image.dtype) if image.dtype.kind == "u" else result


@misconception("writes into the image")
def into_the_image(image, kernel):
    """You store your results in the image itself, so that the caller's picture is lost. A slice of an array
    is a view, not a copy: make a new array with `np.zeros`.
    """
    result = correlate_by_windows(image, kernel)
    image[: result.shape[0], : result.shape[1]] = result
    return image[: result.shape[0], : result.shape[1]]


@misconception("kernel as large as the image refused")
def equal_size_refused(image, kernel):
    """A kernel as large as the image still fits, at one position. Refuse larger ones only: `>`, not `>=`."""
    if kernel.shape[0] >= image.shape[0] or kernel.shape[1] >= image.shape[1]:
        raise ValueError("the kernel does not fit into the image")
    return correlate_by_windows(image, kernel)


@misconception("kernel too large let through")
def any_kernel(image, kernel):
    """All values are right. But your function accepts a kernel that does not fit: raise a ValueError
    where the kernel is too high or too wide. One of the two is enough (`or`); to compare the numbers of
    pixels (`size`) is not enough.
    """
    rows, columns = (max(n - k + 1, 0) for n, k in zip(image.shape, kernel.shape, strict=True))
    return correlate_by_windows(image, kernel) if rows and columns else np.zeros((rows, columns))


CORRELATE2D = Exercise(
    name="correlate2d",
    points=8,
    cases=(
        Case("1 to 9 doubled, a kernel of one pixel", (TO_9, np.array([[2.0]])), group="worked numbers"),
        Case("1 to 16, kernel [[-1, 1], [0, 1]]", (TO_16, STEP), group="worked numbers"),
        Case("1 to 9, kernel [[10, 20], [30, 40]]", (TO_9, TENS), group="worked numbers"),
        Case("1 to 9 with zeros around, a 3 x 3 kernel", (np.pad(TO_9, 1), PLATE), group="worked numbers"),
        Case("a piece of the X", (X, PIECES[0] / 9), group="worked numbers"),
        Case(
            "a random kernel on 1 to 16",
            lambda rng: (TO_16, rng.integers(-9, 10, size=(2, 2)).astype(float)),
            group="worked numbers",
        ),
        Case("a wide image", normal((5, 9), (3, 3)), group="any image"),
        Case("a tall image", normal((9, 4), (3, 3)), group="any image"),
        Case("a wide kernel", normal((8, 8), (2, 4)), group="any kernel"),
        Case("a tall kernel", normal((7, 7), (4, 3)), group="any kernel"),
        Case(
            "a single row", (np.array([[3.0, 1, 4, 1, 5, 9]]), np.array([[1.0, 0, -1]])), group="any kernel"
        ),
        Case("a kernel of one pixel", normal((4, 4), then=(np.array([[-2.0]]),)), group="any kernel"),
        Case(
            "whole numbers, a kernel of fractions",
            grey((6, 6), then=(np.full((3, 3), 1 / 9),)),
            group="any dtype",
        ),
        Case(
            "whole numbers, large sums",
            lambda rng: (rng.integers(500, 999, size=(4, 5)), rng.integers(50, 99, size=(2, 3))),
            group="any dtype",
        ),
        Case(
            "uint8 image and uint8 kernel",
            lambda rng: (
                rng.integers(100, 256, size=(5, 5), dtype=np.uint8),
                np.array([[1, 2], [3, 4]], np.uint8),
            ),
            group="any dtype",
        ),
        Case("a kernel as large as the image", normal((3, 3), (3, 3)), group="limits"),
        Case("a kernel one row too high", (TO_15, np.ones((4, 2))), raises=ValueError, group="limits"),
        Case("a kernel larger both ways", (TO_9, np.ones((4, 5))), raises=ValueError, group="limits"),
        Case("a kernel one column too wide", (TO_15, np.ones((2, 6))), raises=ValueError, group="limits"),
    ),
    oracle=correlate,
    alternatives=(correlate_by_windows, correlate_by_loops, by_shifted_sums),
    another_way=(
        loop_over_the_kernel,
        "It loops over the few numbers of the kernel, not over the many positions: a 3 x 3 kernel needs 9 "
        "steps, however large the image is.",
    ),
    misconceptions=(
        Misconception(
            "flipped kernel",
            lambda image, kernel: correlate_by_windows(image, kernel[::-1, ::-1]),
            "Your result is the true convolution: the kernel is turned by 180 degrees. `correlate2d` lays "
            "the kernel on the image as it is: `image[i + m, j + n] * kernel[m, n]`.",
        ),
        Misconception(
            "kernel upside down",
            lambda image, kernel: correlate_by_windows(image, kernel[::-1]),
            "The rows of your kernel are in the opposite order. Lay it on the image as it is.",
        ),
        Misconception(
            "kernel mirrored",
            lambda image, kernel: correlate_by_windows(image, kernel[:, ::-1]),
            "The columns of your kernel are in the opposite order. Lay it on the image as it is.",
        ),
        kernel_transposed,
        answer_transposed,
        sides_swapped,
        image_square,
        kernel_square,
        always_three,
        Misconception(
            "output one too small",
            lambda image, kernel: correlate_by_windows(image, kernel)[:-1, :-1],
            "The last row and column are missing. A window of 3 has 8 positions in "
            "10 pixels, not 7: `h - kh + 1`.",
        ),
        one_too_large,
        in_the_images_shape,
        window_at_every_pixel,
        cut_windows_at_every_pixel,
        slice_to_kh,
        same_size,
        Misconception(
            "products overflow in uint8",
            lambda image, kernel: slide(image, kernel, dtype=image.dtype),
            "A uint8 ends at 255 and starts again at 0, so that a product of two uint8 loses everything "
            "above 255. Turn the image into floats before you multiply.",
        ),
        sum_overflows,
        in_the_images_dtype,
        Misconception(
            "kernel in the image's dtype",
            lambda image, kernel: correlate_by_windows(image, kernel.astype(image.dtype)),
            "Your kernel took over the dtype of the image: a kernel of fractions loses its decimals there. "
            "Turn both into floats.",
        ),
        Misconception(
            "product without sum",
            lambda image, kernel: slide(image, kernel, weigh=lambda window, k: window[-1, -1] * k[-1, -1]),
            "Only the last product of each window is left: you wrote `=` "
            "instead of `+=`, or forgot to add up.",
        ),
        Misconception(
            "divided as in match",
            lambda image, kernel: correlate_by_windows(image, kernel) / kernel.size,
            "You divide by the number of pixels, as `match` does. `correlate2d` only multiplies and adds.",
        ),
        Misconception(
            "matrix product",
            lambda image, kernel: slide(image, kernel, weigh=lambda window, kernel: np.sum(window @ kernel)),
            "`@` is the matrix product: rows times columns. Here each pixel is multiplied by the "
            "one number that lies on it: `*`.",
        ),
        Misconception(
            "windows that do not overlap",
            lambda image, kernel: correlate_by_windows(image, kernel)[:: kernel.shape[0], :: kernel.shape[1]],
            NO_OVERLAP,
        ),
        into_the_image,
        equal_size_refused,
        any_kernel,
        zeros(correlate),
    ),
    hints=(
        "How many positions does a window of height 3 have in an image of height 5? Draw them. That "
        "number is the height of the output.",
        "Make an output of zeros of shape (h - kh + 1, w - kw + 1). For each position (i, j) in it, take "
        "the window of the image that starts there, multiply it by the kernel, and add up.",
        "The window is `image[i:i + kh, j:j + kw]` and the output `np.sum(window * kernel)`. Before the "
        "loops: `image = np.asarray(image, dtype=float)`, and a ValueError if kh > h or kw > w.",
    ),
    forbidden=("scipy", "torch", "cv2", "skimage", "numpy.convolve", "numpy.correlate"),
)
