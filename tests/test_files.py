"""A file is written whole or not at all."""

import errno
from pathlib import Path

import pytest

from course_utils.files import write_whole


def test_a_file_is_written_with_its_folder(tmp_path):
    path = tmp_path / "new" / "file"
    assert write_whole(path, "é")
    assert path.read_bytes() == "é".encode()
    assert write_whole(path, b"\0")
    assert path.read_bytes() == b"\0"


def test_an_equal_file_is_left_alone(tmp_path):
    path = tmp_path / "file"
    write_whole(path, "same")
    before = path.stat()
    assert not write_whole(path, "same")
    assert path.stat() == before


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_what_is_interrupted_leaves_the_old_file_and_nothing_else(step, tmp_path, monkeypatch):
    write_whole(tmp_path / "file", "old")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "file", "new")
    monkeypatch.undo()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "old"}


def test_a_full_disk_names_the_file(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=f"{tmp_path}/file"):
        write_whole(tmp_path / "file", "new")
