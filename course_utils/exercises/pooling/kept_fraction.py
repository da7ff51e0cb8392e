"""The fraction of a large map's numbers that is left after pooling."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..reference import pair
from .advice import no_stride_given
from .reference import stride_of


def counted(kernel_size, stride=None):
    sh, sw = stride_of(kernel_size, stride)
    picture = np.zeros((12 * sh, 12 * sw))
    return picture[::sh, ::sw].size / picture.size


def by_axis(kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    return 1.0 / np.prod(stride if np.ndim(stride) else [stride, stride])


def by_counting(kernel_size, stride=None):
    sh, sw = pair(kernel_size if stride is None else stride)
    picture = np.zeros((10 * sh, 10 * sw))
    return picture[::sh, ::sw].size / picture.size


@misconception("no pairs")
def no_pairs(kernel_size, stride=None):
    """Your formula works for one number. A stride may be a pair, and a pair has no square.

    `sh, sw = pair(stride)` works for both.
    """
    stride = kernel_size if stride is None else stride
    return 1 / stride**2  # a TypeError where it is a pair


@no_pairs.also
def no_product(kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    return 1 / (stride * stride)


def of_a_map(side):
    """The fraction of a map of a certain size, where the border still counts."""

    def fraction(kernel_size, stride=None):
        axes = zip(pair(kernel_size), stride_of(kernel_size, stride), strict=True)
        return float(np.prod([((side - k) // s + 1) / side for k, s in axes]))

    return fraction


def from_stride(formula):
    """A formula of the two strides."""
    return lambda kernel_size, stride=None: formula(*stride_of(kernel_size, stride))


def of_axes(formula):
    """A formula of window and stride for each axis, multiplied."""
    return lambda kernel_size, stride=None: float(
        np.prod(
            [formula(*axis) for axis in zip(pair(kernel_size), stride_of(kernel_size, stride), strict=True)]
        )
    )


def without_overlap(kernel_size, stride=None):
    part = counted(kernel_size, stride)
    return part * min(1.0, 1 / (part * np.prod(pair(kernel_size))))


KEPT_FRACTION = Exercise(
    name="kept_fraction",
    points=3,
    cases=(
        Case("2 x 2, stride 2", (2, 2), group="a stride"),
        Case("3 x 3, stride 2, as in AlexNet", (3, 2), group="a stride"),
        Case("2 x 2, stride 1", (2, 1), group="a stride"),
        Case(
            "a random window and stride",
            lambda rng: tuple(map(int, rng.integers(3, 40, 2))),
            group="a stride",
        ),
        Case("2 x 2", (2,), group="no stride"),
        Case("3 x 3", (3,), group="no stride"),
        Case("a random window", lambda rng: (int(rng.integers(4, 40)),), group="no stride"),
        Case("window (3, 2), stride (2, 1)", ((3, 2), (2, 1)), group="pairs"),
        Case("stride (3, 5)", (2, (3, 5)), group="pairs"),
        Case("random strides", lambda rng: (4, tuple(map(int, rng.integers(2, 40, 2)))), group="pairs"),
        Case("window (2, 5), no stride", ((2, 5),), group="pairs"),
        Case("window (2, 5), stride 3", ((2, 5), 3), group="pairs"),
    ),
    oracle=counted,
    another_way=(
        by_counting,
        "It counts on a small picture. If you are not sure of a formula, an experiment decides.",
    ),
    alternatives=(
        by_axis,
        lambda kernel_size, stride=None: float(np.prod(1 / np.array(stride_of(kernel_size, stride)))),
    ),
    misconceptions=(
        no_stride_given(counted, position=1),
        no_pairs,
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
            from_stride(lambda sh, sw: 1 / sh),
            "This is the fraction of the rows, or of the columns. There are fewer of both: multiply the two.",
            [from_stride(lambda sh, sw: 1 / sw)],
        ),
        Misconception(
            "added instead of multiplied",
            from_stride(lambda sh, sw: 1 / (sh + sw)),
            "One of sh rows and one of sw columns is kept, so one number of sh * sw: multiply, do not add.",
            [
                from_stride(lambda sh, sw: 1 / sh + 1 / sw),
                from_stride(lambda sh, sw: (1 / sh + 1 / sw) / 2),
                from_stride(lambda sh, sw: 4 / (sh + sw) ** 2),
            ],
        ),
        Misconception(
            "one fraction for each axis",
            from_stride(lambda sh, sw: (1 / sh, 1 / sw)),
            "You return the fractions of the rows and of the columns. Multiply the two.",
        ),
        Misconception(
            "the window's size divided by the stride",
            lambda kernel_size, stride=None: (
                np.prod(stride_of(kernel_size, stride)) / np.prod(pair(kernel_size))
            ),
            "You compare the area of the window with that of a step. The size of the window does not matter: "
            "there is one window for every sh rows and sw columns.",
            [lambda kernel_size, stride=None: np.prod(pair(kernel_size)) * counted(kernel_size, stride)],
        ),
        Misconception(
            "a map with a border",
            of_a_map(100),
            "You count the windows in a map of a certain size, and its border changes the result a little. "
            "Think of a map without an end: one window for every sh rows and sw columns.",
            [of_a_map(side) for side in (10, 12, 16, 32, 64, 224, 256, 1000, 10_000)],
        ),
        Misconception(
            "in percent",
            lambda kernel_size, stride=None: 100 * counted(kernel_size, stride),
            "A fraction lies between 0 and 1; yours is in percent.",
        ),
        Misconception(
            "turned over",
            lambda kernel_size, stride=None: 1 / counted(kernel_size, stride),
            "This is the number of inputs for each output. Take its reciprocal, outputs for each input.",
        ),
        Misconception(
            "decimals lost",
            lambda kernel_size, stride=None: round(counted(kernel_size, stride), 2),
            "You round, or cut decimals off. A fraction needs all of them: divide with `/`.",
            [
                lambda kernel_size, stride=None, digits=digits: round(counted(kernel_size, stride), digits)
                for digits in (1, 3, 4)
            ]
            + [lambda kernel_size, stride=None: int(counted(kernel_size, stride))],
        ),
        Misconception(
            "one number of `stride` for both axes",
            from_stride(lambda sh, sw: 1 / sh**2),
            "The stride may be a pair, (sh, sw): you use one of the two numbers for both axes.",
            [from_stride(lambda sh, sw: 1 / sw**2)],
        ),
        Misconception(
            "brackets missing",
            from_stride(lambda sh, sw: 1 / sh * sw),
            "`1 / sh * sw` divides by sh and multiplies by sw. Write `1 / (sh * sw)`.",
        ),
        Misconception(
            "window and stride multiplied",
            lambda kernel_size, stride=None: (
                1 / (np.prod(pair(kernel_size)) * np.prod(pair(1 if stride is None else stride)))
            ),
            "You divide by the size of the window and by the stride. Its size does not matter: there is one "
            "window for every sh rows and sw columns.",
            [
                lambda kernel_size, stride=None: (
                    1 / (np.prod(pair(kernel_size)) * np.prod(stride_of(kernel_size, stride)))
                )
            ],
        ),
        Misconception(
            "the larger of window and stride",
            of_axes(lambda k, s: 1 / max(k, s)),
            "The size of the window does not matter, not even where it is larger than the stride: "
            "windows may overlap, and each gives one number.",
            [of_axes(lambda k, s: 1 / min(k, s)), without_overlap],
        ),
        Misconception(
            "what the windows see",
            of_axes(lambda k, s: min(1.0, k / s)),
            "This is the fraction of the numbers that some window sees. The question is how many come out: "
            "one for each window.",
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
