"""A score is a number, a card, and the number that nbgrader reads."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

from test_judge import checked_double, double, score

from course_utils.checks.score import MIME


def test_a_score_is_its_points() -> None:
    assert float(score(double)) == 2
    assert score(double).out_of == 3


def test_it_prints_as_the_card() -> None:
    assert str(score(double)) == repr(score(double))
    assert "No error" in str(score(double))


def test_it_shows_as_card_and_as_data() -> None:
    bundle = score(double)._repr_mimebundle_()
    assert "course-check" in bundle["text/html"]
    data = json.loads(json.dumps(bundle[MIME]))
    assert (data["points"], data["out_of"], data["mistake"]) == (2, 3, "no error")


def test_in_a_kernel_the_plain_text_is_the_bare_number() -> None:
    code = (
        "import ipykernel; from course_utils.checks.score import Score;"
        "print(Score('x', 1.5, 3, 'wrong', 2, 1, 0.0)._repr_mimebundle_()['text/plain'])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "1.5"


def test_the_failing_arguments_are_at_hand() -> None:
    assert score(double).args[0].tolist() == [0, 1, 2]
    assert score(checked_double).args == ()


def test_what_builds_on_a_failed_exercise_says_so() -> None:
    built = replace(score(double), uses=("numpy.sum", "correlate2d"))
    assert "your `correlate2d`" in str(built.beside(["correlate2d"]))
    assert built.beside(["match"]).note is None
    assert replace(built, outcome="passed").beside(["correlate2d"]).note is None
