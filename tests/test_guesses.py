"""Nothing on the screen answers a question that the learner has not yet tried to answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from course_utils import exercises, lessons
from course_utils.checks.guess import Guess
from course_utils.lessons import LessonCell

ROOT = Path(__file__).parents[1]
WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
FIGURE = re.compile(r"\b(plots|explorers|plt)\.")
EVERY = {guess.name: guess for chapter in exercises.chapters().values() for guess in chapter.guesses}
GUESSING = [chapter.name for chapter in exercises.chapters().values() if chapter.guesses]
every_lesson_with_guesses = pytest.mark.parametrize("chapter", GUESSING)


# What is looked for


def forms(guess: Guess) -> list[str]:
    """The ways in which a text may write the answer."""
    answer = guess.answer
    if isinstance(answer, str):
        return [answer.casefold()]
    whole = int(answer) if answer == int(answer) else None
    words = [WORDS[whole]] if whole is not None and 0 <= whole < len(WORDS) else []
    return [f"{answer:g}", str(answer), *([str(whole), f"{whole:,}"] if whole is not None else []), *words]


def tells(text: str, guess: Guess) -> bool:
    """Whether a text holds the answer, as a number or words of their own."""
    plain = " ".join(text.casefold().split())
    return any(re.search(rf"(?<![\w.,]){re.escape(form)}(?!\w|[.,]\d)", plain) for form in forms(guess))


def open_text(cell: LessonCell) -> str:
    """What of a cell's prose can be read before anything is opened."""
    if cell.kind == "reveal":
        return lessons.folded_parts(cell.source)[0]
    return cell.source if cell.kind == "markdown" else ""


def told_answers(cells: list[LessonCell], guesses: dict[str, Guess]) -> Iterator[str]:
    """Where an answer stands open between its guess and the next heading."""
    for place, cell in enumerate(cells):
        if cell.kind != "guess":
            continue
        for below in cells[place + 1 :]:
            text, *rest = re.split(r"(?m)^#+ ", open_text(below), maxsplit=1)
            if tells(text, guesses[cell.name]):
                yield f"line {below.line}: the answer of {cell.name!r} stands open"
            if rest:
                break


def open_figures(cells: list[LessonCell]) -> Iterator[str]:
    """Which figures and explorers are not followed by a fold, before any other text."""
    for place, cell in enumerate(cells):
        if cell.kind == "demo" and FIGURE.search(cell.source):
            texts = [
                below.kind for below in cells[place + 1 :] if below.kind in ("markdown", "answer", "reveal")
            ]
            if texts[:1] != ["reveal"]:
                yield f"line {cell.line}: no reveal says what this figure shows"


# The lessons


@every_lesson_with_guesses
def test_no_answer_stands_open_below_its_guess(chapter: str) -> None:
    assert list(told_answers(lessons.read(chapter, ROOT), EVERY)) == []


@every_lesson_with_guesses
def test_every_figure_is_described_in_a_fold(chapter: str) -> None:
    assert list(open_figures(lessons.read(chapter, ROOT))) == []


@every_lesson_with_guesses
def test_there_are_at_least_five_guesses_in_the_order_of_the_lesson(chapter: str) -> None:
    cells = lessons.read(chapter, ROOT)
    asked = [guess.name for guess in exercises.chapters()[chapter].guesses]
    assert [cell.name for cell in cells if cell.kind == "guess"] == asked
    assert len(asked) >= 5


@every_lesson_with_guesses
def test_the_choices_stand_above_the_cell(chapter: str) -> None:
    cells = lessons.read(chapter, ROOT)
    for above, cell in pairwise(cells):
        if cell.kind == "guess":
            text = " ".join(above.source.split())
            assert [choice for choice in EVERY[cell.name].choices if choice not in text] == [], cell.name


@pytest.mark.parametrize("chapter", lessons.lessons(ROOT))
def test_every_lesson_brings_what_a_learner_may_call(chapter: str) -> None:
    code = "\n".join(cell.source for cell in lessons.read(chapter, ROOT) if cell.kind == "code")
    [imported] = re.findall(r"(?m)^from course_utils import (.+)$", code)
    assert {"check", "guess", "hint", "progress"} <= set(imported.split(", "))


def test_names_of_guesses_are_their_own() -> None:
    names = [guess.name for chapter in exercises.chapters().values() for guess in chapter.guesses]
    assert len(set(names)) == len(names)
    assert not set(names) & set(exercises.names())


# The finders find

SUM = Guess("sum", "What is 2 + 2?", 4, {5: "No."}, "It is.")
SHARE = Guess("share", "Which share?", 0.75, {0.5: "No."}, "It is.")
MANY = Guess("many", "How many?", 819_840, {5: "No."}, "It is.")
COLOUR = Guess("colour", "Which colour?", "Dark red", {"blue": "No."}, "It is.", choices=("Dark red", "blue"))


@pytest.mark.parametrize(
    ("guess", "text"),
    [
        (SUM, "It is 4."),
        (SUM, "Four, as you see."),
        (SUM, "the answer is `4`,"),
        (SHARE, "0.75 of them"),
        (MANY, "819,840 numbers"),
        (MANY, "819840"),
        (COLOUR, "They become dark\nred."),
    ],
)
def test_an_answer_is_found_however_it_is_written(guess: Guess, text: str) -> None:
    assert tells(text, guess)


@pytest.mark.parametrize(
    ("guess", "text"),
    [(SUM, "44, 1.4, 4.5, 4,000 and x4"), (SUM, "fourteen"), (MANY, "819"), (COLOUR, "darker reds")],
)
def test_other_numbers_and_words_are_no_answer(guess: Guess, text: str) -> None:
    assert not tells(text, guess)


def cell(kind: str, source: str, name: str = "", line: int = 1) -> LessonCell:
    return LessonCell(kind, name, source, 0, Path("lesson.py"), line)


ASK, DRAW = cell("guess", 'guess("sum", ...)', "sum"), cell("demo", "plots.image(x)", line=9)


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ([cell("markdown", "It is 4.", line=7)], ["line 7: the answer of 'sum' stands open"]),
        (
            [cell("code", "2 + 2"), cell("markdown", "So, 4.", line=8)],
            ["line 8: the answer of 'sum' stands open"],
        ),
        ([cell("reveal", "**It is 4**\n\nWhy?", line=6)], ["line 6: the answer of 'sum' stands open"]),
        ([cell("reveal", "It is 4."), cell("markdown", "Next.")], []),
        ([cell("markdown", "Text.\n\n## The next\n\nHere is a 4."), cell("markdown", "A 4.")], []),
    ],
)
def test_an_answer_in_the_open_is_found_up_to_the_next_heading(
    below: list[LessonCell], found: list[str]
) -> None:
    assert list(told_answers([ASK, *below], {"sum": SUM})) == found


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ([cell("markdown", "*A tower.*")], ["line 9: no reveal says what this figure shows"]),
        ([], ["line 9: no reveal says what this figure shows"]),
        ([cell("code", "1"), cell("reveal", "A tower."), cell("markdown", "Text.")], []),
    ],
)
def test_a_figure_without_a_fold_is_found(below: list[LessonCell], found: list[str]) -> None:
    assert list(open_figures([DRAW, *below])) == found
    assert list(open_figures([cell("demo", "return check(crop)"), *below])) == []
