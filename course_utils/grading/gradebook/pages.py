"""The pages of feedback, each written in a process of its own that is ended when it takes too long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from ..apart.client import TookTooLong, call
from . import converters

LONG = 60.0  # s for one page; an honest one takes half a second


def write(root: Path, chapter: str, student: str, seconds: float = LONG) -> None:
    """Write the page of a student; where it takes too long, with the points and cards only.

    Raises
    ------
    RuntimeError
        There is no page, for nbgrader could not write one.
    """
    for is_brief in (False, True):
        try:
            call(_written, root, chapter, student, is_brief, seconds=seconds)
            return
        except TookTooLong:
            continue
    raise RuntimeError(f"the page of feedback took longer than {seconds:g} s, twice")


def configuration(root: Path) -> Config:
    """The configuration of nbgrader, from nbgrader_config.py."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def _written(root: Path, chapter: str, student: str, is_brief: bool) -> Iterator[None]:
    config = configuration(root)
    config.Page.is_brief = is_brief
    coursedir = CourseDirectory(config=config, assignment_id=chapter, student_id=student)
    converters.convert(GenerateFeedback, coursedir, config)
    yield
