"""Marks as a table for other programs: one row for each student and exercise, and one for all together."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...files import write_whole
from .report import Graded, Report

COLUMNS = (
    "student", "name", "state", "exercise", "points", "out_of", "outcome", "misconception", "because_of",
    "follow_through_points", "seconds", "handed_in", "seconds_late", "penalty", "answers_to_read", "note",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
WHOLE = "all"  # in the column of exercises: the chapter, as it stands in the gradebook


def write(report: Report, path: Path) -> None:
    """Write the marks: as JSON if the file's name ends in .json, else as CSV."""
    if path.suffix == ".json":
        write_whole(path, json.dumps(report.as_dict(), indent=2) + "\n")
    else:
        write_whole(path, table(COLUMNS, rows(report)))


def table(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A table as CSV, in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: defused(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue()


def defused(cell: Any) -> Any:
    """A cell that no spreadsheet computes: a text that looks like a formula gets a quotation mark in front.

    >>> defused("=1+1"), defused("Ada"), defused(-1)
    ("'=1+1", 'Ada', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(FORMULA) else cell


def rows(report: Report) -> Iterator[dict[str, Any]]:
    """The rows: all students in the order of their names, graded or not."""
    states = (
        *((one.student, "graded", one) for one in report.graded),
        *((name, "refused", cause) for name, cause in report.refused.items()),
        *((name, "failed", cause) for name, cause in report.failed.items()),
        *((name, "missing", "") for name in report.missing),
    )
    for name, state, what in sorted(states, key=lambda row: row[:2]):
        row = {"student": name, "name": report.names.get(name, ""), "state": state, "exercise": WHOLE}
        if isinstance(what, Graded):
            yield row | _whole(what)
            yield from (row | _of_exercise(score) for score in what.exercises.values())
        else:
            kept = report.kept.get(name)
            yield row | {"note": what} | ({"points": kept.points, "out_of": kept.out_of} if kept else {})


def _whole(one: Graded) -> dict[str, Any]:
    mark = one.mark
    return {
        "points": mark.points,
        "out_of": mark.out_of,
        "seconds": one.seconds,
        "handed_in": one.handed_in,
        "seconds_late": mark.seconds_late,
        "penalty": mark.penalty,
        "answers_to_read": mark.to_read,
        "note": "; ".join(one.remarks),
    }


def _of_exercise(score: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "exercise": score["exercise"],
        "points": score["points"],
        "out_of": score["out_of"],
        "outcome": score["outcome"],
        "misconception": score["mistake"] or "",
        "because_of": score.get("because_of") or "",
        "follow_through_points": score.get("followed_through", ""),
        "seconds": score.get("seconds", ""),
        "note": score.get("sentence") or "",
    }
