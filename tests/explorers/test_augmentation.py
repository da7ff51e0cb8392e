"""The explorer of augmentation shows crops of the photograph, mirrored and lit as its controls say."""

import numpy as np
import pytest

from course_utils import data, explorers
from course_utils.explorers.augmentation import colour_axes, compute

PHOTO = data.photograph("flower")[::4, ::4]
DARK = np.zeros(3)


def test_a_crop_is_a_part_and_the_mirror_turns_it_around():
    crop = compute(PHOTO, 1, 0, False, DARK)
    np.testing.assert_array_equal(crop, PHOTO[-crop.shape[0] :, : crop.shape[1]])
    np.testing.assert_array_equal(compute(PHOTO, 1, 0, True, DARK), crop[:, ::-1])


def test_light_adds_the_axis_times_its_value():
    assert colour_axes(PHOTO)[0].argmax() == 2
    grey = np.full((32, 32, 3), 128, np.uint8)
    grey[0, 0], grey[1, 1] = (120, 128, 136), (136, 128, 120)
    made = compute(grey, 0, 0, False, np.array([0, 0, 3.0])).astype(int)
    axes = colour_axes(grey)
    np.testing.assert_array_equal(made[9, 9], np.round(128 + 255 * 3 * axes[0][2] * axes[1][:, 2]))


def test_the_controls_change_the_sentence_and_the_frame():
    panel = explorers.augmentation(PHOTO)
    assert "+0, +0, +0" in panel.shown.value
    panel.controls["axis 3"].value = 2.0
    panel.controls["right"].value = 1.0
    assert "+0, +0, +0" not in panel.shown.value
    assert "left:11.33%" in panel.shown.value


def test_it_refuses_what_is_no_picture():
    with pytest.raises(ValueError, match="16x16"):
        explorers.augmentation(PHOTO[:4])
