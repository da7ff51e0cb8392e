"""The card says everything, in HTML and in plain text."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from test_judge import checked_double, double, score

from course_utils.checks import Card, Case, Exercise, Misconception, Score
from course_utils.checks.card import MIME
from course_utils.checks.compare import compare
from course_utils.checks.judge import judge_here
from course_utils.checks.score import Failure, Group

SQUARED = score(lambda image: image**2)
STUB: Any = ...
PASSED, WAITING = score(checked_double), score(STUB)
BIG = Exercise(
    "big",
    1,
    [Case("a large image", lambda rng: (rng.normal(size=(40, 60)),))],
    lambda image: image,
    (),
    ("a", "b", "c"),
)


def big(target: Any) -> Score:
    return judge_here(BIG, target)


class Reader(HTMLParser):
    """Collects the words that a reader of the page would meet, alternative texts included."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value or "" for name, value in attrs if name in ("alt", "aria-label")]
        if tag not in ("img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def words(page: str) -> str:
    reader = Reader()
    reader.feed(page)
    assert not reader.open, "every element is closed"
    return re.sub(r"\s+", " ", " ".join(reader.words))


@pytest.mark.parametrize("result", [SQUARED, PASSED, WAITING], ids=["wrong", "passed", "waiting"])
def test_both_forms_say_the_same(result: Score) -> None:
    page, text = words(Card(result).html()), Card(result).text()
    for part in (result.exercise, f"{result.points:g} of {result.out_of:g} points", result.advice or ""):
        assert part in page
        assert part in text
    if result.failure and result.outcome == "wrong":
        assert result.failure.call in page
        assert result.failure.call in text


def test_the_outcome_is_said_in_words_not_only_in_colour() -> None:
    assert "double: wrong, 0 of 3 points" in words(Card(SQUARED).html())
    assert "not attempted" in Card(WAITING).text()
    assert "not attempted" in words(Card(WAITING).html())


def test_small_results_are_shown_as_numbers_with_the_wrong_ones_highlighted() -> None:
    page = Card(SQUARED).html()
    assert page.count("<figure>") == 3
    assert page.count("<td class=off>") == 3 * 10  # 12 entries, of which 0 and 2 are right
    assert "<img" not in page


@pytest.mark.parametrize(("columns", "stacked"), [(3, False), (7, True)])
def test_tables_have_equal_columns_and_wide_ones_are_stacked(columns: int, stacked: bool) -> None:
    expected = np.arange(2.0 * columns).reshape(2, columns)
    fault = compare(expected, expected + np.pi)
    assert fault is not None
    failure = Failure("a case", 1, "f(x)", (), fault)
    page = Card(Score("f", 0, 1, "wrong", 1, 0, 0.1, groups=(Group("all", 0, 1, failure),))).html()
    assert ('class="stacked"' in page) is stacked
    assert f"--cell:{len('16.14') if stacked else len('3.142')}ch" in page


def test_large_results_are_shown_as_three_pictures_with_their_ranges() -> None:
    page = Card(big(lambda image: -image)).html()
    assert page.count("<img") == 3
    assert re.search(r"expected, from -[\d.]+ to [\d.]+ expected", words(page))
    assert "row" in words(page)


def test_a_wrong_shape_is_shown_without_a_difference() -> None:
    assert Card(big(lambda image: image[1:])).html().count("<img") == 2


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_odd_numbers_can_be_drawn(value: float) -> None:
    assert "<img" in Card(big(lambda image: np.full(image.shape, value))).html()


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0,), (2, 0, 4)])
def test_empty_results_can_be_shown(shape: tuple[int, ...]) -> None:
    result = big(lambda image: np.zeros(shape))  # nothing to show, and no crash
    assert "wrong shape" in Card(result).text()
    assert "wrong shape" in words(Card(result).html())


def test_of_a_deeper_result_the_plane_with_the_largest_difference_is_shown() -> None:
    exercise = Exercise("deep", 1, [Case("4-D", (np.zeros((2, 3, 4, 5)),))], lambda x: x, (), ())

    def off(x):
        out = x.copy()
        out[1, 2, 3, 4] = 7
        return out

    result = judge_here(exercise, off)
    assert "7 at [1, 2, 3, 4]: expected 0, got 7" in Card(result).text()
    assert "<td class=off>7</td>" in Card(result).html()


def test_a_largest_difference_is_named_only_beside_a_number() -> None:
    asked = Exercise(
        "answer", 1, [Case("one", ("a",))], {"a": 21}.__getitem__, [Misconception("no", {"a": 1}, "No.")], ()
    )
    card = Card(judge_here(asked, {"a": 20}))
    assert "Not right yet." in card.text()
    assert "largest difference" not in card.text()
    assert "largest difference" in Card(SQUARED).text()


def test_what_the_learner_wrote_is_shown_as_text_never_as_html() -> None:
    nasty = "<script>alert(1)</script>"

    def shouts(image):
        print(nasty)
        raise ValueError(nasty)

    page = Card(score(shouts)).html()
    assert nasty not in page
    assert html.escape(nasty) in page


def test_hints_are_offered_until_it_passes() -> None:
    wrong = Card(SQUARED, hints=3, hints_used=1)
    assert 'hint("double", 2)' in words(wrong.html())
    assert 'hint("double")' in Card(SQUARED, hints=3).text()
    assert 'hint("double")' in Card(SQUARED, hints=3, hints_used=3).text()
    assert "3 hints, 1 used" in wrong.text()
    right = Card(PASSED, hints=3, next="triple")
    assert "Stuck" not in right.text()
    assert "Next: `triple`" in right.text()
    assert "Next: `triple` (optional)." in str(Card(PASSED, next="triple", next_is_optional=True))


def test_it_prints_as_text_and_counts_as_its_points() -> None:
    assert str(Card(SQUARED)) == repr(Card(SQUARED)) == Card(SQUARED).text()
    assert float(Card(PASSED)) == 3


def test_it_shows_as_page_and_as_data() -> None:
    bundle = Card(score(double))._repr_mimebundle_()
    assert "course-check" in bundle["text/html"]
    data = json.loads(json.dumps(bundle[MIME]))
    assert (data["points"], data["out_of"], data["mistake"]) == (2, 3, "no error")


def test_in_a_kernel_the_plain_text_is_the_bare_number() -> None:
    code = (
        "import ipykernel; from course_utils.checks import Card, Score;"
        "print(Card(Score('x', 1.5, 3, 'wrong', 2, 1, 0.0))._repr_mimebundle_()['text/plain'])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "1.5"


def test_every_failing_group_is_named_with_its_first_failing_case() -> None:
    result = score(lambda image: image**2 if np.ndim(image) == 2 else image)
    text = Card(result).text()
    assert "a small image (case 1" in text
    for other in ("a random image", "no image"):
        assert "also" in text
        assert other in text
        assert other in words(Card(result).html())


def test_groups_that_fail_in_the_same_words_share_a_row() -> None:
    text = Card(score(lambda image: 1 / 0)).text()
    assert text.count("ZeroDivisionError: division by zero") == 2  # where an error was asked for, too
    assert "the same in" in text
    assert "a random image" in text


def test_after_a_pass_there_is_another_way_folded() -> None:
    card = Card(PASSED, another_way=("def double(image):\n    return image + image", "It is `shorter`."))
    assert "<details><summary>Another way</summary>" in card.html()
    assert "return image + image" in card.text()
    assert "shorter" in card.text()
    wrong = Card(SQUARED, another_way=card.another_way)
    assert "image + image" not in wrong.html() + wrong.text()
