"""Values are compared up to rounding, never more loosely."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.checks.compare import compare, number_text, rounding_of


@given(st.integers(0, 1000))
def test_sums_in_another_order_and_precision_are_equal(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=(6, 50)) * 255, rng.normal(size=50)
    rounding = rounding_of((x, w))
    assert compare(x @ w, (x[:, ::-1] * w[::-1]).sum(1), rounding) is None
    assert compare(x @ w, x.astype(np.float32) @ w.astype(np.float32), rounding) is None


def test_a_difference_of_a_thousandth_is_a_difference() -> None:
    expected = np.linspace(0, 1, 9)
    assert compare(expected, expected + 0.001, rounding_of(expected)) is not None
    assert compare(expected, (expected + 0.001).astype(np.float32), rounding_of(expected)) is not None


def test_cancellation_to_zero_counts_as_zero() -> None:
    x = np.full(9, 0.1)
    assert compare(np.float64(0), x.sum() - 0.9, rounding_of(x)) is None


def test_the_worst_entry_is_found() -> None:
    expected = np.zeros((3, 4))
    got = expected.copy()
    got[1, 2], got[2, 0] = 1, -5
    fault = compare(expected, got)
    assert fault is not None
    assert (fault.worst, fault.sentence) == ((2, 0), "5 at [2, 0]: expected 0, got -5")


def test_unsigned_numbers_do_not_wrap_in_the_comparison() -> None:
    fault = compare(np.array([2], np.uint8), np.array([3], np.uint8))
    assert fault is not None
    assert fault.sentence.startswith("1 at [0]")


def test_equal_infinities_and_expected_nans_are_equal() -> None:
    values = np.array([np.inf, -np.inf, np.nan])
    assert compare(values, values.copy()) is None
    assert compare(values, -values) is not None


def test_an_infinite_answer_is_a_difference() -> None:
    assert compare(np.ones(2), np.array([1, np.inf])) is not None


def test_parts_of_tuples_and_dicts_are_named() -> None:
    fault = compare((1.0, 2.0), (1.0, 3.0), names=("gx", "gy"))
    assert fault is not None
    assert fault.part == "gy"
    fault = compare({"a": (1, 2)}, {"a": (1, 5)})
    assert fault is not None
    fault = compare({"a": 1}, {})
    assert fault is not None
    assert "'a'" in fault.sentence


@pytest.mark.parametrize(
    ("expected", "got", "kind"), [((1, 2), (1,), "another number of values"), ((1, 2), 3, "wrong type")]
)
def test_a_tuple_must_be_one_of_that_length(expected: tuple, got: object, kind: str) -> None:
    fault = compare(expected, got)
    assert fault is not None
    assert fault.kind == kind


def test_a_number_is_not_an_array_of_one() -> None:
    assert compare(3.0, 3) is None
    fault = compare(3.0, np.array([3.0]))
    assert fault is not None
    assert "single number" in fault.sentence


def test_words_are_compared_without_case() -> None:
    assert compare("Yes", " yes") is None
    assert compare("yes", "no") is not None
    assert compare("yes", 1) is not None


def test_numbers_are_written_short() -> None:
    assert [number_text(x) for x in (1.0, 1 / 3, True, -0.5, 1234567.5, 1e30)] == [
        "1",
        "0.333333",
        "True",
        "-0.5",
        "1.23457e+06",
        "1e+30",
    ]


def test_a_whole_number_keeps_all_its_digits() -> None:
    numbers = 1234567.0, 62_378_344, np.int64(-3025)
    assert [number_text(x) for x in numbers] == ["1234567", "62378344", "-3025"]
    fault = compare(62_378_344, 62_369_152)
    assert fault is not None
    assert fault.sentence == "9192: expected 62378344, got 62369152"


def test_half_precision_excuses_no_difference() -> None:
    expected = np.linspace(0, 1, 9)
    assert compare(expected, np.zeros(9, np.float16), rounding_of(np.array([255]))) is not None
    assert compare(expected, expected.astype(np.longdouble)) is None


def test_a_text_among_numbers_is_not_spread_over_them() -> None:
    fault = compare(np.zeros(100_001), ["x" * 100_000] + [0] * 100_000)  # NumPy would want 40 GB
    assert fault is not None
    assert fault.kind == "wrong dtype"


def test_a_seed_excuses_nothing_however_large_it_is() -> None:
    assert compare(np.float64(0.25), 0.26, rounding_of(({"seed": 2**31},))) is not None
