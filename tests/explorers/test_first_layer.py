"""The explorer of the first layer answers as the layer would."""

import numpy as np
import pytest
import torch

from course_utils import data, explorers
from course_utils.explorers.first_layer import as_colours, compute, smoothest

PHOTO = data.photograph("china")[:120:2, :160:2]
FILTERS = np.random.default_rng(0).normal(size=(4, 3, 11, 11))


def test_the_response_is_that_of_a_convolution_with_stride_4():
    x = torch.tensor((PHOTO - PHOTO.mean((0, 1))) / 255).permute(2, 0, 1)[None]
    expected = torch.nn.functional.conv2d(x, torch.tensor(FILTERS[:1]), stride=4)[0, 0]
    np.testing.assert_allclose(compute(PHOTO, FILTERS[0]), expected, atol=1e-9)


def test_no_weight_is_grey_and_the_largest_is_full():
    kernel = np.zeros((3, 5, 5))
    kernel[0, 1, 2] = 2.0
    colours = as_colours(kernel)
    assert colours[1, 2].tolist() == [255, 128, 128]
    assert colours[0, 0].tolist() == [128, 128, 128]


def test_it_begins_with_the_filter_that_is_least_like_noise():
    filters = FILTERS.copy()
    filters[2] = np.linspace(-1, 1, 11)
    assert smoothest(filters) == explorers.first_layer(PHOTO, filters).controls["filter"].value == 2


def test_the_slider_chooses_a_filter():
    panel = explorers.first_layer(PHOTO, FILTERS)
    before = panel.shown.value
    other = (panel.controls["filter"].value + 1) % len(FILTERS)
    panel.controls["filter"].value = other
    assert f"Filter {other}, enlarged" in panel.shown.value
    assert panel.shown.value != before


def test_it_refuses_other_filters_and_grey_photographs():
    with pytest.raises(ValueError, match=r"\(N, 3, k, k\)"):
        explorers.first_layer(PHOTO, FILTERS[:, :1])
    with pytest.raises(ValueError, match="in colour"):
        explorers.first_layer(PHOTO[..., 0], FILTERS)
