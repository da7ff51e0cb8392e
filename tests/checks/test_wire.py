"""Plain data passes unchanged, and nothing else passes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils.checks import wire

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
ARRAYS = hnp.arrays(
    st.sampled_from(["f8", "f4", "f2", "i8", "u1", "?", "c16"]),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0),
)


@given(VALUES)
def test_values_come_back_as_they_were(value: object) -> None:
    assert wire.loads(wire.dumps(value)) == value


@given(ARRAYS)
def test_arrays_come_back_with_shape_and_dtype(array: np.ndarray) -> None:
    back = wire.loads(wire.dumps(array))
    assert (back.shape, back.dtype) == (array.shape, array.dtype)
    np.testing.assert_array_equal(back, array)


def test_tuples_scalars_dots_and_odd_floats_keep_their_kind() -> None:
    value = (1, (2.0, [...]), np.float32(3), float("inf"))
    back = wire.loads(wire.dumps(value))
    assert back == value
    assert type(back[2]) is np.float32
    assert np.isnan(wire.loads(wire.dumps(float("nan"))))


def test_an_array_read_is_writable_and_its_own() -> None:
    array = np.zeros(3)
    back = wire.loads(wire.dumps(array))
    back[0] = 1
    assert array[0] == 0


@pytest.mark.parametrize("value", [object(), {1, 2}, iter([]), np.array([None]), lambda: 0, {1: 2}, b"bytes"])
def test_what_is_not_plain_arrives_as_its_type_only(value: object) -> None:
    assert isinstance(wire.loads(wire.dumps(value)), wire.Alien)


def test_a_hostile_repr_is_not_trusted() -> None:
    class Loud:
        def __repr__(self) -> str:
            raise SystemError

    assert wire.loads(wire.dumps(Loud())).text == ""


def test_too_large_is_refused_on_both_sides() -> None:
    with pytest.raises(wire.TooLarge):
        wire.dumps(np.zeros(100), limit=100)
    with pytest.raises(wire.TooLarge):
        wire.dumps("x" * 101, limit=100)
    with pytest.raises(wire.TooLarge):
        wire.loads("x" * 101, limit=100)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        "1.5",
        '{"pickle": "gASV"}',
        '{"array": ["O", [1], "AAAA"]}',
        '{"array": ["<f8", [1000000000000], ""]}',
        '{"array": ["<f8", [1], "!"]}',
        '{"array": "x"}',
        '{"list": 3}',
        "[" * 100_000,
        '{"array": ["(1,f8", [1], ""]}',
        '{"array": ["<f8", [-1.5], ""]}',
        '{"alien": []}',
        '{"alien": ["a", "b", "c"]}',
        f'{{"float": 1{"0" * 400}}}',
    ],
)
def test_text_of_another_form_is_an_error_and_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match="plain data"):
        wire.loads(text)


def test_an_alien_is_passed_on_as_it_came() -> None:
    alien = wire.loads(wire.dumps(iter([])))
    assert wire.loads(wire.dumps(alien)) == alien


def test_an_alien_has_a_short_name() -> None:
    alien = wire.loads(wire.dumps(wire.Alien("x" * 9_999, "y" * 9_999)))
    assert (len(alien.type), len(alien.text)) == (wire.LONGEST, wire.LONGEST)


@pytest.mark.parametrize("value", ["\ud800", {"\ud800": 1}, wire.Alien("\ud800")])
def test_what_is_read_can_be_written_to_a_file(value: object) -> None:
    assert str(wire.loads(wire.dumps(value))).encode()


def test_an_array_that_lies_column_by_column_in_memory_arrives_so() -> None:
    turned = np.arange(6.0).reshape(2, 3).T
    arrived = wire.loads(wire.dumps(turned))
    np.testing.assert_array_equal(arrived, turned)
    assert arrived.flags.f_contiguous
    assert not arrived.flags.c_contiguous


def test_what_only_claims_to_be_turned_is_refused() -> None:
    with pytest.raises(ValueError, match="not plain data"):
        wire.loads('{"turned": "text"}')
