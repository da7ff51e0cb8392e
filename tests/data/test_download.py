"""A file comes from the cache, a mirror or a host: whole and right, or not at all."""

import dataclasses
import gzip
import hashlib
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from course_utils.data import DataError, NotAtHand, download, hosts

CONTENT = random.Random(0).randbytes(300_000)
NAME = "images.gz"


def fetch(entry):
    [found] = download.fetch(entry)
    return found


def start(asked: str | None) -> int:
    """Where a request for a part of the file starts."""
    return int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0


def left_in(home: Path) -> list[str]:
    return sorted(each.name for each in home.rglob("*") if each.is_file() and not each.name.endswith(".lock"))


def test_the_first_time_a_host_is_asked_and_the_second_time_no_one(enter, host, home):
    entry = enter("set", {NAME: CONTENT}, host.address)
    host.gives(NAME, CONTENT)
    first, second = fetch(entry), fetch(entry)
    assert (first.source, second.source) == ("the host 127.0.0.1", f"the cache ({home / 'set'})")
    assert second.path.read_bytes() == CONTENT
    assert len(host.asked) == 1
    assert left_in(home) == [NAME]


@pytest.mark.parametrize("folder", ["", "set"])
def test_a_folder_that_is_a_mirror_comes_before_the_hosts(enter, host, tmp_path, monkeypatch, folder):
    entry = enter("set", {NAME: CONTENT}, host.address)
    mirror = tmp_path / "mirror"
    (mirror / folder).mkdir(parents=True)
    (mirror / folder / NAME).write_bytes(CONTENT)
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(mirror))
    found = fetch(entry)
    assert (found.source, found.path.read_bytes()) == (f"the mirror {mirror}", CONTENT)
    assert host.asked == []


def test_an_address_can_be_a_mirror(enter, host, monkeypatch):
    entry = enter("set", {NAME: CONTENT})
    host.gives(f"set/{NAME}", CONTENT)
    monkeypatch.setenv("COURSE_DATA_MIRROR", f"{host.address}/")
    assert fetch(entry).source == f"the mirror {host.address}"


def test_another_file_on_the_mirror_is_not_taken(enter, host, tmp_path, monkeypatch):
    entry = enter("set", {NAME: CONTENT}, host.address)
    (tmp_path / NAME).write_bytes(b"of another set")
    host.gives(NAME, CONTENT)
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path))
    found = fetch(entry)
    assert (found.source, found.path.read_bytes()) == ("the host 127.0.0.1", CONTENT)


def test_a_copy_that_was_compressed_again_is_right(enter, tmp_path, monkeypatch):
    entry = enter("set", {NAME: gzip.compress(b"digits", 9)})
    honest = dataclasses.replace(entry.files[0], content=hashlib.sha256(b"digits").hexdigest())
    (tmp_path / NAME).write_bytes(gzip.compress(b"digits", 1, mtime=1))
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path))
    assert gzip.decompress(download.fetch_file(entry, honest).path.read_bytes()) == b"digits"


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        ("web page", "it answered with a web page, and not data: often the login page of a network"),
        ("unnamed web page", "it is a web page, and not data"),
        ("missing", "it answered 404"),
        ("altered", "its SHA-256 is [0-9a-f]{64}, and [0-9a-f]{64} was expected"),
        ("endless", "it sends more than the 300,000 bytes that were expected"),
        ("hangs at once", "it did not answer for 0.3 seconds"),
        (50_000, r"the connection broke after [0-9]{3},[0-9]{3} of 300,000 bytes"),
    ],
)
def test_a_bad_host_is_named_with_its_fault_and_the_next_one_is_asked(
    enter, host, home, monkeypatch, manner, said
):
    monkeypatch.setattr(hosts, "SILENCE", 0.3)
    entry = enter("set", {NAME: CONTENT}, host.address)
    host.gives(NAME, CONTENT, manner)
    with pytest.raises(NotAtHand, match=said) as error:
        fetch(entry)
    assert f"{host.address}/{NAME}" in str(error.value)
    assert "Look at the network, and run this again" in str(error.value)
    assert [name for name in left_in(home) if not name.endswith(".part")] == []

    host.gives(f"good/{NAME}", CONTENT)
    entry = enter("set", {NAME: CONTENT}, host.address, f"{host.address}/good")
    assert fetch(entry).path.read_bytes() == CONTENT
    assert left_in(home) == [NAME]


