"""Where the learner's own functions are kept: one readable file for each, beside the progress file."""

from __future__ import annotations

import datetime
import re
import types
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..checks.progress import default_path
from ..files import write_whole
from .text import text_of

FOLDER = "my_functions"
FIRST_LINE = re.compile(r"# \w+, kept on (\d{4}-\d\d-\d\d)\b.*")


@dataclass(frozen=True)
class Kept:
    """One kept function: its file, the text, and the day on which it passed."""

    path: Path
    text: str

    @property
    def date(self) -> datetime.date | None:
        """The day; None where the first line does not say it."""
        found = FIRST_LINE.match(self.text)
        try:
            return datetime.date.fromisoformat(found[1]) if found else None
        except ValueError:
            return None

    @property
    def day(self) -> str:
        """The day in words, "on 3 May"; nothing where the first line does not say it."""
        return f" on {self.date.day} {self.date:%B}" if self.date else ""


def folder() -> Path | None:
    """The folder of kept functions; None where nothing is to be kept (COURSE_PROGRESS is "off")."""
    return beside(default_path())


def beside(progress: Path | None) -> Path | None:
    """The folder of kept functions that belongs to a progress file."""
    return progress.parent / FOLDER if progress else None


def keep(name: str, target: Any) -> None:
    """Keep a function or class that has passed its check. What cannot be kept is passed over in silence.

    A file that holds the same already keeps its day.
    """
    place = folder()
    if place is None or not isinstance(target, types.FunctionType | type):
        return
    if not target.__name__.isidentifier() or target.__module__.startswith("course_utils."):
        return  # a lambda, or what `mine` brought
    try:
        body = text_of(target, name)
        path = place / f"{name}.py"
        today = datetime.date.today().isoformat()
        first = f'# {name}, kept on {today}, when it passed its check. mine("{name}") brings it along.'
        if not path.is_file() or path.read_text("utf-8").partition("\n")[2] != f"\n{body}":
            write_whole(path, f"{first}\n\n{body}")
    except (OSError, TypeError, SyntaxError, ValueError):
        return


def kept(name: str) -> Kept | None:
    """The kept function of that name; None where there is none. OSError or ValueError: it cannot be read."""
    place = folder()
    path = place / f"{name}.py" if place else None
    return Kept(path, path.read_text("utf-8")) if path and path.is_file() else None
