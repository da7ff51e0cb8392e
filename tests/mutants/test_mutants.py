"""The mutation tester itself, on a toy exercise, and a sample of its work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course_utils.checks import Case, Exercise
from mutants.__main__ import chosen, examine
from mutants.forms import Form, alternatives
from mutants.make import Mutant, mutants
from mutants.trial import survivors

# chapters, or exercises, of which every mutant is killed or listed
SAMPLED = ("00", "01", "02", "03", "04", "05", "06", "07")


def half_of(n: int) -> int:
    return n // 2


HALF = Exercise(
    name="half",
    points=1,
    cases=(Case("six", (6,)), Case("eight", (8,))),  # no odd number, on purpose
    oracle=lambda n: n // 2,
    misconceptions=(),
    hints=(),
    alternatives=(half_of, lambda n: n >> 1),
)
SOLUTION = Form(HALF, "", "def half(n):\n    return n // 2", "half", {"np": np})


def mutant(*body: str) -> Mutant:
    return Mutant(SOLUTION, "by hand", "\n    ".join(("def half(n):", *body)))


@pytest.fixture(scope="module")
def report():
    return examine(HALF, [SOLUTION], {})


def test_a_mutant_that_no_case_refuses_is_reported(report) -> None:
    assert "return n // 2  ->  return n / 2" in report.surviving
    assert "return n // 2  ->  return -(-n // 2)" in report.surviving


def test_a_mutant_that_a_case_refuses_is_counted(report) -> None:
    assert "return n // 2  ->  return n // 3" not in report.surviving
    assert report.killed > 0
    assert report.killed + len(report.surviving) == report.made == len(mutants(SOLUTION))


def test_a_mutant_that_is_listed_is_counted_and_not_reported(report) -> None:
    line = "return n // 2  ->  return n / 2"
    again = examine(HALF, [SOLUTION], {line: "a float will do"})
    assert again.equivalent == 1
    assert set(again.surviving) == set(report.surviving) - {line}
    assert not again.complaints


def test_a_listed_line_that_no_mutant_has_is_complained_about() -> None:
    complaints = examine(HALF, [SOLUTION], {"return n // 9  ->  return n": "no such line"}).complaints
    assert complaints == ["no mutant has this line any more: return n // 9  ->  return n"]


def test_an_answer_that_is_refused_unchanged_is_complained_about() -> None:
    wrong = Form(HALF, "", "def half(n):\n    return n", "half", {})
    assert examine(HALF, [wrong], {}, sample=0).complaints == ["the solution itself is refused"]


@pytest.mark.parametrize(
    "body",
    [
        ("while True:", "    pass"),
        ("sum(range(10**13))", "return n // 2"),  # a loop in C, which no exception ends
        ("np.ones(5 * 10**8)", "return n // 2"),  # 4 GB
        ("import os", "os._exit(0)"),
    ],
    ids=["endless", "endless in C", "takes all memory", "ends its process"],
)
def test_a_mutant_without_bounds_is_ended_and_the_next_one_is_tried(body: tuple[str, ...]) -> None:
    bad, good = mutant(*body), mutant("return n / 2")
    assert survivors([bad, good], cpu=2) == [good]


def test_an_alternative_has_mutants_where_it_has_a_name() -> None:
    [form] = alternatives(HALF)
    assert form.name == "alternative 1"
    assert "alternative 1: return n // 2  ->  return n / 2" in [m.line for m in mutants(form)]


def test_words_pick_exercises_and_chapters() -> None:
    assert dict(chosen(["crop"])) == {"00_start": ["crop"]}
    assert dict(chosen(["00", "shift"])) == {"00_start": ["crop", "normalise"], "01_filters": ["shift"]}
    with pytest.raises(LookupError, match="crop"):
        dict(chosen(["corp"]))


def test_a_sample_of_the_mutants_is_killed_or_listed(root: Path) -> None:
    command = [sys.executable, "-m", "mutants", "--sample", "2", *SAMPLED]
    paths = os.pathsep.join((str(root / "tests"), str(root)))
    ran = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