def test_a_certificate_that_is_not_accepted_is_told(enter, host):
    entry = enter("set", {NAME: CONTENT}, host.address.replace("http:", "https:"))
    with pytest.raises(NotAtHand, match="its certificate was not accepted"):
        fetch(entry)


def test_a_proxy_that_lets_nothing_through_is_told(enter, host, monkeypatch):
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # nobody listens there
    with pytest.raises(NotAtHand, match="the network's proxy did not let it through"):
        fetch(enter("set", {NAME: CONTENT}, "http://data.example.org"))


def test_a_host_that_hangs_in_the_middle_is_left_for_the_next_which_goes_on_there(enter, host, monkeypatch):
    monkeypatch.setattr(hosts, "SILENCE", 0.3)
    entry = enter("set", {NAME: CONTENT}, host.address, f"{host.address}/good")
    host.gives(NAME, CONTENT, "hangs", "hangs at once")
    host.gives(f"good/{NAME}", CONTENT)
    assert fetch(entry).path.read_bytes() == CONTENT
    assert host.asked[-1][0] == f"good/{NAME}"
    assert 0 < start(host.asked[-1][1]) <= 150_000


def test_a_broken_line_is_taken_up_where_it_broke(enter, host):
    entry = enter("set", {NAME: CONTENT}, host.address)
    host.gives(NAME, CONTENT, 100_000, 100_000, "well")
    assert fetch(entry).path.read_bytes() == CONTENT
    first, second, third = (start(asked) for _, asked in host.asked)
    assert 0 == first < second <= 100_000 < third <= 200_000


@pytest.mark.parametrize("manner", ["well", "whole"])
@pytest.mark.parametrize(
    "part", [CONTENT[:1000], b"pieces of another copy", CONTENT, CONTENT + b"more"], ids=len
)
def test_what_a_killed_download_left_is_continued_or_thrown_away(enter, host, home, manner, part):
    entry = enter("set", {NAME: CONTENT}, host.address)
    host.gives(NAME, CONTENT, manner)
    (home / "set").mkdir(parents=True)
    (home / "set" / f"{NAME}.part").write_bytes(part)
    assert fetch(entry).path.read_bytes() == CONTENT
    assert left_in(home) == [NAME]


def test_a_slow_host_is_left_for_the_next_one(enter, host, monkeypatch):
    monkeypatch.setattr(hosts, "TRIAL", 0)
    monkeypatch.setattr(hosts, "LONGEST", -1)
    entry = enter("set", {NAME: CONTENT}, host.address, f"{host.address}/good")
    host.gives(NAME, CONTENT)
    host.gives(f"good/{NAME}", CONTENT)
    assert fetch(entry).path.read_bytes() == CONTENT
    assert [name for name, _ in host.asked][:2] == [NAME, f"good/{NAME}"]


@pytest.mark.parametrize(
    "damage",
    [CONTENT[:1000], b"", CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])],
    ids=["cut off", "empty", "altered"],
)
def test_a_damaged_file_in_the_cache_is_removed_and_fetched_again(enter, host, home, capsys, damage):
    entry = enter("set", {NAME: CONTENT}, host.address)
    host.gives(NAME, CONTENT)
    path = home / "set" / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    assert fetch(entry).path.read_bytes() == CONTENT
    said = capsys.readouterr().out
    assert str(path) in said
    assert "It was removed, and is fetched again" in said


def test_a_damaged_file_is_gone_even_if_no_host_answers(enter, home):
    entry = enter("set", {NAME: CONTENT})
    (home / "set").mkdir(parents=True)
    (home / "set" / NAME).write_bytes(CONTENT[:-1])
    with pytest.raises(NotAtHand, match="No public host has it: set COURSE_DATA_MIRROR"):
        fetch(entry)
    assert left_in(home) == []


KILLED = """
from course_utils.data import download, registry
file = registry.File({name!r}, {size}, ("0" * 64,), ({url!r},))
download.fetch_file(registry.Entry("set", "SET", (file,)), file)
"""


