"""The edge threshold shows the pixels whose gradient reaches it, of a magnitude or of a photograph."""

import re

import numpy as np
import pytest

from course_utils import data, explorers
from course_utils.explorers.edge_threshold import compute, steepness
from course_utils.explorers.pieces import WIDEST

PHOTO = data.photograph("china")[:60, :90]


def test_steepness_is_the_length_of_the_sobel_gradient():
    ramp = np.add.outer(3.0 * np.arange(5), 4.0 * np.arange(5))
    assert steepness(ramp) == pytest.approx(np.full((3, 3), 8 * 5))


def test_an_edge_is_where_the_magnitude_reaches_the_threshold():
    assert compute(np.array([[1.0, 2, 3]]), 2).tolist() == [[False, True, True]]


def test_a_higher_threshold_leaves_fewer_edges():
    shown = explorers.edge_threshold(PHOTO)
    shares = []
    for part in (0.2, 0.5, 0.9):
        shown.controls["threshold"].value = part * shown.controls["threshold"].max
        shares.append(float(re.search(r"([\d.]+) % of the pixels", shown.shown.value)[1]))
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


def test_the_threshold_is_applied_to_every_pixel_of_a_wide_magnitude():
    thin = np.zeros((10, 2 * WIDEST))
    thin[:, ::2] = 8
    shown = explorers.edge_threshold(thin)
    shown.controls["threshold"].value = 7
    assert "50.0 % of the pixels" in shown.shown.value


def test_a_flat_magnitude_can_be_shown():
    assert "% of the pixels" in explorers.edge_threshold(np.zeros((5, 5))).shown.value


def test_a_negative_magnitude_is_refused():
    with pytest.raises(ValueError, match="never negative; got numbers from -1 to 1"):
        explorers.edge_threshold(data.letter_x())


def test_a_picture_of_two_pixels_is_too_small():
    with pytest.raises(ValueError, match="at least 3x3 pixels"):
        explorers.edge_threshold(np.zeros((2, 2)))
