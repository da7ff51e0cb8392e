"""What a cell is can be written into its metadata, and read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell

from course_utils import cells
from course_utils.cells import Role

ROLES = [
    Role("exercise", "conv2d"),
    Role("check", "conv2d", 2.5),
    Role("answer", "why", 2),
    Role("demo"),
    Role("code"),
    Role("markdown"),
]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.kind)
def test_what_is_written_is_read_again(role):
    new_cell = new_markdown_cell if role.kind in ("markdown", "answer") else new_code_cell
    assert Role.of(new_cell(metadata=role.metadata())) == role


def test_only_cells_that_nbgrader_knows_have_a_name_in_the_gradebook():
    names = {role.kind: role.grade_id for role in ROLES}
    assert names == {
        "exercise": "conv2d",
        "check": "check-conv2d",
        "answer": "answer-why",
        "demo": "",
        "code": "",
        "markdown": "",
    }


@pytest.mark.parametrize("change", [{"grade": False}, {"solution": True}, {"grade_id": "conv2d"}])
def test_a_check_is_one_by_its_flags_and_its_name(change):
    metadata = Role("check", "conv2d", 2).metadata()
    metadata["nbgrader"] |= change
    assert Role.of(new_code_cell(metadata=metadata)).kind != "check"


def test_points_count_where_a_cell_is_graded():
    metadata = Role("exercise", "conv2d").metadata()
    metadata["nbgrader"]["points"] = 1000
    assert Role.of(new_code_cell(metadata=metadata)).points == 0


def test_settings_are_plain_values():
    metadata = Role("check", "conv2d", 2).metadata()
    metadata["nbgrader"] |= {"points": [2], "checksum": "0"}
    assert cells.settings({"metadata": metadata}) == {
        "grade_id": "check-conv2d",
        "grade": True,
        "solution": False,
        "locked": True,
        "points": None,
    }


def test_a_folded_cell_is_known():
    assert cells.is_folded(new_code_cell(metadata=cells.FOLDED))
    assert not cells.is_folded(new_code_cell())


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
NBGRADER = st.fixed_dictionaries({}, optional=dict.fromkeys(cells.SETTINGS, JSON | st.just("check-conv2d")))
METADATA = st.fixed_dictionaries({}, optional={"nbgrader": NBGRADER | JSON, "course": JSON, "jupyter": JSON})


@given(st.fixed_dictionaries({}, optional={"cell_type": JSON, "metadata": METADATA | JSON}))
def test_every_cell_has_a_role_whatever_it_holds(cell):
    role = Role.of(cell)
    assert role.kind in {known.kind for known in ROLES}
    assert isinstance(role.name, str)
    assert isinstance(role.points, int | float)
    cells.is_folded(cell)
