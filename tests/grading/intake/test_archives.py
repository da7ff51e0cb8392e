"""A ZIP archive is unpacked so that nothing in it can do harm, and says why where it is not."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from course_utils.grading.intake import archives
from course_utils.grading.intake.archives import Bounds, Unpacked
from course_utils.grading.intake.layouts import NothingHandedIn, handed_in
from course_utils.grading.intake.refusal import Sizes

CHAPTER = "02_edges"
GOOD = "Anna Müller_12345_assignsubmission_file/02_edges.ipynb"


def packed(path: Path, entries) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in entries:
            archive.writestr(name, contents)
    return path


@pytest.fixture
def unpack(tmp_path):
    """Unpacks entries, looks at the files, and asserts that nothing was written elsewhere."""

    def run(entries, /, **bounds) -> tuple[Unpacked, dict[str, int]]:
        entries = [("ok/mine.ipynb", "{}"), *entries]
        place = entries if isinstance(entries, Path) else packed(tmp_path / "in.zip", entries)
        before = {path for path in tmp_path.rglob("*") if "scratch" not in path.parts}
        with archives.opened(place, tmp_path / "scratch", Sizes(file=1000), Bounds(**bounds)) as unpacked:
            files = {
                str(path.relative_to(unpacked.folder)): path.stat().st_size
                for path in unpacked.folder.rglob("*")
                if not path.is_dir()
            }
            assert not any(path.is_symlink() for path in unpacked.folder.rglob("*"))
        assert not (tmp_path / "scratch").exists()
        assert {path for path in tmp_path.rglob("*") if "scratch" not in path.parts} == before | {place}
        assert files.pop("ok/mine.ipynb") == 2
        return unpacked, files

    return run


def entry(name: str, *, mode: int = 0, encrypted: bool = False) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def test_a_platforms_archive_becomes_folders_without_what_systems_add(unpack):
    found, files = unpack([(GOOD, "{}"), ("__MACOSX/x", "x"), ("ok/._mine.ipynb", "x"), ("ok/empty/", "")])
    assert (files, found.refused) == ({GOOD: 2}, {})


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("../../evil.ipynb", "has a path that leads out of the archive"),
        ("a/../../evil.ipynb", "has a path that leads out of the archive"),
        ("/etc/evil.ipynb", "has a path that leads out of the archive"),
        ("..\\evil.ipynb", "has a path that leads out of the archive"),
        ("C:\\evil.ipynb", "has a path that leads out of the archive"),
        (entry("a/link.ipynb", mode=stat.S_IFLNK | 0o777), "is a link or a device in the archive"),
        (entry("a/pipe.ipynb", mode=stat.S_IFIFO | 0o777), "is a link or a device in the archive"),
        ("x" * 300 + "/a.ipynb", "cannot be unpacked: File name too long"),
        ("ok/mine.ipynb/below.ipynb", "has the name of another file in the archive"),
    ],
)
def test_what_could_do_harm_is_left_out_with_its_cause(unpack, name, cause):
    found, files = unpack([(name, "/etc/passwd")])
    assert (files, list(found.refused.values())) == ({}, [cause])


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_entries_of_one_name_the_first_stays(unpack):
    found, files = unpack([("a/a.ipynb", "1"), ("a/a.ipynb", "22")])
    assert files == {"a/a.ipynb": 1}
    assert found.refused == {"a/a.ipynb": "has the name of another file in the archive"}


def test_a_file_that_is_too_large_takes_no_room(unpack):
    _, files = unpack([("bomb/a.ipynb", bytes(10**7))])
    assert files == {"bomb/a.ipynb": 10**7}, "the intake refuses it by its size, which is a hole on the disk"


def test_an_archive_of_too_much_is_not_unpacked(unpack):
    with pytest.raises(NothingHandedIn, match=r"in.zip would unpack to 3 files of 0.0 GB, more"):
        unpack([("a", "1"), ("b", "2")], entries=2)
    with pytest.raises(NothingHandedIn, match="If you trust it, unpack it yourself, and name the folder"):
        unpack([(f"{number}.ipynb", bytes(1000)) for number in range(20)], total=10_000)


def test_names_in_utf_8_that_do_not_say_so_are_read(unpack, tmp_path, monkeypatch):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("ok/mine.ipynb", "{}")
        archive.writestr(GOOD, "{}")
    data = stream.getvalue()
    flagged, plain = struct.pack("<H", 0x800), struct.pack("<H", 0)
    assert data.count(flagged) >= 2
    (tmp_path / "raw.zip").write_bytes(data.replace(b"\x14\x00" + flagged, b"\x14\x00" + plain))
    with archives.opened(tmp_path / "raw.zip", tmp_path / "scratch", Sizes()) as unpacked:
        assert [one.name for one in handed_in(unpacked.folder, CHAPTER)] == ["Anna Müller", ""]


def test_damaged_entries_are_named_and_the_others_are_unpacked(tmp_path):
    place = packed(tmp_path / "in.zip", [("a/a.ipynb", "a" * 500), ("b/b.ipynb", "{}")])
    data = bytearray(place.read_bytes())
    data[data.index(b"a/a.ipynb") + 9] ^= 0xFF
    place.write_bytes(data)
    with archives.opened(place, tmp_path / "scratch", Sizes()) as unpacked:
        assert [path.name for path in unpacked.folder.rglob("*.ipynb")] == ["b.ipynb"]
    assert unpacked.refused == {"a/a.ipynb": "is damaged in the archive: download it again"}


@pytest.mark.parametrize("contents", [b"", b"PK\x03\x04", b"<html>", bytes(100)])
def test_what_is_no_archive_is_said(contents, tmp_path):
    (tmp_path / "in.zip").write_bytes(contents)
    with (
        pytest.raises(NothingHandedIn, match=r"in.zip is not a ZIP archive, or it is damaged"),
        archives.opened(tmp_path / "in.zip", tmp_path / "scratch", Sizes()),
    ):
        pass
