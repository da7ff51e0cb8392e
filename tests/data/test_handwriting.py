"""The digits are those of scikit-learn, as they are and enlarged."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from course_utils import data

README = (Path(__file__).parents[2] / "data" / "README.md").read_text(encoding="utf-8")


def test_digits_are_those_of_scikit_learn():
    datasets = pytest.importorskip("sklearn.datasets")
    pictures, labels = data.digits()
    known = datasets.load_digits()
    np.testing.assert_array_equal(pictures, known.images)
    np.testing.assert_array_equal(labels, known.target)
    assert (pictures.dtype, pictures.shape) == (np.uint8, (1797, 8, 8))


def test_digits_can_be_chosen():
    pictures, labels = data.digits(4, 9)
    assert set(labels) == {4, 9}
    assert len(pictures) == len(labels) == 361


@pytest.mark.parametrize("which", [(10,), (-1, 3), ("4",), (4.5,)])
def test_what_is_no_digit_is_refused(which):
    with pytest.raises(ValueError, match="from 0 to 9"):
        data.digits(*which)


def test_the_file_of_the_digits_has_the_hash_in_the_readme():
    sklearn = pytest.importorskip("sklearn")
    file = Path(sklearn.__file__).parent / "datasets" / "data" / "digits.csv.gz"
    assert hashlib.sha256(file.read_bytes()).hexdigest() in README


def test_the_set_of_digits_holds_the_same_digits_from_0_to_255():
    images, labels = data.load_digits()
    ink, expected = data.digits()
    np.testing.assert_array_equal(images, np.round(ink * (255 / 16)))
    np.testing.assert_array_equal(labels, expected)
    assert (images.dtype, images.max()) == (np.uint8, 255)


def test_enlarged_digits_are_the_digits_again_when_they_are_made_small():
    large, labels = data.load_digits(32)
    small, expected = data.load_digits(8)
    np.testing.assert_array_equal(labels, expected)
    assert large.shape == (1797, 32, 32)
    again = large.reshape(-1, 8, 4, 8, 4).mean((2, 4))
    assert np.abs(again - small.astype(float)).mean() < 20


def test_the_parts_are_the_whole_in_order():
    train, test, whole = (data.load_digits(split=split) for split in ("train", "test", "all"))
    np.testing.assert_array_equal(np.concatenate([train.images, test.images]), whole.images)
    assert (len(train.labels), len(test.labels)) == (1437, 360)


@pytest.mark.parametrize("wrong", [{"size": 28}, {"split": "val"}])
def test_a_size_or_a_split_that_does_not_exist_is_refused(wrong):
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        data.load_digits(**wrong)


def test_a_change_to_the_digits_does_not_change_the_next_ones():
    data.load_digits().images[:] = 0
    assert data.load_digits().images.any()
