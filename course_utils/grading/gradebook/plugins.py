"""Two plugins of nbgrader's `autograde`: it reads through the intake, and judges from outside.

`nbgrader_config.py` names both classes, so that every way to autograde is the same safe one.
"""

from __future__ import annotations

import hashlib
import re
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool

from ... import exercises
from ...checks.card import MIME
from .. import supervised
from ..intake.inbox import Inbox
from ..intake.refusal import Refused
from ..sandbox import bubblewrap
from ..sandbox.bubblewrap import SandboxMissing
from ..wording import printable
from . import book
from .converters import changed_copy_of
from .jobs import job_for
from .results import Results, key

# Where Markdown could become more than text: HTML, links, pictures, TeX that makes links or commands.
ACTIVE = re.compile(
    r"<[A-Za-z/!?]|\]\s*[(\[:]|\\(?:href|require|style|class|cssId|def|let|newcommand|mmlToken|unicode|bbox)"
)
RISK = "Without a sandbox, submitted code can read, change and send everything that you can, marks included."


class Intake(NotebookExporter):
    """Lets `nbgrader autograde` read what the intake accepts, and nothing else that students sent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if isinstance(self.parent, Autograde):
            _take_in(self.parent)


class Judge(NbGraderPreprocessor):
    """Puts outputs and cards into a notebook; stands in the place of nbgrader's `Execute`."""

    follow_through = Bool(
        False,
        help="Whether an answer that fails because of a wrong answer to an earlier exercise is judged once "
        "more, with a right one in its place, and earns the points of that.",
    ).tag(config=True)
    sandboxed = Bool(True, help=f"Whether submissions run in a sandbox. {RISK}").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Run the notebook in a sandboxed kernel, unless its result is there already."""
        coursedir = self.parent.parent.coursedir
        inbox = Inbox.of(coursedir, resources["nbgrader"]["assignment"])
        results = Results(inbox.grading, inbox.chapter)
        root = Path(coursedir.root)
        job = job_for(nbformat.writes(nb), inbox, root, self.sandboxed, self.follow_through)
        name = key(job)
        result = results.get(name)
        if result is None:
            result = supervised.run(job)
            results.put(name, result)
        given = {cell.source for cell in inbox.notebook.cells}
        for cell, done in zip(nb.cells, nbformat.reads(result.notebook, as_version=4).cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs = done.outputs
            elif cell.source not in given:
                cell.source = as_text(cell.source)
        return nb, resources


class SaveGrades(SaveAutoGrades):
    """Writes the points into the gradebook, as nbgrader does, and what waits for a person.

    That is what could not be judged, and points given by hand to what has changed since.
    """

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        name = cell.metadata.nbgrader.grade_id
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        given = None if grade.needs_manual_grade else grade.manual_score
        points = grade.auto_score
        super()._add_score(cell, resources)
        if any(_is_unjudged(output) for output in cell.get("outputs", ())):
            grade.auto_score, grade.needs_manual_grade = None, True
        record, text = f"{self.assignment_id}/{self.student_id}/{name}", _digest(cell.source)
        is_same = grade.auto_score == points and book.get(self.gradebook, record) == text
        if given is not None and is_same:
            grade.needs_manual_grade = False
        book.put(self.gradebook, record, text)
        self.gradebook.db.commit()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _is_unjudged(output: NotebookNode) -> bool:
    """Whether this is the card of a check that failed by a fault of ours."""
    return bool(output.get("data", {}).get(MIME, {}).get("outcome") == "not judged")


def as_text(markdown: str) -> str:
    """A student's Markdown, of which no browser runs anything: what may be more than text is shown as typed.

    >>> as_text("I *think* that 3 < 4")
    'I *think* that 3 < 4'
    >>> print(as_text("<script>alert(1)</script>"))
    ```
    <script>alert(1)</script>
    ```
    """
    if not (ACTIVE.search(markdown) or ACTIVE.search(unescape(markdown))):
        return markdown
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in re.findall("`+", markdown))])
    return f"{fence}\n{markdown}\n{fence}"


def _take_in(converter: Autograde) -> None:
    """Pass what an autograder found through the intake, and let it read what was accepted."""
    coursedir = converter.coursedir
    if coursedir.assignment_id not in exercises.chapters():
        raise NbGraderException(f"{coursedir.assignment_id} is no chapter of this course")
    inbox = Inbox.of(coursedir, coursedir.assignment_id)
    if Path(coursedir.submitted_directory) == inbox.accepted:
        return
    _require_sandbox(converter)
    for folder in map(Path, converter.assignments):
        student = folder.parent.name
        try:
            mended = inbox.accept(student, folder, below=folder.parents[1], is_dated=True).mended
            for sentence in mended:
                converter.log.warning("%s: %s", student, sentence)
        except Refused as refused:
            converter.log.error("%s is not graded: %s", printable(student), refused)
        except Exception as error:  # whatever lies there, the others are graded
            told = f"cannot be taken in ({type(error).__name__}: {error})"
            converter.log.error("%s is not graded: %s", printable(student), printable(told, 200))
    converter.coursedir = changed_copy_of(coursedir, submitted_directory=str(inbox.accepted))
    converter.init_notebooks()


def _require_sandbox(converter: Autograde) -> None:
    if not Judge(config=converter.config).sandboxed:
        converter.log.warning(RISK)
        return
    try:
        bubblewrap.require()
    except SandboxMissing as missing:
        converter.log.error(str(missing))
        raise NbGraderException(str(missing)) from missing
