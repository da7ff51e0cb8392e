"""A folder of pictures becomes a set, once; a wrong folder or a broken picture is named."""

import shutil
import tarfile
from pathlib import Path

import needs
import numpy as np
import pytest
from PIL import Image

from course_utils import data
from course_utils.data import decoding, folder, listing


def paint(path: Path, colour: tuple[int, int, int], size: tuple[int, int] = (40, 30)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)
    return path


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """Ten red cats and ten blue dogs."""
    for number in range(10):
        paint(tmp_path / f"pets/cats/{number}.png", (200 + number, 0, 0))
        paint(tmp_path / f"pets/dogs/{number}.png", (0, 0, 200 + number))
    return tmp_path / "pets"


@pytest.fixture
def in_parts(tmp_path: Path) -> Path:
    """The same in train/ and val/, in a folder of their own, as in an archive."""
    for part, count in (("train", 3), ("val", 2)):
        for number in range(count):
            paint(tmp_path / f"top/pets/{part}/cats/{number}.png", (200, 0, 0))
            paint(tmp_path / f"top/pets/{part}/dogs/deeper/{number}.JPG", (0, 0, 200))
    return tmp_path / "top"


def test_each_class_gives_a_fifth_of_its_files_for_testing(pets):
    train, test = (data.load_folder(pets, 8, split) for split in ("train", "test"))
    assert train.classes == ("cats", "dogs")
    assert (np.bincount(train.labels).tolist(), np.bincount(test.labels).tolist()) == ([8, 8], [2, 2])
    colours = {tuple(image[0, 0]) for images in (train.images, test.images) for image in images}
    assert len(colours) == 20  # each file is in one of the two


def test_the_images_have_their_labels_and_the_size_asked_for(pets):
    images, labels = data.load_folder(pets, 8)
    assert (images.dtype, images.shape, labels.dtype) == (np.uint8, (16, 8, 8, 3), np.int64)
    assert (images[labels == 0, :, :, 0] >= 200).all()
    assert (images[labels == 1, :, :, 2] >= 200).all()


def test_parts_are_found_below_one_other_folder(in_parts):
    train, test = (data.load_folder(in_parts, 8, split) for split in ("train", "test"))
    assert (len(train.labels), len(test.labels)) == (6, 4)
    assert train.labels.tolist() == [0, 0, 0, 1, 1, 1]


def test_a_class_without_test_pictures_does_not_shift_the_labels_of_the_others(in_parts):
    paint(in_parts / "pets/train/ants/1.png", (0, 99, 0))
    paint(in_parts / "pets/val/ants/1.png", (0, 99, 0))
    test = data.load_folder(in_parts, 8, "test")
    assert test.classes == ("ants", "cats", "dogs")
    assert test.labels.tolist() == [0, 1, 1, 2, 2]
    shutil.rmtree(in_parts / "pets/train/ants")
    with pytest.raises(data.DataError, match="a class that the training part does not have: ants"):
        data.load_folder(in_parts, 8, "test")


def test_pictures_are_decoded_once_and_again_when_a_file_changes(pets, monkeypatch):
    first = data.load_folder(pets, 8)
    with monkeypatch.context() as patched:
        patched.setattr(folder, "decode_all", None)
        np.testing.assert_array_equal(data.load_folder(pets, 8).images, first.images)
    for each in pets.rglob("*.png"):
        paint(each, (1, 2, 3), (50, 50))
    assert set(data.load_folder(pets, 8).images.ravel()) == {1, 2, 3}


def test_a_damaged_file_of_decoded_images_is_made_again(pets, home):
    first = data.load_folder(pets, 8)
    [kept] = home.rglob("*.npz")
    whole = kept.read_bytes()
    for damaged in (whole[:1000], b"", whole[:300] + bytes([whole[300] ^ 1]) + whole[301:]):
        kept.write_bytes(damaged)
        np.testing.assert_array_equal(data.load_folder(pets, 8).images, first.images)
        assert kept.read_bytes() == whole


