"""Notebooks that were tampered with: each forgery edits the JSON of one in which `crop` is not solved."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Forgery:
    """What it tries, why that fails, the edit, and what nbgrader alone is known to make of it."""

    tries: str
    fails: str
    edit: Callable[[dict[str, Any]], object]
    stock: str = "-"


def _cell(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def _check(notebook: dict[str, Any]) -> dict[str, Any]:
    return _cell(notebook, "check-crop")


def _forged_output(notebook: dict[str, Any]) -> None:
    data = {"text/plain": "2.0", "application/vnd.course.score+json": {"points": 2.0}}
    result = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
    _check(notebook)["outputs"] = [result]


def _own_check(notebook: dict[str, Any]) -> None:
    own = copy.deepcopy(_cell(notebook, "check-normalise"))
    own["id"], own["metadata"]["nbgrader"]["grade_id"] = "check-more", "check-more"
    notebook["cells"].append(own)


def _million(notebook: dict[str, Any]) -> None:
    notebook["cells"] += [{"cell_type": "raw", "metadata": {}, "source": ""}] * 1_000_000


FORGERIES = (
    Forgery(
        "The tag `skip-execution` on the check",
        "metadata are the release's",
        lambda n: _check(n)["metadata"].update(tags=["skip-execution"]),
        "full marks",
    ),
    Forgery("A forged output in the check's cell", "outputs are made anew", _forged_output),
    Forgery(
        "The text of the check replaced by `2.0`",
        "a check has the release's text",
        lambda n: _check(n).update(source="2.0"),
    ),
    Forgery(
        "Points edited: 200 for what is solved",
        "points are the release's",
        lambda n: _cell(n, "check-normalise")["metadata"]["nbgrader"].update(points=200),
    ),
    Forgery(
        "Checksums, ids and lock flags edited",
        "metadata are the release's",
        lambda n: _check(n)["metadata"]["nbgrader"].update(checksum="0", locked=False, grade_id="x"),
    ),
    Forgery(
        "The check made a solution, which nobody grades",
        "metadata are the release's",
        lambda n: _check(n)["metadata"]["nbgrader"].update(grade=False, solution=True),
    ),
    Forgery("The check deleted", "what is missing is put back", lambda n: n["cells"].remove(_check(n))),
    Forgery(
        "The check of what is solved, twice",
        "each check is there once",
        lambda n: n["cells"].append(copy.deepcopy(_cell(n, "check-normalise"))),
        "stops the batch",
    ),
    Forgery("A check of one's own", "it is a cell like any other", _own_check),
    Forgery(
        "A cell of 10 MB",
        "it is left out",
        lambda n: n["cells"].append({"cell_type": "code", "metadata": {}, "source": "#" * 10**7}),
    ),
    Forgery("A million cells", "the submission is refused, by name", _million),
    Forgery(
        "Terminal escapes and HTML in a markdown cell",
        "feedback shows text as text",
        lambda n: n["cells"].append(
            {"cell_type": "markdown", "metadata": {}, "source": "\x1b[2J<script>alert(1)</script>"}
        ),
    ),
)
