"""The fixtures of the tests of the intake."""

import pytest
from tiny_course import CHAPTER

from course_utils import exercises
from course_utils.checks.exercise import Chapter, Exercise


def exercise(name):
    return Exercise(name, 2, cases=(), oracle=lambda x: x, misconceptions=(), hints=())


@pytest.fixture
def tiny_course(monkeypatch):
    """A course of two chapters."""
    tiny = Chapter(CHAPTER, "Tiny", tuple(exercise(name) for name in ("crop", "by_hand", "twice")))
    other = Chapter("02_other", "Other", tuple(exercise(name) for name in ("sobel", "blur", "edges")))
    monkeypatch.setattr(exercises, "chapters", lambda: {CHAPTER: tiny, "02_other": other})


@pytest.fixture
def folder(tmp_path):
    """A student's folder, empty."""
    path = tmp_path / "submitted" / "ada" / CHAPTER
    path.mkdir(parents=True)
    return path
