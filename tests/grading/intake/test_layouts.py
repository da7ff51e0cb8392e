"""Submissions are found in a folder, whoever laid it out."""

import pytest

from course_utils.grading.intake.layouts import TYPED_TOLD, handed_in

CHAPTER = "02_edges"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Anna Müller_12345_assignsubmission_file_{CHAPTER}.ipynb", ("12345", "Anna Müller")),
        ("Anna Müller_12345_assignsubmission_file_my homework.ipynb", ("12345", "Anna Müller")),
        ("Anna Müller_12345_assignsubmission_file_", ("12345", "Anna Müller")),
        ("Anna Müller_12345_assignsubmission_file", ("12345", "Anna Müller")),
        ("Group A-Anna Müller_12345_assignsubmission_file", ("12345", "Group A-Anna Müller")),
        ("Participant_77_assignsubmission_file", ("77", "Participant")),
        (f"mulleranna_4321_98765_{CHAPTER}.ipynb", ("4321", "mulleranna")),
        (f"mulleranna_LATE_4321_98765_{CHAPTER}-1.ipynb", ("4321", "mulleranna", True)),
        ("mulleranna_4321_98765_my homework-2.ipynb", ("4321", "mulleranna")),
        (f"müller_anna_4321_98765_{CHAPTER}.ipynb", ("4321", "müller_anna")),
        (f"LATE_anon_aB3dE_98765_{CHAPTER}.ipynb", ("anon_aB3dE", "", True)),
        ("Default group_assignsubmission_file", ("Default group", "Default group")),
        ("李雷_77_assignsubmission_file", ("77", "李雷")),
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
    [found] = handed_in(tmp_path, CHAPTER)
    shown = (found.student, found.path, found.name, found.is_late)
    assert shown == (student, tmp_path / text, name, bool(late))


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


@pytest.mark.parametrize(
    ("names", "taken", "said"),
    [
        (["a_1_9_02_edges.ipynb", "a_1_12_02_edges-1.ipynb", "a_1_13_x.pdf"], "a_1_12_02_edges-1.ipynb", 1),
        (["a_1_9_00_start.ipynb", "a_1_8_mine.ipynb", "a_1_7_data.csv"], "a_1_8_mine.ipynb", 0),
        (["A_1_assignsubmission_file/", "A_1_assignsubmission_onlinetext/"], "A_1_assignsubmission_file", 1),
        (
            ["A_1_assignsubmission_file_x.ipynb", "A_1_assignsubmission_file_02_edges.ipynb"],
            "A_1_assignsubmission_file_02_edges.ipynb",
            0,
        ),
    ],
)
def test_of_several_files_of_one_student_the_notebook_of_the_chapter_is_taken(names, taken, said, tmp_path):
    for name in names:
        (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).touch()
    [one] = handed_in(tmp_path, CHAPTER)
    assert (one.student, one.path.name, len(one.said), one.flaw) == ("1", taken, said, "")


@pytest.mark.parametrize(
    ("names", "flaw"),
    [
        (["a_1_8_mine.ipynb", "a_1_9_other.ipynb"], "holds several notebooks, none of them called 02_edges"),
        (["a_LATE_1_text.html"], TYPED_TOLD),
        (["a_1_link.html"], TYPED_TOLD),
        (["A_1_assignsubmission_onlinetext_onlinetext.html"], TYPED_TOLD),
    ],
)
def test_what_cannot_be_graded_is_known_by_its_names(names, flaw, tmp_path):
    for name in names:
        (tmp_path / name).touch()
    [one] = handed_in(tmp_path, CHAPTER)
    assert (one.student, one.flaw[: len(flaw)]) == ("1", flaw)


def test_a_folder_around_a_platforms_folders_is_looked_into_and_a_students_is_not(tmp_path):
    (tmp_path / "out/Edges-77/Anna_1_assignsubmission_file").mkdir(parents=True)
    (tmp_path / "out/__MACOSX").mkdir()
    assert [one.student for one in handed_in(tmp_path / "out", CHAPTER)] == ["1"]
    (tmp_path / "own/anna/work").mkdir(parents=True)
    assert [one.student for one in handed_in(tmp_path / "own", CHAPTER)] == ["anna"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Anna Müller_12345_assignsubmission_file",
            f"Anna Müller_12345_assignsubmission_file/{CHAPTER}.html",
        ),
        (f"mulleranna_LATE_4321_98765_{CHAPTER}-1.ipynb", f"mulleranna_4321_98765_{CHAPTER}.html"),
        (f"anon_aB3dE_98765_{CHAPTER}.ipynb", f"anon_aB3dE_98765_{CHAPTER}.html"),
        ("anna", f"anna/{CHAPTER}.html"),
    ],
)
def test_feedback_lies_where_the_platform_looks_for_it(text, expected, tmp_path):
    (tmp_path / text).mkdir()
    [one] = handed_in(tmp_path, CHAPTER)
    assert one.feedback_path(CHAPTER) == expected
