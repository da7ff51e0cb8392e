"""The pooling walk pools as a layer does, one window after another, and refuses what cannot be read."""

import re

import numpy as np
import pytest
import torch

from course_utils import explorers
from course_utils.explorers.pieces import EMPTY
from course_utils.explorers.pooling_walk import compute

TOY = np.array([[12.0, 20, 30, 0], [8, 12, 2, 0], [34, 70, 37, 4], [112, 100, 25, 12]])
LARGE = np.random.default_rng(0).normal(size=(9, 8))
POOLS = {"largest": torch.nn.functional.max_pool2d, "mean": torch.nn.functional.avg_pool2d}


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("kind", ["largest", "mean"])
def test_whole_windows_are_pooled_as_a_layer_pools_them(size, stride, kind):
    expected = POOLS[kind](torch.from_numpy(LARGE)[None], size, stride)[0]
    np.testing.assert_allclose(compute(LARGE, size, stride, 0, kind, False).pooled, expected)


@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_partial_windows_count_as_in_ceil_mode(size, stride):
    expected = torch.nn.functional.max_pool2d(torch.from_numpy(LARGE)[None], size, stride, ceil_mode=True)[0]
    np.testing.assert_allclose(compute(LARGE, size, stride, 0, "largest", True).pooled, expected)


@pytest.mark.parametrize("step", range(4))
def test_each_step_keeps_the_largest_of_its_window(step):
    now = compute(TOY, 2, 2, step, "largest", False)
    assert now.window.max() == now.pooled[now.position]
    assert now.done.sum() == step + 1


def test_a_window_larger_than_the_map_is_refused_by_name():
    with pytest.raises(ValueError, match=r"window of 5 x 5 does not fit into a map of shape \(4, 4\)"):
        compute(TOY, 5, 1, 0, "largest", False)


def test_the_walk_names_the_numbers_and_what_is_left_of_them():
    shown = explorers.pooling_walk(TOY)
    shown.controls["step"].value = 2
    assert "largest of 34, 70, 112, 100\n    = 112" in shown.shown.value
    assert "4 of 16 numbers are left, 25%." in shown.shown.value
    shown.controls["kind"].value = "mean"
    assert "mean of 34, 70, 112, 100\n    = 79" in shown.shown.value


def test_a_number_has_the_same_colour_in_the_map_and_in_the_pooled_map():
    shown = explorers.pooling_walk(np.array([[-2.0, 1], [0, -1]]))
    cells = re.findall(r"background:(rgb\([\d,]+\));[^>]*>([^<]+)<", shown.shown.value)
    colours = [colour for colour, number in cells if number == "1"]
    assert len(colours) == 2
    assert len(set(colours)) == 1


def test_the_number_of_steps_follows_the_windows():
    shown = explorers.pooling_walk(TOY)
    assert shown.controls["step"].max == 3
    shown.controls["stride"].value = 1
    assert shown.controls["step"].max == 8
    shown.controls["step"].value = 8
    shown.controls["stride"].value = 2
    assert shown.controls["step"].value == 3
    assert shown.shown.value.count(EMPTY) == 0


@pytest.mark.parametrize("wrong", [np.zeros((17, 4)), np.zeros((4, 4, 3))], ids=["large", "colour"])
def test_a_map_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(ValueError, match="two axes of at most 16 pixels"):
        explorers.pooling_walk(wrong)
