"""The pixels explorer shows the numbers of a crop."""

import re

import numpy as np
import pytest

from course_utils import data, explorers
from course_utils.explorers.pixels import compute

PHOTO = data.photograph("china")[:60, :90]


@pytest.mark.parametrize(("row", "column"), [(0, 0), (3, 5), (59, 89)])
def test_a_crop_has_the_size_asked_for_and_lies_inside(row, column):
    top, left, pixels = compute(PHOTO, row, column, 8)
    np.testing.assert_array_equal(pixels, PHOTO[top : top + 8, left : left + 8])
    assert pixels.shape == (8, 8, 3)


def test_the_numbers_shown_are_those_of_the_crop_and_channel():
    shown = explorers.pixels(PHOTO, row=10, column=20)
    shown.controls["size"].value = 2
    shown.controls["channel"].value = "blue"
    assert re.findall(r">(\d+)</td>", shown.shown.value) == [str(n) for n in PHOTO[10:12, 20:22, 2].ravel()]


def test_a_grey_picture_has_no_channel_to_choose():
    assert "channel" not in explorers.pixels(data.letter_x()).controls


def test_a_picture_of_two_pixels_is_too_small():
    with pytest.raises(ValueError, match="at least 3x3 pixels"):
        explorers.pixels(np.zeros((2, 2)))
