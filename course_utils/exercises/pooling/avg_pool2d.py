"""The mean of each window, zeros of the padding included."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import padded, pair, tensor
from .advice import DIVIDED_BY_A_SIDE, no_stride_given
from .reference import TOY, UNUSUAL_INPUT, stride_of, torch_avg, torch_max, views, windows
from .reference import padded as bordered
from .slips import slips_of_a_layer


def by_windows(x, kernel_size, stride=None, padding=0):
    return windows(padded(x, padding), kernel_size, stride).mean(axis=-1).mean(axis=-1)


def as_a_convolution(x, kernel_size, stride=None, padding=0):
    weights = np.full(pair(kernel_size), 1 / np.prod(pair(kernel_size)))
    return np.einsum("ncijuv,uv->ncij", windows(padded(x, padding), kernel_size, stride), weights)


def by_sums(x, kernel_size, stride=None, padding=0):
    pixels = views(padded(x, padding), kernel_size, stride_of(kernel_size, stride))
    return np.add.reduce(pixels) / len(pixels)


def by_running_sums(x, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    x = np.pad(x.astype(float), [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    if kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError(f"no window of {kh} x {kw} fits")
    sums = np.pad(x, [(0, 0), (0, 0), (1, 0), (1, 0)]).cumsum(axis=2).cumsum(axis=3)
    rows = sums[:, :, kh:] - sums[:, :, :-kh]
    both = rows[:, :, :, kw:] - rows[:, :, :, :-kw]
    return both[:, :, ::sh, ::sw] / (kh * kw)


def scaled(factor):
    """The means, multiplied by a factor that depends on the options."""

    def layer(x, kernel_size, stride=None, padding=0):
        return by_windows(x, kernel_size, stride, padding) * factor(
            pair(kernel_size), stride_of(kernel_size, stride)
        )

    return layer


@misconception("divided by the real pixels")
def divided_by_the_real_pixels(x, kernel_size, stride=None, padding=0):
    """At the border, you divide by the number of pixels inside the picture.

    Here the zeros of the padding count too, as they do by default in PyTorch: always divide by kh * kw.
    """
    import torch

    pool = torch.nn.functional.avg_pool2d
    return pool(tensor(x), kernel_size, stride, padding, count_include_pad=False).numpy()


@misconception("padded with minus infinity")
def padded_with_minus_infinity(x, kernel_size, stride=None, padding=0):
    """The border is -inf, as in max pooling, so every mean that it takes part in is -inf, too.

    Pad with zeros here.
    """
    return windows(bordered(x, padding, -np.inf), kernel_size, stride).mean(axis=(4, 5))


@misconception("the largest instead of the mean")
def the_largest(x, kernel_size, stride=None, padding=0):
    """These are the largest numbers of the windows; average pooling takes their mean."""
    return torch_max(padded(x, padding), kernel_size, stride)


@the_largest.also
def the_largest_inside(x, kernel_size, stride=None, padding=0):
    return torch_max(x, kernel_size, stride, padding)


@misconception("sums that overflow")
def sums_that_overflow(x, kernel_size, stride=None, padding=0):
    """A sum of bytes that passes 255 starts again from 0. Add up floats."""
    every = windows(padded(x, padding), kernel_size, stride)
    return every.sum(axis=(4, 5), dtype=x.dtype) / np.prod(pair(kernel_size))


@misconception("half of it again and again")
def means_of_means(x, kernel_size, stride=None, padding=0):
    """You take the mean of two numbers, then of this and the next, so later pixels weigh more.

    Add up all pixels first, then divide once.
    """
    first, *others = views(padded(np.asarray(x, float), padding), kernel_size, stride_of(kernel_size, stride))
    for pixels in others:
        first = (first + pixels) / 2
    return first


@misconception("the result in the dtype of x")
def in_the_dtype_of_x(x, kernel_size, stride=None, padding=0):
    """A mean of whole numbers is not a whole number. Return floats, whatever the dtype of x."""
    return by_windows(x, kernel_size, stride, padding).astype(x.dtype)


def padded_by(mode):
    def layer(x, kernel_size, stride=None, padding=0):
        ph, pw = pair(padding)
        wide = np.pad(np.asarray(x, float), [(0, 0), (0, 0), (ph, ph), (pw, pw)], mode=mode)
        return windows(wide, kernel_size, stride).mean(axis=(4, 5))

    return layer


@misconception("the median instead of the mean")
def median(x, kernel_size, stride=None, padding=0):
    """These are the medians of the windows; average pooling takes their mean."""
    wide = padded(np.asarray(x, float), padding)
    return np.median(views(wide, kernel_size, stride_of(kernel_size, stride)), axis=0)


def shares_cut_off(x, kernel_size, stride=None, padding=0):
    count = np.prod(pair(kernel_size))
    return by_windows(x // count * count if x.dtype.kind in "iu" else x, kernel_size, stride, padding)


AVG_POOL2D = Exercise(
    name="avg_pool2d",
    points=4,
    cases=(
        Case("the lesson's numbers", (TOY, 2, 2), group="squares"),
        Case("two pictures, not square", normal((2, 3, 6, 4), then=(2, 2)), group="squares"),
        Case("two rows and columns left over", normal((1, 2, 8, 11), then=(3, 3)), group="squares"),
        Case("3 x 3 with stride 2", normal((1, 2, 7, 9), then=(3, 2)), group="stride"),
        Case("no stride", normal((1, 2, 7, 8), then=(3,)), group="stride"),
        Case("window (3, 2), stride (2, 1)", normal((2, 2, 8, 7), then=((3, 2), (2, 1))), group="stride"),
        Case("window (2, 4), no stride", normal((1, 2, 5, 9), then=((2, 4),)), group="stride"),
        Case("padding 1", normal((1, 2, 6, 6), then=(3, 2, 1)), group="padding"),
        Case("padding (1, 0)", normal((1, 2, 4, 5), then=(3, 2, (1, 0))), group="padding"),
        Case("padding (1, 2), stride 1", normal((1, 1, 5, 4), then=(4, 1, (1, 2))), group="padding"),
        Case("bytes", grey((1, 3, 4, 6), then=(2, 2)), group="unusual input"),
        *UNUSUAL_INPUT,
    ),
    oracle=torch_avg,
    another_way=(
        by_running_sums,
        "The sum over a window is a difference of running sums. So a window of 50 x 50 costs no more "
        "than one of 2 x 2.",
    ),
    alternatives=(by_windows, as_a_convolution, by_sums, lambda x, *args: by_windows(np.float32(x), *args)),
    forbidden=("torch", "scipy", "skimage"),
    misconceptions=(
        divided_by_the_real_pixels,
        no_stride_given(by_windows),
        Misconception(
            "the kernel size as the stride",
            lambda x, kernel_size, stride=None, padding=0: torch_avg(x, kernel_size, None, padding),
            "Your windows always lie side by side. Where a stride is given, they move by it and may overlap.",
        ),
        padded_with_minus_infinity,
        Misconception(
            "decimals cut off",
            lambda *args: np.floor(torch_avg(*args)),
            "`//` cuts the decimals off. Divide with `/`.",
        ),
        the_largest,
        Misconception(
            "not divided",
            scaled(lambda kernel, stride: np.prod(kernel)),
            "The sums are right. Divide each by the number of pixels in a window, kh * kw.",
        ),
        Misconception(
            "divided by a side",
            scaled(lambda kernel, stride: kernel[0]),
            DIVIDED_BY_A_SIDE,
            [
                scaled(lambda kernel, stride: kernel[1]),
                scaled(lambda kernel, stride: kernel[0] / kernel[1]),
                scaled(lambda kernel, stride: kernel[1] / kernel[0]),
            ],
        ),
        Misconception(
            "divided by the stride",
            scaled(lambda kernel, stride: np.prod(kernel) / np.prod(stride)),
            "You divide by sh * sw, the area of a step. A window has kh * kw pixels.",
            [scaled(lambda kernel, stride: np.prod(kernel) / stride[0])],
        ),
        Misconception(
            "divided by another number",
            scaled(lambda kernel, stride: np.prod(kernel) / (np.prod(kernel) - 1)),
            "You do not divide by the number of pixels in a window. It has kh * kw of them.",
            [scaled(lambda kernel, stride: np.prod(kernel) / sum(kernel))],
        ),
        Misconception(
            "divided by 4, always",
            scaled(lambda kernel, stride: np.prod(kernel) / 4),
            "You divide by 4, which is right for 2 x 2. A window has kh * kw pixels.",
        ),
        sums_that_overflow,
        in_the_dtype_of_x,
        Misconception(
            "rounded to whole numbers",
            lambda *args: np.round(torch_avg(*args)),
            "The means are rounded, as in the lecture, which has 20 for 19.5. A layer never rounds.",
        ),
        means_of_means,
        median,
        Misconception(
            "divided before adding, decimals lost",
            shares_cut_off,
            "You divide whole numbers with `//` before you add them up, so each loses its decimals. "
            "Divide the sum at the end, with `/`.",
        ),
        Misconception(
            "padded with pixels",
            padded_by("edge"),
            "Your border repeats pixels of the picture. Pad with zeros.",
            [padded_by("reflect"), padded_by("symmetric"), padded_by("wrap")],
        ),
        *slips_of_a_layer(np.mean, 0.0, "averages over"),
        zeros(torch_avg),
    ),
    hints=(
        "The windows are the same as in `max_pool2d`. What do you compute from each of them now?",
        "Pad with zeros, take the `window_views`, and average them at each position.",
        "`np.mean(window_views(x, kernel_size, stride), axis=0)`, after `np.pad` with zeros.",
    ),
)
