"""The `course` command answers in words, in JSON and with its exit status, and never with a traceback."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

from course_utils import cli, exercises, lessons, runner
from course_utils.cells import Role

COMMANDS = ("lab", "check", "progress", "exercises", "build", "grade", "doctor")


@pytest.fixture
def course(tmp_path: Path, monkeypatch) -> Path:
    """The current folder, like the repository: with one lesson, and nothing of the learner's yet."""
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "solutions").mkdir()
    (tmp_path / "notebooks/00_start").mkdir(parents=True)
    (tmp_path / "notebooks/00_start/00_start.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    return tmp_path


@pytest.fixture
def launched(monkeypatch) -> list:
    """The arguments with which `course lab` would have started JupyterLab."""
    calls: list = []
    monkeypatch.setattr(cli, "start_lab", lambda *arguments: calls.append(arguments))
    return calls


@pytest.fixture
def ran(monkeypatch) -> None:
    """Notebooks run without a kernel, and every exercise passes."""

    class Passed:
        def results(self, asked):
            return [runner.ExerciseResult(name, points, points, "passed") for name, points in asked]

    monkeypatch.setattr(runner, "run", lambda *_: Passed())


def printed_json(capsys):
    return json.loads(capsys.readouterr().out)


def notebook_with(*names: str) -> nbformat.NotebookNode:
    """A notebook with an empty check cell for each of these exercises."""
    checks = [Role("check", name, 2).metadata() for name in names]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(metadata=check) for check in checks])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    assert cli.main([command, "--help"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 5


def test_without_a_command_all_are_listed(capsys):
    assert cli.main([]) == 0
    shown = capsys.readouterr().out
    assert [command for command in COMMANDS if command not in shown] == []


def test_help_loads_nothing_heavy():
    code = "import sys, course_utils.cli as cli; cli.main(['--help']); print('LOADED', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.partition("LOADED")[2].split()
    assert {"numpy", "torch", "nbformat", "jupyterlab", "nbgrader"}.isdisjoint(loaded)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "Did you mean 'check'"),
        (["check", "--jsn"], "No such option: --jsn"),
        (["check", "01_filtres"], "Did you mean 01_filters?"),
        (["check", "zebra"], "The chapters are 00_start, 01_filters"),
        (["check", "nothing.ipynb"], "no such file"),
        (["check", "folder/nothing.ipynb"], "no such file"),
        (["check", "notes.txt"], "is not a notebook"),
        (["check", "broken.ipynb"], "is damaged"),
        (["check", "foreign.ipynb"], "has no check of this course"),
        (["check", "00_start"], "`course lab` makes your working copy"),
        (["check"], "`course lab` makes your working copy"),
        (["check", "1", "2"], "unexpected extra argument"),
        (["lab", "--work", "notes.txt"], "notes.txt"),
    ],
)
def test_wrong_input_gets_one_clear_line(arguments, said, course, launched, capsys):
    (course / "notes.txt").write_text("not a notebook")
    (course / "broken.ipynb").write_text('{"cells": [')
    (course / "foreign.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()))
    assert cli.main(arguments) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("course: ")
    assert said in line


def test_an_empty_release_is_named(course, launched, capsys):
    (course / "notebooks/00_start/00_start.ipynb").unlink()
    assert cli.main(["lab"]) == 2
    assert "Run `make build`" in capsys.readouterr().err


def test_lab_opens_the_first_lesson_in_the_working_copy(course, launched, capsys):
    assert cli.main(["lab", "--no-browser", "--port", "9000"]) == 0
    work = course / "work"
    assert launched == [(work, "00_start/00_start.ipynb", ["--no-browser", "--port", "9000"])]
    assert (work / "00_start/00_start.ipynb").exists()
    assert f"Your working copy is {work}" in capsys.readouterr().out


def test_lab_says_that_a_new_release_is_beside_a_changed_lesson(course, launched, capsys):
    cli.main(["lab"])
    (course / "work/00_start/00_start.ipynb").write_text("my work")
    (course / "notebooks/00_start/00_start.ipynb").write_text("a new release")
    cli.main(["lab"])
    assert "it is beside yours: 00_start/00_start.new-release.ipynb" in capsys.readouterr().out
    assert (course / "work/00_start/00_start.ipynb").read_text() == "my work"


def test_lab_says_what_a_lesson_of_the_old_numbering_is_called_now(course, launched, capsys):
    (course / "work/03_conv_layer").mkdir(parents=True)
    assert cli.main(["lab"]) == 0
    assert "03_conv_layer is now called 04_conv_layer" in capsys.readouterr().out
    assert (course / "work/03_conv_layer").is_dir()


@pytest.mark.parametrize("spoken", ["00_start", "0", "00", "start", "Start"])
def test_a_chapter_has_several_names(spoken, capsys):
    assert cli.main(["exercises", spoken, "--json"]) == 0
    assert {row["chapter"] for row in printed_json(capsys)} == {"00_start"}


@pytest.mark.parametrize(
    "place", ["00_start.ipynb", "00_start/00_start.ipynb", "work/00_start/00_start.ipynb"]
)
def test_check_finds_the_notebook_here_and_in_the_working_copy(place, course, ran, capsys):
    (course / place).parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook_with("crop"), course / place)
    assert cli.main(["check", "start", "--json"]) == 0
    [report] = printed_json(capsys)["notebooks"]
    assert (course / report["notebook"]).samefile(course / place)


