"""The card says everything, in HTML and in plain text."""

from __future__ import annotations

import dataclasses
import html
import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from test_judge import checked_double, score

from course_utils.checks import Case, Exercise, Score, answer, card
from course_utils.checks.judge import judge

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
    return judge(BIG, lambda request: answer(target, request))


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
    page, text = words(card.html(result)), card.text(result)
    for part in (result.exercise, f"{result.points:g} of {result.out_of:g} points", result.advice or ""):
        assert part in page
        assert part in text
    if result.failure and result.outcome == "wrong":
        assert result.failure.call in page
        assert result.failure.call in text


def test_the_outcome_is_said_in_words_not_only_in_colour() -> None:
    assert "double: wrong, 0 of 3 points" in words(card.html(SQUARED))
    assert "not attempted" in card.text(WAITING)
    assert "not attempted" in words(card.html(WAITING))


def test_small_results_are_shown_as_numbers_with_the_wrong_ones_marked() -> None:
    page = card.html(SQUARED)
    assert page.count("<figure>") == 3
    assert page.count("<td class=off>") == 3 * 10  # 12 entries, of which 0 and 2 are right
    assert "<img" not in page


def test_large_results_are_shown_as_three_pictures_with_their_ranges() -> None:
    page = card.html(big(lambda image: -image))
    assert page.count("<img") == 3
    assert re.search(r"expected, from -[\d.]+ to [\d.]+ expected", words(page))
    assert "row" in words(page)


def test_a_wrong_shape_is_shown_without_a_difference() -> None:
    assert card.html(big(lambda image: image[1:])).count("<img") == 2


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_odd_numbers_can_be_drawn(value: float) -> None:
    assert "<img" in card.html(big(lambda image: np.full(image.shape, value)))


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0,), (2, 0, 4)])
def test_empty_results_can_be_shown(shape: tuple[int, ...]) -> None:
    result = big(lambda image: np.zeros(shape))  # nothing to show, and no crash
    assert "wrong shape" in card.text(result)
    assert "wrong shape" in words(card.html(result))


def test_of_a_deeper_result_the_plane_with_the_largest_difference_is_shown() -> None:
    exercise = Exercise("deep", 1, [Case("4-D", (np.zeros((2, 3, 4, 5)),))], lambda x: x, (), ())

    def off(x):
        out = x.copy()
        out[1, 2, 3, 4] = 7
        return out

    result = judge(exercise, lambda request: answer(off, request))
    assert "7 at [1, 2, 3, 4]: expected 0, got 7" in card.text(result)
    assert "<td class=off>7</td>" in card.html(result)


def test_what_the_learner_wrote_is_shown_as_text_never_as_html() -> None:
    nasty = "<script>alert(1)</script>"

    def shouts(image):
        print(nasty)
        raise ValueError(nasty)

    page = card.html(score(shouts))
    assert nasty not in page
    assert html.escape(nasty) in page


def test_hints_are_offered_until_it_passes() -> None:
    wrong = dataclasses.replace(SQUARED, hints=3, hints_used=1)
    assert 'hint("double")' in words(card.html(wrong))
    assert "3 hints, 1 used" in card.text(wrong)
    right = dataclasses.replace(PASSED, hints=3, next="triple")
    assert "Stuck" not in card.text(right)
    assert "Next: `triple`" in card.text(right)
