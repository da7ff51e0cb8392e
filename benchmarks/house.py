"""How fast and how large the house is: `make bench`. Figures only; `make test` prints its own time.

Times are wall-clock seconds on this machine. Imports and first checks are measured in fresh processes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from course_utils import exercises, lessons

ROOT = Path(__file__).resolve().parents[1]

IMPORT = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"
CHECK = """
import time
from pathlib import Path
from course_utils import check, exercises, lessons
answer = lessons.solved(exercises.chapter_of({name!r}).name, Path({root!r}))[{name!r}]
seconds = []
for _ in range(2):
    start = time.perf_counter()
    score = check({name!r}, answer)
    seconds.append(time.perf_counter() - start)
assert score.outcome == "passed", score
print(*seconds)
"""


def fresh(code: str) -> list[float]:
    """The numbers on the last line that a fresh Python prints."""
    command = [sys.executable, "-c", code]
    environment = os.environ | {"COURSE_PROGRESS": "off", "MPLBACKEND": "agg"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [float(number) for number in done.stdout.splitlines()[-1].split()]


def imported(module: str) -> float:
    """Seconds that an import takes in a fresh process, the best of five."""
    return min(fresh(IMPORT.format(module))[0] for _ in range(5))


def checked() -> Iterator[tuple[str, float, float]]:
    """Exercise, seconds of its first check in a fresh process, seconds of the second."""
    for chapter in lessons.lessons(ROOT):
        for exercise in exercises.chapters()[chapter].exercises:
            first, again = fresh(CHECK.format(name=exercise.name, root=str(ROOT)))
            yield exercise.name, first, again


def built() -> float:
    """Seconds that a build of all lessons takes from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "solutions", copy / "solutions")
        for name in ("nbgrader_config.py", "pyproject.toml"):
            shutil.copy(ROOT / name, copy / name)
        start = time.perf_counter()
        lessons.build(copy)
        return time.perf_counter() - start


def cloned() -> tuple[float, float]:
    """Megabytes of a fresh clone: all of it, and its history alone."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "clone")
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
        return _megabytes(clone), _megabytes(clone / ".git")


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    """Measure, and print two tables."""
    house = Table("The house", "Measured", "Wanted", box=box.SIMPLE_HEAD)
    house.add_row("import course_utils", f"{imported('course_utils'):.3f} s", "0.3 s")
    house.add_row("import numpy, to compare", f"{imported('numpy'):.3f} s", "")
    house.add_row(f"build of {len(lessons.lessons(ROOT))} lessons", f"{built():.1f} s", "20 s")
    house.add_row("clone, of which history", "{:.1f} MB, {:.1f} MB".format(*cloned()), "5 MB")

    checks = Table("Check of", "First in a process", "Again", box=box.SIMPLE_HEAD)
    for name, first, again in checked():
        checks.add_row(name, f"{first:.2f} s", f"{again:.3f} s")
    checks.add_row("wanted", "2.5 s", "1 s")

    console = Console()
    console.print(house)
    console.print(checks)


if __name__ == "__main__":
    main()
