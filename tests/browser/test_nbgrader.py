"""nbgrader in a browser: the button Validate, and an instructor's way through the formgrader."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import needs
import pytest

from .album import Album
from .pages import PATIENCE, Lab

pytestmark = pytest.mark.slow
LESSON = "00_start/00_start.ipynb"
MISTAKE = "return image[left : left + width, top : top + height]"
COMMENT = "Look at the last slice once more."


@pytest.fixture
def solved(lab: Lab, course: Path) -> str:
    """The first lesson, solved, in the learner's folder."""
    shutil.copy(course / "build/source" / LESSON, lab.work / "solved.ipynb")
    return "solved.ipynb"


@pytest.fixture
def submission(course: Path) -> str:
    """A student who has handed in the first lesson with a mistake, and a written answer."""
    notebook = json.loads((course / "notebooks" / LESSON).read_text("utf-8"))
    for cell in notebook["cells"]:
        if "def crop(" in "".join(cell["source"]):
            cell["source"] = re.sub(r"raise NotImplementedError\(\)", MISTAKE, "".join(cell["source"]))
    handed_in = course / "grading/submitted/ada" / LESSON
    handed_in.parent.mkdir(parents=True)
    handed_in.write_text(json.dumps(notebook), "utf-8")
    return "ada"


def validate(lab: Lab, notebook: str) -> Any:
    """What the button Validate says about a notebook."""
    lab.open(notebook)
    lab.page.get_by_role("button", name="Validate").and_(lab.page.locator(":visible")).click()
    dialog = lab.page.locator(".jp-Dialog")
    dialog.get_by_text("Validation Results").wait_for()
    return dialog


def test_validate_passes_a_solved_lesson(lab: Lab, solved: str, album: Album) -> None:
    dialog = validate(lab, solved)
    assert "Success" in dialog.inner_text()
    album.shot(lab.page, "06-validate-passes")
    dialog.get_by_role("button").last.click()
    lab.close()


def test_validate_does_not_pass_a_lesson_without_answers(lab: Lab, album: Album) -> None:
    dialog = validate(lab, LESSON)
    said = dialog.inner_text()
    album.shot(lab.page, "07-validate-fails")
    dialog.get_by_role("button").last.click()
    lab.close()
    assert "Success" not in said
    assert "check(crop)" in said  # among the cells that failed


@needs.a_sandbox
def test_the_formgrader_takes_a_submission_from_release_to_feedback(
    lab: Lab, course: Path, submission: str, browser: Any, album: Album
) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(1000 * PATIENCE)
    page.context.add_cookies(lab.page.context.cookies())

    def press(icon: str) -> None:
        page.locator(f"a:has(.glyphicon-{icon})").first.click()
        page.locator(".modal:visible").get_by_text("Success", exact=True).wait_for()

    page.goto(f"{lab.address}formgrader/manage_assignments")
    press("education")  # generate
    album.shot(page, "08-formgrader-generated")
    page.goto(f"{lab.address}formgrader/manage_submissions/00_start")
    press("flash")  # autograde

    page.goto(f"{lab.address}formgrader/gradebook/00_start/00_start")
    page.get_by_role("link", name="Submission #1").click()
    page.get_by_text("Rows and columns swapped").first.wait_for()
    page.locator("#crop-comment[placeholder]").wait_for()  # from then on the page listens
    with page.expect_response(lambda got: "/api/comment/" in got.url and got.request.method == "PUT"):
        page.locator("#crop-comment").fill(COMMENT)
        page.locator("#crop-comment").blur()
    album.shot(page, "09-formgrader-a-submission")

    page.goto(f"{lab.address}formgrader/manage_submissions/00_start")
    press("comment")  # generate feedback
    page.route(re.compile("^https?:"), lambda route: route.abort())  # MathJax
    page.goto((course / "grading/feedback" / submission / "00_start/00_start.html").as_uri())
    page.get_by_text(COMMENT).wait_for()
    assert page.locator(".course-check").get_by_text("0 of 5 points").count() == 1
    page.get_by_text("Rows and columns swapped.").scroll_into_view_if_needed()
    album.shot(page, "10-feedback")
    page.close()
