"""Answers written from the notebooks alone: right ones pass, wrong ones fail."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import answers
from course_utils import exercises
from course_utils.checks.judge import is_right


@pytest.mark.parametrize("chapter", answers.chapters())
def test_right_answers_pass_and_wrong_ones_fail(chapter: str) -> None:
    misjudged = []
    for answer in answers.of(chapter):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            passes = is_right(exercises.find(answer.exercise), answer.target)
        if passes != answer.is_right:
            misjudged.append(f"{answer.exercise}: {'right' if answer.is_right else 'wrong'}, {answer.words}")
    assert not misjudged, "\n".join(misjudged)
