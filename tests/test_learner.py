"""What learners call answers them, whatever they call it with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course_utils import check, exercises, guess, hint, progress
from course_utils.checks.exercise import Chapter
from course_utils.checks.guess import Guess
from course_utils.learner import Misuse


@pytest.fixture(autouse=True)
def _own_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.jsonl"))


def crop(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("outside")
    return image[top : top + height, left : left + width]


class Holder:
    def crop(self, image, top, left, height, width):
        return crop(image, top, left, height, width)


@pytest.mark.parametrize("call", [(crop,), ("crop", crop), (Holder().crop,), ("crop", lambda *a: crop(*a))])
def test_functions_methods_and_named_answers_are_checked(call: tuple[Any, ...]) -> None:
    assert check(*call).score.outcome == "passed"


@pytest.mark.parametrize(
    ("call", "part"),
    [
        ((), "check(crop)"),
        (("crop",), 'check("crop", crop)'),
        (("corp", crop), "Did you mean 'crop'"),
        ((lambda image: image,), "lambda"),
        ((3.5,), "value (float)"),
        ((None,), "value (NoneType)"),
        ((print,), "no exercise called 'print'"),
    ],
)
def test_a_wrong_call_is_answered_by_one_sentence(call: tuple[Any, ...], part: str) -> None:
    with pytest.raises(Misuse) as error:
        check(*call)
    assert part in str(error.value)
    assert error.value._render_traceback_() == [str(error.value)]


def test_a_number_of_hints_is_shown_when_asked_for() -> None:
    assert [len(hint("crop", number).shown) for number in (1, 2, 3)] == [1, 2, 3]
    assert "last" in str(hint("crop", 3))
    assert "hint 3 of 3" in hint(crop)._repr_html_()


def test_running_a_lesson_again_uses_up_no_hint() -> None:
    for _ in range(3):
        hint("crop")
        hint("normalise", 2)
    assert (len(hint("crop").shown), len(hint("normalise").shown)) == (1, 2)
    assert progress().as_dict()["00_start"]["normalise"]["hints"] == 2


@pytest.mark.parametrize("number", [0, 4, -1, 1.5, "1", None])
def test_a_hint_that_is_not_there_is_answered_by_one_sentence(number: Any) -> None:
    with pytest.raises(Misuse, match="`crop` has 3 hints: write a number from 1 to 3"):
        hint("crop", number)
    assert progress().as_dict()["00_start"]["crop"]["hints"] == 0


def test_hints_used_appear_on_the_card_and_in_the_table() -> None:
    hint("crop")
    card = check("crop", lambda *a: None)
    assert (card.hints, card.hints_used) == (3, 1)
    assert "1 hint" in str(progress())


def test_a_check_names_the_next_exercise() -> None:
    assert check(crop).next == "normalise"


def test_progress_lists_every_exercise_and_exports(tmp_path: Path) -> None:
    check(crop)
    table = progress()
    assert table.as_dict()["00_start"]["crop"]["points"] == 5
    assert table.as_dict()["00_start"]["normalise"]["outcome"] == "not attempted"
    assert "crop" in table._repr_html_()
    table.to_csv(tmp_path / "progress.csv")
    assert "00_start,crop,5,5,passed" in (tmp_path / "progress.csv").read_text()


def test_progress_says_when_it_cannot_be_saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "nowhere" / "progress.jsonl"))
    check(crop)
    assert "cannot be written" in str(progress())
    assert "5 of 5" in str(progress())


def test_the_import_stays_light() -> None:
    code = (
        "import sys, course_utils;"
        "heavy = ('torch', 'scipy', 'sklearn', 'IPython', 'nbgrader', 'matplotlib');"
        "print([name for name in heavy if name in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"


@pytest.fixture
def _one_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    cube = Guess(
        "edges_of_a_cube", "How many edges does a cube have?", 12, {6: "Its faces."}, "4 along each axis."
    )
    course = {"00_cube": Chapter("00_cube", "A cube", (), guesses=(cube,))}
    monkeypatch.setattr(exercises, "chapters", lambda: course)


@pytest.mark.usefixtures("_one_guess")
def test_the_first_guess_counts_and_a_later_one_is_answered() -> None:
    assert "first guess" not in str(guess("edges_of_a_cube", 6))
    assert "first guess" not in str(guess("edges_of_a_cube", 6))
    later = guess("edges_of_a_cube", 12)
    assert later.outcome == "right"
    assert "Your first guess was 6 (not right)" in str(later)
    assert "guesses 1 of 1" in str(progress())


@pytest.mark.usefixtures("_one_guess")
@pytest.mark.parametrize("value", [(), (...,), ("twelve",), (True,), (float("nan"),), ([12],)])
def test_nothing_is_kept_of_what_is_no_guess(value: tuple[Any, ...], tmp_path: Path) -> None:
    assert guess("edges_of_a_cube", *value).outcome == "not guessed"
    assert not (tmp_path / "progress.jsonl").exists()
    assert "guesses 0 of 1" in str(progress())


@pytest.mark.usefixtures("_one_guess")
@pytest.mark.parametrize(
    ("call", "part"),
    [
        ((), 'guess("wraps_around", 7)'),
        ((12,), "needs the name of the question"),
        ((...,), "needs the name of the question"),
        (("edges_of_cube", 12), "Did you mean 'edges_of_a_cube'"),
        (("zzz", 12), "There is no guess called 'zzz'."),
    ],
)
def test_a_wrong_call_of_guess_is_answered_by_one_sentence(call: tuple[Any, ...], part: str) -> None:
    with pytest.raises(Misuse) as error:
        guess(*call)
    assert part in str(error.value)


@pytest.mark.usefixtures("_one_guess")
@pytest.mark.parametrize("kept", ['"red"', "[12]"])
def test_a_kept_guess_that_answers_another_question_is_no_obstacle(kept: str, tmp_path: Path) -> None:
    (tmp_path / "progress.jsonl").write_text(f'{{"guess": {{"name": "edges_of_a_cube", "value": {kept}}}}}\n')
    assert guess("edges_of_a_cube", 12).outcome == "right"
    assert "first guess" not in str(guess("edges_of_a_cube", 12))
