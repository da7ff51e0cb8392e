"""The filter walk computes a convolution layer step by step, and refuses shapes that do not fit."""

import numpy as np
import pytest
import torch

from course_utils import explorers
from course_utils.explorers.filter_walk import arithmetic, compute
from course_utils.explorers.pieces import EMPTY

RNG = np.random.default_rng(0)
X, W, B = RNG.normal(size=(3, 5, 5)), RNG.normal(size=(2, 3, 3, 3)), np.array([1.0, -2])


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (3, 0)])
def test_the_maps_of_the_walk_are_those_of_a_layer(stride, padding):
    padded = np.pad(X, ((0, 0), (padding, padding), (padding, padding)))
    numbers = [torch.from_numpy(array) for array in (X[None], W, B)]
    expected = torch.nn.functional.conv2d(*numbers, stride=stride, padding=padding)[0]
    np.testing.assert_allclose(compute(padded, W, B, stride, 0).maps, expected)


@pytest.mark.parametrize("step", [0, 7, 17])
def test_an_output_is_the_sum_of_the_channels_and_the_bias(step):
    now = compute(np.pad(X, ((0, 0), (1, 1), (1, 1))), W, B, 2, step)
    assert now.sums.sum() + B[now.filter] == pytest.approx(now.maps[now.filter, now.row, now.column])
    assert now.done.sum() == step + 1


def test_all_filters_are_applied_before_the_window_moves():
    taken = [compute(X, W, B, 1, step) for step in range(3)]
    assert [(now.filter, now.row, now.column) for now in taken] == [(0, 0, 0), (1, 0, 0), (0, 0, 1)]


def test_the_arithmetic_names_channels_and_bias():
    ones = np.ones((2, 2, 2))
    now = compute(ones, np.stack([ones, -ones]), np.array([0.0, 5]), 1, 1)
    assert " ".join(arithmetic(now, 5).split()) == "y[1, 0, 0] = − 4 channel 0 − 4 channel 1 + 5 bias = −3"


def test_the_outputs_become_full_as_the_window_walks():
    shown = explorers.filter_walk(X, W, B, stride=2, padding=1)
    assert shown.shown.value.count(EMPTY) == 17
    shown.controls["step"].value = 17
    assert shown.shown.value.count(EMPTY) == 0


@pytest.mark.parametrize(
    ("x", "w", "b"), [(X[:2], W, B), (X[0], W, B), (X, W[0], B), (X, W, B[:1])], ids=["depth", "x", "w", "b"]
)
def test_shapes_that_do_not_match_are_refused_with_their_shapes(x, w, b):
    with pytest.raises(ValueError, match=r"takes a picture \(C, H, W\).*got"):
        explorers.filter_walk(x, w, b)


def test_too_much_to_read_is_refused():
    with pytest.raises(ValueError, match=r"at most 9 pixels a side, padding included"):
        explorers.filter_walk(X, W, B, padding=3)


def test_the_padding_is_grey_whatever_the_numbers_are() -> None:
    grey = "background:rgb(200,200,206)"
    assert explorers.filter_walk(X, W, B, padding=1).shown.value.count(grey) == len(X) * 4 * (X.shape[1] + 1)
    assert grey not in explorers.filter_walk(X, W, B).shown.value
