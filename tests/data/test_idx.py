"""MNIST and Fashion-MNIST are read from their files, and a stand-in never goes by their name."""

import gzip
import os

import needs
import numpy as np
import pytest

from course_utils import data
from course_utils.data import idx, registry


def packed(array: np.ndarray) -> bytes:
    """An array of bytes as a compressed IDX file."""
    shape = np.array(array.shape, ">u4").tobytes()
    return gzip.compress(bytes([0, 0, 8, array.ndim]) + shape + array.tobytes())


def like_mnist(images: int = 6, labels: int = 6) -> dict[str, bytes]:
    rng = np.random.default_rng(0)
    return {
        name: packed(rng.integers(0, 10, (images, 28, 28) if "images" in name else (labels,), np.uint8))
        for name in (file.name for file in registry.find("mnist").files)
    }


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """A function that puts files on a mirror."""

    def put(contents: dict[str, bytes]) -> None:
        for name, content in contents.items():
            (tmp_path / name).write_bytes(content)
        monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path))

    return put


@pytest.mark.parametrize(
    ("folder", "load"), [("mnist", data.load_mnist), ("fashion-mnist", data.load_fashion_mnist)]
)
def test_images_and_labels_are_those_of_the_files(enter, mirror, folder, load):
    contents = like_mnist()
    enter(folder, contents)
    mirror(contents)
    for split, start in (("train", 0), ("test", 2)):
        images, labels = load(split)
        expected = [gzip.decompress(content) for content in list(contents.values())[start : start + 2]]
        assert images.tobytes() == expected[0][16:]
        assert labels.astype(np.uint8).tobytes() == expected[1][8:]
        assert (images.dtype, images.shape, labels.dtype) == (np.uint8, (6, 28, 28), np.int64)


def test_what_was_loaded_and_where_from_is_printed(enter, mirror, capsys, tmp_path):
    contents = like_mnist()
    enter("mnist", contents)
    mirror(contents)
    loaded = data.load_mnist("test")
    assert loaded.source == f"the mirror {tmp_path}"
    line = f"MNIST (test): 6 images of 28x28 pixels in 10 classes, from the mirror {tmp_path}.\n"
    assert capsys.readouterr().out.replace("MNIST", "mnist") == line.replace("MNIST", "mnist")


def test_images_may_be_changed(enter, mirror):
    contents = like_mnist()
    enter("mnist", contents)
    mirror(contents)
    data.load_mnist().images[:] = 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no gzip",
        gzip.compress(b""),
        gzip.compress(b"\0\0\x08\x01\0\0\0\x05abc"),
        packed(np.zeros(9))[:-9],
    ],
    ids=["empty", "text", "nothing in it", "too short", "cut off"],
)
def test_a_file_that_is_no_idx_file_is_named(tmp_path, content):
    (tmp_path / "labels.gz").write_bytes(content)
    with pytest.raises(data.DataError, match=r"labels\.gz .*Remove it"):
        idx.read(tmp_path / "labels.gz")


def test_images_without_as_many_labels_are_refused(enter, mirror):
    contents = like_mnist(images=6, labels=5)
    enter("mnist", contents)
    mirror(contents)
    with pytest.raises(data.DataError, match="6 images have 5 labels"):
        data.load_mnist()


def test_without_a_fallback_no_mnist_is_an_error(enter):
    enter("mnist", like_mnist())
    with pytest.raises(data.NotAtHand, match=r"MNIST: train-images-idx3-ubyte\.gz is not in the cache"):
        data.load_mnist()


def test_the_stand_in_has_the_format_of_mnist_and_never_its_name(enter, capsys):
    enter("mnist", like_mnist())
    loaded = data.load_mnist("train", fallback="digits")
    images, labels = loaded
    assert (images.dtype, images.shape, labels.dtype) == (np.uint8, (1437, 28, 28), np.int64)
    assert not images[:, :4].any()  # MNIST's digits are 20 pixels high too
    assert loaded.name == "scikit-learn's digits, enlarged to 28x28, in place of MNIST"
    assert "MNIST is not at hand" in capsys.readouterr().out


def test_once_a_stand_in_was_used_the_other_split_is_one_too(enter, mirror):
    """Otherwise a network that comes back would mix two sets: trained on the one, tested on the other."""
    contents = like_mnist()
    enter("mnist", contents)
    data.load_mnist("train", fallback="digits")
    mirror(contents)
    assert "in place of MNIST" in data.load_mnist("test", fallback="digits").name


@pytest.mark.parametrize("wrong", [{"split": "val"}, {"fallback": "zeros"}])
def test_a_split_or_a_fallback_that_does_not_exist_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong.values()))):
        data.load_mnist(**wrong)


@needs.mnist
def test_mnist_itself_has_the_well_known_numbers(monkeypatch):
    monkeypatch.setenv("COURSE_DATA_MIRROR", needs.MIRROR)
    train, test = data.load_mnist("train"), data.load_mnist("test")
    assert (train.images.shape, test.images.shape) == ((60000, 28, 28), (10000, 28, 28))
    assert train.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert train.images.mean() / 255 == pytest.approx(0.1307, abs=1e-4)
    assert train.images.std() / 255 == pytest.approx(0.3081, abs=1e-4)
    assert np.bincount(test.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert os.listdir(os.environ["COURSE_DATA_HOME"]) == ["mnist"]
