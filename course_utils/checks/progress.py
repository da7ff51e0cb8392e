"""The progress file: one JSON line for each check, each hint and each first guess.

Lines are only ever appended, each by a single write, so two kernels can share the file and a crash costs at
most the line that was being written. Lines that cannot be read are passed over and left where they are.
"""

from __future__ import annotations

import json
import math
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .guess import Value
from .score import Score

FILE = "progress.jsonl"
DRIVE = Path("/content/drive/MyDrive")  # where Colab mounts the learner's Drive
NONSENSE = (  # what reading a line that says nothing may raise
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
)


def default_path() -> Path | None:
    """`progress.jsonl` in the folder that holds the chapters; None where COURSE_PROGRESS is "off".

    COURSE_PROGRESS may also name another file. Where a Drive is mounted, the file is in its folder `course`.
    """
    named = os.environ.get("COURSE_PROGRESS")
    if named:
        return None if named == "off" else Path(named)
    here = path_here()
    return here if here.is_relative_to(DRIVE) or not DRIVE.is_dir() else DRIVE / "course" / FILE


def path_here() -> Path:
    """`progress.jsonl` in the folder that holds the chapters, or where this notebook runs."""
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
        if score.outcome in ("passed", "wrong"):
            keys = ("exercise", "points", "out_of", "outcome", "mistake")
            self._append({"check": {key: score.as_dict()[key] for key in keys}})

    def add_hint(self, exercise: str) -> None:
        """Keep that one more hint was asked for."""
        self._append({"hint": {"exercise": exercise}})

    def add_guess(self, name: str, value: Value, outcome: str) -> None:
        """Keep the first guess at a question."""
        self._append({"guess": {"name": name, "value": value, "outcome": outcome}})

    def guesses(self) -> dict[str, Value]:
        """The first guess at each question, by the name of the question."""
        found: dict[str, Value] = {}
        for line in self.lines():
            try:
                name, value = _guess_in(json.loads(line))
            except NONSENSE:
                continue
            found.setdefault(name, value)
        return found

    def best(self) -> dict[str, Best]:
        """The best result by name of exercise."""
        found: dict[str, Best] = {}
        self.unreadable = 0
        for line in self.lines():
            try:
                _count(found, json.loads(line))
            except NONSENSE:
                self.unreadable += 1
        return found

    def _append(self, entry: dict[str, Any]) -> None:
        self.add_lines([json.dumps({"time": round(time.time()), **entry})])

    def add_lines(self, lines: Sequence[str]) -> None:
        """Append lines as they are, in one write."""
        if self.path is None:
            self.unsaved += lines
            return
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                text = "\n".join(["", *lines, ""])  # each a line of its own, even after a torn one
                os.write(file, text.encode())
            finally:
                os.close(file)
        except OSError:
            self.unsaved += lines

    def lines(self) -> list[str]:
        """All lines, those that say nothing too."""
        try:
            text = self.path.read_text("utf-8", errors="replace") if self.path else ""
        except OSError:
            text = ""
        return [line for line in text.splitlines() if line.strip()] + self.unsaved


def says_something(line: str) -> bool:
    """Whether a line is one of a progress file."""
    try:
        _count({}, json.loads(line))
    except NONSENSE:
        return False
    return True


def _count(found: dict[str, Best], entry: dict[str, Any]) -> None:
    """Add one line of the file to what is known."""
    if "hint" in entry:
        found.setdefault(str(entry["hint"]["exercise"]), Best()).hints += 1
        return
    if "guess" in entry:
        _guess_in(entry)
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


def _guess_in(entry: dict[str, Any]) -> tuple[str, Value]:
    """The name of the question and the guess that a line of the file holds."""
    name, value = entry["guess"]["name"], entry["guess"]["value"]
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not isinstance(name, str) or not (is_number or isinstance(value, str)):
        raise ValueError(entry)
    return name, value
