"""nbgrader's converters (generate_assignment, autograde, generate_feedback), called from here."""

from __future__ import annotations

import logging
import shutil
import warnings
from pathlib import Path

from nbgrader.converters import Autograde, BaseConverter
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from .book import fault


def changed_copy_of(coursedir: CourseDirectory, **changed: str) -> CourseDirectory:
    """A course directory like this one, in part changed; the original stays: the formgrader needs it."""
    same = {name: getattr(coursedir, name) for name in coursedir.traits(config=True)}
    return CourseDirectory(**same | changed)


def convert(converter: type[BaseConverter], coursedir: CourseDirectory, config: Config) -> None:
    """Run a converter, which replaces what it wrote before; RuntimeError with its last complaint."""
    complaint = _Complaint()
    log = logging.getLogger(f"{__name__}.{id(complaint)}")
    log.propagate = False
    log.addHandler(complaint)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's queries flush early
            converter(coursedir=coursedir, config=config, log=log, force=True).start()
    except Exception as error:
        said = fault(error, coursedir.db_url) or f"nbgrader: {complaint.last or error}"
        raise RuntimeError(said) from error


class Autograded(Autograde):
    """nbgrader's autograde of what the intake has made of the release: nothing there has to be sanitized."""

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Put outputs into a notebook, and points into the gradebook."""
        folder = self._format_dest(self.coursedir.assignment_id, self.coursedir.student_id)
        place = Path(folder, Path(notebook_filename).name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(notebook_filename, place)
        self._sanitizing = False
        self._init_preprocessors()
        super(Autograde, self).convert_single_notebook(str(place))


class _Complaint(logging.Handler):
    """Keeps the last line of the last error that was logged."""

    last = ""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        *_, self.last = record.getMessage().strip().splitlines() or [""]
