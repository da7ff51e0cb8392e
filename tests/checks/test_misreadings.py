"""What follows from a signature is named in every exercise that has it."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.checks import Case, Exercise
from course_utils.checks.judge import judge_here


def pick(x, kernel_size, stride=None, padding=0, b=None, wrap=False):
    """An oracle with the options of a layer: pads, takes every stride-th pixel, adds the bias."""
    pairs = [v if isinstance(v, tuple) else (v, v) for v in (kernel_size, stride or kernel_size, padding)]
    (kh, kw), (sh, sw), (ph, pw) = pairs
    wide = np.pad(x, ((0, 0), (ph, ph), (pw, pw)), mode="wrap" if wrap else "constant")
    y = wide[:, : wide.shape[1] - kh + 1 : sh, : wide.shape[2] - kw + 1 : sw] * kh + kw
    return y if b is None else y + b[:, None, None]


def with_border(x, kernel_size, stride=None, padding=0, b=None, wrap=False):
    """Put the border's own numbers around the picture."""
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    return pick(np.pad(x, ((0, 0), (ph, ph), (pw, pw)), "edge"), kernel_size, stride, 0, b, wrap)


def draw(*others):
    return lambda rng: (rng.normal(size=(3, 9, 11)), *others)


EXERCISE = Exercise(
    "pick",
    1,
    [
        Case("plain", draw(2)),
        Case("pairs", draw((2, 3), (1, 2), (2, 1))),
        Case("more pairs", draw((3, 2), (3, 1), (0, 2))),
        Case("biases", lambda rng: (*draw(3)(rng), None, 0, rng.normal(size=3))),
        Case("wrapped", draw(2, 1, 1), {"wrap": True}),
    ],
    pick,
    (),
    (),
)


def name_of(target) -> str | None:
    return judge_here(EXERCISE, target).mistake


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (lambda x, k, s=None, p=0, b=None, wrap=False: pick(x, k, 1, p, b, wrap), "`stride` ignored"),
        (lambda x, k, s=None, p=0, b=None, wrap=False: pick(x, k, None, p, b, wrap), "`stride` ignored"),
        (lambda x, k, s=None, p=0, b=None, wrap=False: pick(x, k, s, 0, b, wrap), "`padding` ignored"),
        (lambda x, k, s=1, p=0, b=None, wrap=False: pick(x, k, s, p, b, wrap), "another default of `stride`"),
        (lambda x, k, s=None, p=0, b=None, wrap=False: pick(x, k, s, p, None, wrap), "bias missing"),
        (
            lambda x, k, s=None, p=0, b=None, wrap=False: pick(
                x, k, s, p, b if b is None else 0 * b + b[0], wrap
            ),
            "the first bias for all filters",
        ),
        (
            lambda x, k, s=None, p=0, b=None, wrap=False: pick(
                x, k, s[::-1] if isinstance(s, tuple) else s, p, b, wrap
            ),
            "axes of `stride` exchanged",
        ),
        (
            lambda x, k, s=None, p=0, b=None, wrap=False: pick(
                x, k, s, p, b if b is None else 0 * b + b.sum(), wrap
            ),
            "the sum of the biases for all filters",
        ),
        (with_border, "padding filled from the picture"),
        (
            lambda x, k, s=None, p=0, b=None, wrap=False: pick(
                x, k, s, p[0] if isinstance(p, tuple) else p, b, wrap
            ),
            "first number of `padding` for both axes",
        ),
        (lambda x, k, s=None, p=0, b=None, wrap=False: pick(x, k, s, p, b), "`wrap` ignored"),
        (
            lambda x, k, p=0, s=None, b=None, wrap=False: pick(x, k, s, p, b, wrap),
            "`stride` and `padding` in the other order",
        ),
        (pick, None),
    ],
)
def test_a_misread_request_is_named(target, name: str | None) -> None:
    assert name_of(target) == name


def move(x, down, right, mode="zeros"):
    """An oracle with whole numbers and a word."""
    rolled = np.roll(x, (down, right), axis=(0, 1))
    return rolled if mode == "wrap" else rolled * (np.arange(len(x)) >= down)[:, None]


