"""The im2col explorer computes the columns of `unfold`, its controls follow each other, it finds copies."""

import numpy as np
import pytest
import torch

from course_utils import explorers
from course_utils.explorers.im2col_patches import compute

NUMBERS = np.arange(1.0, 33).reshape(2, 4, 4)


@pytest.mark.parametrize(("kernel_size", "stride", "padding"), [(2, 1, 0), (3, 1, 1), (2, 2, 1), (4, 1, 0)])
def test_its_columns_are_those_of_unfold(kernel_size, stride, padding):
    unfolded = torch.nn.functional.unfold(
        torch.from_numpy(NUMBERS[None]), kernel_size, padding=padding, stride=stride
    )
    assert compute(NUMBERS, kernel_size, stride, padding).cols.tolist() == unfolded[0].tolist()


def test_choosing_a_column_chooses_its_patch():
    panel = explorers.im2col_patches(NUMBERS, 2)
    panel.controls["column"].index = 5
    assert panel.controls["patch"].value == "1, 2"
    assert "patch at (1, 2) is column 1 · 3 + 2 = 5" in panel.shown.value


def test_choosing_a_patch_chooses_its_column():
    panel = explorers.im2col_patches(NUMBERS, 2, stride=2)
    panel.controls["patch"].value = "1, 0"
    assert panel.controls["column"].value == "2"


def test_every_choice_is_drawn_with_both_channels_and_the_matrix():
    panel = explorers.im2col_patches(NUMBERS, 3, padding=1)
    for number in range(16):
        panel.controls["column"].index = number
        assert panel.shown.value.count("<table") == 3


def test_choosing_a_pixel_marks_it_and_all_its_copies():
    panel = explorers.im2col_patches(np.arange(18).reshape(2, 3, 3) + 1, 2)
    assert "x[0, 0, 0] = 1 has 1 copy: column 0 (row 0)." in panel.shown.value
    panel.controls["pixel"].value = (0, 1, 1)
    assert (
        "x[0, 1, 1] = 5 has 4 copies: column 0 (row 3), column 1 (row 2), column 2 (row 1), column 3 (row 0)."
        in panel.shown.value
    )
    assert panel.shown.value.count("rgb(240,228,66)") == 5
    assert panel.controls["column"].index == 0


def test_a_pixel_keeps_its_own_place_where_the_picture_is_padded():
    panel = explorers.im2col_patches(NUMBERS, 3, stride=2, padding=1)
    assert len(panel.controls["pixel"].options) == NUMBERS.size
    panel.controls["pixel"].value = (1, 4, 4)
    assert "x[1, 3, 3] = 32 has 1 copy: column 3 (row 17)." in panel.shown.value


def test_a_pixel_that_no_window_sees_has_no_copies():
    panel = explorers.im2col_patches(NUMBERS, 3, stride=2)
    panel.controls["pixel"].value = (0, 3, 0)
    assert "x[0, 3, 0] = 13 has no copies: no window sees it." in panel.shown.value


@pytest.mark.parametrize(
    ("picture", "kernel_size", "what"),
    [
        (np.ones((1, 9, 9)), 2, "64 of 4"),
        (np.ones((5, 3, 3)), 2, "4 of 20"),
        (np.ones((1, 3, 3)), 4, "window of 4"),
        (np.ones((3, 3)), 2, r"\(3, 3\)"),
    ],
)
def test_it_refuses_what_cannot_be_shown_and_says_the_numbers(picture, kernel_size, what):
    with pytest.raises(ValueError, match=what):
        explorers.im2col_patches(picture, kernel_size)
