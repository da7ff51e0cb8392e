"""The tables of hints and of progress show in a notebook, as plain text and as a file."""

import csv
import json

import pytest

from course_utils import exercises
from course_utils.checks.progress import Record
from course_utils.tables import Hints, Progress

THREE = ("Look at the <axes>.", "Use a slice.", "`a[::-1]`")


@pytest.fixture
def start():
    return exercises.chapters()["00_start"]


@pytest.fixture
def record(tmp_path):
    """A record with a passed exercise, and a hint for another that is wrong."""
    passed = {"exercise": "crop", "points": 2.0, "out_of": 2.0, "outcome": "passed", "mistake": None}
    wrong = {
        "exercise": "normalise",
        "points": 0.0,
        "out_of": 2.0,
        "outcome": "wrong",
        "mistake": "all zeros",
    }
    entries = [{"check": passed}, {"check": wrong}, {"hint": {"exercise": "normalise"}}]
    path = tmp_path / "progress.jsonl"
    path.write_text("\n".join(map(json.dumps, entries)))
    return Record(path)


@pytest.mark.parametrize(
    ("used", "last_line"),
    [
        (1, "Call it again for the next: the key step."),
        (2, "Call it again for the next: almost the answer."),
        (3, "That was the last one."),
    ],
)
def test_hints_show_those_used_and_say_what_comes_next(used, last_line):
    shown = Hints("crop", THREE, used)
    lines = str(shown).splitlines()
    assert lines[0] == f"crop: hint {used} of 3"
    assert len(lines) == used + 2
    assert lines[-1] == last_line
    assert last_line in shown._repr_html_()


def test_a_hint_with_signs_of_html_is_shown_as_text():
    assert "&lt;axes&gt;" in Hints("crop", THREE, 1)._repr_html_()


def test_progress_shows_points_the_last_mistake_the_hints_and_the_next_exercise(start, record):
    table = Progress((start,), record)
    for shown in (str(table), table._repr_html_()):
        assert "2 of 4 points" in shown
        assert "last mistake: all zeros, 1 hint" in shown
        assert "normalise" in shown.partition("Next:")[2]


def test_progress_without_a_record_counts_every_exercise_as_not_attempted(start, tmp_path):
    rows = Progress((start,), Record(tmp_path / "none.jsonl")).as_dict()["00_start"]
    assert {row["outcome"] for row in rows.values()} == {"not attempted"}


def test_progress_as_a_file_has_a_row_for_each_exercise(start, record, tmp_path):
    Progress((start,), record).to_csv(tmp_path / "progress.csv")
    with (tmp_path / "progress.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["exercise"] for row in rows] == [exercise.name for exercise in start.exercises]
    assert (rows[1]["outcome"], rows[1]["mistake"], rows[1]["hints"]) == ("wrong", "all zeros", "1")


def test_lines_that_cannot_be_read_are_mentioned(start, record):
    with record.path.open("a") as file:
        file.write("\n{")
    assert "1 line" in str(Progress((start,), record))
