"""What the learner wrote is found, wherever it went, and put into the release."""

import copy
import json
import random

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_course import (
    CHAPTER,
    CROP,
    RELEASE,
    SOLUTIONS,
    TWICE,
    at,
    code,
    copied,
    filled,
    ids,
    mend,
    prose,
    solved,
    sources,
    strip,
    told,
)

from course_utils.grading.intake import submission as intake

pytestmark = pytest.mark.usefixtures("tiny_course")


def test_solutions_filled_in_come_out_as_they_are():
    assert solved(mend(filled()))
    assert mend(filled()).mended == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.fixed_dictionaries({name: st.text(min_size=1).map(str.strip) for name in SOLUTIONS}))
def test_any_text_of_a_solution_comes_out_as_it_is(texts):
    notebook = filled({name: SOLUTIONS[name] + "\n# " + text for name, text in texts.items()})
    submission = mend(notebook)
    for cell in notebook["cells"]:
        if cell["id"] in SOLUTIONS:
            wanted = cell["source"].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
            assert sources(submission)[cell["id"]] == wanted.encode("utf-8", "replace").decode()
    assert len(submission.notebook.cells) == len(RELEASE.cells)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 10**6))
def test_metadata_that_is_exchanged_among_other_cells_changes_no_text(seed):
    notebook = filled()
    others = [cell for cell in notebook["cells"] if "nbgrader" not in cell["metadata"]]
    metadata = [cell["metadata"] for cell in others]
    random.Random(seed).shuffle(metadata)
    for cell, given_to_it in zip(others, metadata, strict=True):
        cell["metadata"] = given_to_it
    assert mend(notebook).text == mend(filled()).text


def test_stripped_metadata_and_ids_are_mended():
    submission = mend(strip(filled()))
    assert solved(submission)
    assert len(submission.notebook.cells) == len(RELEASE.cells)
    assert "nbgrader's metadata was missing or edited" in told(submission)


def test_a_blank_submission_without_metadata_is_blank():
    submission = mend(strip(filled({})))
    assert sources(submission) == {cell.id: cell.source for cell in RELEASE.cells}


def test_ids_as_colab_keeps_them_are_known():
    notebook = filled()
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": cell.pop("id"), "outputId": "x", "colab": {"base_uri": "https://..."}}
    assert solved(mend(notebook))


@pytest.mark.parametrize(
    "edit",
    [{"points": 1000}, {"locked": False}, {"grade": False}, {"solution": True}, {"points": "many"}],
)
def test_edited_metadata_does_not_count_and_is_said(edit):
    notebook = filled()
    notebook["cells"][at(notebook, "check-crop")]["metadata"]["nbgrader"] |= edit
    submission = mend(notebook)
    assert submission.text == mend(filled()).text
    assert submission.mended == (
        "`check-crop`: nbgrader's metadata was missing or edited, the released one counts",
    )


def test_a_checksum_and_unknown_keys_change_nothing_and_are_not_said():
    notebook = filled()
    for cell in notebook["cells"]:
        cell["metadata"] |= {"jupyter": {"source_hidden": True}, "collapsed": 3}
        cell["metadata"].get("nbgrader", {})["checksum"] = "0" * 32
    submission = mend(notebook)
    assert (submission.text, submission.mended) == (mend(filled()).text, ())


def test_tags_that_skip_a_cell_are_taken_off():
    notebook = filled()
    notebook["cells"][at(notebook, "check-crop")]["metadata"]["tags"] = ["skip-execution"]
    submission = mend(notebook)
    assert submission.text == mend(filled()).text
    assert submission.mended == ("tags that skip 1 cell: taken off",)


def test_of_copies_the_last_attempt_is_taken():
    notebook = filled()
    notebook["cells"] += [
        copied(notebook, "crop", CROP.replace("2", "3")),
        copied(notebook, "crop", RELEASE.cells[2].source),
    ]
    submission = mend(notebook)
    assert sources(submission)["crop"] == CROP.replace("2", "3")
    assert submission.mended == ("`crop`: 3 copies, the last attempt was taken",)
    assert len(submission.notebook.cells) == len(RELEASE.cells)


def test_the_parts_of_a_function_that_was_split_are_joined():
    notebook = filled()
    place = at(notebook, "twice")
    first, second = TWICE.rsplit("\n", 1)
    notebook["cells"][place : place + 1] = [
        copied(notebook, "twice", first),
        copied(notebook, "twice", second),
    ]
    submission = mend(notebook)
    assert solved(submission)
    assert submission.mended == ("`twice`: 2 parts of it were joined",)


