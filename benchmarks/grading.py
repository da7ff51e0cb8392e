"""Submissions per minute of `course grade` and of stock `nbgrader autograde`: the same ones, in the same run.

Also what the coordinator alone takes, whose work no worker can do: seconds for each submission of a class
that has run already, and memory, for classes of two sizes; and an unchanged class, graded again.

Stock nbgrader runs submissions with the rights of whoever starts it, so here it runs in an outer sandbox that
has no network and one folder to write in. Demo cells, which `course grade` leaves out, are left out there.
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
from typing import NamedTuple

import nbformat
from nbformat.v4 import new_code_cell
from rich import box
from rich.console import Console
from rich.table import Table

from course_utils import lessons
from course_utils.cells import Role
from course_utils.grading.sandbox import bubblewrap

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = ("01_filters", "11_pytorch")  # NumPy, PyTorch
STOCK = f"""
c = get_config()
c.CourseDirectory.source_directory = "build/source"
c.Execute.timeout = 600
c.Autograde.log_level = c.GenerateAssignment.log_level = 50
import os; os.environ["PATH"] = {str(Path(sys.executable).parent)!r} + ":" + os.environ["PATH"]
"""


class Used(NamedTuple):
    """What a command used: seconds, and MB of memory of its largest process."""

    seconds: float
    memory: float


def solve(chapter: str, with_demos: bool = True) -> nbformat.NotebookNode:
    """The release with the solutions in it."""
    release, source = (
        nbformat.read(ROOT / folder / chapter / f"{chapter}.ipynb", as_version=4)
        for folder in (lessons.RELEASES, lessons.SOURCES)
    )
    solutions = {cell.id: cell.source for cell in source.cells}
    for cell in release.cells:
        if Role.of(cell).kind in ("exercise", "answer"):
            cell.source = solutions[cell.id]
    return release if with_demos else without_demos(release)


def without_demos(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without the cells that are not graded and may take long."""
    notebook.cells = [cell for cell in notebook.cells if Role.of(cell).kind != "demo"]
    return notebook


def hand_in(folder: Path, chapter: str, students: int, different: int, with_demos: bool = True) -> None:
    """Write solved notebooks, `different` of them each with a cell of its own, then the same once more."""
    solved = solve(chapter, with_demos)
    for number in range(students):
        own = deepcopy(solved)
        own.cells.append(new_code_cell(f"print('submission {number % different}')"))
        path = folder / f"student-{number:04}" / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(own))


def run(command: list[str], folder: Path, **environment: str) -> Used:
    """What a command uses; what it says is shown only where it fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}\n{said.read().decode()[-4000:]}")
        return Used(seconds, usage.ru_maxrss / 1024)


def ours(grading: Path, chapter: str, *options: str) -> Used:
    """What `course grade` uses for what is handed in there."""
    command = [sys.executable, "-m", "course_utils.cli", "grade", chapter, "--json", *options]
    return run(command, ROOT, COURSE_GRADING=str(grading))


def stock(folder: Path, chapter: str, students: int) -> Used:
    """What `nbgrader autograde` uses for the class, without making the assignment."""
    course = folder / f"stock-{chapter}"
    hand_in(course / "submitted", chapter, students, students, with_demos=False)
    source = Path(lessons.SOURCES, chapter, f"{chapter}.ipynb")
    (course / source).parent.mkdir(parents=True)
    nbformat.write(without_demos(nbformat.read(ROOT / source, as_version=4)), course / source)
    (course / "nbgrader_config.py").write_text(STOCK)
    boxed = [
        *(bubblewrap.executable(), "--unshare-all", "--die-with-parent", "--new-session"),
        *("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"),
        *("--bind", str(course), str(course), "--chdir", str(course)),
        *("--setenv", "HOME", str(course), "--setenv", "TMPDIR", str(course)),
        *("--setenv", "COURSE_PROGRESS", "off", "--setenv", "OMP_NUM_THREADS", "1", "--"),
        *(sys.executable, "-m", "nbgrader"),
    ]
    run([*boxed, "generate_assignment", chapter], course)
    return run([*boxed, "autograde", chapter], course)


def coordinator(graded: Path, chapter: str, sizes: list[int], different: int) -> list[tuple[Used, Used]]:
    """For classes of some sizes, whose submissions have run: what recording them uses, and grading again."""
    found = []
    for size in sizes:
        grading = graded.with_name(f"{graded.name}-{size}")
        hand_in(grading / "submitted", chapter, size, different)
        shutil.copytree(graded / "results", grading / "results")
        shutil.copy(graded / "seed", grading)
        found.append((ours(grading, chapter), ours(grading, chapter)))
    return found


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--of-stock", type=int, help="how many of them stock nbgrader gets; all if not given")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--chapters", nargs="+", default=CHAPTERS)
    parser.add_argument("--sizes", nargs="+", type=int, default=[40, 200], help="e.g. 40 200 1000")
    asked = parser.parse_args()
    lessons.build(ROOT)
    with tempfile.TemporaryDirectory() as name:
        print_speed(Path(name), asked)
        print_coordinator(Path(name), asked)


def print_speed(folder: Path, asked: argparse.Namespace) -> None:
    """Grade with both, and print a table."""
    table = Table("chapter", "", "submissions", "s", "a minute", "times stock", box=box.SIMPLE_HEAD)
    for chapter in asked.chapters:
        grading = folder / f"course-{chapter}"
        hand_in(grading / "submitted", chapter, asked.submissions, asked.submissions)
        few = asked.of_stock or asked.submissions
        measured = {
            "nbgrader autograde": (few, stock(folder, chapter, few).seconds),
            f"course grade, {asked.workers} workers": (
                asked.submissions,
                ours(grading, chapter, "--workers", str(asked.workers)).seconds,
            ),
        }
        rates = {label: 60 * count / seconds for label, (count, seconds) in measured.items()}
        for label, (count, seconds) in measured.items():
            ratio = rates[label] / rates["nbgrader autograde"]
            table.add_row(chapter, label, f"{count}", f"{seconds:.0f}", f"{rates[label]:.1f}", f"{ratio:.1f}")
    Console().print(table)


def print_coordinator(folder: Path, asked: argparse.Namespace) -> None:
    """Record classes of the first chapter that have run, and print a table."""
    table = Table("class of", "s", "s for one more", "MB", "s, graded again", box=box.SIMPLE_HEAD)
    chapter, before = asked.chapters[0], None
    uses = coordinator(folder / f"course-{chapter}", chapter, asked.sizes, asked.submissions)
    for size, (first, again) in zip(asked.sizes, uses, strict=True):
        more = f"{(first.seconds - before[1]) / (size - before[0]):.3f}" if before else ""
        table.add_row(f"{size}", f"{first.seconds:.1f}", more, f"{first.memory:.0f}", f"{again.seconds:.1f}")
        before = size, first.seconds
    Console().print(table)


if __name__ == "__main__":
    main()
