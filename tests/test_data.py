"""The pictures are as data/README.md and the lessons describe them."""

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from course_utils import data

README = (Path(__file__).parents[1] / "data" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", data.PHOTOGRAPHS)
def test_a_photograph_is_uint8_colour(name):
    photo = data.photograph(name)
    assert (photo.dtype, photo.shape) == (np.uint8, (427, 640, 3))


@pytest.mark.parametrize("name", data.PHOTOGRAPHS)
def test_the_file_of_a_photograph_has_the_hash_in_the_readme(name):
    sklearn = pytest.importorskip("sklearn")
    picture = Path(sklearn.__file__).parent / "datasets" / "images" / f"{name}.jpg"
    (stated,) = re.findall(rf"\| `{name}\.jpg` .*`([0-9a-f]{{64}})`", README)
    assert hashlib.sha256(picture.read_bytes()).hexdigest() == stated


def test_a_change_to_a_photograph_does_not_change_the_next_one():
    data.photograph("china")[:] = 0
    assert data.photograph("china").any()


@pytest.mark.parametrize("name", ["China", "lena", "", None])
def test_an_unknown_photograph_is_refused_with_the_names_that_exist(name):
    with pytest.raises(ValueError, match='There are "china" and "flower"'):
        data.photograph(name)


TALL = np.tile(
    np.array([[[250, 20, 20]], [[20, 20, 250]]], np.uint8).repeat(45, axis=0), (1, 40, 1)
)  # red, blue


@pytest.mark.parametrize("kind", ["jpg", "png", "gif", "webp", "tiff", "bmp"])
def test_a_picture_file_of_any_common_kind_is_read_in_colour(tmp_path, kind):
    Image.fromarray(TALL).save(tmp_path / f"mine.{kind}")
    read = data.picture(tmp_path / f"mine.{kind}")
    assert (read.shape, read.dtype) == ((90, 40, 3), np.uint8)
    assert abs(read[5, 5].astype(int) - TALL[5, 5]).max() < 15


def test_a_large_picture_is_scaled_down_and_a_turned_one_is_set_upright(tmp_path):
    turned = Image.Exif()
    turned[0x0112] = 6  # as telephones write it: to be shown turned by 90 degrees
    Image.new("RGB", (2000, 1000)).save(tmp_path / "mine.jpg", exif=turned)
    assert data.picture(tmp_path / "mine.jpg").shape == (640, 320, 3)


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Image.new("RGBA", (40, 40), (200, 0, 0, 0)), 255),
        (Image.new("L", (40, 40), 70), 70),
        (Image.new("1", (40, 40), 1), 255),
    ],
    ids=["transparent becomes white", "grey", "black and white"],
)
def test_a_picture_without_three_colours_gets_them(tmp_path, picture, expected):
    picture.save(tmp_path / "mine.png")
    assert (data.picture(tmp_path / "mine.png") == expected).all()


def test_a_picture_of_16_bits_is_stretched_to_8(tmp_path):
    ramp = np.linspace(1000, 60000, 1600).reshape(40, 40).astype(np.uint16)
    Image.fromarray(ramp).save(tmp_path / "mine.png")
    read = data.picture(str(tmp_path / "mine.png"))
    assert (read.min(), read.max()) == (0, 255)
    assert len(np.unique(read)) > 200


def test_a_missing_picture_is_told_with_the_files_that_are_there(tmp_path):
    (tmp_path / "cat.jpeg").write_bytes(b"")
    with pytest.raises(FileNotFoundError, match=r"no file '.*cat\.jpg'. Its folder holds: cat\.jpeg"):
        data.picture(tmp_path / "cat.jpg")


@pytest.mark.parametrize("content", [b"", b"a letter to my aunt", b"\xff\xd8\xff\xe0 half a JPEG"])
def test_a_file_that_is_no_picture_is_refused(tmp_path, content):
    (tmp_path / "mine.jpg").write_bytes(content)
    with pytest.raises(ValueError, match=r"mine\.jpg cannot be read as a picture .*JPEG and PNG always work"):
        data.picture(tmp_path / "mine.jpg")


def test_a_picture_that_is_cut_off_is_refused(tmp_path):
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (99, 99, 3), np.uint8)).save(
        tmp_path / "mine.png"
    )
    (tmp_path / "mine.png").write_bytes((tmp_path / "mine.png").read_bytes()[:9000])
    with pytest.raises(ValueError, match="cannot be read as a picture"):
        data.picture(tmp_path / "mine.png")


def test_a_picture_that_is_too_small_is_refused(tmp_path):
    Image.new("RGB", (900, 4)).save(tmp_path / "mine.png")
    with pytest.raises(ValueError, match="too small or too narrow"):
        data.picture(tmp_path / "mine.png")


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
