"""Lessons link to each other, and only to lessons that are there."""

from __future__ import annotations

import json
import re
from pathlib import Path

from course_utils import links

GITHUB = "https://github.com/someone/course.git"
TITLES = {"00_start": "Start", "01_filters": "Filters", "02_edges": "Edges"}


def test_the_row_leads_back_to_the_overview_and_on() -> None:
    assert "[← 01 Filters](../01_filters/01_filters.ipynb)" in links.row("02_edges", TITLES)
    assert "[All lessons](../00_start/00_start.ipynb)" in links.row("02_edges", TITLES)
    assert "→" not in links.row("02_edges", TITLES)
    assert "←" not in links.row("00_start", TITLES)


def test_colab_gets_links_of_its_own_where_the_course_is_published() -> None:
    row = links.row("01_filters", TITLES, GITHUB)
    address = (
        "https://colab.research.google.com/github/someone/course/blob/main/notebooks/02_edges/02_edges.ipynb"
    )
    assert f"[02 Edges →]({address})" in row
    assert "Colab" not in links.row("01_filters", TITLES, "https://example.org/course")


def test_badges_lead_to_where_a_lesson_opens_with_one_click() -> None:
    found = re.findall(r"\[!\[Open in (\w+)\]\(https://\S+\)\]\((\S+)\)", links.badges("01_filters", GITHUB))
    assert dict(found) == {
        "Colab": "https://colab.research.google.com/github/someone/course/blob/main/notebooks/01_filters/01_filters.ipynb",
        "Kaggle": "https://kaggle.com/kernels/welcome?src="
        "https://github.com/someone/course/blob/main/notebooks/01_filters/01_filters.ipynb",
        "Binder": "https://mybinder.org/v2/gh/someone/course/main?labpath=notebooks/01_filters/01_filters.ipynb",
    }
    elsewhere = links.badges("01_filters", "https://example.org/course")
    assert "(https://mybinder.org/v2/git/https%3A%2F%2Fexample.org%2Fcourse/main?labpath=" in elsewhere
    assert "Colab" not in elsewhere


def test_a_course_that_is_published_nowhere_has_no_badges() -> None:
    assert links.badges("01_filters", "") == links.badges("01_filters", "file:///course") == ""


def test_every_link_between_released_lessons_leads_somewhere(root: Path) -> None:
    paths = sorted(root.glob("notebooks/*/*.ipynb"))
    found = 0
    for path in paths:
        text = "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"])
        for target in re.findall(r"\]\((\.\./[^)#]+)", text):
            found += 1
            assert (path.parent / target).resolve().exists(), f"{path.name}: {target}"
    assert found > 2 * len(paths)
