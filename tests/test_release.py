"""Every chapter as it is released: run, solved, and graded by nbgrader itself."""

import copy
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import needs
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.validator import Validator
from shorter import shorten

from course_utils import lessons
from course_utils.exercises import chapters
from course_utils.grading import session
from course_utils.grading.gradebook.coordinator import Grading
from course_utils.grading.job import Bounds, Job

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = list(lessons.lessons(ROOT))
SCORE = "application/vnd.course.score+json"
PATIENCE = 600  # seconds a cell: a busy machine is slow, and that is not a failure
PATIENT = Bounds(cell=PATIENCE, total=3600, grace=PATIENCE)
# No host and no mirror answers: what a lesson shows with embedded data does not depend on the machine.
WITHOUT_DOWNLOADS = {
    "COURSE_DATA_MIRROR": "",
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "no_proxy": "",
}

every_chapter = pytest.mark.parametrize("chapter", CHAPTERS)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The course, built in another folder."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions", folder / "solutions")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    lessons.build(folder)
    return folder


def released(course, chapter, solved=()):
    """The release of a chapter, with the solutions of the exercises and answers named in `solved`."""
    notebook = nbformat.read(course / "notebooks" / chapter / f"{chapter}.ipynb", as_version=4)
    source = nbformat.read(course / "build" / "source" / chapter / f"{chapter}.ipynb", as_version=4)
    solutions = {cell.id: cell.source for cell in source.cells}
    for cell in notebook.cells:
        if cell.id in solved:
            cell.source = solutions[cell.id]
    return notebook


def exercises(chapter):
    return [exercise.name for exercise in chapters()[chapter].exercises]


def run(notebook, folder, **environment):
    """Run all cells in a fresh kernel, in a new folder; errors stay in the outputs."""
    folder = folder / "work" / "chapter"
    folder.mkdir(parents=True)
    client = NotebookClient(
        notebook,
        timeout=PATIENCE,
        startup_timeout=PATIENCE,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        allow_errors=True,
    )
    client.execute(env=os.environ | environment)
    return notebook


def outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def figures(notebook):
    """The plain text of each figure, and whether it has an alternative text that says more than "Figure"."""
    found = [output.data for output in outputs(notebook) if "image/png" in output.get("data", {})]
    return [
        (data["text/plain"], data.get("text/html", "").startswith('<img alt="Figure: ')) for data in found
    ]


def errors(notebook):
    return [output.evalue for output in outputs(notebook) if output.output_type == "error"]


def outcomes(notebook):
    """The outcomes of the check cells, by exercise."""
    checks = [cell for cell in notebook.cells if cell.id.startswith("check-")]
    scores = [
        output.data[SCORE] for cell in checks for output in cell.outputs if SCORE in output.get("data", {})
    ]
    return {score["exercise"]: score["outcome"] for score in scores}


def nbgrader(course, *arguments):
    """Run a command of nbgrader in the folder of the course."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    ran = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def submit(course, student, chapter, notebook):
    folder = course / "grading" / "submitted" / student / chapter
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{chapter}.ipynb")


def test_the_release_is_what_the_lessons_build():
    assert lessons.stale(ROOT) == []


def test_the_release_reveals_nothing_that_learners_should_find_themselves():
    assert lessons.leaks(ROOT / "notebooks", ROOT) == []


@every_chapter
@pytest.mark.slow
def test_a_lesson_runs_to_its_end_untouched_and_solved(built, chapter, tmp_path, pytestconfig):
    """One kernel, emptied between the two."""
    asked, environment = exercises(chapter), {}
    untouched, solved = released(built, chapter), released(built, chapter, asked)
    if not pytestconfig.getoption("full"):
        environment = WITHOUT_DOWNLOADS | {"COURSE_DATA_HOME": str(tmp_path / "data")}
        shorten(untouched, chapter)
        shorten(solved, chapter)
    both = copy.copy(untouched)
    both.cells = [*untouched.cells, new_code_cell("%reset -f"), *solved.cells]
    run(both, tmp_path, **environment)
    assert errors(untouched) == []
    assert outcomes(untouched) == dict.fromkeys(asked, "not attempted")
    assert errors(solved) == []
    assert outcomes(solved) == dict.fromkeys(asked, "passed")
    shown = [output.get("data", {}).get("text/plain", "") for output in outputs(solved)]
    assert [text for text in shown if text.startswith(("This needs your", "This could not be shown"))] == []
    assert [text for text, described in figures(solved) if not described] == []


@needs.a_sandbox
@every_chapter
@pytest.mark.slow
def test_the_grader_gives_all_points_to_the_solved_notebook_without_its_demos(built, chapter):
    notebook = nbformat.writes(released(built, chapter, exercises(chapter)))
    result = session.run(Job(notebook, chapter, seed=20_251, bounds=PATIENT))
    assert result.notes == ()
    earned = {score["exercise"]: score["points"] for score in result.scores}
    assert earned == {exercise.name: exercise.points for exercise in chapters()[chapter].exercises}


@needs.a_sandbox
@pytest.mark.slow
def test_nbgrader_gives_each_submission_what_it_earned(built, tmp_path):
    course, chapter = tmp_path / "course", CHAPTERS[0]
    shutil.copytree(built, course)
    points = {exercise.name: exercise.points for exercise in chapters()[chapter].exercises}
    done = {"solved": [*points], "half_done": [*points][: len(points) // 2], "untouched": []}
    Grading(chapter, course, sandboxed=False).enter_assignment()
    for student, names in done.items():
        submit(course, student, chapter, released(course, chapter, names))
    nbgrader(course, "autograde", chapter, "--create")
    nbgrader(course, "generate_feedback", chapter)
    with Gradebook(f"sqlite:///{course}/grading/gradebook.db") as book:
        earned = {one.student_id: one.score for one in book.assignment_submissions(chapter)}
    assert earned == {student: sum(points[name] for name in names) for student, names in done.items()}
    feedback = {
        path.parent.parent.name for path in course.glob(f"grading/feedback/*/{chapter}/{chapter}.html")
    }
    assert feedback == set(done)


def validation(notebook, path):
    """What `nbgrader validate` says about a notebook."""
    nbformat.write(notebook, path)
    validator = Validator()
    validator.stream = io.StringIO()
    validator.validate_and_print(str(path))
    return validator.stream.getvalue()


@pytest.mark.slow
def test_nbgrader_s_validate_tells_a_solved_notebook_from_an_untouched_one(built, tmp_path):
    chapter = CHAPTERS[0]
    solved, untouched = released(built, chapter, exercises(chapter)), released(built, chapter)
    assert "Success!" in validation(solved, tmp_path / "solved.ipynb")
    assert "Success!" not in validation(untouched, tmp_path / "untouched.ipynb")


@pytest.mark.slow
def test_nbgrader_gives_a_partly_right_answer_part_of_the_points(built, tmp_path):
    from nbgrader.utils import determine_grade

    notebook = released(built, "00_start", ["normalise"])
    cells = {cell.id: cell for cell in notebook.cells}
    window = "return image[top : top + height, left : left + width]"  # right, but never a ValueError
    cells["crop"].source = cells["crop"].source.replace("raise NotImplementedError()", window)
    run(notebook, tmp_path)
    assert determine_grade(cells["check-crop"]) == (4, 5)
    assert determine_grade(cells["check-normalise"]) == (2, 2)
