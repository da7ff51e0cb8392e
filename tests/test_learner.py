"""What learners call answers them, whatever they call it with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course_utils import check, hint, progress
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


def test_each_call_of_hint_shows_one_more() -> None:
    assert [len(hint("crop").shown) for _ in range(4)] == [1, 2, 3, 3]
    assert "last" in str(hint("crop"))
    assert "hint 3 of 3" in hint(crop)._repr_html_()


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
    assert table.as_dict()["00_start"]["crop"]["points"] == 2
    assert table.as_dict()["00_start"]["normalise"]["outcome"] == "not attempted"
    assert "crop" in table._repr_html_()
    table.to_csv(tmp_path / "progress.csv")
    assert "00_start,crop,2,2,passed" in (tmp_path / "progress.csv").read_text()


def test_progress_says_when_it_cannot_be_saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "nowhere" / "progress.jsonl"))
    check(crop)
    assert "cannot be written" in str(progress())
    assert "2 of 2" in str(progress())


def test_the_import_stays_light() -> None:
    code = (
        "import sys, course_utils;"
        "heavy = ('torch', 'scipy', 'sklearn', 'IPython', 'nbgrader', 'matplotlib');"
        "print([name for name in heavy if name in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"


def test_more_hints_than_there_are_are_not_counted() -> None:
    for _ in range(5):
        hint("crop")
    assert check("crop", lambda *a: None).hints_used == 3


def test_an_answer_on_shaky_ground_is_told_so() -> None:
    def normalise(image):
        return crop(image, 0, 0, *image.shape) * 2.0

    check("crop", lambda image, *window: image)
    assert "your `crop`, whose own check has not passed" in str(check(normalise))
    check(crop)
    assert "your `crop`" not in str(check(normalise))
