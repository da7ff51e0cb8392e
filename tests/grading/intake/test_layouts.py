"""Submissions are found in a folder, whoever laid it out."""

import pytest

from course_utils.grading.intake.layouts import handed_in

CHAPTER = "02_edges"


@pytest.mark.parametrize(
    "name",
    [
        f"Anna Müller_12345_assignsubmission_file_{CHAPTER}.ipynb",
        "Anna Müller_12345_assignsubmission_file_my homework.ipynb",
        "Anna Müller_12345_assignsubmission_file_",
        "Anna Müller_12345_assignsubmission_file",
        f"Anna Müller_{CHAPTER}.ipynb",
        "Anna Müller.ipynb",
    ],
)
def test_what_learning_platforms_append_to_a_name_is_left_out(name, tmp_path):
    (tmp_path / name).mkdir()
    assert handed_in(tmp_path, CHAPTER) == [("Anna Müller", tmp_path / name)]


def test_files_of_other_chapters_in_the_same_folder_are_passed_over(tmp_path):
    for chapter in ("00_start", CHAPTER):
        (tmp_path / f"ada_1_assignsubmission_file_{chapter}.ipynb").touch()
    assert [student for student, _ in handed_in(tmp_path, CHAPTER)] == ["ada"]
