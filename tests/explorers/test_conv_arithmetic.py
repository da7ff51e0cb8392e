"""The convolution arithmetic finds the positions that a layer has, and says why no window fits."""

import pytest
import torch

from course_utils import explorers
from course_utils.explorers.conv_arithmetic import arithmetic, compute


@pytest.mark.parametrize("n", [7, 8])
@pytest.mark.parametrize("kernel_size", [1, 3, 4])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 2])
@pytest.mark.parametrize("dilation", [1, 2])
def test_there_are_as_many_positions_as_outputs_of_a_layer(n, kernel_size, stride, padding, dilation):
    layer = torch.nn.Conv1d(1, 1, kernel_size, stride, padding, dilation)
    outputs = layer(torch.zeros(1, 1, n)).shape[-1]
    assert len(compute(n, kernel_size, stride, padding, dilation).windows) == outputs
    assert arithmetic(n, kernel_size, stride, padding, dilation).endswith(f" {outputs}")


def test_a_dilated_window_takes_every_second_pixel():
    assert compute(7, 3, dilation=2).windows.tolist() == [[0, 2, 4], [1, 3, 5], [2, 4, 6]]


def test_the_padding_is_numbered_below_zero_and_beyond_the_last_pixel():
    assert compute(3, 3, padding=1).pixels.tolist() == [-1, 0, 1, 2, 3]


def test_a_stride_that_does_not_fit_leaves_the_last_pixel_unseen():
    found = compute(7, 3, stride=3)
    assert found.pixels[found.unseen].tolist() == [6]
    assert "2.33, rounded down: 2" in arithmetic(7, 3, 3, 0, 1)


def test_the_explorer_follows_its_sliders():
    shown = explorers.conv_arithmetic()
    for name, value in {"n": 11, "stride": 2, "padding": 1, "dilation": 2}.items():
        shown.controls[name].value = value
    assert "11 x 11 pixels make 5 x 5; no window sees pixel 0, 2, 4, 6, 8, 10." in shown.shown.value


def test_where_no_window_fits_the_explorer_says_why():
    shown = explorers.conv_arithmetic()
    shown.controls["n"].value = 2
    assert "it spans 1 * (3 - 1) + 1 = 3 pixels, and the row has 2 + 2 * 0 = 2" in shown.shown.value


def test_the_formula_can_be_left_out() -> None:
    assert "(7 + 2" in explorers.conv_arithmetic().shown.value
    assert "(7 + 2" not in explorers.conv_arithmetic(formula=False).shown.value
