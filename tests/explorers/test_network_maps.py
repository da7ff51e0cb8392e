"""Layer by layer, the explorer shows what a network makes of a picture."""

import numpy as np
import pytest

from course_utils import explorers
from course_utils.explorers.network_maps import CELL, MOST, SIDE, compute, laid_out


class Double:
    def forward(self, x):
        return 2 * x


class Rows:
    def forward(self, x):
        return x.reshape(len(x), -1)


class Network:
    layers = (Double(), Rows())


IMAGES = np.arange(24.0).reshape(2, 1, 3, 4)


def test_each_layer_takes_what_the_one_before_gave():
    seen = compute(Network, IMAGES[1])
    assert [each.layer for each in seen] == ["the picture", "Double", "Rows"]
    np.testing.assert_array_equal(seen[2].output, 2 * IMAGES[1].ravel())


def test_every_picture_and_layer_can_be_shown():
    shown = explorers.network_maps(Network, IMAGES, np.array([3, 7]))
    for number in (0, 1):
        for layer in (0, 1, 2):
            shown.controls["picture"].value, shown.controls["layer"].value = number, layer
            assert f"This is a {(3, 7)[number]}, read as a 11" in shown.shown.value
    assert "Rows: 12 numbers" in shown.shown.value


def test_each_of_a_few_numbers_has_its_place_as_caption():
    shown = explorers.network_maps(Network, IMAGES, np.array([3, 7]))
    shown.controls["layer"].value = 2
    assert all(f">{digit}</figcaption>" in shown.shown.value for digit in range(12))


def test_maps_are_large_few_numbers_are_small_and_many_are_a_row():
    for shape, laid in (((5, 4, 4), ((5, 4, 4), SIDE)), ((10,), ((10, 1, 1), CELL)), ((MOST + 1,), None)):
        maps, side = laid_out(np.zeros(shape))
        assert (maps.shape, side) == (laid or ((1, 1, MOST + 1), 8 * SIDE))


@pytest.mark.parametrize(("images", "labels"), [(IMAGES[0], [1]), (IMAGES[:0], []), (IMAGES, [1])])
def test_pictures_without_labels_are_refused(images, labels):
    with pytest.raises(ValueError, match="N labels"):
        explorers.network_maps(Network, images, np.array(labels))
