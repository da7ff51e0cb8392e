"""Export plugins of nbgrader: the files that the gradebooks of Canvas and Moodle take.

nbgrader export --exporter course_utils.grading.gradebook.exports.Canvas --to canvas.csv
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

from ...files import write_whole
from .sheets import table


class Canvas(ExportPlugin):
    """The file for Canvas: *Grades > Import*; a column for each chapter, named as the assignment."""

    titles = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="What Canvas calls the assignment of each chapter, e.g. {'01_filters': 'Filters (4711)'}.",
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the file. Canvas finds a student without a Canvas number by the login."""
        chapters = {
            one.name: self.titles.get(one.name, one.name) for one in _assignments(gradebook, self.assignment)
        }
        fixed = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
        rows: list[dict[str, Any]] = [
            {"Student": "    Points Possible"}
            | {chapters[one.name]: _number(one.max_score) for one in _assignments(gradebook, self.assignment)}
        ]
        for student in _students(gradebook, self.student):
            is_number = student.id.isdigit()
            row = {"Student": _name(student), "ID" if is_number else "SIS Login ID": student.id}
            rows.append(
                row | {title: _points(self, gradebook, name, student) for name, title in chapters.items()}
            )
        _write(self, self.to or "canvas.csv", (*fixed, *chapters.values()), rows)


class Moodle(ExportPlugin):
    """The file for Moodle: *Grading action > Upload grading worksheet* of one assignment."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file. A student whose name in the gradebook is not a participant number is left out."""
        found = _assignments(gradebook, self.assignment)
        if len(found) != 1:
            names = ", ".join(one.name for one in found) or "none"
            raise SystemExit(
                f"Moodle takes one assignment at a time: name it with --assignment (of {names})."
            )
        rows = []
        for student in _students(gradebook, self.student):
            if not student.id.isdigit():
                self.log.warning("%s is left out: that is no number of a participant", student.id)
                continue
            row = {
                "Identifier": f"Participant {student.id}",
                "Full name": _name(student),
                "Grade": _points(self, gradebook, found[0].name, student),
                "Maximum Grade": _number(found[0].max_score),
            }
            rows.append(row)
        columns = ("Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)")
        _write(self, self.to or "moodle.csv", columns, rows)


def _assignments(gradebook: Gradebook, wanted: Sequence[Any]) -> list[Assignment]:
    names = {str(name) for name in wanted}
    return [one for one in gradebook.assignments if not names or one.name in names]


def _students(gradebook: Gradebook, wanted: Sequence[Any]) -> Iterator[Student]:
    names = {str(name) for name in wanted}
    return (one for one in gradebook.students if not names or one.id in names)


def _name(student: Student) -> str:
    return ", ".join(part for part in (student.last_name, student.first_name) if part)


def _points(plugin: ExportPlugin, gradebook: Gradebook, chapter: str, student: Student) -> str:
    """The points less the penalty; empty if nothing was handed in, which is not the same as 0."""
    try:
        found = gradebook.find_submission(chapter, student.id)
    except MissingEntry:
        return ""
    if not found.notebooks:
        return ""
    if found.needs_manual_grade:
        plugin.log.warning("%s: an answer in %s is not read yet, so it counts 0", student.id, chapter)
    return _number(max(0.0, found.score - found.late_submission_penalty))


def _number(points: float) -> str:
    return f"{round(points, 2):.10g}"


def _write(plugin: ExportPlugin, to: str, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    write_whole(Path(to), table(columns, rows))
    plugin.log.info("%d rows in %s", len(rows), to)
