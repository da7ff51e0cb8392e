"""Whatever lies where a submission is expected, all others are graded, and it is named with its cause."""

import os
import random
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from course_utils.grading.apart.client import TookTooLong
from course_utils.grading.gradebook.coordinator import Grading
from course_utils.grading.gradebook.report import Report
from course_utils.grading.intake import layouts
from course_utils.grading.intake.fetching import fetch_apart
from course_utils.grading.intake.layouts import HandedIn, handed_in, look
from course_utils.grading.intake.refusal import Refused
from course_utils.grading.intake.submission import SIZES

CHAPTER = "02_edges"


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listener(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        folder = os.open(path.parent, os.O_PATH)
        one.bind(f"/proc/self/fd/{folder}/{path.name}")  # the path of a socket must be short
        os.close(folder)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def link_to_nothing(path: Path) -> None:
    path.symlink_to("/nowhere/at/all")


def link_to_everything(path: Path) -> None:
    path.symlink_to("/")


def empty_folder(path: Path) -> None:
    path.mkdir()


def folder_of_itself(path: Path) -> None:
    path.mkdir()
    (path / path.name).mkdir()
    (path / path.name / "deeper").symlink_to("../..")


def closed_file(path: Path) -> None:
    path.write_text("{}")
    path.chmod(0)


def closed_folder(path: Path) -> None:
    path.mkdir()
    (path / "inside").write_text("")
    path.chmod(0)


def hole(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(10**12)


def numbers_without_end(path: Path) -> None:
    path.write_text('{"cells": [{"source": ["def edge_map"], "x": ' + "9" * 100_000 + ', "y": 1e999999}]}')


def noise(path: Path) -> None:
    path.write_bytes(random.Random(path.name).randbytes(10_000))


def digits(path: Path) -> None:
    path.write_text("9" * 5_000)


ODD = (
    pipe, listener, loop, link_to_nothing, link_to_everything, empty_folder, folder_of_itself, closed_file,
    closed_folder, hole, numbers_without_end, noise, digits,
)  # fmt: skip
NAMES = (
    "plain {}", "{}_12{}_assignsubmission_file_", "name_LATE_{}_{}_x", "\udcff\udc80{}", "n" * 200 + "{}",
    "-rf {}", "{}\n\x1b[2J", "\u202etxt.{}", "timestamp.txt{}", "..{}", "*?[{}]", "{}" + "\u00e4" * 90,
    " {} ",
)  # fmt: skip
NOTEBOOK, TIME = f"{CHAPTER}/{CHAPTER}.ipynb", f"{CHAPTER}/timestamp.txt"
PLACES = ("", CHAPTER, NOTEBOOK, TIME, f"{CHAPTER}.ipynb", "01_filters")


def odd_submissions(folder: Path, text: str) -> int:
    """Put each odd thing in each place, under names as odd; beside a notebook where there is room for one."""
    count = 0
    for make in ODD:
        for place in PLACES:
            name = NAMES[count % len(NAMES)].format(count, count)
            path = folder / name / place
            path.parent.mkdir(parents=True, exist_ok=True)
            make(path)
            if place == TIME and make in (empty_folder, digits, listener):
                (folder / name / NOTEBOOK).write_text(text)
            count += 1
    return count


def grade(course: Path, quick, folder: Path | None = None) -> Report:
    return Grading(CHAPTER, course, folder, executor=quick, sandboxed=False).run()


@pytest.mark.parametrize("is_collected", [True, False])
def test_no_odd_file_keeps_others_from_being_graded(course, quick, solved, tmp_path, is_collected):
    folder = course / "grading/submitted" if is_collected else tmp_path / "handed in"
    folder.mkdir(exist_ok=True)
    odd_submissions(folder, nbformat.writes(solved))
    for honest in ("ada", "zoe"):
        (folder / honest / CHAPTER).mkdir(parents=True)
        (folder / honest / CHAPTER / f"{CHAPTER}.ipynb").write_text(nbformat.writes(solved))
    report = grade(course, quick, None if is_collected else folder)
    full = {one.student: one.mark.points for one in report.graded}
    assert full["ada"] == full["zoe"] > 0
    assert report.failed == {}, "what is odd is refused with its cause; it is no fault of ours"
    assert all(name.isprintable() and cause.isprintable() for name, cause in report.refused.items())


@pytest.mark.parametrize("error", [OSError("disk"), RecursionError(), UnicodeError("odd"), MemoryError()])
def test_what_nobody_thought_of_stops_one_submission_only(course, quick, hand_in, solved, monkeypatch, error):
    from course_utils.grading.intake import submission

    made = submission.of

    def trip(data, *rest, **more):
        if more["student"] == "eve":
            raise error
        return made(data, *rest, **more)

    monkeypatch.setattr(submission, "of", trip)
    for student in ("ada", "eve", "zoe"):
        hand_in(student, solved)
    report = grade(course, quick)
    assert sorted(one.student for one in report.graded) == ["ada", "zoe"]
    assert type(error).__name__ in report.failed["eve"]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who may look into every folder."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_nobody_may_look_into_is_one_submission_among_others():
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for student in ("closed", "open"):
            (folder / student / CHAPTER).mkdir(parents=True)
        (folder / "closed").chmod(0)
        with as_nobody():
            found = [one.student for one in look(sorted(folder.iterdir()), CHAPTER)]
        (folder / "closed").chmod(0o755)
    assert found == ["closed", "open"]


def test_a_folder_that_does_not_answer_is_one_submission_among_others(tmp_path, monkeypatch):
    def held(paths, chapter):  # as on a file system that hangs
        for path in paths:
            if path.name == "bea":
                raise TookTooLong(60, [])
            yield HandedIn(path.name, path)

    def call(function, paths, chapter, seconds):
        made = []
        try:
            for one in held(paths, chapter):
                made.append(one)
        except TookTooLong:
            raise TookTooLong(seconds, made) from None
        return made

    for student in ("ada", "bea", "cleo"):
        (tmp_path / student).mkdir()
    monkeypatch.setattr(layouts, "call", call)
    assert {one.student: one.flaw[:14] for one in handed_in(tmp_path, CHAPTER)} == {
        "ada": "",
        "bea": "did not answer",
        "cleo": "",
    }


def test_a_notebook_that_cannot_be_read_in_time_is_refused(tmp_path):
    (tmp_path / "ada").mkdir()
    with pytest.raises(Refused, match="did not answer for 0 s: look after its file system"):
        fetch_apart(tmp_path / "ada", tmp_path, f"{CHAPTER}.ipynb", SIZES, seconds=0)
