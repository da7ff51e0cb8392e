"""What the commands of the course share: tables, JSON, troubles in one line, what a chapter is called."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of a table.")]


STOPPED = 130  # what Typer makes of Control-C, without a word


class Trouble(Exception):
    """A problem that the person at the terminal can solve: it is shown as one line, with exit status 2."""

    status = 2


class Stopped(Trouble):
    """A command was stopped, and says itself what is kept."""

    status = STOPPED


@contextmanager
def needed_by(what: str) -> Iterator[None]:
    """Raise Trouble where a package is missing that the block imports for `what`, e.g. "grading"."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise Trouble(f"{what} needs {error.name}, which is not installed. Run `make setup`.") from error


def run(app: typer.Typer, program: str, arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status: 0 is yes, 1 is no, 2 is a command that could not be run."""
    usage_error = typer.BadParameter.__base__  # Typer has no public name for it
    arguments = sys.argv[1:] if arguments is None else arguments
    status = Trouble.status
    try:
        ended = app(arguments or ["--help"], standalone_mode=False) or 0
        if ended != STOPPED:
            return ended
        said = "stopped."
    except Trouble as error:
        said, status = str(error), error.status
    except usage_error as error:  # type: ignore[misc]
        said = error.format_message()
    except OSError as error:
        said = f"{error.filename or 'a file'}: {error.strerror or error}."
    except (KeyboardInterrupt, typer.Abort):
        said = "stopped."
    print(f"{program}: {said}", file=sys.stderr)
    return status


def table(*columns: str) -> Table:
    """Make an empty table with these columns."""
    from rich import box
    from rich.table import Table

    return Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)


def styled(word: str, style: str) -> Text:
    """Give a word a colour."""
    from rich.text import Text

    return Text(word, style)


def show(table: Table) -> None:
    """Print a table."""
    from rich.console import Console

    Console(markup=False).print(table)  # square brackets are text, not markup


def print_json(value: Any) -> None:
    """Print a value for programs."""
    print(json.dumps(value, indent=2))


def course() -> Path:
    """Return the folder of the course around the current one."""
    from .workspace import course_folder

    course = course_folder(Path.cwd())
    if course is None:
        raise Trouble(
            "this folder is not part of the course. Clone its repository, and run this command there."
        )
    return course


def chapter_called(name: str) -> str:
    """Return the chapter that "01_filters", "1", "01" or "filters" refers to."""
    from .exercises import chapters

    spoken: dict[str, str] = {}
    for full in chapters():
        number, _, topic = full.partition("_")
        spoken |= dict.fromkeys((full, number, str(int(number)), topic), full)
    if name.lower() in spoken:
        return spoken[name.lower()]
    near = difflib.get_close_matches(name.lower(), spoken, n=1, cutoff=0.5)
    offer = f" Did you mean {spoken[near[0]]}?" if near else ""
    raise Trouble(f"there is no chapter {name!r}.{offer} The chapters are {', '.join(chapters())}.")
