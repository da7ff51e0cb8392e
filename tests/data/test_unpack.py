"""An archive is unpacked whole, into its own folder, or not at all."""

import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from course_utils.data import DataError
from course_utils.data.unpack import unpack

FILES = {"set/cats/1.jpg": b"a cat", "set/dogs/1.jpg": b"a dog"}


def tar_of(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for info, content in members:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.fixture
def tar(tmp_path: Path) -> Path:
    return tar_of(tmp_path / "set.tgz", *((tarfile.TarInfo(name), file) for name, file in FILES.items()))


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    return tmp_path / "set.zip"


@pytest.mark.parametrize("kind", ["tar", "packed"])
def test_what_was_packed_comes_out(request, tmp_path, kind):
    unpack([request.getfixturevalue(kind)], tmp_path / "out")
    found = {str(each.relative_to(tmp_path / "out")): each for each in (tmp_path / "out").rglob("*.jpg")}
    assert {name: each.read_bytes() for name, each in found.items()} == FILES


def test_several_archives_make_one_folder(tmp_path, tar):
    other = tar_of(tmp_path / "more.tgz", (tarfile.TarInfo("set/cats/2.jpg"), b"another"))
    unpack([tar, other], tmp_path / "out")
    assert len(list((tmp_path / "out").rglob("*.jpg"))) == 3


HOSTILE = {
    "a path out of the folder": (tarfile.TarInfo("../../escaped"), b"x"),
    "an absolute path": (tarfile.TarInfo("/tmp/escaped"), b"x"),
    "a path of another system": (tarfile.TarInfo("..\\escaped"), b"x"),
    "a drive": (tarfile.TarInfo("C:escaped"), b"x"),
    "a link": (special("link", tarfile.SYMTYPE, "/etc"), b""),
    "a hard link": (special("link", tarfile.LNKTYPE, "/etc/passwd"), b""),
    "a device": (special("device", tarfile.CHRTYPE), b""),
    "a pipe": (special("pipe", tarfile.FIFOTYPE), b""),
}


@pytest.mark.parametrize("member", HOSTILE.values(), ids=HOSTILE)
def test_what_leads_out_of_the_folder_is_refused_and_nothing_stays(tmp_path, member):
    archive = tar_of(tmp_path / "bad.tgz", (tarfile.TarInfo("set/cats/1.jpg"), b"a cat"), member)
    with pytest.raises(DataError, match=r"bad\.tgz was not unpacked: .*Do not use this file"):
        unpack([archive], tmp_path / "deep" / "out")
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["bad.tgz"]
    assert not (tmp_path / "deep" / "out").exists()


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(info, "/etc")
    with pytest.raises(DataError, match="is a link or a device"):
        unpack([tmp_path / "bad.zip"], tmp_path / "out")


def test_too_many_files_are_refused(tmp_path, tar):
    with pytest.raises(DataError, match="more than 1 files"):
        unpack([tar], tmp_path / "out", most_files=1)
    assert not (tmp_path / "out").exists()


def test_a_bomb_stops_early(tmp_path):
    bomb = tar_of(tmp_path / "bomb.tgz", (tarfile.TarInfo("zeros"), bytes(50_000_000)))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(DataError, match=r"or 0\.001 GB"):
        unpack([bomb], tmp_path / "out", most_bytes=1e6)
    assert [each.name for each in tmp_path.iterdir()] == ["bomb.tgz"]


@pytest.mark.parametrize("damage", ["cut off", "altered", "text", "empty"])
@pytest.mark.parametrize("kind", ["tar", "packed"])
def test_a_damaged_archive_is_named_and_leaves_nothing(request, tmp_path, kind, damage):
    archive = request.getfixturevalue(kind)
    content = archive.read_bytes()
    altered = content[:40] + bytes(each ^ 255 for each in content[40:60]) + content[60:]
    archive.write_bytes(
        {"cut off": content[: len(content) // 2], "altered": altered, "text": b"hello" * 99, "empty": b""}[
            damage
        ]
    )
    with pytest.raises(DataError, match=f"{archive.name} cannot be unpacked.*get it again"):
        unpack([archive], tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir()] == [archive.name]
