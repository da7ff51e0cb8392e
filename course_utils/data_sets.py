"""`course data`: which data sets are here, fetch them, and see whether their files are right."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from . import terminal
from .terminal import AsJson, Trouble

if TYPE_CHECKING:
    from .data.registry import Entry

app = typer.Typer()

Sets = Annotated[
    list[str] | None, typer.Argument(help="mnist, cifar-10, ...: `course data list` shows the names.")
]

STATES = {"here": "green", "in part": "yellow", "right": "green", "damaged": "red", "absent": "dim"}


@app.callback(invoke_without_command=True)
def explain(context: typer.Context) -> None:
    """Show which data sets are here, fetch them, and see whether their files are right."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command("list")
def list_sets(as_json: AsJson = False) -> None:
    """Show the sets that can be fetched, and which of them are here."""
    from .data import shelf

    found = shelf.stock()
    if as_json:
        terminal.print_json([dataclasses.asdict(each) for each in found])
        return
    table = terminal.table("Set", "What", "MB", "State")
    for each in found:
        state = terminal.styled(each.state, STATES[each.state])
        table.add_row(each.name, each.title, f"{each.megabytes:.0f}", state)
    terminal.show(table)


@app.command("fetch")
def fetch(sets: Sets = None) -> None:
    """Fetch sets, from a mirror or from public hosts, so that lessons find them later without a network."""
    from .data import DataError, download

    for entry in _entries(sets):
        try:
            found = download.fetch(entry)
        except DataError as error:
            raise Trouble(str(error)) from error
        for each in found:
            print(f"{entry.title}: {each.path.name}, from {each.source}")


@app.command("verify")
def verify(sets: Sets = None, as_json: AsJson = False) -> None:
    """Read the files that are here, all sets' by default, and compare their hashes.

    The exit status is 1 if a file is damaged. `course data fetch` replaces it.
    """
    from .data import registry, shelf

    found = shelf.verify(_entries(sets) if sets else registry.ENTRIES)
    if as_json:
        terminal.print_json([dataclasses.asdict(each) for each in found])
    else:
        table = terminal.table("Set", "File", "State", "What is wrong")
        for each in found:
            table.add_row(each.set, each.file, terminal.styled(each.state, STATES[each.state]), each.fault)
        terminal.show(table)
    raise typer.Exit(1 if any(each.state == "damaged" for each in found) else 0)


@app.command("where")
def where(as_json: AsJson = False) -> None:
    """Show where data lies on this machine, and which mirror is asked first."""
    from .data import places

    if as_json:
        terminal.print_json({"home": str(places.home()), "mirror": places.mirror() or None})
        return
    print(f"cache   {places.home()} ({places.HOME})")
    print(f"mirror  {places.mirror() or 'none'} ({places.MIRROR})")


def _entries(names: list[str] | None) -> list[Entry]:
    """The sets of these names."""
    from .data import registry

    if not names:
        raise Trouble(f"name a set: {', '.join(entry.folder for entry in registry.ENTRIES)}.")
    try:
        return [registry.find(name) for name in names]
    except ValueError as error:
        raise Trouble(str(error)) from error
