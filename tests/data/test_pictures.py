"""Pictures are as data/README.md and the lessons describe them, whatever file they come from."""

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from course_utils import data

README = (Path(__file__).parents[2] / "data" / "README.md").read_text(encoding="utf-8")


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
