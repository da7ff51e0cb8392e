"""Sentences are put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.grading.wording import counted, listed, printable


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 copies"), (1, "1 copy"), (1.0, "1 copy"), (1.5, "1.5 copies"), (12_000, "12,000 copies")],
)
def test_things_are_counted(number, said):
    assert counted(number, "copy", "copies") == said


def test_long_lists_are_cut_and_say_how_many_are_missing():
    assert listed(["a"]) == "a"
    assert listed(list("abcde")) == "a, b, c, d, e"
    assert listed(list("abcdef")) == "a, b, c, d and 2 more"


@given(st.text())
def test_whatever_is_shown_is_one_short_line_that_prints(text):
    shown = printable(text, 30)
    assert len(shown) <= 30
    assert shown.isprintable()
    assert not text.isprintable() or len(text) > 30 or shown == text
