"""A request says the same as text, and its own copy may be changed."""

from __future__ import annotations

import numpy as np

from course_utils.checks.request import Request


def test_it_comes_back_from_text() -> None:
    request = Request((np.arange(3), "a"), {"stride": 2}, "def drive(f): ...", 1.5, True)
    again = Request.read(request.dumps())
    np.testing.assert_array_equal(again.args[0], request.args[0])
    assert (again.args[1:], again.kwargs, again.drive, again.seconds, again.uses) == (
        ("a",),
        {"stride": 2},
        "def drive(f): ...",
        1.5,
        True,
    )


def test_its_own_copy_shares_nothing_and_lies_in_memory_as_before() -> None:
    request = Request((np.asfortranarray(np.eye(3, 4)), [1]), {"b": np.zeros(2)})
    own = request.own()
    own.args[0][:], own.kwargs["b"][:] = 7, 7
    own.args[1].append(2)
    np.testing.assert_array_equal(request.args[0], np.eye(3, 4))
    assert (request.args[1], request.kwargs["b"].tolist()) == ([1], [0, 0])
    assert own.args[0].flags.f_contiguous