def test_check_knows_a_renamed_notebook_by_its_checks(course, ran, capsys):
    nbformat.write(notebook_with("gone", "crop"), course / "mine, second try.ipynb")
    assert cli.main(["check", "mine, second try.ipynb", "--json"]) == 0
    [report] = printed_json(capsys)["notebooks"]
    asked = [exercise.name for exercise in exercises.chapters()["00_start"].exercises]
    assert [result["exercise"] for result in report["exercises"]] == asked


def test_check_of_a_solved_lesson_passes(course, root, capsys):
    solved = lessons.source_notebook(lessons.read("00_start", root))
    nbformat.write(solved, course / "00_start.ipynb")
    assert cli.main(["check"]) == 0
    assert "passed" in capsys.readouterr().out


def test_check_of_an_untouched_lesson_says_not_attempted_and_leaves_everything_as_it_was(
    course, root, capsys
):
    untouched = (root / "notebooks/00_start/00_start.ipynb").read_bytes()
    (course / "work/00_start").mkdir(parents=True)
    (course / "work/00_start/00_start.ipynb").write_bytes(untouched)
    assert cli.main(["check", "--json"]) == 1
    said = printed_json(capsys)
    assert {result["outcome"] for result in said["notebooks"][0]["exercises"]} == {"not attempted"}
    assert (said["passed"], said["notebooks"][0]["points"]) == (False, 0)
    files = [path.name for path in (course / "work").rglob("*") if path.is_file()]
    assert files == ["00_start.ipynb"]
    assert (course / "work/00_start/00_start.ipynb").read_bytes() == untouched


def test_progress_reads_the_file_of_the_working_copy(course, capsys):
    (course / "work").mkdir()
    entry = {
        "check": {"exercise": "crop", "points": 2.0, "out_of": 2.0, "outcome": "passed", "mistake": None}
    }
    (course / "work/progress.jsonl").write_text(json.dumps(entry))
    assert cli.main(["progress", "--json"]) == 0
    assert printed_json(capsys)["00_start"]["crop"]["points"] == 2.0


def test_progress_before_the_first_check_is_a_table_of_zeros(course, capsys):
    assert cli.main(["progress"]) == 0
    assert "crop" in capsys.readouterr().out


def test_exercises_lists_every_exercise_once(capsys):
    assert cli.main(["exercises", "--json"]) == 0
    rows = printed_json(capsys)
    assert [row["exercise"] for row in rows] == exercises.names()
    assert {"chapter", "points", "cases", "misconceptions", "hints"} <= rows[0].keys()


def test_the_list_of_exercises_is_short_and_that_of_a_chapter_names_its_mistakes(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main(["exercises"]) == 0
    page = capsys.readouterr().out
    assert len(page.splitlines()) < 2 * len(exercises.names())
    assert [name for name in exercises.names() if name not in page] == []
    monkeypatch.setenv("COLUMNS", "200")
    assert cli.main(["exercises", "0"]) == 0
    assert "rows and columns swapped" in capsys.readouterr().out
    assert cli.main(["exercises", "fliters"]) == 2


def test_build_check_fails_where_the_release_is_stale(course, monkeypatch, capsys):
    monkeypatch.setattr(lessons, "stale", lambda root: ["00_start.ipynb is stale."])
    monkeypatch.setattr(lessons, "leaks", lambda folder, root: [])
    assert cli.main(["build", "--check"]) == 1
    assert capsys.readouterr().out == "00_start.ipynb is stale.\n"


def test_build_says_in_one_line_what_is_wrong_with_a_lesson(course, capsys):
    (course / "solutions/77_unknown.py").write_text("# %%\n1\n")
    assert cli.main(["build"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "77_unknown.py:1" in line


def fetched(address: str, server: subprocess.Popen) -> dict:
    """What the server answers; Jupyter prints its address a moment before it listens there."""
    deadline = time.monotonic() + 600
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address) as reply:
                return json.load(reply)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
    raise AssertionError(f"no server answers at {address}")


@pytest.mark.slow
def test_lab_serves_the_first_lesson(course):
    (course / "home").mkdir()
    environment = os.environ | {"HOME": str(course / "home"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "course_utils.cli", "lab", "--no-browser", "--port=0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=course) as server:
        try:
            shown = iter(server.stderr.readline, "")
            address = next(url[0] for line in shown if (url := re.search(r"http://127\S+lab/tree/\S+", line)))
            assert "/lab/tree/00_start/00_start.ipynb?token=" in address
            answer = fetched(address.replace("/lab/tree/", "/api/contents/"), server)
            assert answer["type"] == "notebook"
        finally:
            server.terminate()


def test_a_learners_jupyterlab_hides_the_buttons_of_instructors(monkeypatch: pytest.MonkeyPatch) -> None:
    labapp = pytest.importorskip("jupyterlab.labapp", reason="JupyterLab is not installed")
    from jupyterlab_server.config import get_page_config

    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    monkeypatch.setattr(labapp.LabApp, "launch_instance", lambda arguments: None)
    cli.start_lab(Path("work"), "00_start/00_start.ipynb", [])
    hidden = get_page_config(labapp.LabApp().labextensions_path)["disabledExtensions"]
    assert "@jupyter/nbgrader:create-assignment" in hidden
    assert "@jupyter/nbgrader:validate-assignment" not in hidden