def test_without_a_cache_pictures_are_decoded_each_time(pets, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSE_DATA_HOME", str(tmp_path / "file/home"))
    assert len(data.load_folder(pets, 8).images) == 16
    assert "the images are decoded each time" in capsys.readouterr().out


def test_an_archive_or_a_folder_of_archives_is_unpacked_first(pets, tmp_path, home):
    (tmp_path / "archives").mkdir()
    with tarfile.open(tmp_path / "archives/pets.tgz", "w:gz") as tar:
        tar.add(pets, "pets")
    for path in (tmp_path / "archives/pets.tgz", tmp_path / "archives"):
        np.testing.assert_array_equal(data.load_folder(path, 8).images, data.load_folder(pets, 8).images)


def test_an_archive_that_cannot_be_unpacked_anywhere_is_told_with_what_to_do(pets, tmp_path, monkeypatch):
    with tarfile.open(tmp_path / "pets.tgz", "w:gz") as tar:
        tar.add(pets, "pets")
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSE_DATA_HOME", str(tmp_path / "file/home"))
    with pytest.raises(
        data.DataError, match=r"the contents of pets\.tgz cannot be written to .*Set COURSE_DATA_HOME"
    ):
        data.load_folder(tmp_path / "pets.tgz", 8)


def test_a_broken_picture_is_named_and_nothing_is_kept(pets, home):
    broken = [listing.listing(pets, split).files[0] for split in ("train", "test")]
    broken[0].write_bytes(broken[0].read_bytes()[:50])
    broken[1].write_text("this is no picture")
    for split, file in zip(("train", "test"), broken, strict=True):
        with pytest.raises(data.DataError, match=r"1 of .* pictures cannot be read") as error:
            data.load_folder(pets, 8, split)
        assert str(file) in str(error.value)
        assert "Replace or remove these files" in str(error.value)
    assert list(home.rglob("*.npz")) == []


def test_of_many_broken_pictures_some_are_named_and_the_rest_counted(pets):
    for each in pets.rglob("*.png"):
        each.write_bytes(b"")
    with pytest.raises(data.DataError, match=r"16 of 16 pictures .*(\n.*){6}and 11 more"):
        data.load_folder(pets, 8)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ([], "holds no folders"),
        (["1.png", "2.png"], "holds pictures, but no folder for each class"),
        (["cats/1.png", "cats/2.png"], "has one class alone, cats"),
        (["cats/1.png", "cats/2.png", "dogs/note.txt"], "dogs has no pictures for train"),
        (["train/cats/1.png", "train/dogs/1.png"], None),
    ],
)
def test_a_folder_of_another_layout_is_told_what_it_holds(tmp_path, inside, said):
    top = tmp_path / "mine"
    top.mkdir()
    for name in inside:
        paint(top / name, (1, 2, 3)) if name.endswith("png") else (top / name).parent.mkdir(parents=True)
    if said is None:
        assert len(data.load_folder(top, 8).labels) == 2
        with pytest.raises(data.DataError, match="has train/, but nothing for test"):
            data.load_folder(top, 8, "test")
    else:
        with pytest.raises(data.DataError, match=said):
            data.load_folder(top, 8)


def test_a_folder_that_is_not_there_is_told_with_the_layout(tmp_path):
    with pytest.raises(data.DataError, match=r"there is no folder .*Expected is a folder for each class"):
        data.load_folder(tmp_path / "nowhere")


@pytest.mark.parametrize("wrong", [{"size": 0}, {"size": 5000}, {"split": "val"}])
def test_a_size_or_a_split_that_cannot_be_is_refused(pets, wrong):
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        data.load_folder(pets, **wrong)


RED = (200, 30, 30)
KINDS = {
    "grey": Image.new("L", (40, 30), 99),
    "black and white": Image.new("1", (40, 30), 1),
    "palette": Image.new("RGB", (40, 30), RED).convert("P"),
    "transparent": Image.new("RGBA", (40, 30), (*RED, 0)),
    "16 bits": Image.fromarray(np.linspace(0, 60000, 1200).reshape(30, 40).astype(np.uint16)),
    "one pixel": Image.new("RGB", (1, 1), RED),
    "a line": Image.new("RGB", (3000, 1), RED),
}


