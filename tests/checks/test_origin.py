"""The learner's own line is found, whatever lies around it."""

from __future__ import annotations

import numpy as np

from course_utils.checks.origin import came_after, learners_line


def caught(function) -> BaseException:
    try:
        function()
    except Exception as error:
        return error
    raise AssertionError("no error")


def test_the_innermost_line_that_is_not_a_librarys_is_found() -> None:
    where = learners_line(caught(lambda: np.linalg.inv(np.zeros((2, 2)))))
    assert where is not None
    assert "np.linalg.inv" in (where.line or "")


def test_an_error_without_a_line_of_the_learners_has_none() -> None:
    assert learners_line(ValueError("never raised")) is None


def test_an_error_of_the_learners_is_not_the_drives() -> None:
    assert not came_after(caught(lambda: 1 / 0))
