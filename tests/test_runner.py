"""A notebook runs in a fresh kernel, and what its checks said comes back."""

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils import runner
from course_utils.cells import Role
from course_utils.checks.card import MIME

EXERCISES = [("crop", 2.0)]


def shows(**score) -> str:
    """Source of a check cell that displays this score, whatever the learner wrote."""
    whole = {"exercise": "crop", "points": 2.0, "out_of": 2.0, "outcome": "passed", "mistake": None} | score
    return f"from IPython.display import display\ndisplay({{{MIME!r}: {whole!r}}}, raw=True)"


def check_cell(source: str, name: str = "crop"):
    return new_code_cell(source, metadata=Role("check", name, 2).metadata())


def outcome(*cells, folder: Path, seconds: float = 600) -> runner.ExerciseResult:
    notebook = new_notebook(cells=[new_markdown_cell("# Start"), *cells])
    [result] = runner.run(notebook, folder, seconds).results(EXERCISES)
    return result


def test_a_score_comes_back_as_it_was_shown(tmp_path):
    shown = shows(points=1.0, outcome="wrong", mistake="rows and columns swapped", sentence="wrong shape")
    assert outcome(check_cell(shown), folder=tmp_path) == runner.ExerciseResult(
        "crop", 1.0, 2.0, "wrong", "rows and columns swapped", "wrong shape"
    )


def test_the_last_check_of_an_exercise_counts(tmp_path):
    cells = check_cell(shows(points=0.0, outcome="wrong")), check_cell(shows())
    assert outcome(*cells, folder=tmp_path).outcome == "passed"


def test_an_error_before_the_check_does_not_stop_the_run(tmp_path):
    assert outcome(new_code_cell("1 / 0"), check_cell(shows()), folder=tmp_path).outcome == "passed"


def test_a_demo_cell_is_left_out(tmp_path):
    demo = new_code_cell("import os; os._exit(1)", metadata=Role("demo").metadata())
    assert outcome(demo, check_cell(shows()), folder=tmp_path).outcome == "passed"


def test_the_kernel_works_in_the_folder_of_the_notebook(tmp_path):
    (tmp_path / "beside.txt").write_text("found")
    cells = (
        new_code_cell("assert open('beside.txt').read() == 'found'\nok = True"),
        check_cell("ok\n" + shows()),
    )
    assert outcome(*cells, folder=tmp_path).outcome == "passed"


def test_the_kernel_is_the_python_that_runs_the_course(tmp_path):
    cells = (
        new_code_cell(f"import sys\nassert sys.prefix == {sys.prefix!r}\nok = True"),
        check_cell("ok\n" + shows()),
    )
    assert outcome(*cells, folder=tmp_path).outcome == "passed"


def test_a_check_that_raises_has_no_result_and_says_why(tmp_path):
    result = outcome(check_cell("check(crop)"), folder=tmp_path)
    assert (result.outcome, result.points, result.out_of) == (runner.NO_RESULT, 0.0, 2.0)
    assert result.detail == "NameError: name 'check' is not defined"


def test_a_missing_check_cell_is_named(tmp_path):
    assert "no check cell for crop" in outcome(new_code_cell("1"), folder=tmp_path).detail


def test_a_check_cell_that_shows_nothing_is_named(tmp_path):
    assert "shows no score" in outcome(check_cell("pass"), folder=tmp_path).detail


def test_a_cell_that_never_ends_is_interrupted_and_the_rest_runs(tmp_path):
    endless = new_code_cell("while True:\n    pass")
    seconds = 5  # the check has them too, and takes a moment on a busy machine
    assert outcome(endless, check_cell(shows()), folder=tmp_path, seconds=seconds).outcome == "passed"


def test_scores_from_before_the_kernel_died_stay(tmp_path):
    cells = [check_cell(shows()), new_code_cell("import os; os._exit(1)"), check_cell("pass", "normalise")]
    run = runner.run(new_notebook(cells=cells), tmp_path)
    first, second = run.results([("crop", 2.0), ("normalise", 3.0)])
    assert first.outcome == "passed"
    assert (second.outcome, second.out_of) == (runner.NO_RESULT, 3.0)
    assert "kernel died" in second.detail


def test_the_notebook_that_is_run_stays_as_it_was(tmp_path):
    notebook = new_notebook(cells=[check_cell(shows())])
    before = nbformat.writes(notebook)
    runner.run(notebook, tmp_path)
    assert nbformat.writes(notebook) == before


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("missing.ipynb", None, "no such file"),
        ("notes.txt", b"{}", "is not a notebook"),
        ("empty.ipynb", b"", "is damaged"),
        ("half.ipynb", b'{"cells": [', "is damaged"),
        ("list.ipynb", b"[]", "is damaged"),
        ("fields.ipynb", b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "is damaged"),
        ("bytes.ipynb", b"\xff\xfe\x00", "is damaged"),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_line(tmp_path, name, data, message):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(runner.NotebookError, match=message) as refused:
        runner.read(path)
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_is_no_notebook(tmp_path):
    with pytest.raises(runner.NotebookError, match="is not a notebook"):
        runner.read(tmp_path)
