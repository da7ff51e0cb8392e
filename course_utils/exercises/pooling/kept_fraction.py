"""The fraction of a large map's numbers that is left after pooling."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..reference import pair
from .advice import no_stride_given, stride_1_as_the_default
from .reference import stride_of


def counted(kernel_size, stride=None):
    sh, sw = stride_of(kernel_size, stride)
    picture = np.zeros((12 * sh, 12 * sw))
    return picture[::sh, ::sw].size / picture.size


def by_axis(kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    return 1.0 / np.prod(stride if np.ndim(stride) else [stride, stride])


def in_the_limit(kernel_size, stride=None):
    shares = []
    for k, s in zip(pair(kernel_size), stride_of(kernel_size, stride), strict=True):
        n = 10**17 * s + k - s
        shares.append(((n - k) // s + 1) / n)
    return float(np.prod(shares))


@misconception("no pairs")
def no_pairs(kernel_size, stride=None):
    """Your formula works for one number. A stride may be a pair, and a pair has no square.

    `sh, sw = pair(stride)` works for both.
    """
    stride = kernel_size if stride is None else stride
    return 1 / stride**2  # a TypeError where it is a pair


KEPT_FRACTION = Exercise(
    name="kept_fraction",
    points=2,
    cases=(
        Case("2 x 2, stride 2", (2, 2)),
        Case("2 x 2", (2,)),
        Case("3 x 3, stride 2, as in AlexNet", (3, 2)),
        Case("3 x 3", (3,)),
        Case("2 x 2, stride 1", (2, 1)),
        Case("window (3, 2), stride (2, 1)", ((3, 2), (2, 1))),
        Case("window (2, 4)", ((2, 4),)),
        Case("a random window and stride", lambda rng: tuple(map(int, rng.integers(2, 40, size=2)))),
    ),
    oracle=counted,
    alternatives=(by_axis, in_the_limit),
    misconceptions=(
        Misconception(
            "the window's size instead of its stride",
            lambda kernel_size, stride=None: 1 / np.prod(pair(kernel_size)),
            "The number of windows depends on how far they move, not on how large they are: "
            "3 x 3 with stride 2 keeps as many numbers as 2 x 2 with stride 2.",
        ),
        Misconception(
            "what is thrown away",
            lambda kernel_size, stride=None: 1 - counted(kernel_size, stride),
            "This is the fraction that is lost. The fraction that is kept is 1 minus it.",
        ),
        Misconception(
            "one axis only",
            lambda kernel_size, stride=None: 1 / stride_of(kernel_size, stride)[0],
            "This is right for the rows. There are fewer columns, too: multiply the two fractions.",
        ),
        no_stride_given(counted, position=1),
        no_pairs,
        Misconception(
            "in percent",
            lambda kernel_size, stride=None: 100 * counted(kernel_size, stride),
            "A fraction lies between 0 and 1; yours is in percent.",
        ),
        stride_1_as_the_default(counted, position=1),
        Misconception(
            "turned over",
            lambda kernel_size, stride=None: 1 / counted(kernel_size, stride),
            "This is the number of inputs for each output. Take its reciprocal, outputs for each input.",
        ),
        zeros(counted),
    ),
    hints=(
        "How many windows begin in a row of 100 pixels, when they move by 2?",
        "There is one window for every `sh` rows and `sw` columns, and each gives one number. "
        "Does the size of the window matter?",
        "`sh, sw = pair(kernel_size if stride is None else stride)`, then `1 / (sh * sw)`.",
    ),
)
