"""Seconds per submission of `course grade`, beside stock `nbgrader autograde`: the same 20, in the same run.

Stock nbgrader runs submissions with the rights of whoever starts it, so here it runs in an outer sandbox that
has no network and one folder to write in. It also runs the demo cells, which `course grade` leaves out.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell
from rich import box
from rich.console import Console
from rich.table import Table

from course_utils import lessons
from course_utils.cells import Role
from course_utils.grading.sandbox import bubblewrap

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = "01_filters"
FILE = f"{CHAPTER}.ipynb"
SUBMISSIONS = 20
STOCK = f"""
c = get_config()
c.CourseDirectory.source_directory = "build/source"
c.Execute.timeout = 60
c.Autograde.log_level = c.GenerateAssignment.log_level = 50
import os; os.environ["PATH"] = {str(Path(sys.executable).parent)!r} + ":" + os.environ["PATH"]
"""


def solve() -> nbformat.NotebookNode:
    """The release with the solutions in it."""
    release, source = (
        nbformat.read(ROOT / folder / CHAPTER / FILE, as_version=4)
        for folder in (lessons.RELEASES, lessons.SOURCES)
    )
    solutions = {cell.id: cell.source for cell in source.cells}
    for cell in release.cells:
        if Role.of(cell).kind in ("exercise", "answer"):
            cell.source = solutions[cell.id]
    return release


def hand_in(folder: Path) -> None:
    """Write solved notebooks, each with a cell of its own, so that none is like another."""
    solved = solve()
    for number in range(SUBMISSIONS):
        own = deepcopy(solved)
        own.cells.append(new_code_cell(f"print('submission {number}')"))
        path = folder / f"student-{number:02}" / CHAPTER / FILE
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(own))


def timed(command: list[str], folder: Path, **environment: str) -> float:
    """Seconds that a command takes; what it says is shown only where it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds


def ours(folder: Path, workers: int) -> float:
    """Seconds of `course grade` for the class."""
    grading = folder / f"course-{workers}"
    hand_in(grading / "submitted")
    command = [sys.executable, "-m", "course_utils.cli", "grade", CHAPTER, "--workers", str(workers)]
    return timed(command, ROOT, COURSE_GRADING=str(grading))


def stock(folder: Path) -> float:
    """Seconds of `nbgrader autograde` for the class, without making the assignment."""
    course = folder / "stock"
    hand_in(course / "submitted")
    shutil.copytree(ROOT / lessons.SOURCES / CHAPTER, course / lessons.SOURCES / CHAPTER)
    (course / "nbgrader_config.py").write_text(STOCK)
    boxed = [
        *(
            bubblewrap.executable(),
            "--unshare-all",
            "--die-with-parent",
            "--new-session",
            "--ro-bind",
            "/",
            "/",
        ),
        *("--dev", "/dev", "--proc", "/proc", "--bind", str(course), str(course), "--chdir", str(course)),
        *("--setenv", "HOME", str(course), "--setenv", "TMPDIR", str(course)),
        *("--setenv", "COURSE_PROGRESS", "off", "--"),
        *(sys.executable, "-m", "nbgrader"),
    ]
    timed([*boxed, "generate_assignment", CHAPTER], course)
    return timed([*boxed, "autograde", CHAPTER], course)


def main() -> None:
    """Measure, and print a table."""
    lessons.build(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cores = os.cpu_count() or 1
        rows = {
            "nbgrader autograde": stock(folder),
            "course grade, 1 worker": ours(folder, 1),
            f"course grade, {cores} workers": ours(folder, cores),
        }
    table = Table(f"{SUBMISSIONS} submissions of {CHAPTER}", "s each", "of stock", box=box.SIMPLE_HEAD)
    for name, seconds in rows.items():
        ratio = seconds / rows["nbgrader autograde"]
        table.add_row(name, f"{seconds / SUBMISSIONS:.2f}", f"{ratio:.2f}")
    Console().print(table)


if __name__ == "__main__":
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    main()
