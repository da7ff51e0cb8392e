"""A class is graded completely, once, and each submission by itself, whatever the others are."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from sqlalchemy import text

from course_utils import cli, exercises, lessons
from course_utils.grading.apart.client import TookTooLong
from course_utils.grading.gradebook import converters, pages, pool, turns
from course_utils.grading.gradebook.coordinator import Grading, Stopped
from course_utils.grading.gradebook.report import Report
from course_utils.grading.intake.layouts import NothingHandedIn
from course_utils.grading.sandbox import bubblewrap
from course_utils.grading.sandbox.bubblewrap import SandboxMissing

CHAPTER = "02_edges"
TIME = "2026-03-01 12:00:00 UTC"


def grade(course: Path, quick, **changed):
    return Grading(CHAPTER, course, executor=quick, sandboxed=False, **changed).run()


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course}/grading/gradebook.db")


def marks(course: Path) -> dict[str, float]:
    with gradebook(course) as book:
        return {one.student_id: one.score for one in book.assignment_submissions(CHAPTER)}


def points(report: Report) -> dict[str, float]:
    return {one.student: one.mark.points for one in report.graded}


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


WRITTEN = 2  # points for an answer that a person reads
EXERCISES = exercises.chapters()[CHAPTER].exercises
CHECKS = sum(exercise.points for exercise in EXERCISES)


# Marks


def test_marks_are_those_of_the_judge_and_stand_in_the_gradebook(course, quick, hand_in, solved, release):
    hand_in("ada", solved)
    hand_in("blank", release)
    report = grade(course, quick)
    assert points(report) == {"ada": CHECKS, "blank": 0}
    assert marks(course) == {"ada": CHECKS, "blank": 0}
    assert (report.mean, report.out_of) == (CHECKS / 2, CHECKS + WRITTEN)


def test_nbgraders_own_commands_read_the_gradebook(course, quick, hand_in, solved):
    hand_in("ada", solved)
    grade(course, quick)
    nbgrader = [sys.executable, "-m", "nbgrader", "export", "--to", str(course / "marks.csv")]
    subprocess.run(nbgrader, check=True, capture_output=True, cwd=course)
    header, row = (course / "marks.csv").read_text().splitlines()
    exported = dict(zip(header.split(","), row.split(","), strict=True))
    assert (exported["student_id"], float(exported["score"])) == ("ada", CHECKS)


def test_a_written_answer_waits_for_a_person_and_an_empty_one_does_not(
    course, quick, hand_in, solved, release
):
    hand_in("ada", solved)
    hand_in("blank", release)
    assert grade(course, quick).waiting == ["ada"]
    with gradebook(course) as book:
        waiting = {one.student_id: one.needs_manual_grade for one in book.assignment_submissions(CHAPTER)}
    assert waiting == {"ada": True, "blank": False}


def test_points_given_by_hand_stay_when_graded_again(course, quick, hand_in, solved):
    hand_in("ada", solved)
    grade(course, quick)
    with gradebook(course) as book:
        book.find_grade("answer-sum_of_weights", CHAPTER, CHAPTER, "ada").manual_score = 1.5
        book.db.commit()
    report = grade(course, quick, regrade=True)
    assert marks(course) == points(report) == {"ada": CHECKS + 1.5}


def test_what_could_not_be_judged_by_a_fault_of_ours_waits_for_a_person(course, quick, hand_in, solved):
    first, *_ = [exercise.name for exercise in exercises.chapters()[CHAPTER].exercises]
    next(cell for cell in solved.cells if cell.id == first).source += "\n# a fault of ours"
    hand_in("ada", solved)
    report = grade(course, quick)
    lost = exercises.find(first).points
    assert (points(report)["ada"], report.graded[0].mark.to_read) == (CHECKS - lost, 2)
    assert first not in dict(report.missed)
    with gradebook(course) as book:
        grade_of = book.find_grade(f"check-{first}", CHAPTER, CHAPTER, "ada")
        assert (grade_of.auto_score, grade_of.needs_manual_grade) == (None, True)
        grade_of.manual_score, grade_of.needs_manual_grade = lost, False
        book.db.commit()
    report = grade(course, quick, regrade=True)
    assert (points(report)["ada"], report.graded[0].mark.to_read) == (CHECKS, 1)


def test_late_submissions_are_penalised_as_nbgrader_is_told(course, quick, hand_in, solved, release):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    hand_in("early", solved, "2026-03-01 11:00:00 UTC")
    hand_in("late", solved, "2026-03-01 13:00:00 UTC")
    hand_in("timeless", solved, "tomorrow, perhaps \x1b[2J")
    grade(course, quick)
    with gradebook(course) as book:
        book.update_or_create_assignment(CHAPTER, duedate=TIME)
    report = grade(course, quick, regrade=True)
    assert points(report) == {"early": CHECKS, "late": 0, "timeless": CHECKS}
    remarks = {one.student: one.mark.remarks[0] for one in report.graded}
    assert remarks["late"] == f"late by 1 hour, which cost {CHECKS:g} points"
    assert remarks["early"] == remarks["timeless"] == "1 answer to read"


# Again


def test_grading_twice_runs_nothing_twice_and_changes_no_file(course, quick, hand_in, solved, release):
    hand_in("ada", solved, TIME)
    hand_in("blank", release)
    grade(course, quick, feedback=True)
    before = everything_in(course)
    report = grade(course, quick, feedback=True)
    assert everything_in(course) == before
    assert len(quick.jobs) == 2
    assert not any(one.is_new for one in report.graded)


def test_equal_submissions_run_once(course, quick, hand_in, solved):
    for student in ("ada", "bea", "cleo"):
        hand_in(student, solved)
    assert len(grade(course, quick).graded) == 3
    assert len(quick.jobs) == 1


def test_a_changed_submission_runs_again_and_the_others_do_not(course, quick, hand_in, solved, release):
    hand_in("ada", solved)
    hand_in("bea", release)
    grade(course, quick)
    release.cells.append(new_code_cell("1 + 1"))
    hand_in("bea", release)
    report = grade(course, quick)
    assert len(quick.jobs) == 3
    assert {one.student: one.is_new for one in report.graded} == {"ada": False, "bea": True}


def test_regrade_runs_all_again(course, quick, hand_in, solved):
    hand_in("ada", solved)
    grade(course, quick)
    report = grade(course, quick, regrade=True)
    assert len(quick.jobs) == 2
    assert [one.is_new for one in report.graded] == [True]


@pytest.mark.parametrize(("step", "recorded"), [("marks", 1), ("page", 2)])
def test_an_interrupted_run_goes_on_where_it_stopped(
    step, recorded, course, quick, hand_in, solved, release, monkeypatch
):
    hand_in("ada", solved)
    hand_in("bea", release)
    convert, write, calls = converters.convert, pages.write, []

    def interrupted(current):
        calls.append(current)
        if calls.count(step) == 2:
            raise KeyboardInterrupt

    def converting(converter, coursedir, config):
        if issubclass(converter, Autograde):
            interrupted("marks")
        convert(converter, coursedir, config)

    def writing(*about):
        interrupted("page")
        return write(*about)

    monkeypatch.setattr(converters, "convert", converting)
    monkeypatch.setattr(pages, "write", writing)
    with pytest.raises(Stopped, match=f"Stopped; {recorded} of 2 are kept, the same command goes on"):
        grade(course, quick, feedback=True)
    monkeypatch.undo()
    monkeypatch.chdir(course)
    report = grade(course, quick, feedback=True)
    assert points(report) == {"ada": CHECKS, "bea": 0}
    assert sum(1 for one in report.graded if not one.is_new) == recorded
    assert marks(course) == {"ada": CHECKS, "bea": 0}
    assert len(list(course.glob(f"grading/feedback/*/{CHAPTER}/*.html"))) == 2


def test_points_changed_in_the_gradebook_are_recorded_again(course, quick, hand_in, solved):
    hand_in("ada", solved)
    grade(course, quick)
    with gradebook(course) as book:
        for one in book.find_submission(CHAPTER, "ada").notebooks[0].grades:
            one.auto_score = 0
        book.db.commit()
    grade(course, quick)
    assert marks(course) == {"ada": CHECKS}


def test_after_a_backup_of_the_gradebook_is_put_back_the_marks_are_those_of_what_is_handed_in(
    course, quick, hand_in, solved, release
):
    hand_in("ada", release)
    hand_in("bea", solved)
    grade(course, quick)
    shutil.copy(course / "grading/gradebook.db", course / "backup.db")
    hand_in("ada", solved)
    grade(course, quick)
    shutil.copy(course / "backup.db", course / "grading/gradebook.db")
    report = grade(course, quick)
    assert marks(course) == points(report) == {"ada": CHECKS, "bea": CHECKS}
    assert {one.student: one.is_new for one in report.graded} == {"ada": True, "bea": False}
    assert len(quick.jobs) == 2, "what has run does not run again"


def test_an_answer_read_by_hand_waits_again_only_when_it_has_changed(course, quick, hand_in, solved):
    hand_in("ada", solved)
    grade(course, quick)
    with gradebook(course) as book:
        answer = book.find_grade("answer-sum_of_weights", CHAPTER, CHAPTER, "ada")
        answer.manual_score, answer.needs_manual_grade = 1.5, False
        book.db.commit()
    shutil.copy(course / "grading/gradebook.db", course / "backup.db")
    assert grade(course, quick, regrade=True).waiting == []
    next(cell for cell in solved.cells if cell.id.startswith("answer-")).source = "I think again."
    hand_in("ada", solved)
    assert grade(course, quick).waiting == ["ada"]
    shutil.copy(course / "backup.db", course / "grading/gradebook.db")
    report = grade(course, quick)
    assert (report.waiting, points(report)) == (["ada"], {"ada": CHECKS + 1.5})


# A gradebook in any state


def forget_student(course: Path) -> None:
    with gradebook(course) as book:
        book.remove_student("ada")


def forget_chapter(course: Path) -> None:
    with gradebook(course) as book:
        book.remove_assignment(CHAPTER)


def stopped_when_new(course: Path) -> None:
    """As nbgrader leaves it when it is stopped in the moment after it made the tables."""
    (course / "grading/gradebook.db").unlink()
    with gradebook(course) as book:
        book.db.execute(text("DROP TABLE alembic_version"))
        book.db.commit()


@pytest.mark.parametrize(
    "lose",
    [
        forget_student,
        forget_chapter,
        stopped_when_new,
        lambda course: (course / "grading/gradebook.db").unlink(),
        lambda course: (course / "grading/gradebook.db").write_bytes(b""),
        lambda course: [file.write_text("{") for file in course.glob("grading/results/*/*.json")],
        lambda course: shutil.rmtree(course / "grading/accepted"),
    ],
    ids=["student", "chapter", "stopped", "gradebook", "emptied gradebook", "results", "accepted"],
)
def test_what_was_lost_is_made_anew(lose, course, quick, hand_in, solved, release):
    hand_in("ada", solved)
    hand_in("bea", release)
    grade(course, quick)
    lose(course)
    report = grade(course, quick)
    assert marks(course) == points(report) == {"ada": CHECKS, "bea": 0}
    with gradebook(course) as book:
        assert book.db.execute(text("SELECT version_num FROM alembic_version")).first()


@contextmanager
def a_writer(course: Path):
    """Another program that writes the gradebook."""
    other = sqlite3.connect(course / "grading/gradebook.db")
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.close()


@contextmanager
def a_damaged_gradebook(course: Path):
    (course / "grading/gradebook.db").write_bytes(b"no database" * 1000)
    yield


@contextmanager
def a_read_only_gradebook(course: Path):
    with (course / "nbgrader_config.py").open("a") as config:
        url = f"sqlite:///file:{course}/grading/gradebook.db?mode=ro&uri=true"
        config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    yield


@contextmanager
def a_full_disk(course: Path):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.CourseDirectory.db_url = 'sqlite:////dev/full/gradebook.db'\n")
    yield


@contextmanager
def another_run(course: Path):
    with turns.held(course / "grading"):
        yield


@contextmanager
def a_lost_seed(course: Path):
    (course / "grading/seed").unlink()
    yield


@contextmanager
def a_damaged_seed(course: Path):
    (course / "grading/seed").write_text("?")
    yield


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (a_writer, "is in use by another program"),
        (a_damaged_gradebook, "is damaged: put a backup in its place"),
        (a_read_only_gradebook, "cannot be written: change the rights"),
        (a_full_disk, "cannot be opened"),
        (another_run, "another `course grade` is at work in"),
        (a_lost_seed, "is not the seed with which this chapter was graded"),
        (a_damaged_seed, "expected the seed of the hidden cases"),
    ],
)
def test_what_stops_grading_is_said_in_one_sentence(
    state, said, course, at_once, hand_in, solved, capsys, monkeypatch
):
    hand_in("ada", solved)
    cli.main(["grade", CHAPTER])
    capsys.readouterr()
    with state(course):
        assert cli.main(["grade", CHAPTER]) == 2
    assert said in (told := capsys.readouterr().err)
    assert told.count("\n") == 1


def test_with_regrade_a_new_seed_is_taken(course, quick, hand_in, solved):
    hand_in("ada", solved)
    grade(course, quick)
    (course / "grading/seed").write_text("7")
    grade(course, quick, regrade=True)
    assert [one.is_new for one in grade(course, quick).graded] == [False]


def test_an_interrupt_that_python_drops_is_heeded_all_the_same(course, quick, hand_in, solved, monkeypatch):
    hand_in("ada", solved)
    submit = quick.submit

    def dropped(run, job):
        with suppress(KeyboardInterrupt):  # as in the callback of a weak reference
            signal.raise_signal(signal.SIGINT)
        return submit(run, job)

    monkeypatch.setattr(quick, "submit", dropped)
    with pytest.raises(Stopped, match="0 of 1 are kept"):
        grade(course, quick)


# Each by itself


def test_a_refused_submission_is_named_with_its_cause_and_changes_no_other(course, quick, hand_in, solved):
    hand_in("ada", solved)
    hand_in("cut", '{"cells": [')
    (hand_in("linked", "") / f"{CHAPTER}.ipynb").unlink()
    (course / f"grading/submitted/linked/{CHAPTER}/{CHAPTER}.ipynb").symlink_to(course / "grading/seed")
    report = grade(course, quick)
    assert {name: cause.split(":")[0] for name, cause in report.refused.items()} == {
        "cut": "not JSON",
        "linked": "is a link to another place",
    }
    assert marks(course) == {"ada": CHECKS}


def test_what_fails_here_is_told_and_run_again(course, quick, hand_in, solved, release):
    hand_in("ada", solved)
    release.cells.append(new_code_cell("trouble"))
    hand_in("bea", release)
    quick.trouble = {"trouble": RuntimeError("no more memory \x1b[2J")}
    report = grade(course, quick)
    assert report.failed == {"bea": r"RuntimeError: no more memory \x1b[2J"}
    assert marks(course) == {"ada": CHECKS}
    quick.trouble = {}
    assert [one.student for one in grade(course, quick).graded] == ["ada", "bea"]


def test_a_worker_that_dies_takes_only_its_own_submission_with_it(
    course, quick, hand_in, solved, release, monkeypatch
):
    hand_in("ada", solved)
    release.cells.append(new_code_cell("deadly"))
    hand_in("bea", release)

    quick.trouble = {"deadly": RuntimeError("its process was ended from outside")}
    monkeypatch.setattr(pool, "processes", lambda workers: nullcontext(quick))
    report = Grading(CHAPTER, course, sandboxed=False, workers=2).run()
    assert [one.student for one in report.graded] == ["ada"]
    assert list(report.failed) == ["bea"]


def test_what_nbgrader_stumbles_over_is_that_students_alone(course, quick, hand_in, solved, monkeypatch):
    hand_in("ada", solved)
    hand_in("bea", solved)
    whole = converters.convert

    def stumbling(converter, coursedir, config):
        if coursedir.student_id == "ada":
            raise RuntimeError("nbgrader: the database is locked")
        whole(converter, coursedir, config)

    monkeypatch.setattr(converters, "convert", stumbling)
    report = grade(course, quick)
    assert list(report.failed) == ["ada"]
    assert marks(course) == {"bea": CHECKS}


# Where submissions lie


def test_submissions_may_be_files_or_folders_of_any_name(course, quick, solved, tmp_path):
    text = nbformat.writes(solved)
    (tmp_path / "in/bea").mkdir(parents=True)
    (tmp_path / "in/ada.ipynb").write_text(text)
    (tmp_path / "in/bea/homework.ipynb").write_text(text)
    (tmp_path / "in/cleo/00_start").mkdir(parents=True)  # handed in another chapter only
    report = grade(course, quick, submissions=tmp_path / "in")
    assert sorted(one.student for one in report.graded) == ["ada", "bea"]
    assert report.refused == {}


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "ada\x1b[2J", "..ada", "a*"])
def test_a_name_that_is_none_is_refused_and_shown_harmlessly(name, course, quick, hand_in, solved):
    hand_in(name, solved)
    report = grade(course, quick)
    [shown] = report.refused
    assert shown.isprintable()
    assert report.graded == []


def test_two_submissions_of_one_name_are_not_mixed_up(course, quick, solved, release, tmp_path):
    (tmp_path / "in/ada").mkdir(parents=True)
    (tmp_path / "in/ada/mine.ipynb").write_text(nbformat.writes(solved))
    (tmp_path / "in/ada.ipynb").write_text(nbformat.writes(release))
    report = grade(course, quick, submissions=tmp_path / "in")
    assert points(report) == {"ada": CHECKS}
    assert report.refused == {"ada": "has the name of another submission: ada.ipynb is not graded"}


def test_namesakes_have_a_row_each_and_a_platforms_late_mark_is_told(
    course, at_once, quick, solved, tmp_path, capsys
):
    (tmp_path / "in").mkdir()
    for name in (
        f"John Smith_1001_assignsubmission_file_{CHAPTER}",
        f"John Smith_1002_assignsubmission_file_{CHAPTER}",
        f"smithjohn_LATE_1003_55555_{CHAPTER}-1",
    ):
        (tmp_path / f"in/{name}.ipynb").write_text(nbformat.writes(solved))
    cli.main(["grade", CHAPTER, "--submissions", str(tmp_path / "in")])
    assert marks(course) == {"1001": CHECKS, "1002": CHECKS, "1003": CHECKS}
    shown = capsys.readouterr().out
    for said in ("John Smith (1001)", "John Smith (1002)", "smithjohn (1003)", "late, says the platform"):
        assert said in shown


def test_a_platforms_archive_is_graded_with_its_times_and_groups(
    course, at_once, quick, solved, release, tmp_path, capsys
):
    text = nbformat.writes(solved)
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr(f"Müller Anna_11_assignsubmission_file/week 1/{CHAPTER}.ipynb", text)
        archive.writestr("Team 7_77_assignsubmission_file/mine.ipynb", nbformat.writes(release))
        archive.writestr("Bea_12_assignsubmission_onlinetext/onlinetext.html", "<p>def crop")
        archive.writestr(f"../../Eve_13_assignsubmission_file/{CHAPTER}.ipynb", text)
    (tmp_path / "times.csv").write_text("id,submitted_at\n11,2026-03-01T13:00:00Z\n77,2026-03-01 09:00\n")
    (tmp_path / "groups.csv").write_text("group,student\nTeam 7,21\nTeam 7,22\n")
    tables = [f"--{name}={tmp_path / name}.csv" for name in ("times", "groups")]
    assert cli.main(["grade", CHAPTER, "--submissions", str(tmp_path / "in.zip"), *tables, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {one["student"]: one["points"] for one in said["graded"]} == {"11": CHECKS, "21": 0, "22": 0}
    assert {name: cause.split(" ")[0] for name, cause in said["refused"].items()} == {
        "12": "was",
        f"../../Eve_13_assignsubmission_file/{CHAPTER}.ipynb": "has",
    }
    assert len(quick.jobs) == 2, "what a group handed in runs once"
    with gradebook(course) as book:
        known = {one.student_id: str(one.timestamp) for one in book.assignment_submissions(CHAPTER)}
    assert known == {"11": "2026-03-01 13:00:00"} | dict.fromkeys(("21", "22"), "2026-03-01 09:00:00")
    assert not (course / "grading/.unpacked").exists()


def test_one_student_is_graded_alone(course, at_once, hand_in, quick, solved, release, capsys):
    hand_in("ada", solved)
    hand_in("bea", release)
    cli.main(["grade", CHAPTER])
    assert cli.main(["grade", CHAPTER, "--student", "bea", "--regrade", "--json"]) == 0
    said = json.loads(capsys.readouterr().out.partition("{")[2].join(["{", ""]))
    assert ([one["student"] for one in said["graded"]], said["missing"]) == (["bea"], [])
    assert len(quick.jobs) == 3
    assert cli.main(["grade", CHAPTER, "--student", "eve"]) == 2
    assert "no submission of 02_edges by eve" in capsys.readouterr().err


def test_a_time_in_a_students_own_upload_is_not_believed(course, quick, solved, hand_in, tmp_path):
    collected = hand_in("ada", solved, "2026-03-01 13:00:00 UTC")
    for inner in ("bea", f"cleo/{CHAPTER}", f"Dora_12_assignsubmission_file/{CHAPTER}"):
        shutil.copytree(collected, tmp_path / "in" / inner)
    grade(course, quick)
    grade(course, quick, submissions=tmp_path / "in")
    (course / "grading/submitted/eve").mkdir()
    for file in collected.iterdir():
        shutil.copy(file, course / "grading/submitted/eve")
    grade(course, quick)
    with gradebook(course) as book:
        known = {one.student_id: one.timestamp is not None for one in book.assignment_submissions(CHAPTER)}
    assert known == {"ada": True, "bea": False, "cleo": False, "12": False, "eve": False}


@pytest.mark.parametrize(
    "time", ["04.03.2026", "04.03.2026 12:00", "3 April", "1" * 90, "2026-13-01 12:00:00"]
)
def test_a_time_that_can_be_read_in_two_ways_is_not_read(time, course, quick, hand_in, solved):
    hand_in("ada", solved, time)
    report = grade(course, quick)
    assert "has not the form 2026-03-01 12:00:00 UTC" in report.graded[0].remarks[0]
    with gradebook(course) as book:
        assert book.find_submission(CHAPTER, "ada").timestamp is None


def test_a_students_own_folder_makes_no_student_of_a_chapter(course, quick, hand_in, solved):
    folder = hand_in("ada", solved)
    report = grade(course, quick, submissions=folder.parent)
    assert report.refused == {CHAPTER: "this looks like one student's folder; name the folder above it"}
    assert marks(course) == {}


def test_without_submissions_nothing_is_written_and_the_folder_named(course, quick):
    before = everything_in(course)
    with pytest.raises(NothingHandedIn, match=f"no submissions of {CHAPTER} in grading/submitted"):
        grade(course, quick)
    (course / "grading/submitted").rmdir()
    with pytest.raises(NothingHandedIn, match="grading/submitted does not exist: put submissions there"):
        grade(course, quick)
    assert everything_in(course) == before


def test_a_chapter_of_which_nothing_is_accepted_does_not_enter_the_gradebook(course, quick, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ada.ipynb").write_text("{")
    report = Grading("00_start", course, tmp_path / "in", executor=quick, sandboxed=False).run()
    assert list(report.refused) == ["ada"]
    with gradebook(course) as book:
        assert [assignment.name for assignment in book.assignments] == [CHAPTER]


def test_a_refused_submission_leaves_the_mark_of_an_earlier_one_and_says_so(course, quick, hand_in, solved):
    hand_in("ada", solved)
    grade(course, quick)
    hand_in("ada", "{")
    hand_in("bea", "{")
    kept = grade(course, quick).kept
    assert {name: mark.points for name, mark in kept.items()} == {"ada": CHECKS}


# What students get back


@pytest.fixture
def page(course, quick, hand_in, solved) -> str:
    """The feedback for a student who tries to put a script into it, and into the formgrader."""
    answer = next(cell for cell in solved.cells if cell.id.startswith("answer-"))
    answer.source = "<script>alert('answer')</script> ``` [me](javascript:alert(3))"
    solved.cells.insert(3, new_markdown_cell("<img src=x onerror=alert('note')>"))
    solved.cells.insert(4, new_code_cell("x = '</pre><script>alert(1)</script>'"))
    hand_in("ada", solved)
    grade(course, quick, feedback=True)
    return (course / f"grading/feedback/ada/{CHAPTER}/{CHAPTER}.html").read_text()


def test_feedback_shows_scores_and_no_hidden_test_or_seed(page, course):
    assert "check-" in page
    seed = str(lessons.hidden_seed(course / "grading"))
    assert [word for word in ("HIDDEN", "seed=", seed) if word in page] == []


def test_feedback_shows_what_students_write_as_text(page):
    assert "&lt;script&gt;alert(" in page
    for active in ("<script>alert", "<img src=x", 'href="javascript'):
        assert active not in page


def test_feedback_lists_the_exercises_by_name_and_leaves_folded_cells_out(page):
    for exercise in exercises.chapters()[CHAPTER].exercises:
        assert f'<a href="#check-{exercise.name}"><code>{exercise.name}</code></a>' in page
    assert "Test cell" not in page
    assert "Makes course_utils available" not in page


def test_feedback_says_on_top_what_was_mended_as_text(course, quick, hand_in, solved):
    folder = hand_in("ada", solved)
    (folder / f"{CHAPTER}.ipynb").rename(folder / r"<b>$\href{x}{y}$.ipynb")
    grade(course, quick, feedback=True)
    page = (course / f"grading/feedback/ada/{CHAPTER}/{CHAPTER}.html").read_text()
    said = rf"<li>the notebook is called &lt;b&gt;$\href{{x}}{{y}}$.ipynb, not {CHAPTER}.ipynb</li>"
    assert said in page


def test_a_page_that_takes_too_long_shows_the_points_and_cards_only(
    course, quick, hand_in, solved, monkeypatch
):
    whole = pages.call

    def slow(function, *args, seconds):
        if not args[-1]:
            raise TookTooLong(seconds, [])
        return whole(function, *args, seconds=seconds)

    solved.cells.append(new_code_cell("print('a thing of their own')"))
    hand_in("ada", solved)
    grade(course, quick, feedback=True)
    [page] = course.glob("grading/feedback/ada/*/*.html")
    assert "a thing of their own" in page.read_text()
    monkeypatch.setattr(pages, "call", slow)
    grade(course, quick, feedback=True, regrade=True)
    assert "a thing of their own" not in page.read_text()
    assert f'<a href="#check-{EXERCISES[0].name}">' in page.read_text()


def test_a_page_is_written_again_only_when_something_on_it_has_changed(
    course, quick, hand_in, solved, release, monkeypatch
):
    hand_in("ada", solved)
    hand_in("bea", release)
    grade(course, quick, feedback=True)
    whole, written = pages.write, []

    def noted(root, chapter, student):
        written.append(student)
        whole(root, chapter, student)

    monkeypatch.setattr(pages, "write", noted)
    grade(course, quick, feedback=True)
    assert written == []
    with gradebook(course) as book:
        book.find_comment("answer-sum_of_weights", CHAPTER, CHAPTER, "ada").manual_comment = "Well seen."
        book.db.commit()
    grade(course, quick, feedback=True)
    assert written == ["ada"]
    (course / f"grading/feedback/bea/{CHAPTER}/{CHAPTER}.html").unlink()
    grade(course, quick, feedback=True)
    assert written == ["ada", "bea"]
    assert "Well seen." in (course / f"grading/feedback/ada/{CHAPTER}/{CHAPTER}.html").read_text()


def test_only_the_notebook_and_what_nbgrader_put_beside_it_reach_the_student(course, quick, hand_in, solved):
    folder = hand_in("ada", solved, TIME)
    (folder / "seed.txt").symlink_to(course / "grading/seed")
    (folder / "submission_secret.txt").write_text("0a1b")  # nbgrader's exchange finds the student by it
    grade(course, quick, feedback=True)
    given = sorted(path.name for path in (course / "grading/feedback/ada").rglob("*") if path.is_file())
    assert given == [f"{CHAPTER}.html", "submission_secret.txt", "timestamp.txt"]


# The command


@pytest.fixture
def at_once(monkeypatch, quick):
    """The command runs no code."""
    monkeypatch.setattr(bubblewrap, "require", lambda: None)
    monkeypatch.setattr(pool, "processes", lambda workers: nullcontext(quick))


def test_the_command_shows_a_table_and_harmless_text_only(course, at_once, hand_in, solved, release, capsys):
    hand_in("ada", solved)
    hand_in("bea", release)
    hand_in("ev\x1b]0;il", "")
    folder = hand_in("cleo", solved)
    (folder / f"{CHAPTER}.ipynb").rename(folder / "\x1b[2Jmine.ipynb")
    assert cli.main(["grade", "edges", "--feedback"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "3 graded (1 mended)" in shown
    assert "1 refused" in shown
    assert "a mistake" in shown


def test_who_has_handed_in_nothing_is_named(course, at_once, hand_in, solved, capsys):
    with gradebook(course) as book:
        book.update_or_create_student("1815", first_name="Ada", last_name="Lovelace")
        book.update_or_create_student("1906", first_name="Grace", last_name="Hopper")
    hand_in("1815", solved)
    cli.main(["grade", CHAPTER])
    shown = capsys.readouterr().out
    assert "Ada Lovelace (1815)" in shown
    assert "Nothing handed in by Grace Hopper (1906)." in shown


def test_the_command_prints_json(course, at_once, hand_in, solved, capsys):
    hand_in("ada", solved)
    assert cli.main(["grade", CHAPTER, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(one["student"], one["points"]) for one in said["graded"]] == [("ada", CHECKS)]
    assert said["waiting"] == ["ada"]


def test_the_command_says_where_a_mark_is_that_of_an_earlier_file(course, at_once, hand_in, solved, capsys):
    hand_in("ada", solved)
    cli.main(["grade", CHAPTER])
    hand_in("ada", "{")
    assert cli.main(["grade", CHAPTER]) == 0
    kept = f"the mark of an earlier file is kept: {CHECKS:g} of {CHECKS + WRITTEN:g}"
    assert kept in " ".join(capsys.readouterr().out.split())


def test_the_command_without_submissions_cannot_be_run(course, at_once, capsys):
    assert cli.main(["grade", CHAPTER]) == 2
    assert "no submissions" in capsys.readouterr().err


def test_the_command_says_how_far_it_was_when_stopped(course, at_once, quick, hand_in, solved, capsys):
    quick.trouble = {"cells": KeyboardInterrupt()}
    hand_in("ada", solved)
    assert cli.main(["grade", CHAPTER]) == 2
    assert "0 of 1 are kept, the same command goes on" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("course_utils.grading.intake.inbox.Inbox.accept", "0 of 0 are kept"),
        ("course_utils.terminal.course", "stopped."),
    ],
)
def test_the_command_says_so_wherever_it_is_stopped(step, said, course, hand_in, solved, capsys, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    hand_in("ada", solved)
    monkeypatch.setattr(bubblewrap, "require", lambda: None)
    monkeypatch.setattr(step, stopped)
    assert cli.main(["grade", CHAPTER]) == 2
    assert said in capsys.readouterr().err


def test_another_class_has_a_folder_and_a_seed_of_its_own(
    course, at_once, quick, hand_in, solved, monkeypatch
):
    folder = hand_in("ada", solved).parents[1]
    cli.main(["grade", CHAPTER])
    monkeypatch.setenv("COURSE_GRADING", "grading/term2")
    assert cli.main(["grade", CHAPTER, "--submissions", str(folder)]) == 0
    assert (course / "grading/term2/gradebook.db").exists()
    assert len({job.seed for job in quick.jobs}) == 2


def test_the_command_fails_where_a_submission_could_have_been_graded(course, at_once, quick, hand_in, solved):
    quick.trouble = {"cells": RuntimeError("no more memory")}
    hand_in("ada", solved)
    assert cli.main(["grade", CHAPTER]) == 1


def test_without_a_sandbox_nothing_is_graded(course, hand_in, solved, capsys, monkeypatch):
    def missing():
        raise SandboxMissing("There is no bubblewrap.", "sudo apt-get install bubblewrap")

    monkeypatch.setattr(bubblewrap, "require", missing)
    hand_in("ada", solved)
    assert cli.main(["grade", CHAPTER]) == 2
    assert "sudo apt-get install bubblewrap" in capsys.readouterr().err
    assert not (course / "grading/accepted").exists()


def test_the_way_round_the_sandbox_says_what_it_risks(course, at_once, quick, hand_in, solved, capsys):
    hand_in("ada", solved)
    assert cli.main(["grade", CHAPTER, "--unsafe-no-sandbox"]) == 0
    assert "can read, change and send everything that you can" in capsys.readouterr().err
    assert [job.sandboxed for job in quick.jobs] == [False]


def test_results_without_a_sandbox_do_not_count_with_one(course, at_once, quick, hand_in, solved):
    hand_in("ada", solved)
    cli.main(["grade", CHAPTER, "--unsafe-no-sandbox"])
    cli.main(["grade", CHAPTER])
    assert [job.sandboxed for job in quick.jobs] == [False, True]


def test_what_is_missed_is_listed_most_often_first_and_then_in_the_chapters_order(
    course, quick, hand_in, solved, release
):
    first, *others = [exercise.name for exercise in exercises.chapters()[CHAPTER].exercises]
    hand_in("ada", solved)
    hand_in("blank", release)
    stub = {cell.id: cell.source for cell in release.cells}
    for cell in solved.cells:
        cell.source = stub[cell.id] if cell.id == others[-1] else cell.source
    hand_in("bea", solved)
    report = grade(course, quick)
    assert report.missed == [(others[-1], 2), (first, 1), *((name, 1) for name in others[:-1])]
    assert report.misconceptions[0] == (others[-1], "a mistake", 2)
