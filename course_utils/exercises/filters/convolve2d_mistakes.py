"""Wrong answers to `convolve2d`, and what they are made from."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Misconception, misconception, zeros
from .convolve2d_modes import OF_MODES, by_scipy
from .reference import correlate_by_windows


def convolving(turn=lambda kernel: kernel[::-1, ::-1], border=lambda kh, kw: (kh - 1, kw - 1)):
    """A convolution that turns the kernel, and adds `border(kh, kw)` rows and columns of zeros, as told."""

    def convolve(image, kernel, mode="full"):
        rows, columns = border(*kernel.shape) if mode == "full" else (0, 0)
        padded = np.pad(image, ((rows, rows), (columns, columns)))
        return correlate_by_windows(padded, turn(kernel))

    return convolve


unturned = convolving(turn=lambda kernel: kernel)

half_a_kernel = Misconception(
    "half a kernel of zeros",
    convolving(border=lambda kh, kw: (kh // 2, kw // 2)),
    "You add half a kernel of zeros on each side: with an odd kernel this keeps "
    "the size of the image. Full mode needs kh - 1 rows and kw - 1 columns.",
)
half_a_kernel.also(convolving(border=lambda kh, kw: ((kh - 1) // 2, (kw - 1) // 2)))


def with_border(around):
    """A convolution whose full mode adds the zeros that `around(kh, kw)` tells `np.pad`."""

    def convolve(image, kernel, mode="full"):
        framed = np.pad(image, around(*kernel.shape)) if mode == "full" else image
        return correlate_by_windows(framed, kernel[::-1, ::-1])

    return convolve


zeros_before = Misconception(
    "zeros above and on the left only",
    with_border(lambda kh, kw: ((kh - 1, 0), (kw - 1, 0))),
    "You add zeros above and on the left. The kernel may hang over all four edges: "
    "add them below and on the right too.",
)
zeros_after = Misconception(
    "zeros below and on the right only",
    with_border(lambda kh, kw: ((0, kh - 1), (0, kw - 1))),
    "You add zeros below and on the right. The kernel may hang over all four edges: "
    "add them above and on the left too.",
)
rows_before_columns_after = Misconception(
    "one pair for both axes",
    with_border(lambda kh, kw: (kh - 1, kw - 1)),
    "`np.pad(image, (a, b))` adds a before and b after, on both axes. Give a pair for each axis: "
    "`((kh - 1, kh - 1), (kw - 1, kw - 1))`.",
)


@misconception("zeros around the kernel")
def kernel_padded(image, kernel, mode="full"):
    """You put the zeros around the kernel. The image is surrounded by zeros, the kernel stays as it is."""
    if mode == "full":
        kernel = np.pad(kernel, [(k - 1, k - 1) for k in kernel.shape])
    return correlate_by_windows(image, kernel[::-1, ::-1])


MISTAKES = (
    Misconception(
        "kernel not flipped",
        unturned,
        "Your result is the cross-correlation. A convolution turns the kernel by 180 "
        "degrees first; without that it does not commute: if image and kernel are "
        "swapped, your result comes out turned.",
    ),
    Misconception(
        "flipped top to bottom only",
        convolving(turn=np.flipud),
        "Both axes are flipped: `kernel[::-1, ::-1]`. Yours is flipped from top to bottom only.",
    ),
    Misconception(
        "flipped left to right only",
        convolving(turn=np.fliplr),
        "Both axes are flipped: `kernel[::-1, ::-1]`. Yours is flipped from left to right only.",
    ),
    Misconception(
        "kernel transposed",
        convolving(turn=np.transpose),
        "You swapped rows and columns of the kernel. Flipping both axes keeps its "
        "shape and turns it by 180 degrees.",
    ),
    Misconception(
        "kernel turned by 90 degrees",
        convolving(turn=np.rot90),
        "You turned the kernel by 90 degrees. A convolution turns it by 180: "
        "`np.rot90(kernel, 2)`, or `kernel[::-1, ::-1]`.",
    ),
    Misconception(
        "image flipped, not the kernel",
        lambda image, kernel, mode="full": unturned(image[::-1, ::-1], kernel, mode),
        "You flipped the image, so that your result is upside down. Flip the kernel.",
    ),
    Misconception(
        "result turned, not the kernel",
        lambda image, kernel, mode="full": unturned(image, kernel, mode)[::-1, ::-1],
        "You turned the result instead of the kernel. Turn the kernel before it slides.",
    ),
    Misconception(
        "kernel turned and transposed",
        convolving(turn=lambda kernel: kernel[::-1, ::-1].T),
        "You turned the kernel by 180 degrees and swapped its rows and columns too. Leave out the `.T`.",
    ),
    Misconception(
        "no zeros in full mode",
        convolving(border=lambda kh, kw: (0, 0)),
        'In mode "full" every position counts where kernel and image share at least one pixel. Put '
        "kh - 1 rows and kw - 1 columns of zeros on each side first.",
    ),
    Misconception(
        "always full",
        lambda image, kernel, mode="full": by_scipy(image, kernel),
        'Right for mode "full". In mode "valid" the kernel stays inside the image: add no zeros then.',
    ),
    half_a_kernel,
    zeros_before,
    zeros_after,
    rows_before_columns_after,
    Misconception(
        "edge repeated",
        lambda image, kernel, mode="full": by_scipy(
            np.pad(image, [(k - 1, k - 1) for k in kernel.shape], mode="edge") if mode == "full" else image,
            kernel,
            "valid",
        ),
        "Your border repeats the edge of the image. Here the image is surrounded by zeros.",
    ),
    Misconception(
        "zeros for the image's sides",
        lambda image, kernel, mode="full": by_scipy(
            np.pad(image, [(n - 1, n - 1) for n in image.shape]) if mode == "full" else image,
            kernel,
            "valid",
        ),
        "You add as many zeros as the image is high and wide. The kernel says how many: kh - 1 and kw - 1.",
    ),
    kernel_padded,
    Misconception(
        "as many columns of zeros as rows",
        convolving(border=lambda kh, kw: (kh - 1, kh - 1)),
        "You add kh - 1 zeros on all four sides. On the left and right add kw - 1: "
        "the kernel need not be square.",
    ),
    Misconception(
        "zeros for the same size",
        lambda image, kernel, mode="full": by_scipy(image, kernel, "same" if mode == "full" else mode),
        'Your "full" result is as large as the image; it should be h + kh - 1 by w + kw - 1. Put kh - 1 '
        "rows and kw - 1 columns of zeros on each side.",
    ),
    Misconception(
        "as many zeros, whatever the kernel",
        convolving(border=lambda kh, kw: (1, 1)),
        "You add as many zeros to each side, whatever the kernel. It says how many: kh - 1 rows and kw - 1 "
        "columns.",
        [convolving(border=lambda kh, kw: (2, 2))],
    ),
    Misconception(
        "one row of zeros too many",
        convolving(border=lambda kh, kw: (kh, kw)),
        "The outermost windows see nothing but zeros. Add kh - 1 rows on each side, not kh: one row of "
        "the kernel must touch the image.",
    ),
    Misconception(
        "padding swapped",
        convolving(border=lambda kh, kw: (kw - 1, kh - 1)),
        "You add kw - 1 rows and kh - 1 columns of zeros. Rows belong to the height: kh - 1.",
    ),
    *OF_MODES,
    zeros(by_scipy),
)