def test_a_download_that_was_killed_holds_up_no_other(enter, host, home):
    entry = enter("set", {NAME: CONTENT}, host.address)
    url = host.gives(NAME, CONTENT, "hangs", "well")
    code = KILLED.format(name=NAME, size=len(CONTENT), url=url)
    killed = subprocess.Popen([sys.executable, "-c", code])
    assert host.arrived.wait(60)
    assert not (home / "set" / NAME).exists()
    killed.kill()
    killed.wait()
    assert fetch(entry).path.read_bytes() == CONTENT
    assert left_in(home) == [NAME]


def test_a_gz_file_that_expands_without_end_is_not_read_to_its_end(enter, tmp_path, monkeypatch):
    entry = enter("set", {NAME: gzip.compress(b"digits")})
    honest = dataclasses.replace(entry.files[0], content=hashlib.sha256(b"digits").hexdigest())
    (tmp_path / NAME).write_bytes(gzip.compress(bytes(30_000_000)))
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path))
    with pytest.raises(NotAtHand, match="it is another or a damaged file"):
        download.fetch_file(entry, honest)


@pytest.mark.parametrize(
    ("mirror", "said"), [("", "has neither set/images.gz"), ("none", "and there is none")]
)
def test_a_mirror_without_the_file_is_named_among_the_faults(enter, tmp_path, monkeypatch, mirror, said):
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path / mirror))
    with pytest.raises(NotAtHand, match=f"{tmp_path / mirror}: .*{said}"):
        fetch(enter("set", {NAME: CONTENT}))


def test_of_two_downloads_at_once_one_waits_and_says_so(enter, host, monkeypatch):
    entry = enter("set", {NAME: CONTENT}, host.address)
    host.gives(NAME, CONTENT, "waits")
    said = []

    def heard(text, **_):
        said.append(text)
        host.go.set()  # the first one goes on when the second one waits

    monkeypatch.setattr("builtins.print", heard)
    found = []
    both = [threading.Thread(target=lambda: found.append(fetch(entry))) for _ in range(2)]
    both[0].start()
    assert host.arrived.wait(30)
    both[1].start()
    for each in both:
        each.join(30)
    assert [each.path.read_bytes() == CONTENT for each in found] == [True, True]
    assert len(host.asked) == 1
    assert "another notebook or program is at work on it" in said[0]


def test_a_full_disk_is_told_with_what_is_needed_and_nothing_is_taken_for_good(enter, host, home):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full on this system")
    entry = enter("set", {NAME: CONTENT}, host.address)
    host.gives(NAME, CONTENT)
    (home / "set").mkdir(parents=True)
    (home / "set" / f"{NAME}.part").symlink_to("/dev/full")
    with pytest.raises(
        DataError, match=r"0\.3 MB.*the disk is full\. Free some space, or set COURSE_DATA_HOME"
    ):
        fetch(entry)
    assert not (home / "set" / NAME).exists()


@pytest.fixture
def unwritable(tmp_path: Path, monkeypatch) -> Path:
    """A cache where nobody may write, not even an administrator: it is below a file."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSE_DATA_HOME", str(tmp_path / "file" / "home"))
    return tmp_path / "file" / "home"


def test_a_cache_that_cannot_be_written_is_told_with_what_to_do(enter, host, unwritable):
    entry = enter("set", {NAME: CONTENT}, host.address)
    with pytest.raises(DataError, match=r"cannot be written to .*Set COURSE_DATA_HOME to a folder") as error:
        fetch(entry)
    assert str(unwritable) in str(error.value)


def test_without_a_cache_a_mirror_is_read_where_it_lies(enter, unwritable, tmp_path, monkeypatch):
    entry = enter("set", {NAME: CONTENT})
    (tmp_path / NAME).write_bytes(CONTENT)
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path))
    assert fetch(entry).path == tmp_path / NAME


def test_a_file_of_the_mirror_that_cannot_be_read_is_no_fault_of_the_cache(enter, tmp_path, monkeypatch):
    if os.geteuid() == 0:
        pytest.skip("an administrator may read every file")
    entry = enter("set", {NAME: CONTENT})
    (tmp_path / NAME).write_bytes(CONTENT)
    (tmp_path / NAME).chmod(0)
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path))
    with pytest.raises(NotAtHand, match="Permission denied"):
        fetch(entry)
