"""CIFAR-10 is read from its official archive, and what it pickles can call nothing."""

import io
import pickle
import struct
import tarfile

import numpy as np
import pytest

from course_utils import data
from course_utils.data import cifar


def python_2(rows: np.ndarray, labels: list[int]) -> bytes:
    """Pickle a batch as Python 2 and its NumPy did: texts are bytes, and an array is rebuilt from bytes."""

    def text(value: bytes) -> bytes:
        return b"T" + struct.pack("<i", len(value)) + value

    def number(value: int) -> bytes:
        return b"J" + struct.pack("<i", value)

    dtype = b"cnumpy\ndtype\n" + text(b"u1") + number(0) + number(1) + b"\x87R"
    dtype += b"(" + number(3) + text(b"|") + b"NNN" + number(-1) + number(-1) + number(0) + b"tb"
    array = (
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n" + number(0) + b"\x85" + text(b"b") + b"tR"
    )
    state = b"(" + number(1) + b"(" + number(len(rows)) + number(3072) + b"t" + dtype + b"\x89"
    array += state + text(rows.tobytes()) + b"tb"
    listed = b"(" + b"".join(map(number, labels)) + b"l"
    return b"\x80\x02}(" + text(b"data") + array + text(b"labels") + listed + b"u."


def archive_of(batches: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in batches.items():
            info = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()


ROWS = np.random.default_rng(0).integers(0, 256, (12, 3072), np.uint8)
LABELS = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
NAMES = (*cifar.BATCHES["train"], *cifar.BATCHES["test"])


@pytest.fixture
def mirrored(enter, tmp_path, monkeypatch):
    """A mirror with six batches of two images each."""
    parts = (slice(2 * number, 2 * number + 2) for number in range(6))
    content = archive_of(
        {name: python_2(ROWS[at], LABELS[at]) for name, at in zip(NAMES, parts, strict=True)}
    )
    enter("cifar-10", {"cifar-10-python.tar.gz": content})
    (tmp_path / "cifar-10-python.tar.gz").write_bytes(content)
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path))


def test_the_images_are_the_rows_with_the_channels_last(mirrored):
    images, labels = data.load_cifar10()
    assert (images.dtype, images.shape, labels.dtype) == (np.uint8, (10, 32, 32, 3), np.int64)
    np.testing.assert_array_equal(images.transpose(0, 3, 1, 2).reshape(10, 3072), ROWS[:10])
    assert labels.tolist() == LABELS[:10]
    assert data.load_cifar10("test").labels.tolist() == LABELS[10:]


def test_the_second_time_the_decoded_images_are_read(mirrored, monkeypatch):
    first = data.load_cifar10()
    monkeypatch.setattr(cifar, "read", None)
    np.testing.assert_array_equal(data.load_cifar10().images, first.images)


def test_an_archive_without_a_batch_is_refused(tmp_path):
    (tmp_path / "some.tar.gz").write_bytes(archive_of({"data_batch_1": python_2(ROWS, LABELS)}))
    with pytest.raises(data.DataError, match="has no data_batch_2, data_batch_3"):
        cifar.read(tmp_path / "some.tar.gz", "train")


def test_a_pickle_that_would_call_something_is_refused(tmp_path):
    class Evil:
        def __reduce__(self):
            return print, ("called",)

    (tmp_path / "evil.tar.gz").write_bytes(archive_of({"test_batch": pickle.dumps(Evil())}))
    with pytest.raises(data.DataError, match="print, which has no place in it"):
        cifar.read(tmp_path / "evil.tar.gz", "test")


def test_a_split_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="val"):
        data.load_cifar10("val")
