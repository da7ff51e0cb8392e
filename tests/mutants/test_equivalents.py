"""The lists of mutants that are right as well: each is read, has a reason, and belongs to an exercise."""

from __future__ import annotations

from pathlib import Path

from course_utils import exercises
from mutants.equivalents import FOLDER, INDENT, equivalents


def test_a_reason_counts_for_every_line_below_it(tmp_path: Path) -> None:
    path = tmp_path / "99_mirror" / "mirror.txt"
    path.parent.mkdir()
    path.write_text("0 is 0\n    a = 0  ->  a = 0.0\n    b  ->  (gone)\nh is never below w\n    c  ->  d\n")
    assert equivalents("99_mirror", "mirror", tmp_path) == {
        "a = 0  ->  a = 0.0": "0 is 0",
        "b  ->  (gone)": "0 is 0",
        "c  ->  d": "h is never below w",
    }


def test_an_exercise_without_a_list_has_none() -> None:
    assert equivalents("99_mirror", "mirror") == {}


def test_every_list_belongs_to_an_exercise() -> None:
    known = {
        FOLDER / chapter.name / f"{exercise.name}.txt"
        for chapter in exercises.chapters().values()
        for exercise in chapter.exercises
    }
    assert set(FOLDER.rglob("*.*")) <= known


def test_every_mutant_is_listed_once_and_under_a_reason() -> None:
    for path in FOLDER.rglob("*.txt"):
        lines = path.read_text("utf-8").splitlines()
        mutants = [line for line in lines if line.startswith(INDENT)]
        reasons = [line for line in lines if not line.startswith(INDENT)]
        assert lines[0] in reasons, path
        assert all(reasons), f"{path}: an empty line"
        assert all("  ->  " in mutant for mutant in mutants), path
        for kind in (mutants, reasons):
            assert len(set(kind)) == len(kind), path
