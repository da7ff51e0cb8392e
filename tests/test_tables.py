"""The tables of hints and of progress show in a notebook, as plain text and as a file."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from course_utils import exercises
from course_utils.checks import Chapter
from course_utils.checks.guess import Guess
from course_utils.checks.progress import Record
from course_utils.tables import Hints, Progress

THREE = ("Look at the <axes>.", "Use a slice.", "`a[::-1]`")


@pytest.fixture
def start():
    """The first chapter, with two guesses."""
    cube = Guess(
        "edges_of_a_cube", "How many edges does a cube have?", 12, {6: "Its faces."}, "4 along each axis."
    )
    return replace(exercises.chapters()["00_start"], guesses=(cube, replace(cube, name="again")))


@pytest.fixture
def record(tmp_path):
    """A record with a passed exercise, a hint for another that is wrong, and a guess."""
    passed = {"exercise": "crop", "points": 2.0, "out_of": 2.0, "outcome": "passed", "mistake": None}
    wrong = {
        "exercise": "normalise",
        "points": 0.0,
        "out_of": 2.0,
        "outcome": "wrong",
        "mistake": "all zeros",
    }
    entries = [{"check": passed}, {"check": wrong}, {"hint": {"exercise": "normalise"}}]
    entries += [{"guess": {"name": "edges_of_a_cube", "value": 6, "outcome": "far"}}]
    path = tmp_path / "progress.jsonl"
    path.write_text("\n".join(map(json.dumps, entries)))
    return Record(path)


@pytest.mark.parametrize(
    ("used", "last_line"),
    [
        (1, 'The next is the key step: `hint("crop", 2)`.'),
        (2, 'The next is almost the answer: `hint("crop", 3)`.'),
        (3, "That was the last one."),
    ],
)
def test_hints_show_those_used_and_say_what_comes_next(used, last_line):
    shown = Hints("crop", THREE, used)
    lines = str(shown).splitlines()
    assert lines[0] == f"crop: hint {used} of 3"
    assert len(lines) == used + 2
    assert lines[-1] == last_line
    assert last_line.partition(":")[0] in shown._repr_html_()


def test_a_hint_with_signs_of_html_is_shown_as_text():
    assert "&lt;axes&gt;" in Hints("crop", THREE, 1)._repr_html_()


def test_progress_shows_points_the_last_mistake_the_hints_and_the_next_exercise(start, record):
    table = Progress((start,), record)
    for shown in (str(table), table._repr_html_()):
        assert "2 of 7 points" in shown
        assert "last mistake: all zeros, 1 hint" in shown
        assert "normalise" in shown.partition("Next:")[2]


def test_progress_counts_the_guesses_of_a_chapter(start, record):
    table = Progress((start, replace(start, name="01_none", guesses=())), record)
    for shown in (str(table), table._repr_html_()):
        assert shown.count("guesses") == shown.count("guesses 1 of 2") == 1
    assert table.as_dict()["00_start"]["guesses"] == {"made": 1, "out_of": 2}
    assert "guesses" not in table.as_dict()["01_none"]


def test_more_hints_than_there_are_are_not_counted(start, record):
    with record.path.open("a") as file:
        file.write('\n{"hint": {"exercise": "normalise"}}' * 9)
    assert "3 hints" in str(Progress((start,), record))


def test_progress_without_a_record_counts_every_exercise_as_not_attempted(start, tmp_path):
    rows = Progress((start,), Record(tmp_path / "none.jsonl")).as_dict()["00_start"]
    assert rows.pop("guesses") == {"made": 0, "out_of": 2}
    assert {row["outcome"] for row in rows.values()} == {"not attempted"}


def test_progress_as_a_file_has_a_row_for_each_exercise(start, record, tmp_path):
    Progress((start,), record).to_csv(tmp_path / "progress.csv")
    with (tmp_path / "progress.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["exercise"] for row in rows] == [*(exercise.name for exercise in start.exercises), "guesses"]
    assert (rows[-1]["outcome"], rows[-1]["points"]) == ("1 of 2", "")
    assert (rows[1]["outcome"], rows[1]["mistake"], rows[1]["hints"]) == ("wrong", "all zeros", "1")


def test_lines_that_cannot_be_read_are_mentioned(start, record):
    with record.path.open("a") as file:
        file.write("\n{")
    assert "1 line" in str(Progress((start,), record))


def test_optional_exercises_come_on_top_and_are_never_next(tmp_path: Path) -> None:
    extra = replace(exercises.find("normalise"), name="extra", optional=True)
    chapter = Chapter("99_end", "The end", (extra, exercises.find("crop")), written=("why_so",))
    record = Record(None)
    table = Progress((chapter,), record)
    for shown in (str(table), table._repr_html_()):
        assert "0 of 5 points, optional 0" in shown
        assert "Next: " in shown
        assert "why_so" in shown
        assert "graded by hand" in shown
        assert "compare yours with the model answer" in shown
        assert "written" not in shown, "nothing is known of what was written"
    assert "Next: `crop`" in str(table)
    assert table.as_dict()["99_end"]["graded by hand"] == ["why_so"]
    assert table.as_dict()["99_end"]["extra"]["optional"]
    table.to_csv(tmp_path / "points.csv")
    assert "99_end,why_so,,,graded by hand" in (tmp_path / "points.csv").read_text("utf-8")
