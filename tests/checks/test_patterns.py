"""Mistakes that can be seen in any exercise are named in any exercise."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_judge import EXERCISE, double, score

from course_utils.checks.compare import Rounding
from course_utils.checks.pairs import Pair
from course_utils.checks.patterns import explain

RNG = np.random.default_rng(3)


def name_of(*pairs) -> str | None:
    found = explain(
        [Pair(0, expected, got, Rounding(), (RNG.normal(size=(2, 3)),)) for expected, got in pairs]
    )
    return found[0] if found else None


def returned_early(image):
    out = np.zeros(image.shape)
    for row in range(len(image)):
        out[row] = double(image)[row]
        return out
    return out


def every_second_column(image):
    out = np.zeros(image.shape)
    out[:, ::2] = double(image)[:, ::2]
    return out


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (lambda image: double(image).astype(int), "cut to whole numbers"),
        (lambda image: -double(image), "sign turned around"),
        (lambda image: abs(double(image)), "signs lost"),
        (returned_early, "stopped early"),
        (lambda image: 1.5 * double(image), "off by a factor"),
        (lambda image: double(image) + 0.5, "off by a constant"),
        (lambda image: double(image) * (1 + 1e-5), "nearly right"),
        (lambda image: double(image) + 1e-4 * np.sin(image), "nearly right"),
        (lambda image: np.sin(double(image)).astype(np.float16), None),
        (lambda image: (double(image) * 1.001).astype(np.float16), "half precision"),
        (lambda image: np.maximum(double(image), 0), "negative numbers lost"),
        (lambda image: double(image)[::-1], "upside down"),
        (lambda image: double(image)[:, ::-1], "mirrored"),
        (lambda image: double(image)[::-1, ::-1], "half a turn"),
        (lambda image: image, "the input comes back"),
        (lambda image: double(image)[0], "only the first one"),
        (lambda image: double(image)[-1], "only the last one kept"),
        (lambda image: double(image)[:1] + 0 * image, "only the first one done"),
        (lambda image: double(image).ravel(), "in another shape"),
        (lambda image: double(image)[None], "in another shape"),
        (lambda image: double(image).sum(axis=0), "summed over axis 0"),
        (lambda image: double(image).mean(axis=1, keepdims=True), "averaged over axis 1"),
        (lambda image: double(image).sum(), "summed to one number"),
        (lambda image: double(image).mean(), "averaged to one number"),
        (lambda image: np.linalg.norm(double(image)), "the length in the place of the numbers"),
        (lambda image: double(image).round(2), "rounded to 2 decimals"),
        (lambda image: np.trunc(10 * double(image)) / 10, "cut to 1 decimal"),
        (lambda image: np.stack([image, image]), "not summed over axis 0"),
        (lambda image: np.stack([image, 3 * image], axis=-1), "not averaged over axis 2"),
        (lambda image: np.pad(double(image), ((0, 1), (0, 2))), "larger than asked for"),
        (lambda image: np.pad(double(image), ((1, 1), (2, 2)), mode="edge"), "larger than asked for"),
        (lambda image: double(image) * (image > 0.3), "partly filled"),
        (lambda image: double(image) / image.size, "mean in place of sum"),
        (lambda image: double(image) * image.size / max(image.size - 1, 1), "divided by one too few"),
        (lambda image: double(image).round(), "rounded to whole numbers"),
        (lambda image: np.sign(double(image)), "only the signs"),
        (lambda image: double(image)[:1, :1], "only the first number"),
        (lambda image: 255 - double(image), "255 minus the right answer"),
        (lambda image: double(image).cumsum().reshape(image.shape), "a running sum"),
        (lambda image: double(image).max(axis=1), "the largest along axis 1"),
        (lambda image: double(image) / abs(double(image)).max(), "scaled at the end"),
        (lambda image: double(image) / double(image).sum(axis=1, keepdims=True), "each item scaled"),
        (lambda image: double(image) * len(image), "sum in place of mean"),
        (lambda image: double(image).sum(axis=0, keepdims=True) + 0 * image, "summed over axis 0"),
        (every_second_column, "partly filled"),
        (lambda image: double(image)[:, : 1 + image.shape[1] // 2], "the end cut off"),
        (lambda image: np.pad(double(image), ((0, 2), (0, 1))), "larger than asked for"),
    ],
)
def test_a_relation_to_the_right_values_is_named(target, name: str) -> None:
    assert score(target).mistake == name


@pytest.mark.parametrize(
    ("piece", "name"),
    [
        (np.s_[:-1, :-2], "the end cut off"),
        (np.s_[1:], "the beginning cut off"),
        (np.s_[1:-1], "cut off on all sides"),
    ],
)
def test_the_missing_side_of_a_result_is_named(piece, name: str) -> None:
    assert name_of(*((expected, expected[piece]) for expected in RNG.normal(size=(2, 4, 5)))) == name


def test_ones_everywhere_are_not_called_a_range() -> None:
    expected = 5 + np.arange(12.0).reshape(3, 4)
    assert name_of((expected, np.ones((3, 4)))) is None


def test_a_single_number_of_a_result_is_no_piece_of_it() -> None:
    expected = RNG.normal(size=(3, 4))
    assert name_of((expected, expected[:1, :1])) is None


def test_numbers_with_few_decimals_of_their_own_are_not_called_rounded() -> None:
    expected = RNG.normal(size=(3, 4)).round(2)
    assert name_of((expected, expected**2)) is None


def test_nearly_right_is_said_of_the_size_of_the_result() -> None:
    expected = RNG.normal(size=(3, 4))
    large = Rounding(size=255.0)
    assert explain([Pair(0, expected, expected + 0.004 * np.sin(expected), large)]) is None


def test_what_has_no_room_in_the_dtype_of_the_input_is_named() -> None:
    image = RNG.integers(100, 256, size=(3, 4)).astype(np.uint8)
    floats = RNG.normal(size=(2, 3))
    pairs = [
        Pair(0, 3.0 * image, (3 * image).astype(float), Rounding(), (image,)),
        Pair(0, 3 * floats, 3 * floats, Rounding(), (floats,)),
    ]
    assert (explain(pairs) or ("",))[0] == "wrapped around in the dtype of the input"


@pytest.mark.parametrize("number", [-1.0, np.nan])
def test_another_number_in_the_place_of_0_is_named(number: float) -> None:
    expected = np.pad(RNG.normal(size=(3, 4)), 1)
    assert name_of((expected, np.where(expected == 0, number, expected))) == f"{number:g} in the place of 0"


def test_patterns_are_seen_in_many_trues_and_falses_not_in_few() -> None:
    many, few = (RNG.integers(2, size=shape).astype(float) for shape in ((5, 6), (2, 3)))
    assert name_of((many, 1 - many)) == "one minus the right answer"
    assert name_of((few, 1 - few)) is None


def test_a_listed_misconception_comes_first() -> None:
    assert score(lambda image: image**2).mistake == EXERCISE.misconceptions[0].name


def test_what_has_no_relation_has_no_name() -> None:
    assert score(lambda image: np.sin(image)).mistake is None
    assert score(lambda image: np.full(image.shape, np.nan)).mistake is None


def test_rows_and_columns_that_changed_places_are_seen_on_square_arrays() -> None:
    expected = RNG.normal(size=(3, 3))
    assert name_of((expected, expected.T)) == "transposed"


def test_axes_in_another_order_must_be_the_same_in_every_case() -> None:
    one, other = RNG.normal(size=(2, 3, 4)), RNG.normal(size=(5, 2, 3))
    turned = one.transpose(2, 0, 1)
    assert name_of((one, turned), (other, other.transpose(2, 0, 1))) == "axes in another order"
    assert name_of((one, turned), (other, other.transpose(1, 0, 2))) is None


def test_one_case_of_another_kind_leaves_it_unnamed() -> None:
    expected = RNG.normal(size=(3, 4))
    assert name_of((expected, -expected), (expected, expected[1:])) is None
    assert name_of() is None


def test_a_name_is_not_said_where_a_case_passed_that_it_contradicts() -> None:
    expected = RNG.normal(size=(3, 4))
    assert name_of((expected, -expected), (expected, expected)) is None
    assert name_of((expected, -expected), (0 * expected, 0 * expected)) == "sign turned around"


def test_numbers_of_one_size_do_not_hide_those_of_another() -> None:
    small, large = RNG.normal(size=(3, 4)), 1e6 * RNG.normal(size=(3, 4)).round(3)
    assert name_of((large, large.round()), (small, small**2)) is None


@given(st.floats(-9, 9).filter(lambda c: min(abs(c - k / 2) for k in range(-18, 19)) > 0.01))
def test_any_factor_is_found(factor: float) -> None:
    expected = RNG.normal(size=(4, 5)) + 0.3
    assert name_of((expected, factor * expected)) == "off by a factor"


def test_of_a_single_number_no_factor_is_told() -> None:
    assert name_of((np.float64(3), np.float64(7))) is None


def turned_with_one_error(image):
    if image.shape == (1, 1):
        raise IndexError
    return -double(image)


def test_where_a_case_of_the_same_group_ends_in_an_error_no_relation_is_told() -> None:
    one_group = [dataclasses.replace(case, group="all") for case in EXERCISE.cases]
    assert score(turned_with_one_error, dataclasses.replace(EXERCISE, cases=one_group)).mistake is None


def test_an_error_in_another_group_hides_no_relation() -> None:
    assert score(turned_with_one_error).mistake == "sign turned around"


def test_numbers_cut_to_the_dtype_of_the_input_are_not_called_half_precision() -> None:
    pixels, fractions = RNG.integers(0, 256, size=(4, 5), dtype=np.uint8), RNG.normal(size=(4, 5))
    pairs = [Pair(0, 0.3 * x, (0.3 * x).astype(x.dtype), Rounding(), (x,)) for x in (fractions, pixels)]
    assert (explain(pairs) or [None])[0] == "cut to the dtype of the input"


def test_of_many_random_numbers_none_is_to_be_done_again() -> None:
    expected = RNG.normal(size=(9, 10))
    got = expected.copy()
    got[2, 3] = 0.5
    assert name_of((expected, got)) is None
    assert name_of((expected[:3], got[:3])) == "one number off"


def test_a_list_of_nothing_has_another_shape() -> None:
    right, nothing = RNG.normal(size=(2, 3)), np.zeros((0, 3))
    assert name_of((right, right), (nothing, np.array([]))) == "nothing in another shape"
    assert name_of((right, right), (nothing, np.zeros((1, 3)))) is None
