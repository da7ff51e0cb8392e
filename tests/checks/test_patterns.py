"""Mistakes that can be seen in any exercise are named in any exercise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_judge import EXERCISE, double, score

from course_utils.checks.compare import EXACT, Fault
from course_utils.checks.patterns import explain

RNG = np.random.default_rng(3)


def returned_early(image):
    out = np.zeros(image.shape)
    for row in range(len(image)):
        out[row] = double(image)[row]
        return out
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
        (lambda image: double(image) * (1 + 1e-8), "nearly right"),
        (lambda image: double(image) + 1e-7 * np.sin(image), "nearly right"),
    ],
)
def test_a_relation_to_the_right_values_is_named(target, name: str) -> None:
    assert score(target).mistake == name


def test_a_listed_misconception_comes_first() -> None:
    assert score(lambda image: image**2).mistake == EXERCISE.misconceptions[0].name


def test_what_has_no_relation_has_no_name() -> None:
    assert score(lambda image: np.sin(image)).mistake is None
    assert score(lambda image: np.full(image.shape, np.nan)).mistake is None


def test_rows_and_columns_that_changed_places_are_seen_on_square_arrays() -> None:
    expected = RNG.normal(size=(3, 3))
    found = explain([Fault("wrong values", "", expected=expected, got=expected.T)], EXACT)
    assert found is not None
    assert found[0] == "transposed"


def test_one_case_of_another_kind_leaves_it_unnamed() -> None:
    expected = RNG.normal(size=(3, 4))
    faults = [
        Fault("wrong values", "", expected=expected, got=-expected),
        Fault("wrong shape", "", expected=expected, got=expected[1:]),
    ]
    assert explain(faults, EXACT) is None
    assert explain([], EXACT) is None


@given(st.floats(-9, 9).filter(lambda c: abs(c) > 0.01 and abs(abs(c) - 1) > 0.01))
def test_any_factor_is_found(factor: float) -> None:
    expected = RNG.normal(size=(4, 5)) + 0.3
    found = explain([Fault("wrong values", "", expected=expected, got=factor * expected)], EXACT)
    assert found is not None
    assert found[0] == "off by a factor"


def test_of_a_single_number_no_factor_is_told() -> None:
    assert explain([Fault("wrong values", "", expected=np.float64(3), got=np.float64(7))], EXACT) is None


def test_where_a_case_ends_in_an_error_no_relation_is_told() -> None:
    def fragile(image):
        if image.shape == (1, 1):
            raise IndexError
        return -double(image)

    assert score(fragile).mistake is None
