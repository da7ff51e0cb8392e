"""A reply comes from a stranger: it is of the form it should have, or unreadable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from course_utils.checks.reply import LONGEST, Raised, Reply

HONEST = Reply(
    "returned", 1.0, Raised(("ValueError", "Exception"), "no", "f", 3, "raise"), ("x",), "hm", ("np.sum",)
)


def test_a_reply_comes_back_as_it_was() -> None:
    assert Reply.read(HONEST.dumps()) == HONEST


@pytest.mark.parametrize(
    "forged",
    [
        {"outcome": "full marks"},
        {"outcome": "raised", "error": Raised(())},
        {"outcome": "unreadable", "value": 3},
        {"outcome": "died", "value": np.ones(2)},
        {"printed": 1},
        {"changed": ["x"]},
        {"changed": (1,)},
        {"error": Raised(("E",), number="three")},
        {"error": Raised(("E",), message=None)},
    ],
)
def test_what_has_not_the_form_of_a_reply_is_unreadable(forged: dict) -> None:
    assert Reply.read(replace(HONEST, **forged).dumps()).outcome == "unreadable"


@pytest.mark.parametrize("outcome", ["raised", "unwritten"])
def test_only_what_was_returned_has_a_value(outcome: str) -> None:
    assert Reply.read(replace(HONEST, outcome=outcome, value=np.ones(2)).dumps()).value is None


def test_a_late_reply_says_yes_or_no() -> None:
    assert Reply.read(Reply("late", np.ones(2)).dumps()).value is False
    assert Reply.read(Reply("late", True).dumps()).value is True


def test_no_text_of_a_reply_is_long() -> None:
    long = "x" * 10 * LONGEST
    reply = Reply.read(
        Reply("unreadable", long, Raised((long,) * 99, long, long, 0, long), (long,) * 99, long).dumps()
    )
    assert len(reply.value) == len(reply.printed) == len(str(reply.error.message)) == LONGEST
    assert len(reply.changed) == len(reply.error.types) == 20
