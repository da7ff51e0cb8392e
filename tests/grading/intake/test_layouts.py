"""Submissions are found in a folder, whoever laid it out."""

import pytest

from course_utils.grading.intake.layouts import HandedIn, handed_in

CHAPTER = "02_edges"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Anna Müller_12345_assignsubmission_file_{CHAPTER}.ipynb", ("12345", "Anna Müller")),
        ("Anna Müller_12345_assignsubmission_file_my homework.ipynb", ("12345", "Anna Müller")),
        ("Anna Müller_12345_assignsubmission_file_", ("12345", "Anna Müller")),
        ("Anna Müller_12345_assignsubmission_file", ("12345", "Anna Müller")),
        ("Group A-Anna Müller_12345_assignsubmission_onlinetext", ("12345", "Group A-Anna Müller")),
        ("Participant_77_assignsubmission_file", ("77", "Participant")),
        (f"mulleranna_4321_98765_{CHAPTER}.ipynb", ("4321", "mulleranna")),
        (f"mulleranna_LATE_4321_98765_{CHAPTER}-1.ipynb", ("4321", "mulleranna", True)),
        ("mulleranna_4321_98765_my homework-2.ipynb", ("4321", "mulleranna")),
        (f"Anna Müller_{CHAPTER}.ipynb", ("Anna Müller", "")),
        (f"group_1_{CHAPTER}.ipynb", ("group_1", "")),
        ("anna-1.ipynb", ("anna-1", "")),
        ("Anna Müller_12345", ("Anna Müller_12345", "")),
        ("Anna Müller.ipynb", ("Anna Müller", "")),
    ],
)
def test_the_number_that_a_platform_gives_a_student_is_the_key(text, expected, tmp_path):
    (tmp_path / text).mkdir()
    student, name, *late = expected
    assert handed_in(tmp_path, CHAPTER) == [HandedIn(student, tmp_path / text, name, bool(late))]


@pytest.mark.parametrize("name", ["Participant", "John Smith"])
def test_namesakes_and_nameless_students_are_told_apart(name, tmp_path):
    for number in ("1001", "1002"):
        (tmp_path / f"{name}_{number}_assignsubmission_file").mkdir()
    assert [one.student for one in handed_in(tmp_path, CHAPTER)] == ["1001", "1002"]


def test_only_what_lies_in_a_folder_of_the_chapter_may_have_been_collected_by_nbgrader(tmp_path):
    (tmp_path / "ada" / CHAPTER).mkdir(parents=True)
    (tmp_path / "bea").mkdir()
    assert [(one.student, one.is_collected) for one in handed_in(tmp_path, CHAPTER)] == [
        ("ada", True),
        ("bea", False),
    ]


def test_files_of_other_chapters_in_the_same_folder_are_passed_over(tmp_path):
    for chapter in ("00_start", "01_filters-1", CHAPTER):
        (tmp_path / f"ada_1_assignsubmission_file_{chapter}.ipynb").touch()
    assert [one.path.stem[-8:] for one in handed_in(tmp_path, CHAPTER)] == [CHAPTER]
