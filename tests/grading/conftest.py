"""What tests of grading share: a course of its own, built once."""

import shutil
from pathlib import Path

import pytest

from course_utils import lessons
from course_utils.grading.grade import Grading

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
    Grading("02_edges", course, sandboxed=False).run()  # nothing is handed in: this makes the gradebook
    return course


@pytest.fixture
def course(built: Path, tmp_path: Path, monkeypatch) -> Path:
    """A course to grade in, where the terminal stands; nothing handed in yet."""
    course = tmp_path / "course"
    shutil.copytree(built, course)
    monkeypatch.chdir(course)
    monkeypatch.delenv("COURSE_GRADING", raising=False)
    return course
