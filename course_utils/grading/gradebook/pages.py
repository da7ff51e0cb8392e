"""The pages of feedback, each written in a process of its own that is ended when it takes too long."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from ..apart.client import TookTooLong, call
from . import converters, pool

LONG = 60.0  # s for one page; an honest one takes half a second


def write(root: Path, chapter: str, student: str, seconds: float = LONG) -> None:
    """Write the page of a student; if that takes too long, one with the points and cards only.

    Raises
    ------
    RuntimeError
        There is no page, because nbgrader could not write one.
    """
    for is_brief in (False, True):
        try:
            call(_written, root, chapter, student, is_brief, seconds=seconds)
            return
        except TookTooLong:
            continue
    raise RuntimeError(f"the page of feedback took longer than {seconds:g} s, twice")


def write_all(
    root: Path, chapter: str, students: Sequence[str], workers: int, heed: pool.Heed
) -> Generator[tuple[str, BaseException | None], None, None]:
    """Write pages in parallel; yields each student when the page is done, and what went wrong.

    `heed` is called again and again, and raises where this should stop.
    """
    if not students:
        return
    with pool.processes(min(workers, len(students))) as executor:
        futures = {executor.submit(write, root, chapter, student): student for student in students}
        for future in pool.ended(list(futures), heed):
            error = future.exception()
            if error is not None and not isinstance(error, Exception):
                raise error
            yield futures[future], error


def configuration(root: Path) -> Config:
    """The configuration of nbgrader, from nbgrader_config.py."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def _written(root: Path, chapter: str, student: str, is_brief: bool) -> Iterator[None]:
    config = configuration(root)
    config.Page.is_brief = is_brief
    coursedir = CourseDirectory(config=config, assignment_id=chapter, student_id=student)
    converters.convert(GenerateFeedback, coursedir, config)
    yield
