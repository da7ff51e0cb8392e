"""nbgrader's buttons work in a real JupyterLab, on the layout of the course."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pages import TOKEN, chromium, jupyterlab

from course_utils import lessons

pytestmark = pytest.mark.slow
LESSON = "notebooks/00_start/00_start.ipynb"
SOLVED = "notebooks/00_start/solved.ipynb"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Any:
    """A page on a JupyterLab that serves the first lesson, untouched and solved, and a gradebook."""
    course = tmp_path_factory.mktemp("course")
    (course / "solutions").mkdir()
    for name in ("solutions/00_start.py", "nbgrader_config.py"):
        shutil.copy(root / name, course / name)
    lessons.build(course)
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "00_start", "--force"],
        cwd=course,
        check=True,
        capture_output=True,
    )
    shutil.copy(course / "build/source/00_start/00_start.ipynb", course / SOLVED)
    home = tmp_path_factory.mktemp("home")
    with jupyterlab(course, home, root) as address, chromium(height=900) as page:
        page.address = address
        yield page


def validate(page: Any, notebook: str) -> str:
    """What the Validate button says about a notebook."""
    page.goto(f"{page.address}/lab/tree/{notebook}?token={TOKEN}&reset")
    page.get_by_text("| Idle").wait_for()
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    dialog.get_by_text("Validation Results").wait_for()
    return str(dialog.inner_text())


def test_the_validate_button_passes_a_solved_lesson(page: Any) -> None:
    assert "Success" in validate(page, SOLVED)


def test_the_validate_button_does_not_pass_an_untouched_lesson(page: Any) -> None:
    said = validate(page, LESSON)
    assert "Success" not in said
    assert "check(crop)" in said  # among the cells that failed


def test_the_formgrader_lists_the_assignment(page: Any) -> None:
    page.goto(f"{page.address}/formgrader/manage_assignments?token={TOKEN}")
    page.get_by_text("00_start").first.wait_for()