MOVE = Exercise(
    "move",
    1,
    [
        Case("down", lambda rng: (rng.normal(size=(5, 5)), 2, 1)),
        Case("wrapped", lambda rng: (rng.normal(size=(5, 5)), 1, -1, "wrap")),
        Case("by its name", lambda rng: (rng.normal(size=(5, 5)), 3, -1), {"mode": "zeros"}),
    ],
    move,
    (),
    (),
)


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (lambda x, d, r, mode="zeros": move(x, d, 0, mode), "`right` ignored"),
        (lambda x, d, r, mode="zeros": move(x, d, abs(r), mode), "the sign of `right` lost"),
        (lambda x, d, r, mode="zeros": move(x, d, -r, mode), "`right` with the opposite sign"),
        (lambda x, d, r, mode="zeros": move(x, d + 1, r, mode), "`down` too large by 1"),
        (lambda x, d, r, mode="zeros": move(x, max(d, 0), max(r, 0), mode), "negative numbers taken as 0"),
        (lambda x, d, r, mode="zeros": move(x, d, d, mode), "`down` in the place of `right`"),
        (lambda x, d, r, mode="zeros": move(x, r, d, mode), "`down` and `right` exchanged"),
        (lambda x, d, r, mode="zeros": move(x, d, r), "`mode` ignored"),
        (lambda x, d, r, mode="zeros": move(x, d, r, "wrap"), "`mode` ignored"),
        (lambda x, d, r, mode="wrap": move(x, d, r, mode), "another default of `mode`"),
        (
            lambda x, d, r, mode="zeros": move(x, d, r, "wrap" if mode == "zeros" else "zeros"),
            "`mode` the wrong way round",
        ),
        (move, None),
    ],
)
def test_a_misread_number_or_word_is_named(target, name: str | None) -> None:
    assert judge_here(MOVE, target).mistake == name


def test_an_exercise_that_asks_for_a_value_has_none() -> None:
    from course_utils import exercises
    from course_utils.checks.misreadings import of_arguments, of_options

    by_hand = exercises.find("by_hand")
    assert not [*of_options(by_hand), *of_arguments(by_hand)]


def dilated(x, kernel_size, dilation=1):
    """An oracle that takes the pixels of windows in a row."""
    return np.lib.stride_tricks.sliding_window_view(x, dilation * (kernel_size - 1) + 1)[:, ::dilation]


def test_a_dilation_that_counts_the_pixels_between_is_named() -> None:
    cases = [
        Case("plain", lambda rng: (rng.normal(size=9), 3)),
        Case("wide", lambda rng: (rng.normal(size=9), 3, 2)),
    ]
    exercise = Exercise("dilated", 1, cases, dilated, (), ())
    assert judge_here(exercise, lambda x, k, d=1: dilated(x, k, d + 1)).mistake == "`dilation` counted from 0"


def blend(image, weights, sharpness):
    """An oracle with a row of weights and a number with decimals."""
    return image * np.cumsum(weights) + image**2 * sharpness


def bytes_of(array):
    return array.astype(np.int64).astype(np.uint8).astype(float)


BLEND = Exercise(
    "blend",
    1,
    [Case(name, lambda rng: (rng.normal(size=(4, 3)), rng.normal(size=3), 2.6)) for name in ("one", "two")],
    blend,
    (),
    (),
)


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (lambda image, w, s: blend(image, w[::-1], s), "`weights` in the opposite order"),
        (lambda image, w, s: blend(image, w / w.sum(), s), "`weights` divided by its sum"),
        (lambda image, w, s: blend(np.trunc(image), np.trunc(w), s), "decimals of the input lost"),
        (lambda image, w, s: blend(bytes_of(image), bytes_of(w), s), "input turned into uint8"),
        (lambda image, w, s: blend(image, w, int(s)), "`sharpness` cut to a whole number"),
        (lambda image, w, s: blend(image, w, round(s)), "`sharpness` rounded to a whole number"),
    ],
)
def test_a_misread_row_or_number_is_named(target, name: str) -> None:
    assert judge_here(BLEND, target).mistake == name


def test_two_options_that_are_exchanged_are_named_though_a_case_gives_only_one() -> None:
    def spaced(x, stride=1, dilation=2):
        return x[:: stride + 3 * dilation]

    cases = [
        Case("plain", lambda rng: (rng.normal(size=99),)),
        Case("wide", lambda rng: (rng.normal(size=99), 4)),
    ]
    exercise = Exercise("spaced", 1, cases, spaced, (), ())
    wrong = judge_here(exercise, lambda x, s=1, d=2: spaced(x, d, s))
    assert wrong.mistake == "`stride` and `dilation` exchanged"
