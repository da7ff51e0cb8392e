"""The letters, the pieces of the X and the kernels are those of the lecture."""

import numpy as np
import pytest

from course_utils import data


def test_the_x_is_the_one_of_the_lecture():
    expected = -np.ones((9, 9))
    for i in range(1, 8):
        expected[i, i] = expected[i, 8 - i] = 1
    np.testing.assert_array_equal(data.letter_x(), expected)


def test_a_shifted_x_is_the_same_x_elsewhere():
    np.testing.assert_array_equal(data.letter_x(shift=(1, -1))[1:, :-1], data.letter_x()[:-1, 1:])


def test_a_quarter_turn_leaves_the_x_as_it_is():
    np.testing.assert_array_equal(data.letter_x(tilt=90), data.letter_x())


def test_a_positive_tilt_turns_the_x_anticlockwise():
    """The lower right arm then ends higher up: its end moves from (7, 7) to the right edge."""
    tilted = data.letter_x(size=21, tilt=25)
    rows, columns = np.nonzero(tilted[11:, 11:] > 0)
    assert columns.mean() > rows.mean()


@pytest.mark.parametrize("tilt", [5, 10, 20, 33, 45])
def test_a_tilted_x_has_no_gaps(tilt):
    from scipy.ndimage import label

    _, parts = label(data.letter_x(size=15, tilt=tilt) > 0, structure=np.ones((3, 3)))
    assert parts == 1


@pytest.mark.parametrize("letter", [data.letter_x, data.letter_o])
def test_thicker_letters_contain_the_thinner_ones_and_more(letter):
    thin, thick = letter() > 0, letter(thick=2) > 0
    assert (thin <= thick).all()
    assert thick.sum() > thin.sum()


@pytest.mark.parametrize("letter", [data.letter_x, data.letter_o])
def test_a_smaller_letter_does_not_touch_the_border(letter):
    small = letter(size=15, scale=0.5)
    assert (small > 0).any()
    assert (small[[0, 1, 2, -3, -2, -1]] < 0).all()


def test_the_o_is_a_closed_ring_around_an_empty_middle():
    from scipy.ndimage import label

    ring = data.letter_o()
    _, regions = label(ring < 0)
    assert ring[4, 4] == -1
    assert regions == 2


@pytest.mark.parametrize("wrong", [{"size": 2}, {"scale": 0}, {"thick": -1}])
def test_a_letter_that_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        data.letter_x(**wrong)


def test_the_features_are_the_three_pieces_of_the_x():
    falling, crossing, rising = data.features()
    assert falling.tolist() == [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
    assert crossing.tolist() == [[1, -1, 1], [-1, 1, -1], [1, -1, 1]]
    assert rising.tolist() == falling[:, ::-1].tolist()


def test_the_first_map_of_the_x_begins_with_the_numbers_of_the_lecture():
    from scipy.signal import correlate2d

    first = correlate2d(data.letter_x(), data.features()[0], mode="valid") / 9
    np.testing.assert_array_equal(first[0] * 9, [7, -1, 1, 3, 5, -1, 3])


@pytest.mark.parametrize(
    ("name", "total"),
    [("identity", 1), ("box", 1), ("emboss", 1), ("outline", 0), ("top Sobel", 0), ("left Sobel", 0)],
)
def test_a_named_kernel_keeps_or_removes_the_brightness_of_a_flat_area(name, total):
    kernel = data.kernels()[name]
    assert kernel.shape == (3, 3)
    assert kernel.sum() == pytest.approx(total)


def test_the_left_sobel_is_the_top_one_turned():
    zoo = data.kernels()
    np.testing.assert_array_equal(zoo["left Sobel"], zoo["top Sobel"].T)


def test_letters_are_half_x_half_o_and_a_seed_settles_them():
    pictures, labels = data.letters(50, seed=3, tilt=25, thick=2)
    assert (pictures.shape, labels.sum()) == ((50, 9, 9), 25)
    assert set(np.unique(pictures)) == {-1, 1}
    np.testing.assert_array_equal(data.letters(50, seed=3, tilt=25, thick=2)[0], pictures)
    assert (data.letters(50, seed=4, tilt=25, thick=2)[0] != pictures).any()


def test_letters_are_upright_and_thin_unless_asked():
    thin, labels = data.letters(40, seed=0)
    assert ((thin[labels == 1] > 0).sum((1, 2)) <= 13).all()  # two diagonals of at most 7 pixels
    bold, labels = data.letters(40, seed=0, thick=2.4)
    assert bold.sum() > thin.sum()


def test_x_or_o_is_a_set_of_the_same_letters():
    images, labels = data.load_x_or_o(50, seed=3)
    pictures, expected = data.letters(50, seed=3, tilt=25, thick=2)
    np.testing.assert_array_equal(images == 255, pictures > 0)
    np.testing.assert_array_equal(labels, expected)
    assert (images.dtype, labels.dtype) == (np.uint8, np.int64)
    assert data.load_x_or_o(4).classes == ("O", "X")
