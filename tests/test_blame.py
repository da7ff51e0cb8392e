"""Whose mistake it is: the answer's own, or a function's that it calls."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from course_utils import check


@pytest.fixture(autouse=True)
def _own_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.jsonl"))


RIGHT = """
import numpy as np

def correlate2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(image, float), kernel.shape)
    return np.einsum("ijmn,mn->ij", windows, kernel)

def feature_maps(image, kernels):
    return np.array([correlate2d(image, kernel) for kernel in kernels])
"""
FLIPPED = RIGHT.replace("windows, kernel)", "windows, kernel[::-1, ::-1])")


def written(code: str, tmp_path: Path) -> dict:
    """The names of a notebook in which `code` was run; its source can be read, as there."""
    path = tmp_path / "answers.py"
    path.write_text(code)
    scope: dict = {"__name__": "answers"}
    exec(compile(code, str(path), "exec"), scope)
    return scope


def test_a_right_answer_that_calls_a_wrong_function_is_told_so_first(tmp_path: Path) -> None:
    scope = written(FLIPPED, tmp_path)
    own = scope["correlate2d"]
    card = check(scope["feature_maps"])
    assert (card.score.outcome, card.score.because_of) == ("wrong", "correlate2d")
    sentence = "Your `feature_maps` is right; it fails because of your `correlate2d`"
    assert sentence in str(card).splitlines()[1]
    assert "it fails because of your <code>correlate2d</code>" in card.html()
    assert scope["correlate2d"] is own, "the learner's function is in its place again"


def test_it_is_the_function_as_it_stands_now_that_counts(tmp_path: Path) -> None:
    scope = written(FLIPPED, tmp_path)
    check(scope["correlate2d"])
    scope = written(RIGHT, tmp_path)  # mended, and not checked again
    assert check(scope["feature_maps"]).score.outcome == "passed"
    broken = written(RIGHT.replace("for kernel in kernels]", "for kernel in kernels[:1]]"), tmp_path)
    assert check(broken["feature_maps"]).score.because_of is None


def test_where_both_are_wrong_it_says_to_begin_with_the_first(tmp_path: Path) -> None:
    code = FLIPPED.replace("for kernel in kernels]", "for kernel in kernels[:1]]")
    card = check(written(code, tmp_path)["feature_maps"])
    assert card.score.because_of is None
    assert "your `correlate2d`, whose own check does not pass" in (card.score.note or "")


def test_a_value_has_nobody_else_to_blame() -> None:
    assert check("by_hand", {"first": np.zeros((3, 3))}).score.because_of is None
