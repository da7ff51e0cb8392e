"""Plain `nbgrader autograde`, also from the formgrader, goes the same safe way as `course grade`."""

import asyncio
import logging
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course_utils import lessons
from course_utils.cells import Role
from course_utils.grading import supervised
from course_utils.grading.gradebook.plugins import as_text
from course_utils.grading.sandbox import bubblewrap
from course_utils.grading.sandbox.bubblewrap import SandboxMissing

CHAPTER = "02_edges"

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's queries flush early


@pytest.fixture
def autograde(course, quick, monkeypatch):
    """Runs `nbgrader autograde` as it is configured; no submitted code is run."""
    monkeypatch.setattr(bubblewrap, "require", lambda: None)
    monkeypatch.setattr(supervised, "run", lambda job: quick.submit(supervised.run, job).result())

    def run(coursedir: CourseDirectory | None = None, **settings):
        config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
        config.merge(Config(settings))
        coursedir = coursedir or CourseDirectory(config=config, assignment_id=CHAPTER)
        Autograde(coursedir=coursedir, config=config, log=logging.getLogger("autograde")).start()
        return config, coursedir

    return run


def autograded(course: Path, student: str) -> nbformat.NotebookNode:
    return nbformat.read(course / "grading/autograded" / student / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)


def marks(course: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course}/grading/gradebook.db") as book:
        return {one.student_id: one.score for one in book.assignment_submissions(CHAPTER)}


def test_nbgrader_records_the_points_of_the_judge(course, autograde, hand_in, solved, release, quick):
    hand_in("ada", solved)
    hand_in("blank", release)
    autograde()
    full = sum(score["out_of"] for score in supervised.run(quick.jobs[0]).scores)
    assert marks(course) == {"ada": full, "blank": 0}
    assert all(job.sandboxed for job in quick.jobs)


def test_what_ran_before_does_not_run_again(course, autograde, hand_in, solved, quick):
    hand_in("ada", solved)
    autograde()
    autograde(Autograde={"force": True})
    assert len(quick.jobs) == 1


def test_a_refused_submission_is_logged_and_the_others_are_graded(course, autograde, hand_in, solved, caplog):
    hand_in("ada", solved)
    hand_in("cut", '{"cells": [')
    autograde()
    assert list(marks(course)) == ["ada"]
    assert "cut is not graded: not JSON" in caplog.text


def test_no_file_that_lies_beside_the_notebook_is_copied(course, autograde, hand_in, solved):
    folder = hand_in("ada", solved)
    (folder / "seed.txt").symlink_to(course / "grading/seed")
    autograde()
    files = [path.name for path in (course / "grading/autograded/ada").rglob("*") if path.is_file()]
    assert files == [f"{CHAPTER}.ipynb"]


def test_edited_checks_and_points_are_the_released_ones_without_hidden_tests(
    course, autograde, hand_in, solved, release
):
    for cell in solved.cells:
        if Role.of(cell).kind == "check":
            cell.source, cell.metadata.nbgrader.points = "1000", 1000
    hand_in("ada", solved)
    autograde()
    mine = {cell.id: cell for cell in autograded(course, "ada").cells}
    for cell in release.cells:
        if cell.metadata.get("nbgrader", {}).get("locked"):
            assert mine[cell.id].source == cell.source
            assert mine[cell.id].metadata.nbgrader.points == cell.metadata.nbgrader.points
    assert str(lessons.hidden_seed(course / "grading")) not in nbformat.writes(autograded(course, "ada"))


def test_feedback_by_nbgraders_command_has_the_cards(course, autograde, hand_in, solved):
    hand_in("ada", solved)
    config, coursedir = autograde()
    GenerateFeedback(coursedir=coursedir, config=config).start()
    assert "check-" in (course / f"grading/feedback/ada/{CHAPTER}/{CHAPTER}.html").read_text()


def test_the_formgraders_course_directory_stays_as_it_is(course, autograde, hand_in, solved):
    hand_in("ada", solved)
    _, coursedir = autograde()
    assert coursedir.submitted_directory == "grading/submitted"


def test_it_works_where_an_event_loop_runs_as_in_the_formgrader(course, autograde, hand_in, solved):
    hand_in("ada", solved)

    async def click():
        autograde()

    asyncio.run(click())
    assert list(marks(course)) == ["ada"]


def test_without_a_sandbox_nothing_runs_and_the_cause_is_logged(
    course, autograde, hand_in, solved, monkeypatch, quick, caplog
):
    def missing():
        raise SandboxMissing("there is no bubblewrap", "sudo apt-get install bubblewrap")

    monkeypatch.setattr(bubblewrap, "require", missing)
    hand_in("ada", solved)
    with pytest.raises(NbGraderException):
        autograde()
    assert "sudo apt-get install bubblewrap" in caplog.text
    assert quick.jobs == []


def test_a_setting_is_the_only_way_round_the_sandbox_and_says_what_it_risks(
    course, autograde, hand_in, solved, quick, caplog
):
    hand_in("ada", solved)
    autograde(Judge={"sandboxed": False})
    assert "can read, change and send everything that you can" in caplog.text
    assert [job.sandboxed for job in quick.jobs] == [False]


def test_an_assignment_that_is_no_chapter_is_not_graded(course, autograde, hand_in, solved):
    folder = hand_in("ada", solved)
    folder.rename(folder.parent / "homework")
    (folder.parent / "homework" / f"{CHAPTER}.ipynb").rename(folder.parent / "homework/homework.ipynb")
    with pytest.raises(NbGraderException, match="homework is no chapter of this course"):
        autograde(
            CourseDirectory(
                root=str(course), submitted_directory="grading/submitted", assignment_id="homework"
            )
        )


@pytest.mark.parametrize(
    "text", ["3 < 4 and *so* on", "$\\delta_{ij} < 1$", "`code`, a list:\n- one", "a > b"]
)
def test_harmless_markdown_stays(text):
    assert as_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</div><!-- ",
        "[me](javascript:alert(1))",
        "[me]: javascript:alert(1)\n\n[me]",
        "![me](https://example.org/pixel.png)",
        "<javascript:alert(1)>",
        "$\\href{javascript:alert(1)}{x}$",
        "````\n```\n<b>",
    ],
)
def test_markdown_that_could_be_more_than_text_is_shown_as_typed(text):
    from nbconvert.filters import markdown2html

    shown = markdown2html(as_text(text))
    assert "<pre>" in shown
    for active in ("<script", "<img", "<b>", "<!--", "href=", "</div><"):
        assert active not in shown.replace("<div class", "")
