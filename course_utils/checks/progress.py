"""The progress file: one JSON line for each check and each hint.

Lines are only ever appended, each by a single write, so two kernels can share the file and a crash costs at
most the line that was being written. Lines that cannot be read are passed over and left where they are.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .score import Score

FILE = "progress.jsonl"


def default_path() -> Path | None:
    """`progress.jsonl` in the folder that holds the chapters; None where COURSE_PROGRESS is "off".

    COURSE_PROGRESS may also name another file.
    """
    named = os.environ.get("COURSE_PROGRESS")
    if named:
        return None if named == "off" else Path(named)
    here = Path.cwd()
    return (here.parent if re.fullmatch(r"\d\d_\w+", here.name) else here) / FILE


@dataclass
class Best:
    """The best result in one exercise so far, and the last mistake made on the way."""

    points: float = 0.0
    out_of: float = 0.0
    outcome: str = "not attempted"
    mistake: str | None = None
    checks: int = 0
    hints: int = 0


@dataclass
class Record:
    """What a learner has done so far.

    Parameters
    ----------
    path : the progress file, or None to keep everything in memory.
    unsaved : lines that could not be written (to a read-only folder, say); kept until the kernel ends.
    unreadable : number of lines of the file that say nothing.
    """

    path: Path | None
    unsaved: list[str] = field(default_factory=list)
    unreadable: int = 0

    def add_score(self, score: Score) -> None:
        """Keep the result of a check."""
        if score.outcome != "not attempted":
            keys = ("exercise", "points", "out_of", "outcome", "mistake")
            self._append({"check": {key: score.as_dict()[key] for key in keys}})

    def add_hint(self, exercise: str) -> None:
        """Keep that one more hint was asked for."""
        self._append({"hint": {"exercise": exercise}})

    def best(self) -> dict[str, Best]:
        """The best result by name of exercise."""
        found: dict[str, Best] = {}
        self.unreadable = 0
        for line in self._lines():
            try:
                _count(found, json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError):
                self.unreadable += 1
        return found

    def _append(self, entry: dict[str, Any]) -> None:
        line = json.dumps({"time": round(time.time()), **entry})
        if self.path is None:
            self.unsaved.append(line)
            return
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(file, f"\n{line}\n".encode())  # a line of its own, even after a torn one
            finally:
                os.close(file)
        except OSError:
            self.unsaved.append(line)

    def _lines(self) -> Iterable[str]:
        try:
            text = self.path.read_text("utf-8", errors="replace") if self.path else ""
        except OSError:
            text = ""
        return [line for line in text.splitlines() if line.strip()] + self.unsaved


def _count(found: dict[str, Best], entry: dict[str, Any]) -> None:
    """Add one line of the file to what is known."""
    if "hint" in entry:
        found.setdefault(str(entry["hint"]["exercise"]), Best()).hints += 1
        return
    check = entry["check"]
    points, out_of, outcome = float(check["points"]), float(check["out_of"]), check["outcome"]
    if outcome not in ("passed", "wrong"):
        raise ValueError(outcome)
    best = found.setdefault(str(check["exercise"]), Best())
    best.checks += 1
    best.mistake = check.get("mistake") or best.mistake
    if points >= best.points or outcome == "passed":
        best.points, best.out_of, best.outcome = points, out_of, outcome
