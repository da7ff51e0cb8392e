"""A guess is judged: how near it was, and which usual guess it is."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from course_utils.checks.guess import Guess

CUBE = Guess(
    "edges_of_a_cube",
    "How many edges does a cube have?",
    answer=12,
    near=(11, 13),
    wrong={6: "A cube has 6 faces.", 8: "A cube has 8 corners.", (20, 30): "Each edge was counted twice."},
    why="Four edges run along each of three axes.",
)
COLOUR = Guess(
    "after_255",
    "What comes after 255 in uint8?",
    answer="begins at 0",
    choices=("stays at 255", "begins at 0", "an error"),
    wrong={"stays at 255": "This is how a picture program would do it.", "an error": "NumPy says nothing."},
    why="The ninth bit is lost.",
)


@pytest.mark.parametrize(
    ("value", "outcome", "says"),
    [
        (12, "right", "You guessed 12, and that is right."),
        (12.0, "right", "and that is right"),
        (11, "near", "You guessed 11; it is 12. That is near enough."),
        (6, "far", "You guessed 6; it is 12: too low by 6."),
        (3, "far", "too low by a factor of 4."),
        (36, "far", "too high by a factor of 3."),
        (15.5, "far", "You guessed 15.5; it is 12: too high by 3.5."),
        (-12, "far", "too low by 24."),
        (0, "far", "too low by 12."),
        (10**30, "far", "You guessed 1e+30;"),
        (np.int64(12), "right", "and that is right"),
        (np.float32(12), "right", "and that is right"),
        (Fraction(24, 2), "right", "and that is right"),
    ],
)
def test_a_number_is_told_how_near_it_is(value: Any, outcome: str, says: str) -> None:
    judged = CUBE.judge(value)
    assert judged.outcome == outcome
    assert says in judged.sentence


def test_where_nothing_is_near_an_answer_is_right_or_not() -> None:
    square = Guess("sides", "How many sides has a square?", 4, {3: "A triangle has 3."}, "Count them.")
    assert [square.judge(value).outcome for value in (4, 5, 3)] == ["right", "not right", "not right"]
    assert square.judge(3).is_usual
    assert COLOUR.judge("an error").outcome == "not right"


@pytest.mark.parametrize("value", ["begins at 0", " Begins  at 0 ", np.str_("BEGINS AT 0")])
def test_a_choice_is_known_however_it_is_spaced_and_capitalised(value: str) -> None:
    judged = COLOUR.judge(value)
    assert (judged.outcome, judged.value) == ("right", "begins at 0")
    assert type(judged.value) is str


def test_a_wrong_choice_is_told_the_answer() -> None:
    assert COLOUR.judge("an error").sentence == 'You guessed "an error"; it is "begins at 0".'


@pytest.mark.parametrize(
    ("guess", "value", "usual"),
    [
        (CUBE, 6, ("6", "A cube has 6 faces.")),
        (CUBE, 24, ("20 to 30", "Each edge was counted twice.")),
        (COLOUR, "an error", ('"an error"', "NumPy says nothing.")),
    ],
)
def test_a_usual_wrong_guess_is_told_what_is_behind_it(
    guess: Guess, value: Any, usual: tuple[str, str]
) -> None:
    judged = guess.judge(value)
    assert (judged.usual, judged.is_usual) == (usual, True)


@pytest.mark.parametrize("value", [12, 11, 1000])
def test_any_other_guess_is_told_the_most_usual_wrong_one(value: int) -> None:
    judged = CUBE.judge(value)
    assert (judged.usual, judged.is_usual) == (("6", "A cube has 6 faces."), False)


@pytest.mark.parametrize(
    ("guess", "value", "says"),
    [
        (CUBE, ..., "Not guessed yet. Put your number in place of the dots."),
        (CUBE, "...", "Not guessed yet."),
        (COLOUR, ..., 'with its quotes: "stays at 255", "begins at 0", "an error".'),
        (CUBE, "twelve", '"twelve" is a text. Put your number in place of the dots. A number has no quotes.'),
        (CUBE, "x" * 10_000, 'xxx..." is a text'),
        (CUBE, True, "`True` is not a number."),
        (CUBE, None, "`None` is not a number."),
        (CUBE, np.bool_(True), "of type"),
        (CUBE, [12], "A value of type `list` is not a number."),
        (CUBE, np.array([12, 12]), "A value of type `ndarray` is not a number."),
        (CUBE, 12j, "`complex`"),
        (CUBE, math.nan, "cannot be compared"),
        (CUBE, -math.inf, "cannot be compared"),
        (CUBE, 10**400, "cannot be compared"),
        (COLOUR, "starts at 0", '"starts at 0" is none of the choices.'),
        (COLOUR, 0, "A value of type `int` is none of the choices."),
        (COLOUR, ["an error"], "A value of type `list` is none of the choices."),
    ],
)
def test_what_is_no_guess_is_told_what_to_write_and_nothing_else(guess: Guess, value: Any, says: str) -> None:
    judged = guess.judge(value)
    assert (judged.outcome, judged.value, judged.usual) == ("not guessed", None, None)
    assert says in judged.sentence
    assert len(judged.sentence) < 200


@pytest.mark.parametrize(("value", "percent"), [(0.95, "95"), (0.07, "7"), (1.0, "100"), (0.125, "12.5")])
def test_a_share_is_asked_for_in_percent(value: float, percent: str) -> None:
    judged = Guess("share", "How many percent?", 95, {5: "No."}, "It is.", unit="%").judge(value)
    assert (judged.outcome, judged.value) == ("not guessed", None)
    assert judged.sentence == f"In percent, please: if you mean {percent} %, write {percent}."


@pytest.mark.parametrize("value", [0, 1, 1.5, 95.0])
def test_other_numbers_are_percent(value: float) -> None:
    assert Guess("share", "How many percent?", 95, {5: "No."}, "It is.", unit="%").judge(value).value == value


def test_a_number_has_its_unit() -> None:
    speed = Guess("speed", "How fast?", 30, {1: "Too slow."}, "It is.", near=(10, 50), unit="ms")
    assert speed.judge(...).sentence == "Not guessed yet. Put your number in place of the dots (in ms)."
    assert speed.judge(1).sentence == "You guessed 1 ms; it is 30 ms: too low by a factor of 30."


FAULTY: dict[str, tuple[dict[str, Any], str]] = {
    "without a reason": ({"why": ""}, "a reason"),
    "without a wrong guess": ({"wrong": {}}, "at least one usual wrong guess"),
    "with a wrong guess that says nothing": ({"wrong": {6: ""}}, "its sentence"),
    "whose answer is wrong, too": ({"wrong": {12: "No."}}, "among the wrong guesses"),
    "whose answer is in a wrong range": ({"wrong": {(6, 20): "No."}}, "among the wrong guesses"),
    "whose answer is not near": ({"near": (13, 14)}, "outside of what is near"),
    "whose answer is no choice": ({"choices": ("a", "b")}, "must be possible ones"),
    "whose wrong guess is no number": ({"wrong": {"six": "No."}}, "must be possible ones"),
    "whose choice is written differently": (
        {"answer": "a", "choices": ("a", "b"), "wrong": {"B": "No."}, "near": None},
        "written as it is listed",
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_guess_that_contradicts_itself_is_refused_by_name(fault: str) -> None:
    changed, says = FAULTY[fault]
    with pytest.raises(ValueError, match=f"guess 'edges_of_a_cube': .*{says}"):
        Guess(**{**vars(CUBE), **changed})