def test_a_helper_that_was_split_off_runs_before_its_function():
    notebook = filled()
    notebook["cells"].insert(at(notebook, "twice"), copied(notebook, "twice", "def helper(x):\n    return x"))
    submission = mend(notebook)
    place = ids(submission).index("twice")
    assert solved(submission)
    assert submission.notebook.cells[place - 1].source == "def helper(x):\n    return x"
    assert submission.mended == ()


def test_deleted_cells_are_put_back_as_released():
    notebook = filled()
    gone = ("imports", "crop", "check-by_hand", "answer-why", "recap")
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in gone]
    submission = mend(notebook)
    released = {cell.id: cell.source for cell in RELEASE.cells}
    assert sources(submission) == released | {name: SOLUTIONS[name] for name in ("by_hand", "twice")}
    assert submission.mended == (
        "given code, `check-by_hand`, `crop`, `answer-why`: missing, put back as released",
    )


def test_an_emptied_exercise_is_one_that_was_not_attempted():
    submission = mend(filled(SOLUTIONS | {"crop": " \n"}))
    assert sources(submission)["crop"] == RELEASE.cells[2].source
    assert submission.mended == ()


@pytest.mark.parametrize("kind", ["markdown", "raw", "heading", 7])
def test_the_text_of_a_cell_that_was_retyped_is_taken(kind):
    notebook = filled()
    notebook["cells"][at(notebook, "crop")]["cell_type"] = kind
    submission = mend(notebook)
    assert submission.text == mend(filled()).text
    assert submission.mended == ("`crop`: had become a markdown cell, its text was taken",)


def test_an_answer_in_a_code_cell_is_taken():
    notebook = filled()
    notebook["cells"][at(notebook, "answer-why")]["cell_type"] = "code"
    submission = mend(notebook)
    assert submission.text == mend(filled()).text
    assert submission.mended == ("`answer-why`: had become a code cell, its text was taken",)


def test_an_edited_check_is_the_released_one_again():
    notebook = filled(SOLUTIONS | {"check-crop": "2 + 2"})
    submission = mend(notebook)
    assert submission.text == mend(filled()).text
    assert submission.mended == ("`check-crop`: edited, the released check was taken",)


def test_what_is_defined_in_a_check_cell_runs_before_the_check():
    notebook = filled(SOLUTIONS | {"check-crop": "def helper():\n    return 1\ncheck(crop)"})
    notebook["cells"].insert(at(notebook, "check-crop") + 1, code("crop = 'broken'"))
    submission = mend(notebook)
    place = ids(submission).index("check-crop")
    assert "def helper" in submission.notebook.cells[place - 1].source
    assert submission.notebook.cells[place].source == "check(crop)"
    assert submission.notebook.cells[place + 1].source == "crop = 'broken'"


def test_an_edited_demo_is_the_released_one_again_unless_it_defines_more():
    assert mend(filled(SOLUTIONS | {"shown": "@demo\ndef shown():\n    crop(4)"})).text == mend(filled()).text
    submission = mend(filled(SOLUTIONS | {"shown": "size = 3\n@demo\ndef shown():\n    crop(size)"}))
    assert [cell.source for cell in submission.notebook.cells if cell.id == "own-1"] == [
        "size = 3\n@demo\ndef shown():\n    crop(size)"
    ]


def test_given_code_keeps_the_learner_s_edits():
    edited = "import numpy as np\nfrom course_utils import check\nimport math, re"
    assert sources(mend(filled(SOLUTIONS | {"imports": edited})))["imports"] == edited
    assert sources(mend(strip(filled(SOLUTIONS | {"imports": edited}))))["imports"] == edited


def test_notes_in_a_given_text_become_a_cell_below_it():
    submission = mend(filled(SOLUTIONS | {"title": "# Tiny\n\nMine: half.\n\nWrite `crop`."}))
    assert ids(submission)[1:3] == ["title", "own-1"]
    assert sources(submission)["own-1"] == "Mine: half."


def test_own_cells_keep_their_places_and_get_ids_that_tell_nothing():
    notebook = filled()
    notebook["cells"].insert(at(notebook, "twice"), code("helper = 1", id="crop-2"))
    notebook["cells"].insert(0, prose("# Ada"))
    notebook["cells"].append(code("print(crop(4))", metadata={"nbgrader": {"grade": True, "points": 100}}))
    submission = mend(notebook)
    assert solved(submission)
    assert ids(submission)[0] == "own-1"
    assert ids(submission)[ids(submission).index("twice") - 1] == "own-2"
    assert ids(submission)[-1] == "own-3"
    assert all(not cell.metadata for cell in submission.notebook.cells if cell.id.startswith("own-"))


