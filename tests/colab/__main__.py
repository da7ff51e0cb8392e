"""The command: which notebooks, a table of how they ran, and what pip changed."""

from __future__ import annotations

import argparse
import copy
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell
from rich.console import Console

from course_utils.exercises import chapters

from .published import ROOT, publish
from .stand_in import StandIn

SCORE = "application/vnd.course.score+json"
PYTHONS = ("python3.13", "python3.12", "python3.11")  # Colab's newest first
WIDGET = "application/vnd.jupyter.widget-view+json"
NO_DEMO = ("This could not be shown", "This needs your")


def main() -> int:
    """Run the notebooks, one after the other; returns 1 if one failed or a package changed."""
    parser = argparse.ArgumentParser(prog="colab", description=__doc__)
    parser.add_argument("--python", default=None, help="its Python; by default the newest that is here")
    parser.add_argument("names", nargs="*", help="chapters, such as 07 or pooling; by default all")
    asked = parser.parse_args()
    python = next(filter(_runs, [asked.python] if asked.python else PYTHONS), None)
    if python is None:
        parser.error(f"{asked.python or ' or '.join(PYTHONS)} is not there: name a Python with --python")
    wanted = [
        name
        for name in chapters()
        if (ROOT / "notebooks" / name).is_dir()
        and (not asked.names or any(part in name for part in asked.names))
    ]
    version = subprocess.run(
        [python, "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[1]
    stand_in = StandIn.made(python, ROOT / "build" / "colab" / version)
    console, complaints = Console(width=110), []
    with tempfile.TemporaryDirectory(prefix="colab-") as folder:
        course, content = Path(folder, "course"), Path(folder, "content")
        course.mkdir()
        console.print(f"Python {version}; the course is published at {publish(course)}", soft_wrap=True)
        before = stand_in.packages()
        for name in wanted:
            stand_in.forget_the_course()
            said = list(trial(stand_in, course, name, content / name, console))
            complaints += [f"{name}: {line}" for line in said]
        complaints += wheel(stand_in, course, content / "wheel", console)
        changed = sorted(before ^ stand_in.packages())
        stand_in.forget_the_course()
    console.print(f"pip changed {', '.join(changed) or 'nothing'} among {len(before)} packages.")
    for line in complaints:
        console.print(line, style="red", soft_wrap=True, markup=False)
    return 1 if complaints or changed else 0


def trial(stand_in: StandIn, course: Path, name: str, folder: Path, console: Console) -> Iterator[str]:
    """Run a notebook as it is released, then solved, in one kernel; say what went wrong."""
    released = nbformat.read(course / "notebooks" / name / f"{name}.ipynb", as_version=4)
    source = nbformat.read(course / "build" / "source" / name / f"{name}.ipynb", as_version=4)
    solutions = {cell.id: cell.source for cell in source.cells}
    exercises = [exercise.name for exercise in chapters()[name].exercises]
    solved = copy.deepcopy(released.cells)
    for cell in solved:
        if cell.id in exercises:
            cell.source = solutions[cell.id]
        cell.id = f"solved-{cell.id}"[:64]
    count, start = len(released.cells), time.perf_counter()
    released.cells += [new_code_cell("%reset -f"), *solved]
    ran = stand_in.execute(released, folder)
    seconds = time.perf_counter() - start
    parts = {"not attempted": ran.cells[:count], "passed": ran.cells[count + 1 :]}
    for wanted, cells in parts.items():
        outcomes = _outcomes(cells)
        other = [exercise for exercise in exercises if outcomes.get(exercise) != wanted]
        yield from (f"`{exercise}` is {outcomes.get(exercise)}, not {wanted}" for exercise in other)
        yield from _errors(cells, demos=wanted == "passed")
    demos = sum(cell.source.startswith("@demo") for cell in solved)
    widgets = sum(WIDGET in output.get("data", {}) for output in _outputs(cells))
    console.print(
        f"{name:<16} {seconds:5.0f} s   {len(exercises) - len(other)} of {len(exercises)} exercises pass, "
        f"{demos} demos, {widgets} explorers"
    )
    if said := [output.text for output in ran.cells[0].get("outputs", ()) if output.output_type == "stream"]:
        yield f"the first cell said {said}"
    if not stand_in.holds_the_course():
        yield "the first cell installed nothing"


def wheel(stand_in: StandIn, course: Path, folder: Path, console: Console) -> Iterator[str]:
    """Run the first lesson of a course that is published nowhere, with its wheel beside the notebook."""
    stand_in.forget_the_course()
    folder.mkdir(parents=True)
    stand_in.run("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(course))
    name = next(iter(chapters()))
    ran = stand_in.execute(
        nbformat.read(ROOT / "notebooks" / name / f"{name}.ipynb", as_version=4), folder / "content"
    )
    console.print(f"{name}, with the wheel in place of the repository")
    yield from (f"wheel: {line}" for line in _errors(ran.cells))


def _outputs(cells: list[Any]) -> Iterator[Any]:
    for cell in cells:
        yield from cell.get("outputs", ())


def _outcomes(cells: list[Any]) -> dict[str, str]:
    checks = [cell for cell in cells if cell.id.startswith(("check-", "solved-check-"))]
    scores = [output.data[SCORE] for output in _outputs(checks) if SCORE in output.get("data", {})]
    return {score["exercise"]: score["outcome"] for score in scores}


def _errors(cells: list[Any], demos: bool = False) -> Iterator[str]:
    """What went wrong; a demo that shows nothing is an error if its exercises are solved."""
    for output in _outputs(cells):
        shown = output.get("data", {}).get("text/plain", "")
        if output.output_type == "error":
            yield f"{output.ename}: {output.evalue}"
        elif demos and shown.startswith(NO_DEMO):
            yield shown
        elif output.output_type == "stream" and "Warning" in output.text:
            yield output.text


def _runs(python: str) -> bool:
    found = shutil.which(python)
    return (
        found is not None
        and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    )


if __name__ == "__main__":
    raise SystemExit(main())
