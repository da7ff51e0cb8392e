"""The example of CONTRIBUTING.md works: it builds, and its checks name their mistakes."""

import importlib.util
import re
import shutil
import sys
from pathlib import Path

import pytest

from course_utils import checks, exercises, lessons
from course_utils.checks.judge import judge_here

NAME = "99_mirror"


@pytest.fixture
def blocks(root: Path) -> list[str]:
    """The Python of the page: a lesson, its exercise, its chapter, one misconception."""
    return re.findall(r"```python\n(.*?)```", (root / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture
def chapter(blocks: list[str], tmp_path: Path, monkeypatch) -> checks.Chapter:
    """The chapter of the page, from a folder as the page describes it."""
    folder, package = tmp_path / "mirror", "course_utils.exercises.mirror"
    folder.mkdir()
    (folder / "mirror.py").write_text(blocks[1], "utf-8")
    (folder / "__init__.py").write_text(blocks[2], "utf-8")
    spec = importlib.util.spec_from_file_location(
        package, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    module = importlib.util.module_from_spec(spec)
    for name in (package, f"{package}.mirror"):  # what is imported here is forgotten after the test
        monkeypatch.setitem(sys.modules, name, module)
    del sys.modules[f"{package}.mirror"]
    spec.loader.exec_module(module)
    return module.CHAPTER


@pytest.fixture
def course(tmp_path: Path, root: Path, blocks: list[str], chapter: checks.Chapter, monkeypatch) -> Path:
    """A course with that lesson only."""
    course = tmp_path / "course"
    (course / "solutions").mkdir(parents=True)
    (course / "solutions" / f"{NAME}.py").write_text(blocks[0], "utf-8")
    shutil.copy(root / "nbgrader_config.py", course)
    monkeypatch.setattr(exercises, "chapters", lambda: {NAME: chapter})
    return course


def outcome(exercise: checks.Exercise, target: object) -> checks.Score:
    return judge_here(exercise, target)


def test_the_page_begins_with_what_to_edit(root):
    first = (root / "CONTRIBUTING.md").read_text("utf-8").splitlines()[0]
    assert first == "Edit `solutions/*.py`. Everything in `notebooks/` is generated."


def test_the_lesson_builds(course):
    assert lessons.build(course) == [course / "notebooks" / NAME / f"{NAME}.ipynb"]


def test_the_solution_and_the_other_right_ways_earn_all_points(course, chapter):
    [exercise] = chapter.exercises
    for target in (lessons.solved(NAME, course)["mirror"], *exercise.alternatives):
        assert float(outcome(exercise, target)) == exercise.points


def test_every_mistake_is_named(chapter):
    [exercise] = chapter.exercises
    wanted = [mistake.name for mistake in exercise.misconceptions]
    assert [outcome(exercise, mistake.wrong).mistake for mistake in exercise.misconceptions] == wanted


def test_the_misconception_that_is_shown_is_one_of_the_exercise(blocks):
    assert blocks[3].strip() in blocks[1]


def test_the_guess_that_is_shown_can_be_made(blocks):
    module = {"Guess": checks.Guess}
    exec(blocks[4], module)
    assert module["SUM_IN_UINT8"].judge(300).usual[1].startswith("This is the sum")