def test_an_own_cell_between_the_stub_and_the_check_counts_as_it_stands():
    notebook = filled(SOLUTIONS | {"crop": RELEASE.cells[2].source})
    notebook["cells"].insert(at(notebook, "check-crop"), code(CROP))
    submission = mend(notebook)
    assert sources(submission)["crop"] == RELEASE.cells[2].source
    assert sources(submission)["own-1"] == CROP
    assert ids(submission).index("own-1") < ids(submission).index("check-crop")
    assert submission.mended == ()


def test_an_attempt_below_the_check_is_taken_when_the_stub_is_untouched():
    notebook = filled(SOLUTIONS | {"crop": RELEASE.cells[2].source})
    notebook["cells"].append(code(CROP))
    submission = mend(notebook)
    assert submission.text == mend(filled()).text
    assert submission.mended == ("`crop`: found in a cell below its check",)


def test_an_attempt_within_a_later_exercise_is_taken_too():
    submission = mend(filled({"twice": f"{CROP}\n\n{TWICE}"}))
    assert sources(submission)["crop"] == sources(submission)["twice"] == f"{CROP}\n\n{TWICE}"


def test_code_in_the_place_of_an_answer_is_an_answer():
    submission = mend(filled({"answer-why": CROP}))
    assert sources(submission)["crop"] == RELEASE.cells[2].source
    assert sources(submission)["answer-why"] == CROP


def test_a_redefinition_below_the_check_changes_nothing():
    notebook = filled()
    notebook["cells"].append(code("def crop(x):\n    return 'broken'"))
    assert sources(mend(notebook))["crop"] == CROP
    assert sources(mend(strip(notebook)))["crop"] == CROP


def test_the_stub_does_not_replace_an_attempt_above_it():
    notebook = filled({"crop": f"{CROP}\n\n{TWICE}"})
    submission = mend(notebook)
    assert sources(submission)["crop"] == f"{CROP}\n\n{TWICE}"
    assert sources(submission)["twice"] == "# `twice` is defined further up."
    assert submission.mended == ("`twice`: found in a cell above its own",)


def test_given_code_that_defines_a_name_is_no_attempt():
    release = copy.deepcopy(RELEASE)
    release.cells[0].source += "\nfrom somewhere import crop"
    notebook = json.loads(nbformat.writes(release))
    notebook["cells"][0]["source"] = release.cells[0].source + "\nimport re"
    submission = intake.mend(notebook, release, chapter=CHAPTER, student="ada")
    assert sources(submission)["crop"] == RELEASE.cells[2].source


def test_functions_typed_into_an_empty_notebook_are_found():
    submission = mend({"cells": [code("import numpy as np"), code(TWICE), code(CROP)]})
    assert sources(submission)["crop"] == CROP
    assert sources(submission)["twice"] == TWICE


def test_a_function_with_a_syntax_error_is_found_by_its_looks():
    notebook = strip(filled(SOLUTIONS | {"crop": "def crop(x:\n    return"}))
    assert sources(mend(notebook))["crop"] == "def crop(x:\n    return"


@pytest.mark.parametrize("below", [0, 1])
def test_an_answer_in_a_cell_beside_its_own_is_taken(below):
    notebook = filled(SOLUTIONS | {"answer-why": "YOUR ANSWER HERE"})
    notebook["cells"].insert(at(notebook, "answer-why") + below, prose(SOLUTIONS["answer-why"]))
    submission = mend(notebook)
    assert submission.text == mend(filled()).text
    assert submission.mended == ("`answer-why`: found in a cell beside its own",)


def test_an_answer_written_below_the_question_is_taken():
    notebook = filled(SOLUTIONS | {"answer-why": "", "question": RELEASE.cells[7].source + "\n\nBecause."})
    assert sources(mend(notebook))["answer-why"] == "Because."


def test_the_parts_of_an_answer_are_joined():
    notebook = filled(SOLUTIONS | {"answer-why": "Because."})
    notebook["cells"].append(copied(notebook, "answer-why", "And so."))
    submission = mend(notebook)
    assert sources(submission)["answer-why"] == "Because.\n\nAnd so."
    assert submission.mended == ("`answer-why`: 2 parts of it were joined",)


def test_a_long_list_of_cells_is_cut():
    submission = mend({"cells": [code("check(crop)")]})
    assert submission.mended[-1] == (
        "given code, `check-by_hand`, `check-twice`, `crop` and 3 more: missing, put back as released"
    )
