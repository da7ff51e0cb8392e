"""The coloured digits are those of scikit-learn, each on a piece of a photograph."""

import numpy as np
import pytest

from course_utils import data


def test_the_sets_have_the_digits_and_their_own_name():
    train, test = data.load_coloured_digits(24, "train"), data.load_coloured_digits(24, "test")
    assert (train.images.shape, test.images.shape) == ((1437, 24, 24, 3), (360, 24, 24, 3))
    np.testing.assert_array_equal(np.r_[train.labels, test.labels], data.digits()[1])
    assert train.name == "scikit-learn's digits on pieces of two photographs"
    np.testing.assert_array_equal(train.images, data.load_coloured_digits(24, "train").images)


def test_a_digit_can_be_told_from_its_paper():
    """Where the ink is full, the brightness differs from that of the corners."""
    images = data.load_coloured_digits(32, "test").images.mean(3)
    ink = data.digits()[0][-360:].max((1, 2)) == 16
    corners = images[:, :2, :2].mean((1, 2))
    assert np.median(np.abs(images - corners[:, None, None]).max((1, 2))[ink]) > 60


def test_another_split_is_refused():
    with pytest.raises(ValueError, match="no split 'all'"):
        data.load_coloured_digits(24, "all")
