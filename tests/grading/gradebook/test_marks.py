"""A mark says what there is to know about it."""

import pytest

from course_utils.grading.gradebook.marks import Mark, span


def test_a_mark_says_what_to_know_about_it():
    mark = Mark(1.5, 4, to_read=2, seconds_late=3 * 86_400, penalty=1)
    assert str(mark) == "1.5 of 4"
    assert mark.remarks == ["late by 3 days, which cost 1 point", "2 answers to read"]


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 second"), (90, "1 minute"), (7_300, "2 hours"), (2 * 86_400 + 5, "2 days")]
)
def test_a_time_is_told_in_its_largest_unit(seconds, said):
    assert span(seconds) == said
