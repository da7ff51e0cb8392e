"""What the judge needs is imported before the first submission comes."""

import pytest

from course_utils import exercises
from course_utils.grading import preparation


@pytest.mark.parametrize(
    ("chapter", "library"),
    [("01_filters", "scipy.signal.correlate2d"), ("10_numpy_cnn", "torch"), ("12_lenet", "sklearn.metrics")],
)
def test_the_libraries_of_oracles_are_known_without_calling_one(chapter: str, library: str) -> None:
    assert library in preparation.libraries(chapter)


def test_a_chapter_imports_no_more_than_its_own_oracles_need() -> None:
    assert [name for name in preparation.libraries("01_filters") if name.startswith("torch")] == []


@pytest.mark.parametrize("chapter", exercises.chapters())
def test_kernels_import_nothing_that_is_hidden_from_them(chapter: str) -> None:
    view = preparation.view(chapter)
    assert set(view.hidden).isdisjoint(name.partition(".")[0] for name in view.imports)
