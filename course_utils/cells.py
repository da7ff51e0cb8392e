"""What a notebook cell is: an exercise, its check, a written answer, a demo, or plain code or text.

The build writes this into the metadata of a cell, and whoever needs it reads it here.

>>> cell = {"cell_type": "code", "metadata": Role("check", "conv2d", points=2).metadata()}
>>> Role.of(cell)
Role(kind='check', name='conv2d', points=2)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

GRADED = {  # kind: how nbgrader knows it
    "exercise": {"grade": False, "solution": True, "locked": False},
    "check": {"grade": True, "solution": False, "locked": True},
    "answer": {"grade": True, "solution": True, "locked": False},
}
PREFIXES = {"exercise": "", "check": "check-", "answer": "answer-"}  # of a grade_id; the name follows
SETTINGS = (
    "grade_id",
    "grade",
    "solution",
    "locked",
    "points",
)  # nbgrader's, as far as they decide on points
FOLDED = {  # the metadata of a cell that Jupyter shows as one line, and Colab as its `# @title`
    "jupyter": {"source_hidden": True},
    "cellView": "form",
}


@dataclass(frozen=True)
class Role:
    """What one cell is.

    Parameters
    ----------
    kind : "exercise", "check", "answer", "demo", or for all other cells "code" or "markdown".
    name : of the exercise that it holds or checks, or of the answer; else empty.
    points : what it is worth; 0 where it is not graded.
    """

    kind: str
    name: str = ""
    points: float = 0

    @property
    def grade_id(self) -> str:
        """Its name in the gradebook; empty for a cell that nbgrader does not know."""
        return PREFIXES[self.kind] + self.name if self.kind in GRADED else ""

    def metadata(self) -> dict[str, Any]:
        """The metadata that says so."""
        if self.kind == "demo":
            return {"course": {"demo": True}}
        if self.kind not in GRADED:
            return {}
        known = GRADED[self.kind]
        points = {"points": self.points} if known["grade"] else {}
        return {
            "nbgrader": {"schema_version": 3, "grade_id": self.grade_id, "task": False, **known, **points}
        }

    @classmethod
    def of(cls, cell: Mapping[str, Any]) -> Role:
        """The role of a cell of any notebook, a damaged or a forged one included."""
        known = settings(cell)
        name = known["grade_id"]
        for kind, flags in GRADED.items():
            same = all(bool(known[flag]) == flags[flag] for flag in ("grade", "solution"))
            if same and isinstance(name, str) and name.startswith(PREFIXES[kind]):
                points = known["points"] if flags["grade"] and isinstance(known["points"], int | float) else 0
                return cls(kind, name.removeprefix(PREFIXES[kind]), points)
        if _mapping(_metadata(cell).get("course")).get("demo"):
            return cls("demo")
        return cls("code" if cell.get("cell_type") == "code" else "markdown")


def settings(cell: Mapping[str, Any]) -> dict[str, object]:
    """Nbgrader's settings of a cell, by `SETTINGS`; None where one is missing or neither text nor number."""
    found = _mapping(_metadata(cell).get("nbgrader"))
    return {
        key: found[key] if isinstance(found.get(key), str | bool | int | float) else None for key in SETTINGS
    }


def is_folded(cell: Mapping[str, Any]) -> bool:
    """Whether the lesson folds a cell away."""
    return bool(_mapping(_metadata(cell).get("jupyter")).get("source_hidden"))


def _metadata(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(cell.get("metadata"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
