"""The class of the demonstration holds every kind of submission, and its attacks earn nothing."""

import os
from pathlib import Path

import demo_class
import nbformat
import needs
import pytest

from course_utils.grading import session
from course_utils.grading.job import Job, JobResult


def test_the_demonstration_hands_in_every_kind_of_submission(built, tmp_path):
    names = demo_class.hand_in(tmp_path / "class", built)
    assert len(names) >= 20
    assert {name.partition("-")[0] for name in names} == {"honest", "mistaken", "malformed", "hostile"}
    assert sorted(os.listdir(tmp_path / "class")) == sorted(names)


def graded(name: str, built: Path, folder: Path) -> JobResult:
    """The result of one submission of the class."""
    demo_class.hand_in(folder, built)
    [path] = (folder / name).rglob("*.ipynb")
    return session.run(Job(path.read_text(), demo_class.CHAPTER, 20_251))


@pytest.mark.slow
@needs.a_sandbox
@pytest.mark.parametrize("attack", demo_class.CHEATING)
def test_an_attack_without_honest_work_earns_nothing(attack, built, tmp_path):
    result = graded(f"hostile-{attack}", built, tmp_path)
    assert result.scores
    assert {score["exercise"]: score["points"] for score in result.scores if score["points"]} == {}


@pytest.mark.slow
@needs.a_sandbox
def test_the_attack_on_the_judge_patches_the_module_that_it_means(built, tmp_path):
    result = graded("hostile-patches-check", built, tmp_path)
    [own] = (cell for cell in nbformat.reads(result.notebook, as_version=4).cells if cell.id == "own")
    assert [output.text for output in own.outputs] == ["patched: 24.0\n"]
