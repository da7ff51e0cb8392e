"""The course lends right functions, each from the chapter that asks for it."""

import pytest

from course_utils import exercises, given
from course_utils.checks.judge import judge_here

LENT = [(chapter, name) for chapter, names in given.FUNCTIONS.items() for name in names]


@pytest.mark.parametrize(("chapter", "name"), LENT)
def test_what_the_course_lends_passes_its_check_and_lies_with_its_chapter(chapter: str, name: str) -> None:
    exercise = exercises.find(name)
    assert exercises.chapter_of(name) is exercises.chapters()[_chapter(chapter)]
    score = judge_here(exercise, given.find(name))
    kinds = {failure.fault.kind for failure in score.failures} - set(exercise.measured)
    assert not kinds, score


def _chapter(module: str) -> str:
    return list(exercises.chapters())[exercises.MODULES.index(module)]


def test_the_chapters_stand_in_reading_order() -> None:
    assert list(given.FUNCTIONS) == sorted(given.FUNCTIONS, key=exercises.MODULES.index)


def test_what_the_course_does_not_lend_is_said() -> None:
    with pytest.raises(LookupError, match="no by_hand to lend"):
        given.find("by_hand")
