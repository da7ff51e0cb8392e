"""The class of the demonstration holds every kind of submission, and its attacks earn nothing."""

import os

import demo_class
import nbformat
import needs
import pytest

from course_utils.grading import session
from course_utils.grading.job import Job


@pytest.fixture(scope="module")
def handed_in(built, tmp_path_factory):
    """The folder of the class, and the names of its submissions."""
    folder = tmp_path_factory.mktemp("class")
    return folder, demo_class.hand_in(folder, built)


def test_the_demonstration_hands_in_every_kind_of_submission(handed_in):
    folder, names = handed_in
    assert len(names) >= 20
    assert {name.partition("-")[0] for name in names} == {"honest", "mistaken", "malformed", "hostile"}
    assert sorted(os.listdir(folder)) == sorted(names)


@pytest.mark.slow
@needs.a_sandbox
@pytest.mark.parametrize("attack", demo_class.CHEATING)
def test_an_attack_without_honest_work_earns_nothing(attack, handed_in):
    [path] = (handed_in[0] / f"hostile-{attack}").rglob("*.ipynb")
    result = session.run(Job(path.read_text(), demo_class.CHAPTER, 20_251))
    assert result.scores
    assert {score["exercise"]: score["points"] for score in result.scores if score["points"]} == {}
    if attack == "patches-check":  # the module that it means, and no other
        notebook = nbformat.reads(result.notebook, as_version=4)
        [own] = (cell for cell in notebook.cells if cell.id == "own")
        assert [output.text for output in own.outputs] == ["patched: 24.0\n"]
