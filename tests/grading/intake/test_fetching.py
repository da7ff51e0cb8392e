"""A file is found, and read only where that is safe."""

import os
import socket

import nbformat
import pytest
from tiny_course import CHAPTER, RELEASE, cause, filled, put, read, solved

from course_utils.grading.intake import fetching, submission

pytestmark = pytest.mark.usefixtures("tiny_course")


def test_a_good_submission_is_read_and_nothing_is_said(folder):
    put(folder, filled())
    submission = read(folder)
    assert (submission.student, submission.chapter, submission.mended) == ("ada", CHAPTER, ())
    assert solved(submission)


def test_a_path_may_be_the_notebook_itself(folder):
    assert solved(read(put(folder, filled())))


def test_without_a_folder_of_submissions_the_path_s_own_folder_is_trusted(folder):
    put(folder, filled())
    assert solved(submission.read(folder, RELEASE, chapter=CHAPTER, student="ada"))


def test_equal_submissions_give_equal_texts_that_are_notebooks(folder):
    put(folder, filled())
    assert read(folder).text == read(folder).text
    assert nbformat.reads(read(folder).text, as_version=4) == read(folder).notebook


@pytest.mark.parametrize("name", ["mine.ipynb", "01_TINY.ipynb", "01_tiny (1).ipynb", "01_tiny.ipynb.json"])
def test_the_only_notebook_is_taken_whatever_its_name(folder, name):
    put(folder, filled(), name)
    put(folder, "nothing", "notes.txt")
    put(folder, "nothing", "._01_tiny.ipynb")
    submission = read(folder)
    assert solved(submission)
    assert submission.mended == (f"the notebook is called {name}, not 01_tiny.ipynb",)


def test_of_several_notebooks_the_one_with_the_right_name_is_taken(folder):
    put(folder, "nothing", "a.ipynb")
    put(folder, filled())
    assert read(folder).mended == ()


def test_of_several_other_notebooks_none_is_taken(folder):
    put(folder, filled(), "a.ipynb")
    put(folder, filled(), "b\x1b[2J.ipynb")
    assert cause(folder) == (
        r"holds several notebooks, none of them called 01_tiny.ipynb: a.ipynb, b\x1b[2J.ipynb"
    )


def test_a_folder_without_a_notebook_is_refused_with_what_it_holds(folder):
    assert cause(folder) == "holds no notebook"
    put(folder, "nothing", "01_tiny.pdf")
    assert cause(folder) == "holds no notebook, only 01_tiny.pdf"


def test_the_right_name_is_found_among_more_files_than_are_listed(folder, monkeypatch):
    monkeypatch.setattr(fetching, "LOOKED_AT", 0)
    put(folder, filled())
    assert solved(read(folder))


def test_a_link_to_a_notebook_is_refused(folder, tmp_path):
    (folder / f"{CHAPTER}.ipynb").symlink_to(put(tmp_path, filled(), "source.ipynb"))
    assert cause(folder) == "is a link to another place"


@pytest.mark.parametrize("level", ["ada", f"ada/{CHAPTER}"])
def test_a_folder_that_is_a_link_is_refused(tmp_path, level):
    elsewhere = tmp_path / "elsewhere" / CHAPTER
    elsewhere.mkdir(parents=True)
    put(elsewhere, filled())
    link = tmp_path / "submitted" / level
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere if level != "ada" else elsewhere.parent)
    assert cause(tmp_path / "submitted" / "ada" / CHAPTER) == "is a link to another place"


def test_the_folder_of_submissions_itself_may_be_a_link(folder, tmp_path):
    put(folder, filled())
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "submitted")
    path = link / "ada" / CHAPTER
    assert solved(submission.read(path, RELEASE, chapter=CHAPTER, student="ada", below=link))


def test_a_hard_link_is_refused(folder, tmp_path):
    os.link(put(tmp_path, filled(), "source.ipynb"), folder / f"{CHAPTER}.ipynb")
    assert cause(folder).startswith("is a hard link")


def test_a_path_that_leaves_the_submissions_is_a_mistake_of_the_caller(folder):
    with pytest.raises(ValueError, match="below the submissions"):
        read(folder / ".." / ".." / "eve")


def test_a_pipe_is_refused_and_not_waited_for(folder):
    os.mkfifo(folder / f"{CHAPTER}.ipynb")
    assert cause(folder) == "is not a regular file"


def test_a_socket_is_refused(folder, monkeypatch):
    monkeypatch.chdir(folder)  # its path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{CHAPTER}.ipynb")
        assert cause(folder).startswith("cannot be read")


def test_a_folder_in_place_of_the_notebook_is_refused(folder):
    (folder / f"{CHAPTER}.ipynb").mkdir()
    assert cause(folder) == "is not a regular file: 01_tiny.ipynb is a folder"


def test_what_is_not_there_is_refused(folder):
    assert cause(folder / "nothing") == "cannot be read: No such file or directory"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(folder):
    path = folder / f"{CHAPTER}.ipynb"
    with open(path, "wb") as file:
        file.truncate(10**12)
    assert cause(folder) == "has 1,000,000.0 MB, more than the 20 MB that a submission may have"


def test_a_notebook_in_folders_below_is_found_and_a_link_to_one_is_not(folder, tmp_path):
    (folder / "homework/week 1").mkdir(parents=True)
    (folder / "homework/.ipynb_checkpoints").mkdir()
    put(folder / "homework/.ipynb_checkpoints", "old", "mine-checkpoint.ipynb")
    put(tmp_path, filled(), "other.ipynb")
    (folder / "link").symlink_to(tmp_path)
    put(folder / "homework/week 1", filled(), "mine.ipynb")
    submission = read(folder)
    assert solved(submission)
    assert submission.mended == ("the notebook is called homework/week 1/mine.ipynb, not 01_tiny.ipynb",)
    put(folder / "homework", filled())
    assert read(folder).mended == (f"the notebook is called homework/{CHAPTER}.ipynb, not {CHAPTER}.ipynb",)
    put(folder / "homework/week 1", filled())
    assert cause(folder).startswith("holds several notebooks, called 01_tiny.ipynb: homework/01_tiny.ipynb, ")


def test_a_forest_of_folders_is_left_after_a_while(folder, monkeypatch):
    monkeypatch.setattr(fetching, "LOOKED_AT", 20)
    for number in range(40):
        (folder / f"{number}/a/b").mkdir(parents=True)
    put(folder / "9/a/b", filled())
    assert cause(folder).startswith("holds no notebook")
