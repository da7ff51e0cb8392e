"""What is wrong with the parts of an answer is named, where each part is right in itself."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from test_judge import EXERCISE, score

PAIR = dataclasses.replace(
    EXERCISE,
    cases=EXERCISE.cases[:2],
    oracle=lambda image: (image, 2 * image),
    returns=("one", "two"),
    misconceptions=(),
)
SINGLE = dataclasses.replace(PAIR, oracle=lambda image: 2 * image, returns=())


@pytest.mark.parametrize(
    ("target", "name", "words"),
    [
        (lambda image: (2 * image, image), "parts in another order", "come as `two`, `one`; `one`, `two`"),
        (lambda image: (2 * image, 2 * image), "one part twice", "`two`, `two`; `one`, `two` were asked"),
        (lambda image: 2 * image, "only `two` returned", "came back alone"),
        (lambda image: (image, np.sin(image)), "`two` wrong", "`one` is right in every case"),
    ],
)
def test_a_mistake_with_a_pair_is_named(target, name: str, words: str) -> None:
    result = score(target, PAIR)
    assert result.mistake == name
    assert words in result.advice


@pytest.mark.parametrize(
    "target", [lambda image: (2 * image, 3 * image), lambda image: (3 * image, np.sin(image))]
)
def test_parts_that_are_all_wrong_have_no_name(target) -> None:
    assert score(target, PAIR).mistake is None


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (lambda image: (2 * image, image.shape), "the first is the right answer"),
        (lambda image: [image, np.sin(image), 2 * image, 2 * image], "the one at index 2"),
        (lambda image: [image] * 7 + [2 * image], "the last is the right answer"),
    ],
)
def test_a_right_answer_among_others_is_named(target, words: str) -> None:
    result = score(target, SINGLE)
    assert result.mistake == "more than asked for"
    assert words in result.advice
