"""The headings of a lesson are in order, so that screen readers can go from one to the next."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest

LESSONS = sorted((Path(__file__).parents[1] / "notebooks").glob("*/*.ipynb"))


def levels(notebook: dict) -> list[int]:
    """The levels of all headings, from top to bottom."""
    text = "\n\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown")
    text = re.sub(r"(?ms)^```.*?^```", "", text)
    return [len(marks) for marks in re.findall(r"(?m)^(#{1,6}) ", text)]


def in_order(found: list[int]) -> bool:
    """Whether there is one title, which comes first, and no level is left out on the way down."""
    steps = itertools.pairwise(found)
    return found[:1] == [1] and found.count(1) == 1 and all(below <= above + 1 for above, below in steps)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_the_headings_of_a_lesson_are_in_order(lesson: Path) -> None:
    found = levels(json.loads(lesson.read_text("utf-8")))
    assert in_order(found), found


@pytest.mark.parametrize("found", [[], [2], [1, 3], [1, 2, 4], [1, 2, 1]])
def test_headings_that_are_not_in_order_are_found(found: list[int]) -> None:
    assert not in_order(found)


def test_a_comment_in_a_block_of_code_is_no_heading() -> None:
    source = ["# Title\n", "```\n", "# comment\n", "```\n", "## Part\n"]
    assert levels({"cells": [{"cell_type": "markdown", "source": source}]}) == [1, 2]
