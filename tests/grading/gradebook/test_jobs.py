"""The job of a submission has hidden cases of its own, and always the same ones."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.cells import Role
from course_utils.grading.gradebook.jobs import seed_for

CHECK = new_code_cell("check(crop)", metadata=Role("check", "crop", 2).metadata())


def seed(*cells: str, secret: int = 1, text: str = "") -> int:
    made = [new_markdown_cell(text), *map(new_code_cell, cells), CHECK]
    return seed_for(nbformat.writes(new_notebook(cells=made)), secret)


def test_other_code_is_asked_other_cases_and_equal_code_the_same():
    prints = seed("print(image)")
    assert prints == seed("print(image)") == seed("print(image)", text="a note")
    assert len({prints, seed("answers = {}"), seed("print(image)", "1"), seed("print(image)", secret=2)}) == 4


def test_a_seed_is_one_that_numpy_takes():
    assert 0 <= seed("x") < 2**62
