"""The example of CONTRIBUTING.md is true: it builds, and its checks know their mistakes."""

import re
import shutil
from pathlib import Path

import pytest

from course_utils import checks, exercises, lessons
from course_utils.checks.judge import judge_here

NAME = "99_mirror"


@pytest.fixture
def blocks(root: Path) -> list[str]:
    """The Python of the page: a lesson, its exercises, one misconception."""
    return re.findall(r"```python\n(.*?)```", (root / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture
def chapter(blocks: list[str]) -> checks.Chapter:
    module: dict = {"__package__": "course_utils.exercises", "__name__": "course_utils.exercises.mirror"}
    exec(blocks[1], module)
    return module["CHAPTER"]


@pytest.fixture
def course(tmp_path: Path, root: Path, blocks: list[str], chapter: checks.Chapter, monkeypatch) -> Path:
    """A course of that lesson alone."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / f"{NAME}.py").write_text(blocks[0], "utf-8")
    shutil.copy(root / "nbgrader_config.py", tmp_path)
    monkeypatch.setattr(exercises, "chapters", lambda: {NAME: chapter})
    return tmp_path


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
    assert blocks[2].strip() in blocks[1]
