"""The mutants that are right as well: a text file for each exercise lists them, under the reason."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("equivalent")
INDENT = "    "


def equivalents(chapter: str, exercise: str, folder: Path = FOLDER) -> dict[str, str]:
    """The reason for each mutant of an exercise that is right as well, by the mutant's line."""
    path = folder / chapter / f"{exercise}.txt"
    reasons: dict[str, str] = {}
    reason = ""
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if line.startswith(INDENT):
            reasons[line.removeprefix(INDENT)] = reason
        else:
            reason = line
    return reasons
