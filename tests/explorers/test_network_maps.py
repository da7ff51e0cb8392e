"""Layer by layer, the explorer shows what a network makes of a picture."""

import numpy as np
import pytest

from course_utils import explorers
from course_utils.explorers.network_maps import compute


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


@pytest.mark.parametrize(("images", "labels"), [(IMAGES[0], [1]), (IMAGES[:0], []), (IMAGES, [1])])
def test_pictures_without_labels_are_refused(images, labels):
    with pytest.raises(ValueError, match="N labels"):
        explorers.network_maps(Network, images, np.array(labels))
