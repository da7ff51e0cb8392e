"""The answers of the first lesson's guesses, calculated."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import data
from course_utils.checks.judge import judge_here
from course_utils.exercises import find, find_guess


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    return data.photograph("china")


def test_the_pixel_and_the_ones_mistaken_for_it() -> None:
    image = np.arange(1, 31).reshape(5, 6)
    guess = find_guess("pixel_1_4")
    assert image[1, 4] == guess.answer
    assert [image[0, 3], image[4, 1], image[0, 4], image[1, 3]] == list(guess.wrong)


def test_the_photograph_has_as_many_numbers(photo: np.ndarray) -> None:
    assert photo.shape == (427, 640, 3)
    assert photo.size == find_guess("numbers_of_a_photograph").answer
    assert photo[..., 0].size in find_guess("numbers_of_a_photograph").wrong


def test_the_sum_begins_again_at_zero() -> None:
    assert np.uint8([200]) + np.uint8([100]) == find_guess("sum_in_uint8").answer


def test_neighbours_differ_on_the_edge_and_hardly_in_the_sky(photo: np.ndarray) -> None:
    edge = photo[96:104, 172:180, 0].astype(int)
    sky = photo[10:18, 400:408, 0].astype(int)
    assert (
        max(abs(np.diff(edge, axis=0)).max(), abs(np.diff(edge)).max())
        == find_guess("step_on_an_edge").answer
    )
    assert abs(edge[4, 3] - edge[4, 4]) == 178
    assert max(abs(np.diff(sky, axis=0)).max(), abs(np.diff(sky)).max()) <= 2


def test_the_card_names_the_mistake_that_was_made_on_purpose() -> None:
    score = judge_here(find("crop"), lambda image, top, left, h, w: image[left : left + w, top : top + h])
    assert score.mistake == find_guess("mistake_on_purpose").answer
    names = [known.name for known in find("crop").misconceptions]
    assert set(find_guess("mistake_on_purpose").choices) <= set(names)


def test_the_sky_runs_from_211_to_255(photo: np.ndarray) -> None:
    sky = photo[0:60, 350:640, 0]
    assert (sky.min(), sky.max()) == (211, 255)
