"""The kernel sliders show the response of a photograph, and know the named kernels."""

import numpy as np
import pytest
from panels import find

from course_utils import data, explorers
from course_utils.explorers.kernel_sliders import compute

PHOTO = data.photograph("china")[:60, :90]


def test_the_response_to_an_edge_has_the_sign_of_the_lecture():
    dark_on_the_right = np.tile([10.0, 10, 10, 0, 0, 0], (6, 1))
    response = compute(dark_on_the_right, np.tile([1.0, 0, -1], (3, 1)))
    assert response.tolist() == [[0, 30, 30, 0]] * 4


@pytest.mark.parametrize("name", data.kernels())
def test_choosing_a_known_kernel_sets_the_nine_sliders(name):
    shown = explorers.kernel_sliders(PHOTO)
    find(shown, "kernel").value = name
    assert [cell.value for cell in shown.controls.values()] == pytest.approx(data.kernels()[name].ravel())


def test_choosing_a_kernel_redraws_once():
    shown, drawn = explorers.kernel_sliders(PHOTO), []
    shown.shown.observe(drawn.append, "value")
    find(shown, "kernel").value = "outline"
    assert len(drawn) == 1


def test_a_slider_moved_makes_the_kernel_your_own_until_it_is_moved_back():
    shown = explorers.kernel_sliders(PHOTO)
    names = []
    for value in (5, 2):
        shown.controls["k[1, 0]"].value = value
        names.append(find(shown, "kernel").value)
    assert names == ["your own", "left Sobel"]


@pytest.mark.parametrize(("name", "meaning"), [("box", "0 is black"), ("outline", "above 0 is red")])
def test_a_kernel_that_sums_to_zero_gives_a_signed_response_and_others_a_picture(name, meaning):
    shown = explorers.kernel_sliders(PHOTO)
    find(shown, "kernel").value = name
    assert meaning in shown.shown.value


def test_a_photograph_as_fractions_looks_like_the_same_one_as_bytes():
    grey = PHOTO[..., 0]
    assert explorers.kernel_sliders(grey / 255).shown.value == explorers.kernel_sliders(grey).shown.value


def test_a_picture_of_two_pixels_is_too_small():
    with pytest.raises(ValueError, match="at least 3x3 pixels"):
        explorers.kernel_sliders(np.zeros((2, 2)))
