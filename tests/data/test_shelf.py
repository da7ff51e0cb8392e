"""`course data` says what is here, fetches it, and finds damaged files."""

import json

import pytest

from course_utils import cli
from course_utils.data import shelf

CONTENTS = {"images.gz": b"images" * 99, "labels.gz": b"labels" * 9}


@pytest.fixture
def entry(enter, tmp_path, monkeypatch):
    """A set of two files that a mirror has."""
    for name, content in CONTENTS.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setenv("COURSE_DATA_MIRROR", str(tmp_path))
    return enter("pets", CONTENTS)


def printed(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_set_is_absent_then_in_part_then_here(entry, home):
    assert [each.state for each in shelf.stock()] == ["absent"]
    (home / "pets").mkdir(parents=True)
    (home / "pets" / "images.gz").touch()
    assert [each.state for each in shelf.stock()] == ["in part"]
    (home / "pets" / "labels.gz").touch()
    assert [each.state for each in shelf.stock()] == ["here"]


def test_fetch_brings_every_file_and_says_where_from(entry, home, capsys, tmp_path):
    assert cli.main(["data", "fetch", "pets"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"PETS: {name}, from the mirror {tmp_path}" for name in CONTENTS
    ]
    assert {name: (home / "pets" / name).read_bytes() for name in CONTENTS} == CONTENTS
    assert cli.main(["data", "list", "--json"]) == 0
    assert printed(capsys)[0]["state"] == "here"


def test_verify_finds_what_is_damaged(entry, home, capsys):
    cli.main(["data", "fetch", "pets"])
    capsys.readouterr()
    assert cli.main(["data", "verify"]) == 0
    (home / "pets" / "labels.gz").write_bytes(b"labels" * 8 + b"labelz")
    capsys.readouterr()
    assert cli.main(["data", "verify", "pets", "--json"]) == 1
    assert [(each["file"], each["state"]) for each in printed(capsys)] == [
        ("images.gz", "right"),
        ("labels.gz", "damaged"),
    ]
    assert cli.main(["data", "fetch", "pets"]) == 0
    assert cli.main(["data", "verify"]) == 0


def test_where_shows_the_cache_and_the_mirror(entry, home, capsys, tmp_path):
    assert cli.main(["data", "where", "--json"]) == 0
    assert printed(capsys) == {"home": str(home), "mirror": str(tmp_path)}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fetch"], "name a set: pets"),
        (["fetch", "cats"], "no set 'cats'"),
        (["verify", "cats"], "no set 'cats'"),
    ],
)
def test_a_set_that_is_not_named_or_not_known_is_told(entry, capsys, arguments, said):
    assert cli.main(["data", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_what_cannot_be_fetched_is_told(enter, capsys):
    enter("pets", CONTENTS)
    assert cli.main(["data", "fetch", "pets"]) == 2
    assert "set COURSE_DATA_MIRROR to a folder or an address" in capsys.readouterr().err


def test_without_a_subcommand_all_are_listed(capsys):
    assert cli.main(["data"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in ("list", "fetch", "verify", "where") if name not in shown] == []
