"""The walk back adds the columns up as `fold` does, and shows what is lost where they are overwritten."""

import numpy as np
import pytest
import torch

from course_utils import explorers
from course_utils.explorers.col2im_walk import compute

KERNEL = np.array([[10.0, 20], [30, 40]])
DY = np.array([[1.0, 0], [2, -1]])


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_all_columns_together_are_the_gradient_of_autograd(stride):
    rng = np.random.default_rng(0)
    kernel, dy = rng.normal(size=(2, 3)), rng.normal(size=(3, 4))
    found = compute(kernel, dy, stride, dy.size - 1, "added", (0, 0))
    tensors = (torch.from_numpy(array)[None, None] for array in (dy, kernel))
    expected = torch.nn.functional.conv_transpose2d(*tensors, stride=stride)[0, 0]
    np.testing.assert_allclose(found.dx, expected)


@pytest.mark.parametrize(
    ("step", "shares"), [(0, [40]), (1, [40, 0]), (2, [40, 0, 40]), (3, [40, 0, 40, -10])]
)
def test_the_pixel_in_the_middle_gets_a_share_from_every_window(step, shares):
    now = compute(KERNEL, DY, 1, step, "added", (1, 1))
    assert now.shares == shares
    assert now.dx[1, 1] == sum(shares)


def test_overwritten_only_the_last_window_counts():
    now = compute(KERNEL, DY, 1, 3, "overwritten", (1, 1))
    assert now.dx.tolist() == [[10, 0, 0], [20, -10, -20], [60, -30, -40]]


def test_pixels_that_no_column_has_reached_stay_empty():
    assert compute(KERNEL, DY, 1, 0, "added", (1, 1)).filled.sum() == 4
    assert compute(KERNEL, DY, 1, 3, "added", (1, 1)).filled.all()


def test_the_walk_writes_out_the_sum_of_the_watched_pixel():
    panel = explorers.col2im_walk(KERNEL, DY)
    assert "dx[1, 1] = 40" in panel.shown.value
    panel.controls["step"].value = 3
    assert "dx[1, 1] = 40 + 0 + 40 + (−10)\n    = 70" in panel.shown.value.replace("-", "−")
    panel.controls["put"].value = "overwritten"
    assert "dx[1, 1] = −10" in panel.shown.value.replace("-", "−")
    panel.controls["pixel"].value = "0, 0"
    assert "Windows so far that see pixel [0, 0]: 1." in panel.shown.value


def test_every_step_is_drawn_with_all_four_matrices():
    panel = explorers.col2im_walk(KERNEL, DY, stride=2)
    for step in range(4):
        panel.controls["step"].value = step
        assert panel.shown.value.count("<table") == 4


@pytest.mark.parametrize(
    ("kernel", "dy", "stride", "what"),
    [
        (np.ones((4, 4)), DY, 1, "kernel is a matrix of at most 9"),
        (KERNEL, np.ones((6, 6)), 1, r"dy is a matrix .* \(6, 6\)"),
        (KERNEL, np.ones(3), 1, "dy is a matrix"),
        (KERNEL, DY, 0, "stride of 0"),
    ],
)
def test_it_refuses_what_cannot_be_shown_and_says_the_numbers(kernel, dy, stride, what):
    with pytest.raises(ValueError, match=what):
        explorers.col2im_walk(kernel, dy, stride)
