"""The card of a guess says the same in HTML and in plain text."""

from __future__ import annotations

import html
import re

import pytest
from test_guess import COLOUR, CUBE

from course_utils.checks.guess_card import GuessCard


def words(page: str) -> str:
    """What a reader of the page meets."""
    without_style = re.sub(r"<style>.*?</style>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", without_style)))


CARDS = {
    "right": GuessCard(CUBE, CUBE.judge(12)),
    "near": GuessCard(CUBE, CUBE.judge(11)),
    "far": GuessCard(CUBE, CUBE.judge(6)),
    "not guessed": GuessCard(CUBE, CUBE.judge(...)),
}


@pytest.mark.parametrize("outcome", CARDS)
def test_both_forms_say_all_of_it(outcome: str) -> None:
    card = CARDS[outcome]
    assert card.outcome == outcome
    told = [CUBE.question, card.judgement.sentence]
    if card.judgement.usual:
        told += [CUBE.why, card.judgement.usual[1]]
    for part in (outcome, "edges_of_a_cube", *told):
        assert part in words(card.html())
        assert part in card.text()
    assert f'aria-label="edges_of_a_cube: {"" if outcome == "not guessed" else "your guess: "}' in card.html()


def test_nothing_is_told_before_a_guess() -> None:
    for card in (
        CARDS["not guessed"],
        GuessCard(CUBE, CUBE.judge("twelve")),
        GuessCard(COLOUR, COLOUR.judge(1)),
    ):
        for told in (card.guess.why, "12", *card.guess.wrong.values()):
            assert told not in words(card.html())
            assert told not in card.text()


def test_a_usual_guess_is_called_one_and_another_is_told_what_others_guess() -> None:
    assert "A usual guess. A cube has 6 faces." in CARDS["far"].text()
    assert "Others guess 6: A cube has 6 faces." in words(CARDS["right"].html())


def test_a_later_guess_is_told_the_first_one() -> None:
    later = GuessCard(CUBE, CUBE.judge(12), first=6)
    for shown in (words(later.html()), later.text()):
        assert "Your first guess was 6 (far); it is the one that is kept." in shown
    assert "first guess" not in GuessCard(CUBE, CUBE.judge(6), first=6).text()


def test_what_was_typed_is_shown_as_text_never_as_html() -> None:
    nasty = "<script>alert(1)</script>"
    assert nasty not in GuessCard(CUBE, CUBE.judge(nasty)).html()
    assert nasty in GuessCard(CUBE, CUBE.judge(nasty)).text()


def test_it_shows_as_page_and_as_text() -> None:
    bundle = CARDS["far"]._repr_mimebundle_()
    assert bundle["text/plain"] == str(CARDS["far"]) == repr(CARDS["far"])
    assert "course-check" in bundle["text/html"]
