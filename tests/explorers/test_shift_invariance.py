"""The shift explorer finds which numbers a shift changes, and refuses what cannot be read."""

import numpy as np
import pytest

from course_utils import data, explorers
from course_utils.explorers.shift_invariance import compute


@pytest.mark.parametrize("size", [1, 2, 4])
def test_nothing_changes_if_nothing_moves(size):
    now = compute(data.letter_x(), data.features()[0], 0, 0, size, "largest")
    assert not now.map_changed.any()
    assert not now.pooled_changed.any()


def test_a_wide_window_hides_a_shift_that_changes_nearly_the_whole_map():
    now = compute(data.letter_x(), data.features()[0], 0, 1, 4, "largest")
    assert (~now.map_changed).sum() == 3
    assert not now.pooled_changed.any()


def test_windows_of_one_pixel_pool_nothing():
    now = compute(data.letter_x(), data.features()[0], 1, 0, 1, "largest")
    np.testing.assert_array_equal(now.map, now.pooled)
    np.testing.assert_array_equal(now.map_changed, now.pooled_changed)


def test_the_sentence_follows_the_sliders():
    shown = explorers.shift_invariance(data.letter_x(), data.features()[0])
    assert "Unchanged: 100% of the map, 100% of the pooled map." in shown.shown.value
    shown.controls["right"].value = 1
    assert "Unchanged: 6% of the map, 44% of the pooled map." in shown.shown.value


def test_a_feature_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"the feature, \(4, 4\), does not fit into the picture, \(3, 3\)"):
        explorers.shift_invariance(np.zeros((3, 3)), np.ones((4, 4)))


def test_a_picture_too_large_to_read_is_refused():
    with pytest.raises(ValueError, match="two axes of at most 12 pixels"):
        explorers.shift_invariance(np.zeros((13, 4)), np.ones((4, 4)))
