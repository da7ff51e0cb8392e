"""What the `course` commands have in common in a terminal: tables, JSON, and troubles in one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of a table.")]


class Trouble(Exception):
    """A problem that the person at the terminal can solve: it is shown as one line, with exit status 2."""


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
