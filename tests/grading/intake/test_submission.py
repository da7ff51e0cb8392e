"""Whatever is handed in, a notebook fit to be run comes out, or the cause of its refusal."""

import copy
import hashlib
import json
import os
import subprocess
import sys
import sysconfig

import nbformat
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tiny_course import CHAPTER, CROP, RELEASE, TWICE, code, copied, filled, ids, mend, prose, strip

from course_utils.grading.intake import submission
from course_utils.grading.intake.refusal import Refused
from course_utils.grading.intake.submission import Submission, is_student

pytestmark = pytest.mark.usefixtures("tiny_course")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(["cell_type", "source", "metadata", "outputs", "id", "attachments", "input", "text"])
METADATA = st.fixed_dictionaries(
    {},
    optional={
        "nbgrader": JSON
        | st.dictionaries(
            st.sampled_from(["grade_id", "grade", "solution", "points", "locked"]),
            st.sampled_from(["crop", "check-crop", "twice", "answer-why"]) | JSON,
        ),
        "tags": JSON | st.just(["skip-execution"]),
        "id": JSON,
    },
)
TEXTS = st.sampled_from([CROP, TWICE, "by_hand = 1", "check(crop)", "crop", "    return x", "\ud800\0\r\n"])
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | JSON,
        "source": TEXTS | st.lists(TEXTS | JSON, max_size=3) | JSON,
        "metadata": METADATA | JSON,
        "id": st.sampled_from(["crop", "imports", "own-1", "answer-why", "title"]) | JSON,
        "outputs": JSON,
        "attachments": JSON,
    },
)
NOTEBOOK = st.one_of(
    JSON,
    st.fixed_dictionaries({"cells": st.lists(CELL | JSON, max_size=8)}),
    st.fixed_dictionaries({"worksheets": st.lists(st.fixed_dictionaries({"cells": st.lists(CELL)}) | JSON)}),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(raw=NOTEBOOK)
@example(raw={"cells": [{"source": CROP, "metadata": {"nbgrader": {"grade_id": ["crop"]}}}]})
def test_whatever_comes_in_a_valid_notebook_or_a_cause_comes_out(raw):
    from nbgrader.nbgraderformat.v3 import MetadataValidatorV3

    before = copy.deepcopy(RELEASE)
    try:
        taken = mend(raw)
    except Refused:
        return
    assert isinstance(taken, Submission)
    nbformat.validate(taken.notebook)
    MetadataValidatorV3().validate_nb(taken.notebook)
    assert taken.text.encode()
    assert len(set(ids(taken))) == len(ids(taken))
    assert [name for name in ids(taken) if not name.startswith("own-")] == [cell.id for cell in RELEASE.cells]
    assert before == RELEASE


def test_a_notebook_of_another_chapter_is_refused_by_its_name():
    other = {"cells": [code("def sobel(x):\n    return x"), code("check(blur)")]}
    with pytest.raises(Refused, match=r"^holds no exercise of 01_tiny; it looks like 02_other$"):
        mend(other)


def test_a_notebook_of_another_chapter_that_uses_a_function_of_this_one_is_refused():
    other = {"cells": [code("def sobel(x):\n    return x"), code("check(blur)"), code(CROP)]}
    with pytest.raises(Refused, match="more of another chapter than of 01_tiny; it looks like 02_other"):
        mend(other)


def test_a_notebook_that_has_nothing_to_do_with_the_course_is_refused():
    with pytest.raises(Refused, match=r"^holds no exercise of 01_tiny$"):
        mend({"cells": [code("print('hello')"), prose("# Homework")]})


@pytest.mark.parametrize(
    "name", ["ada", "Núñez, Ana_1234_assignsubmission_file_", "o'brien", "a.b@c.edu", "山田"]
)
def test_a_student_s_name(name):
    assert is_student(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        ".hidden",
        "-rf",
        "a\x1b[2J",
        "a\nb",
        "a\u202eb",
        "\ud800",
        "a" * 101,
        "a*",
        "<script>",
        " a",
        "{x}",
        "a\0",
    ],
)
def test_no_student_s_name(name):
    assert not is_student(name)


def test_nbgrader_takes_what_comes_out_unharmed(tmp_path, monkeypatch):
    from nbgrader.api import Gradebook
    from nbgrader.preprocessors import (
        CheckCellMetadata,
        ClearOutput,
        DeduplicateIds,
        OverwriteCells,
        OverwriteKernelspec,
        SaveCells,
    )
    from nbgrader.utils import compute_checksum

    monkeypatch.setenv("PATH", sysconfig.get_path("scripts"), prepend=os.pathsep)  # it starts alembic by name
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    resources = {
        "nbgrader": {"notebook": CHAPTER, "assignment": CHAPTER, "db_url": url},
        "unique_key": CHAPTER,
    }
    release = copy.deepcopy(RELEASE)
    for cell in release.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.checksum = compute_checksum(cell)
            cell.metadata.nbgrader.cell_type = cell.cell_type
    with Gradebook(url) as gradebook:
        gradebook.add_assignment(CHAPTER)
    SaveCells().preprocess(copy.deepcopy(release), resources)
    notebook = strip(filled())
    notebook["cells"] += [copied(filled(), "crop", CROP), code("print(1)"), *filled()["cells"]]
    mended = submission.mend(notebook, release, chapter=CHAPTER, student="ada").notebook
    taken = copy.deepcopy(mended)
    for step in (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata):
        taken, resources = step().preprocess(taken, resources)
    assert taken.cells == mended.cells


def test_the_same_submission_gives_the_same_bytes_in_every_process(tmp_path, root):
    release, submitted = tmp_path / "release.ipynb", tmp_path / "01_filters.ipynb"
    released = root / "notebooks" / "01_filters" / "01_filters.ipynb"
    release.write_bytes(released.read_bytes())
    notebook = strip(json.loads(released.read_text()))
    notebook["cells"] = [*notebook["cells"][::-1], code("x = 1"), code("x = 2"), *notebook["cells"][::3]]
    submitted.write_text(json.dumps(notebook))
    script = (
        "import sys, pathlib, nbformat\n"
        "from course_utils.grading.intake import submission\n"
        "release = nbformat.read(sys.argv[1], as_version=4)\n"
        "print(submission.read(pathlib.Path(sys.argv[2]), release, chapter='01_filters', student='a'))"
    )
    texts = {
        hashlib.sha256(
            subprocess.run(
                [sys.executable, "-c", script, release, submitted],
                env={**os.environ, "PYTHONHASHSEED": seed},
                cwd=root,
                check=True,
                capture_output=True,
            ).stdout
        ).hexdigest()
        for seed in ("1", "2")
    }
    assert len(texts) == 1
