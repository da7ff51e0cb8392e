"""The explorers of chapter 03 compute what they show, and refuse what they cannot show."""

import numpy as np
import pytest
import torch

from course_utils import explorers
from course_utils.explorers import panel
from course_utils.explorers.depth import arithmetic
from course_utils.explorers.depth import compute as walk
from course_utils.explorers.geometry import compute as places
from course_utils.explorers.geometry import formula

DRAWN = np.random.default_rng(0)
X, W, B = DRAWN.normal(size=(3, 5, 5)), DRAWN.normal(size=(2, 3, 3, 3)), np.array([1.0, -2])

# Where windows fit


@pytest.mark.parametrize("n", [7, 8])
@pytest.mark.parametrize("kernel_size", [1, 3, 4])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 2])
@pytest.mark.parametrize("dilation", [1, 2])
def test_there_are_as_many_places_as_outputs_of_a_layer(n, kernel_size, stride, padding, dilation):
    layer = torch.nn.Conv1d(1, 1, kernel_size, stride, padding, dilation)
    outputs = layer(torch.zeros(1, 1, n)).shape[-1]
    assert len(places(n, kernel_size, stride, padding, dilation).windows) == outputs
    assert formula(n, kernel_size, stride, padding, dilation).endswith(f" {outputs}")


def test_a_dilated_window_takes_every_second_pixel():
    assert places(7, 3, dilation=2).windows.tolist() == [[0, 2, 4], [1, 3, 5], [2, 4, 6]]


def test_the_padding_is_numbered_below_zero_and_beyond_the_last_pixel():
    assert places(3, 3, padding=1).pixels.tolist() == [-1, 0, 1, 2, 3]


def test_a_stride_that_does_not_fit_leaves_the_last_pixel_unseen():
    found = places(7, 3, stride=3)
    assert found.pixels[found.unseen].tolist() == [6]
    assert "2.33, rounded down: 2" in formula(7, 3, 3, 0, 1)


def test_the_geometry_follows_its_sliders():
    shown = explorers.conv_geometry()
    for name, value in {"n": 11, "stride": 2, "padding": 1, "dilation": 2}.items():
        shown.controls[name].value = value
    assert "11 x 11 pixels make 5 x 5; no window sees pixel 0, 2, 4, 6, 8, 10." in shown.shown.value


def test_where_no_window_fits_the_geometry_says_why():
    shown = explorers.conv_geometry()
    shown.controls["n"].value = 2
    assert "it reaches over 1 * (3 - 1) + 1 = 3 pixels, and the row has 2 + 2 * 0 = 2" in shown.shown.value


# Filters through the depth


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (3, 0)])
def test_the_maps_of_the_walk_are_those_of_a_layer(stride, padding):
    padded = np.pad(X, ((0, 0), (padding, padding), (padding, padding)))
    numbers = [torch.from_numpy(array) for array in (X[None], W, B)]
    expected = torch.nn.functional.conv2d(*numbers, stride=stride, padding=padding)[0]
    np.testing.assert_allclose(walk(padded, W, B, stride, 0).maps, expected)


@pytest.mark.parametrize("step", [0, 7, 17])
def test_an_output_is_the_sum_of_the_channels_and_the_bias(step):
    now = walk(np.pad(X, ((0, 0), (1, 1), (1, 1))), W, B, 2, step)
    assert now.sums.sum() + B[now.filter] == pytest.approx(now.maps[now.filter, now.row, now.column])
    assert now.done.sum() == step + 1


def test_each_filter_has_its_turn_before_the_window_moves():
    taken = [walk(X, W, B, 1, step) for step in range(3)]
    assert [(now.filter, now.row, now.column) for now in taken] == [(0, 0, 0), (1, 0, 0), (0, 0, 1)]


def test_the_arithmetic_names_channels_and_bias():
    ones = np.ones((2, 2, 2))
    now = walk(ones, np.stack([ones, -ones]), np.array([0.0, 5]), 1, 1)
    assert " ".join(arithmetic(now, 5).split()) == "y[1, 0, 0] = − 4 channel 0 − 4 channel 1 + 5 bias = −3"


def test_the_outputs_become_full_as_the_window_walks():
    shown = explorers.depth_walk(X, W, B, stride=2, padding=1)
    assert shown.shown.value.count(panel.EMPTY) == 17
    shown.controls["step"].value = 17
    assert shown.shown.value.count(panel.EMPTY) == 0


@pytest.mark.parametrize(
    ("x", "w", "b"), [(X[:2], W, B), (X[0], W, B), (X, W[0], B), (X, W, B[:1])], ids=["depth", "x", "w", "b"]
)
def test_shapes_that_do_not_go_together_are_refused_by_name(x, w, b):
    with pytest.raises(ValueError, match=r"takes a picture \(C, H, W\).*got"):
        explorers.depth_walk(x, w, b)


def test_too_much_to_read_is_refused():
    with pytest.raises(ValueError, match=r"at most 9 pixels a side, padding included"):
        explorers.depth_walk(X, W, B, padding=3)
