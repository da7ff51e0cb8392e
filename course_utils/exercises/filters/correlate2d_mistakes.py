"""Wrong answers to `correlate2d`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception
from .advice import ANSWER_TRANSPOSED, NO_OVERLAP
from .correlate2d_sizes import (
    always_three,
    cut_windows_at_every_pixel,
    image_square,
    in_the_images_shape,
    kernel_square,
    one_too_large,
    same_size,
    sides_swapped,
    slice_to_kh,
    slide,
    window_at_every_pixel,
)
from .reference import correlate_by_windows, require_fit


@misconception("kernel's rows and columns swapped")
def kernel_transposed(image, kernel):
    """You use `kernel[n, m]` instead of `kernel[m, n]`: `m` counts rows in the kernel and in the
    window, `n` counts columns in both.
    """
    turned = [[float(kernel[n, m]) for n in range(kernel.shape[1])] for m in range(kernel.shape[0])]
    return correlate_by_windows(image, np.array(turned))


@kernel_transposed.also
def square_kernel_transposed(image, kernel):
    is_square = kernel.shape[0] == kernel.shape[1]
    return correlate_by_windows(image, kernel.T if is_square else kernel)


@misconception("rows and columns of the answer swapped", advice=ANSWER_TRANSPOSED)
def answer_transposed(image, kernel):
    upright = correlate_by_windows(image, kernel)
    result = np.zeros(upright.shape)
    for (i, j), value in np.ndenumerate(upright):
        result[j, i] = value
    return result


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


@misconception("window up and to the left")
def up_and_left(image, kernel):
    """You take `image[i - m, j - n]`: the window reaches up and to the left of (i, j), and where it leaves
    the image a negative index counts from the other side. It begins at (i, j): `image[i + m, j + n]`.
    """
    require_fit(image, kernel)
    rows, columns = (n - k + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    return sum(
        float(weight) * np.roll(image.astype(float), (m, n), axis=(0, 1))[:rows, :columns]
        for (m, n), weight in np.ndenumerate(kernel)
    )


MISTAKES = (
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
        "Only the last product of each window is left: you wrote `=` instead of `+=`, or forgot to add up.",
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
    up_and_left,
    into_the_image,
    equal_size_refused,
    any_kernel,
)
