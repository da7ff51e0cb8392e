"""A learner at work, from the first page on: a mistake, hints, a pass; a slider; a digit drawn on the pad."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from .accessible import findings
from .album import Album
from .pages import SHOWN, Lab

pytestmark = pytest.mark.slow
FIRST = "00_start/00_start.ipynb"
FLIPPED = """def correlate2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    m, n = kernel.shape
    if m > image.shape[0] or n > image.shape[1]:
        raise ValueError(f"{kernel.shape} does not fit into {image.shape}")
    out = np.zeros((image.shape[0] - m + 1, image.shape[1] - n + 1))
    for i, j in np.ndindex(*out.shape):
        out[i, j] = np.sum(image[i : i + m, j : j + n] * kernel[::-1, ::-1].astype(float))
    return out"""


def pixels(part: Any) -> np.ndarray:
    """A part of the page as it is seen."""
    return np.asarray(Image.open(io.BytesIO(part.screenshot())).convert("RGB"))


def test_the_first_lesson_is_open_and_what_only_instructors_need_is_not_there(lab: Lab) -> None:
    assert lab.first == FIRST
    assert not lab.page.evaluate("jupyterapp.commands.listCommands().includes('nbgrader:open-formgrader')")


def test_a_mistake_is_named_hints_are_given_and_a_pass_is_kept(lab: Lab, album: Album) -> None:
    lab.open("01_filters/01_filters.ipynb")
    lab.run("from course_utils import check")
    lab.write("def correlate2d", FLIPPED)
    lab.run("def correlate2d")
    card = lab.run("check(correlate2d)").locator(".course-check")
    card.get_by_text("Flipped kernel.").wait_for()
    assert card.locator("figure").count() == 3  # expected, yours, the difference
    lab.go_to("def correlate2d")
    album.take(lab, lab.page.locator(SHOWN), "01-a-mistake-is-named")
    lab.go_to("check(correlate2d)")
    hints = lab.add('hint("correlate2d", 2)').locator(".jp-OutputArea-output")
    hints.get_by_text("hint 2 of 3").wait_for()
    before = lab.add("progress()  # so far").locator("tr", has_text="correlate2d").first
    assert "0 of 8" in before.inner_text()

    lab.write("def correlate2d", FLIPPED.replace("[::-1, ::-1]", ""))
    lab.run("def correlate2d")
    card = lab.run("check(correlate2d)").locator(".course-check")
    card.get_by_text("8 of 8 points").wait_for()
    after = lab.run("# so far").locator("tr", has_text="correlate2d").first
    after.get_by_text("8 of 8").wait_for()
    lab.go_to("check(correlate2d)")
    album.take(lab, lab.page, "02-mended-with-hints")
    lab.go_to("# so far")
    album.take(lab, lab.page.locator(SHOWN), "03-progress")
    assert findings(lab.page, f"{SHOWN} .jp-RenderedMarkdown", f"{SHOWN} .jp-OutputArea-output") == []
    lab.close()


def test_a_slider_changes_the_picture_and_no_state_of_it_is_saved(lab: Lab, album: Album) -> None:
    lab.open(FIRST)
    lab.run("from course_utils import check")
    lab.run('photo = data.photograph("china")')
    lab.run("plots.image(photo").get_by_alt_text("Figure: 427 rows, 640 columns").wait_for()
    cell = lab.run("explorers.pixels(photo")
    crop = cell.get_by_alt_text("in the frame, enlarged")
    crop.wait_for()
    before = pixels(crop)
    album.take(lab, cell, "04-an-explorer")
    cell.get_by_role("slider", name="row").press("PageUp")
    cell.get_by_text("image[96:104, 172:180]").first.wait_for(state="detached")
    assert (pixels(crop) != before).any()

    lab.do("docmanager:save")
    saved = json.loads((lab.work / FIRST).read_text("utf-8"))
    assert "widgets" not in saved["metadata"]
    stills = [output for each in saved["cells"] for output in each.get("outputs", ()) if "data" in output]
    assert any("course-still" in "".join(output["data"].get("text/html", "")) for output in stills)


def test_a_digit_that_is_drawn_on_the_pad_is_read(lab: Lab, album: Album) -> None:
    lab.open("12_lenet/12_lenet.ipynb")
    lab.run("from course_utils import check")
    cell = lab.run("return explorers.drawing_pad()")
    pad = cell.get_by_label("A pad: draw a digit")
    pad.wait_for()
    box, mouse = pad.bounding_box(), lab.page.mouse
    stroke = [(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]
    for number, (right, down) in enumerate(stroke):
        mouse.move(box["x"] + right * box["width"], box["y"] + down * box["height"], steps=8)
        if number == 0:
            mouse.down()
    mouse.up()
    cell.get_by_text("It reads a 7").wait_for()
    album.take(lab, cell, "05-a-digit-is-read")

    cell.get_by_role("button", name="clear").press("Enter")
    cell.get_by_text("Draw a digit on the pad").wait_for()
    for key in (*["ArrowUp"] * 8, " ", *["ArrowDown"] * 16, " "):
        pad.press(key)
    cell.get_by_text("It reads a 1").wait_for()
    cell.get_by_role("button", name="example").press("Enter")
    cell.get_by_text("It reads a 0").wait_for()
    lab.close()
