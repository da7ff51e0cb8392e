"""How fast and how large the house is: `make bench`. Figures only; `make test` prints its own time.

Times are seconds on this machine's clock. Each import has a fresh process. So has each first check, in which
its lesson has run before.
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
CHECKS = """
import os, time
from pathlib import Path
from course_utils import check, exercises, lessons
solved = lessons.solved({chapter!r}, Path({root!r}))
for exercise in exercises.chapters()[{chapter!r}].exercises:
    if os.fork():  # in a process of its own, so that each check is a first one
        os.wait()
        continue
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        card = check(exercise.name, solved[exercise.name])
        seconds.append(time.perf_counter() - start)
    assert card.score.outcome == "passed", card
    print(exercise.name, *seconds, flush=True)
    os._exit(0)
"""


def fresh(code: str) -> list[str]:
    """The lines that a fresh Python prints."""
    command = [sys.executable, "-c", code]
    environment = os.environ | {"COURSE_PROGRESS": "off", "MPLBACKEND": "agg"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()


def imported(module: str) -> float:
    """Seconds that an import takes in a fresh process, the best of five."""
    return min(float(fresh(IMPORT.format(module))[-1]) for _ in range(5))


def checked() -> Iterator[tuple[str, float, float]]:
    """Exercise, seconds of its first check in a process, seconds of the second."""
    for chapter, known in exercises.chapters().items():
        lines = [line.split() for line in fresh(CHECKS.format(chapter=chapter, root=str(ROOT)))]
        found = {line[0]: line[1:] for line in lines if len(line) == 3}
        for exercise in known.exercises:
            first, again = map(float, found[exercise.name])
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
