"""What runs for the book, runs once; what fails is named."""

from __future__ import annotations

import pytest
from nbformat import v4

from course_utils.book import running
from course_utils.book.running import LessonFailed, key, problems, ran
from course_utils.cells import Role
from course_utils.checks.card import MIME


def notebook(*sources):
    return v4.new_notebook(
        cells=[v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    )


def test_a_lesson_that_fails_is_named_with_its_cell_and_nothing_is_kept(tmp_path):
    with pytest.raises(LessonFailed, match=r"99_broken, cell cell-1 \(1 / 0\): ZeroDivisionError"):
        ran("99_broken", notebook("x = 1", "1 / 0"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_lesson_runs_once_and_again_when_it_has_changed(tmp_path, monkeypatch):
    runs = []
    monkeypatch.setattr(running, "_execute", lambda chapter, notebook: runs.append(chapter))
    for sources in (["x = 1"], ["x = 1"], ["x = 2"]):
        made, _ = ran("99_short", notebook(*sources), tmp_path)
        assert [cell.source for cell in made.cells] == sources
    assert runs == ["99_short", "99_short"]


def test_the_key_changes_with_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "PACKAGE", tmp_path)
    keys = [key(notebook("x = 1"))]
    for name in ("plots.py", "data/weights.npz", "plots.py", "grading/kernel.py", "book/page.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        with (tmp_path / name).open("a") as file:
            file.write("changed")
        keys.append(key(notebook("x = 1")))
    assert len(set(keys)) == 4
    assert len({*keys[3:]}) == 1


def output(data, **metadata):
    return v4.new_code_cell("f()", outputs=[v4.new_output("display_data", data=data)], metadata=metadata)


def test_a_demo_that_shows_nothing_and_a_check_that_does_not_pass_are_problems():
    notice = {"text/plain": "This needs your f.", "text/html": '<p class="course-notice">This needs</p>'}
    assert list(problems(output(notice))) == ["This needs your f."]
    wrong = {MIME: {"outcome": "wrong", "sentence": None, "mistake": "upside down"}}
    assert list(problems(output(wrong, **Role("check", "f", 1).metadata()))) == [
        "its check says wrong: upside down"
    ]
    assert list(problems(output(wrong, **Role("demo").metadata()))) == []  # a mistake on purpose
