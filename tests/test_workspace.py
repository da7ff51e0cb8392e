"""The working copy follows the release and never loses what a learner wrote."""

import errno
import json
import os
from pathlib import Path

import pytest

from course_utils import workspace

NAME = "01_filters/01_filters.ipynb"


def notebook(*sources: str, outputs: tuple = ()) -> str:
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": list(outputs)}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    release, work = tmp_path / "notebooks", tmp_path / "work"
    (release / NAME).parent.mkdir(parents=True)
    (release / NAME).write_text(notebook("first release"))
    return release, work


def written(changes: list[workspace.Change]) -> list[tuple[str, str]]:
    return [(change.path.name, change.what) for change in changes]


def test_the_first_time_everything_is_copied(folders):
    release, work = folders
    assert written(workspace.refresh(release, work)) == [("01_filters.ipynb", "new")]
    assert (work / NAME).read_bytes() == (release / NAME).read_bytes()


def test_the_second_time_nothing_is_written(folders):
    release, work = folders
    workspace.refresh(release, work)
    assert workspace.refresh(release, work) == []


def test_work_stays_when_the_release_stays(folders):
    release, work = folders
    workspace.refresh(release, work)
    (work / NAME).write_text("mine")
    assert workspace.refresh(release, work) == []
    assert (work / NAME).read_text() == "mine"


def test_an_unchanged_file_follows_the_release(folders):
    release, work = folders
    workspace.refresh(release, work)
    (release / NAME).write_text(notebook("second release"))
    assert written(workspace.refresh(release, work)) == [("01_filters.ipynb", "updated")]
    assert (work / NAME).read_bytes() == (release / NAME).read_bytes()


def test_a_file_that_was_only_run_counts_as_unchanged(folders):
    release, work = folders
    workspace.refresh(release, work)
    (work / NAME).write_text(notebook("first release", outputs=({"output_type": "stream", "text": "ran"},)))
    (release / NAME).write_text(notebook("second release"))
    assert written(workspace.refresh(release, work)) == [("01_filters.ipynb", "updated")]


def test_a_changed_file_gets_the_new_release_beside_it(folders):
    release, work = folders
    workspace.refresh(release, work)
    (work / NAME).write_text(notebook("my solution"))
    (release / NAME).write_text(notebook("second release"))
    assert written(workspace.refresh(release, work)) == [("01_filters.new-release.ipynb", "offered")]
    assert (work / NAME).read_text() == notebook("my solution")
    assert (work / "01_filters/01_filters.new-release.ipynb").read_bytes() == (release / NAME).read_bytes()


def test_a_release_is_offered_only_once(folders):
    release, work = folders
    workspace.refresh(release, work)
    (work / NAME).write_text(notebook("my solution"))
    (release / NAME).write_text(notebook("second release"))
    workspace.refresh(release, work)
    assert workspace.refresh(release, work) == []


@pytest.mark.parametrize(
    ("worked_in_the_offer", "expected"),
    [(False, "01_filters.new-release.ipynb"), (True, "01_filters.new-release-2.ipynb")],
)
def test_an_offer_is_replaced_by_the_next_unless_it_was_changed(folders, worked_in_the_offer, expected):
    release, work = folders
    workspace.refresh(release, work)
    (work / NAME).write_text(notebook("my solution"))
    (release / NAME).write_text(notebook("second release"))
    [offer] = workspace.refresh(release, work)
    if worked_in_the_offer:
        offer.path.write_text(notebook("my solution, moved here"))
    kept = offer.path.read_text()
    (release / NAME).write_text(notebook("third release"))
    assert written(workspace.refresh(release, work)) == [(expected, "offered")]
    assert (offer.path.read_text() == kept) == worked_in_the_offer


@pytest.mark.parametrize("record", [None, "", "[]", "{", '{"01_filters/01_filters.ipynb": 3}', "\xff"])
def test_without_a_valid_record_nothing_is_overwritten(folders, record):
    release, work = folders
    workspace.refresh(release, work)
    (work / NAME).write_text(notebook("my solution"))
    (work / workspace.RECORD).unlink()
    if record is not None:
        (work / workspace.RECORD).write_bytes(record.encode("latin-1"))
    assert written(workspace.refresh(release, work)) == [("01_filters.new-release.ipynb", "offered")]
    assert (work / NAME).read_text() == notebook("my solution")


def test_a_deleted_file_comes_back_fresh(folders):
    release, work = folders
    workspace.refresh(release, work)
    (work / NAME).unlink()
    assert written(workspace.refresh(release, work)) == [("01_filters.ipynb", "new")]


def test_a_changed_file_that_is_not_a_notebook_is_kept_too(folders):
    release, work = folders
    (release / "01_filters/photo.png").write_bytes(b"\x89PNG one")
    workspace.refresh(release, work)
    (work / "01_filters/photo.png").write_bytes(b"drawn over")
    (release / "01_filters/photo.png").write_bytes(b"\x89PNG two")
    assert written(workspace.refresh(release, work)) == [("photo.new-release.png", "offered")]
    assert (work / "01_filters/photo.png").read_bytes() == b"drawn over"


def test_a_folder_of_an_older_numbering_stays_and_its_new_name_is_known(folders):
    release, work = folders
    old, new = next(iter(workspace.RENAMED.items()))
    (release / new).mkdir()
    (release / new / f"{new}.ipynb").write_text(notebook("renamed"))
    (work / old).mkdir(parents=True)
    (work / old / f"{old}.ipynb").write_text(notebook("my solution"))
    workspace.refresh(release, work)
    assert workspace.renamed(work) == {old: new}
    assert (work / old / f"{old}.ipynb").read_text() == notebook("my solution")
    assert (work / new / f"{new}.ipynb").exists()


def test_every_new_name_is_a_lesson_and_no_old_one_is(root):
    assert {
        name for name in workspace.RENAMED.values() if not (root / "solutions" / f"{name}.py").exists()
    } == set()
    assert [name for name in workspace.RENAMED if (root / "solutions" / f"{name}.py").exists()] == []


def test_checkpoints_are_not_part_of_the_release(folders):
    release, work = folders
    (release / "01_filters/.ipynb_checkpoints").mkdir()
    (release / "01_filters/.ipynb_checkpoints/old.ipynb").write_text("{}")
    assert written(workspace.refresh(release, work)) == [("01_filters.ipynb", "new")]


def test_a_write_that_fails_does_not_damage_the_old_file(folders, monkeypatch):
    release, work = folders
    workspace.refresh(release, work)
    before = (work / NAME).read_bytes()
    (release / NAME).write_text(notebook("second release"))

    def full(*_):
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        workspace.refresh(release, work)
    assert (work / NAME).read_bytes() == before
    assert [path.name for path in (work / NAME).parent.iterdir()] == ["01_filters.ipynb"]


def test_the_course_is_the_nearest_folder_above_that_contains_lessons(tmp_path):
    (tmp_path / "course/solutions").mkdir(parents=True)
    (tmp_path / "course/nbgrader_config.py").touch()
    below = tmp_path / "course/work/01_filters"
    below.mkdir(parents=True)
    assert workspace.course_folder(below) == tmp_path / "course"


def test_elsewhere_the_course_is_the_folder_of_the_package(tmp_path, root):
    assert workspace.course_folder(tmp_path) == root
