"""Answers written from the notebooks alone: right ones pass, wrong ones fail."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest

import answers
from course_utils import exercises
from course_utils.checks.judge import judge_here


@pytest.mark.parametrize("chapter", answers.chapters())
def test_right_answers_pass_and_wrong_ones_fail(chapter: str) -> None:
    misjudged = []
    for answer in answers.of(chapter):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            exercise = replace(exercises.find(answer.exercise), misconceptions=())  # no name is asked for
            score = judge_here(exercise, answer.target)
        if (score.outcome == "passed") != answer.is_right:
            misjudged.append(f"{answer.exercise}: {'right' if answer.is_right else 'wrong'}, {answer.words}")
    assert not misjudged, "\n".join(misjudged)
