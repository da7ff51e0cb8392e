"""The progress file survives crashes, two kernels at once, and nonsense in it."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from course_utils.checks.progress import Record, default_path
from course_utils.checks.score import Score


def done(points: float = 2, mistake: str | None = None, name: str = "crop") -> Score:
    return Score(name, points, 2, "passed" if points == 2 else "wrong", 3, 1, 0.1, mistake)


def test_the_best_result_is_kept_and_the_last_mistake(tmp_path: Path) -> None:
    record = Record(tmp_path / "progress.jsonl")
    for score in (done(0, "flipped"), done(2), done(1)):
        record.add_score(score)
    best = Record(tmp_path / "progress.jsonl").best()["crop"]
    assert (best.points, best.outcome, best.mistake, best.checks) == (2, "passed", "flipped", 3)


def test_what_was_not_attempted_is_not_kept(tmp_path: Path) -> None:
    record = Record(tmp_path / "progress.jsonl")
    record.add_score(Score("crop", 0, 2, "not attempted", 3, 0, 0.1))
    assert record.best() == {}


def test_hints_are_counted(tmp_path: Path) -> None:
    record = Record(tmp_path / "progress.jsonl")
    record.add_hint("crop")
    record.add_hint("crop")
    assert record.best()["crop"].hints == 2
    assert "normalise" not in record.best()


def test_the_first_guess_is_the_one_that_is_kept(tmp_path: Path) -> None:
    record = Record(tmp_path / "progress.jsonl")
    record.add_guess("edges", 6, "far")
    record.add_guess("edges", 12, "right")
    record.add_guess("colour", "red", "far")
    again = Record(tmp_path / "progress.jsonl")
    assert again.guesses() == {"edges": 6, "colour": "red"}
    assert again.best() == {}
    assert again.unreadable == 0


@pytest.mark.parametrize("value", ["true", "null", "[1]", "NaN", "Infinity", '{"a": 1}'])
def test_a_guess_that_is_neither_number_nor_text_is_passed_over(value: str, tmp_path: Path) -> None:
    path = tmp_path / "progress.jsonl"
    path.write_text(f'{{"guess": {{"name": "edges", "value": {value}}}}}\n{{"guess": "edges"}}\n')
    record = Record(path)
    record.add_guess("edges", 12, "right")
    assert record.guesses() == {"edges": 12}
    assert record.best() == {}
    assert record.unreadable == 2


NONSENSE = ["{", "null", "[]", '{"check": {"exercise": "crop", "points": "x"}}', '{"version": 0}', "\x00\xff"]


@pytest.mark.parametrize("line", NONSENSE)
def test_lines_that_say_nothing_are_passed_over_and_left(line: str, tmp_path: Path) -> None:
    path = tmp_path / "progress.jsonl"
    path.write_text(line)  # without an end of line, as after a crash
    record = Record(path)
    record.add_score(done())
    assert record.best()["crop"].points == 2
    assert record.unreadable == 1
    assert path.read_text().startswith(line)


def test_an_unwritable_file_costs_nothing_but_the_saving(tmp_path: Path) -> None:
    record = Record(tmp_path / "no such folder" / "progress.jsonl")
    record.add_score(done())
    assert record.best()["crop"].points == 2
    assert len(record.unsaved) == 1


def test_a_folder_in_place_of_the_file_is_survived(tmp_path: Path) -> None:
    record = Record(tmp_path)
    record.add_score(done())
    assert record.best()["crop"].points == 2


def write_many(path: Path, name: str) -> None:
    record = Record(path)
    for _ in range(200):
        record.add_score(done(name=name))


def test_two_kernels_may_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "progress.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_many, args=(path, name)) for name in ("crop", "normalise")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    record = Record(path)
    assert {name: best.checks for name, best in record.best().items()} == {"crop": 200, "normalise": 200}
    assert record.unreadable == 0


def test_chapters_share_the_file_in_the_folder_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    chapter = tmp_path / "01_filters"
    chapter.mkdir()
    monkeypatch.chdir(chapter)
    assert default_path() == tmp_path / "progress.jsonl"
    monkeypatch.chdir(tmp_path)
    assert default_path() == tmp_path / "progress.jsonl"


def test_the_place_can_be_named_or_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_PROGRESS", os.sep + "elsewhere")
    assert default_path() == Path(os.sep + "elsewhere")
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    assert default_path() is None
