"""What tests of grading share: a course of its own, built once."""

import shutil
from concurrent.futures import Executor, Future
from pathlib import Path

import demo_class
import nbformat
import pytest
from nbformat.v4 import new_output

from course_utils import lessons
from course_utils.cells import Role
from course_utils.checks.card import MIME
from course_utils.grading.gradebook.coordinator import Grading
from course_utils.grading.job import Job, JobResult

CHAPTER = "02_edges"  # it has a written answer

CHAPTERS = ("00_start", "01_filters", "02_edges")


@pytest.fixture(scope="session")
def built(root: Path, tmp_path_factory) -> Path:
    """A course of three chapters, with sources, releases, a hidden seed and a gradebook. Read only."""
    course = tmp_path_factory.mktemp("built")
    (course / "solutions").mkdir()
    for chapter in CHAPTERS:
        shutil.copy(root / "solutions" / f"{chapter}.py", course / "solutions")
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(root / name, course)
    lessons.build(course)
    (course / "grading/submitted").mkdir()
    Grading(CHAPTER, course, sandboxed=False).enter_assignment()
    return course


@pytest.fixture
def course(built: Path, tmp_path: Path, monkeypatch) -> Path:
    """A course to grade in, where the terminal stands; nothing handed in yet."""
    course = tmp_path / "course"
    shutil.copytree(built, course)
    monkeypatch.chdir(course)
    monkeypatch.delenv("COURSE_GRADING", raising=False)
    return course


class Quick(Executor):
    """Runs no code: an exercise counts as solved where its cell has no stub any more."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.trouble: dict[str, BaseException] = {}

    def submit(self, run, *about):
        future: Future = Future()
        job, *_ = about
        if not isinstance(job, Job):  # it is about a page of feedback
            future.set_result(run(*about))
            return future
        self.jobs.append(job)
        errors = [error for word, error in self.trouble.items() if word in job.notebook]
        future.set_exception(errors[0]) if errors else future.set_result(judged(job))
        return future


def judged(job: Job) -> JobResult:
    notebook = nbformat.reads(job.notebook, as_version=4)
    sources = {cell.id: cell.source for cell in notebook.cells}
    scores = []
    for cell in notebook.cells:
        role = Role.of(cell)
        if role.kind == "check":
            passed = "YOUR CODE HERE" not in sources[role.name]
            outcome = "passed" if passed else "not attempted"
            if "a fault of ours" in sources[role.name]:
                outcome, passed = "not judged", False
            points = role.points * passed
            data = {"text/plain": f"{points:g}", MIME: {"outcome": outcome}}
            cell.outputs = [new_output("execute_result", data, execution_count=None)]
            score = {"exercise": role.name, "points": points, "out_of": role.points}
            scores.append(score | {"outcome": outcome, "mistake": None if passed else "a mistake"})
    return JobResult(nbformat.writes(notebook), tuple(scores), (), 0.1)


@pytest.fixture
def quick() -> Quick:
    return Quick()


@pytest.fixture
def release(course: Path) -> nbformat.NotebookNode:
    return nbformat.read(course / "notebooks" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)


@pytest.fixture
def solved(course: Path) -> nbformat.NotebookNode:
    return demo_class.solve(CHAPTER, course)


@pytest.fixture
def hand_in(course: Path):
    """Writes a submission where nbgrader collects them."""

    def write(student: str, notebook, time: str | None = None) -> Path:
        folder = course / "grading/submitted" / student / CHAPTER
        folder.mkdir(parents=True, exist_ok=True)
        text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        (folder / f"{CHAPTER}.ipynb").write_text(text)
        if time:
            (folder / "timestamp.txt").write_text(time)
        return folder

    return write
