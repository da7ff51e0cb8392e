"""The report on a class is one page in which nothing runs, and its figures are those of the class."""

from html.parser import HTMLParser

import pytest
from made_up import CHAPTER, HOSTILE, class_of_five

from course_utils.grading.gradebook import dashboard
from course_utils.grading.gradebook.overlap import Pair
from course_utils.grading.gradebook.report import Report


class Tags(HTMLParser):
    """Collects the elements of a page and their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


@pytest.fixture(scope="module")
def page() -> str:
    report = class_of_five()
    report.refuse(HOSTILE, "has a name that cannot be a student's")
    return dashboard.page(report, [Pair(("ada", "12"), 20, 0.5, ("crop",), (HOSTILE, "</pre>" + HOSTILE))])


def test_nothing_in_the_page_runs_or_is_loaded(page):
    found = Tags(page)
    assert not {"script", "img", "link", "iframe", "a", "form", "base"} & set(found.tags)
    assert [
        name for name, _ in found.attributes if name.startswith("on") or name in ("href", "src", "style")
    ] == []
    assert ("content", dashboard.POLICY) in found.attributes


def test_what_students_wrote_stands_there_as_text(page):
    assert page.count("&lt;script&gt;alert(1)") >= 4
    assert "2 graded (1 mended), mean 3.0 of 6 points; 2 refused; 1 failed" in page


def test_each_mark_is_in_one_bin_of_the_histogram():
    bins = dashboard.histogram([0, 0.4, 3, 6, 6], 6)
    assert [one["count"] for one in bins] == [2, 0, 0, 1, 0, 2]
    assert (bins[0]["start"], bins[-1]["end"], bins[3]["height"]) == (0, 6, 0.5)
    assert dashboard.histogram([], 0)[0]["count"] == 0


def test_the_hardest_exercise_comes_first_with_its_outcomes():
    first, second = dashboard.hardest_first(class_of_five().graded)
    assert (first["name"], first["earned"]) == ("crop", 0.625)
    assert first["outcomes"] == [("passed", 1, 0.5), ("part", 1, 0.5)]
    assert (second["name"], second["starts"]) == ("blur", [0])


def test_a_class_of_which_nothing_was_graded_has_a_page():
    assert "0 graded" in dashboard.page(Report(CHAPTER))
