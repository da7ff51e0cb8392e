"""A paragraph of a lesson is one: Markdown makes a list of a line that begins like an item."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest

LESSONS = sorted((Path(__file__).parents[1] / "notebooks").glob("*/*.ipynb"))
ITEM = re.compile(r"(1[.)]|[-+*]) ")


def items_within(text: str) -> list[str]:
    """The lines that begin like an item, below a line that is neither an item nor the end of a paragraph."""
    text = re.sub(r"(?ms)^```.*?^```|^\$\$.*?\$\$", "", text)
    pairs = itertools.pairwise(text.splitlines())
    return [line for above, line in pairs if ITEM.match(line) and re.match(r"(?!\d+[.)] |[-+*#] )\S", above)]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_no_line_of_a_paragraph_begins_like_an_item_of_a_list(lesson: Path) -> None:
    cells = json.loads(lesson.read_text("utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert [line for text in texts for line in items_within(text)] == []


def test_such_a_line_is_found() -> None:
    assert items_within("from 0 to\n1. Then it ends.\n") == ["1. Then it ends."]
    assert items_within("Two:\n\n- one\n- two\n\n1. first\n2. second\n") == []