@pytest.mark.parametrize("picture", KINDS.values(), ids=KINDS)
def test_a_picture_of_any_kind_and_shape_fills_its_square(tmp_path, picture):
    picture.save(tmp_path / "odd.png")
    image = decoding.decode(tmp_path / "odd.png", 16)
    assert (image.dtype, image.shape) == (np.uint8, (16, 16, 3))


def test_cmyk_becomes_red_green_and_blue(tmp_path):
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(tmp_path / "print.jpg")
    red, green, blue = decoding.decode(tmp_path / "print.jpg", 16)[8, 8].astype(int)
    assert red > 150 > 100 > max(green, blue)


def test_a_picture_keeps_its_middle_and_is_not_squeezed(tmp_path):
    wide = np.zeros((20, 60, 3), np.uint8)
    wide[:, 20:40] = 255  # the middle third is white
    Image.fromarray(wide).save(tmp_path / "wide.png")
    assert (decoding.decode(tmp_path / "wide.png", 10)[:, 1:-1] == 255).all()


def test_a_picture_that_is_too_large_to_be_meant_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    path = paint(tmp_path / "huge.png", RED)
    with pytest.raises(data.DataError, match=r"huge\.png .*exceeds limit"):
        decoding.decode_all([path], 16, "one")


def test_more_pictures_than_the_memory_holds_are_refused_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(decoding, "memory", lambda: 1e9)
    with pytest.raises(data.DataError, match=r"need 1\.5 GB .* has 1\.0 GB\. Take a smaller size"):
        decoding.decode_all([tmp_path / "1.png"] * 10_000, 224, "many")


def test_pictures_come_in_the_order_of_their_paths(tmp_path):
    paths = [paint(tmp_path / f"{number}.png", (number, 0, 0)) for number in range(200)]
    assert decoding.decode_all(paths, 2, "many")[:, 0, 0, 0].tolist() == list(range(200))


def test_imagenettes_classes_have_english_names(tmp_path, enter, monkeypatch):
    for part in ("train", "val"):
        for number, name in enumerate(folder.WORDNET):
            paint(tmp_path / f"imagenette2-160/{part}/{name}/1.png", (number, 0, 0))
    with tarfile.open(tmp_path / "imagenette2-160.tgz", "w:gz") as tar:
        tar.add(tmp_path / "imagenette2-160", "imagenette2-160")
    enter("imagenette-160", {"imagenette2-160.tgz": (tmp_path / "imagenette2-160.tgz").read_bytes()})
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path))
    loaded = data.load_imagenette(16, "test")
    assert loaded.classes[0] == "tench"
    assert loaded.images[:, 0, 0, 0].tolist() == list(range(10))
    assert loaded.source == f"the mirror {tmp_path}"
    monkeypatch.delenv("COURSE_DATA_MIRROR")
    assert "the cache" in data.load_imagenette(16, "test").source
    assert "the cache" in data.load_imagenette(16, "train").source


@pytest.mark.slow
@needs.cifar10_jpeg
def test_the_jpeg_archives_are_a_folder_of_images_under_its_own_name(monkeypatch):
    monkeypatch.setenv("COURSE_DATA_MIRROR", needs.MIRROR)
    loaded = data.load_cifar10_jpeg(32, "test")
    assert loaded.images.shape == (10000, 32, 32, 3)
    assert np.bincount(loaded.labels).tolist() == [1000] * 10
    assert "not the official set" in loaded.name
    with pytest.raises(data.NotAtHand, match=r"cifar-10-python\.tar\.gz"):
        data.load_cifar10()


def test_a_listing_has_another_key_for_another_size(pets):
    listed = listing.listing(pets, "train")
    assert listed.key(8) != listed.key(9)
