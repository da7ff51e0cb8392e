"""No cheat earns a point or harms the grader. Cheats stand in `cheats/` and run in the sandbox only.

A file there is one notebook: each of its cells tries one thing, and is followed by the check of an exercise
that it has not solved. At the end two exercises are solved honestly; their points must be there.
"""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from course_utils import exercises
from course_utils.grading import sandbox, session
from course_utils.grading.sandbox import Limits, MiB, SandboxMissing
from course_utils.grading.session import Bounds, Job, Result

CHEATS = Path(__file__).parent / "cheats"
ALONE = ("protocol",)  # each of its cells gets a kernel of its own
BOUNDS = Bounds(cell=1.5, total=120, output=20_000)
LIMITS = Limits(memory=400 * MiB, threads=60, files=3_000, backlog=300 * MiB, message=8 * MiB, file=8 * MiB)
SEED = 20_251
WRITABLE = 1  # MiB that a graded notebook of so few cells may have

HONEST = {
    "crop": """
def crop(image, top, left, height, width):
    if min(top, left) < 0 or top + height > len(image) or left + width > len(image[0]):
        raise ValueError("the window leaves the image")
    return [[image[i][j] for j in range(left, left + width)] for i in range(top, top + height)]
""",
    "normalise": """
def normalise(image):
    low, high = min(int(v) for row in image for v in row), max(int(v) for row in image for v in row)
    return [[(int(v) - low) / ((high - low) or 1) for v in row] for row in image]
""",
}


@dataclasses.dataclass(frozen=True)
class Cheat:
    """One cell of a file of cheats: what it tries, why that fails, and what else is to be seen."""

    file: str
    tries: str
    fails: str
    code: str
    exercise: str = "crop"
    shows: str = "tried"  # part of what the cell or its check shows in the end


def read(path: Path) -> list[Cheat]:
    """The cheats in a file."""
    cells = re.split(r"(?m)^# %% ", path.read_text())[1:]
    return [Cheat(path.stem, *_header(cell)[:1], **_header(cell)[1]) for cell in cells]


def _header(cell: str) -> tuple[str, dict[str, str]]:
    title, _, rest = cell.partition("\n")
    fields = {}
    while found := re.match(r"# (fails|exercise|shows):[ ]?(.*)\n", rest):
        fields[found[1]] = found[2]
        rest = rest[found.end() :]
    return title, fields | {"code": rest.strip()}


ALL = [cheat for path in sorted(CHEATS.glob("*.py")) for cheat in read(path)]
NOTEBOOKS = [
    pytest.param(group, id=name)
    for stem in sorted({cheat.file for cheat in ALL})
    for name, group in (
        [(f"{stem}-{cheat.tries}", [cheat]) for cheat in ALL if cheat.file == stem]
        if stem in ALONE
        else [(stem, [cheat for cheat in ALL if cheat.file == stem])]
    )
]


def notebook(cheats: list[Cheat], canary: Path) -> NotebookNode:
    """Each cheat with an unsolved exercise before and its check after it; at the end the honest solutions."""
    cells = [new_code_cell("import numpy as np")]
    for cheat in cheats:
        attempt = cheat.code.replace("CANARY", str(canary))
        cells.append(new_code_cell(f"def {cheat.exercise}(*_): return 0"))
        cells.append(new_code_cell(f'{attempt}\nprint("tried")'))
        cells.append(check(cheat.exercise))
    for exercise, solution in HONEST.items():
        cells += [new_code_cell(solution), check(exercise)]
    return new_notebook(cells=cells)


def check(exercise: str) -> NotebookNode:
    about = {"grade": True, "solution": False, "grade_id": f"check-{exercise}"}
    return new_code_cell(f"check({exercise})", metadata={"nbgrader": about})


def run(notebook: NotebookNode, bounds: Bounds = BOUNDS, limits: Limits = LIMITS) -> Result:
    return session.run(Job(nbformat.writes(notebook), "00_start", SEED, bounds, limits))


def shown(cell: NotebookNode) -> str:
    """All that a cell shows."""
    return "".join(str(output) for output in cell.outputs)


def _why_not() -> str | None:
    try:
        sandbox.require()
    except SandboxMissing as missing:
        return str(missing)
    return None


pytestmark = pytest.mark.skipif(_why_not() is not None, reason=str(_why_not()))


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience of one second, for the cheats that wear it out."""
    find = exercises.find
    monkeypatch.setattr(session, "GRACE", 1.0)
    monkeypatch.setattr(exercises, "find", lambda name: dataclasses.replace(find(name), seconds=1.0))


@pytest.fixture
def canary() -> Iterator[Path]:
    """A file outside that everybody may write; at the end it is as it was, and no process is left."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        path = Path(folder, "canary")
        path.write_text("sings")
        for open_to_all in (path.parent, path):
            open_to_all.chmod(0o777)
        yield path
        assert (path.read_text(), [*path.parent.iterdir()]) == ("sings", [path])
        assert psutil.Process().children() == []


@pytest.mark.slow
@pytest.mark.parametrize("cheats", NOTEBOOKS)
def test_cheats_earn_nothing_and_honest_answers_everything(
    cheats: list[Cheat], canary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "SECRET")
    result = run(notebook(cheats, canary))
    done = nbformat.reads(result.notebook, as_version=4)
    points = [score["points"] for score in result.scores]
    attempts, checks = (done.cells[start : -2 * len(HONEST) : 3] for start in (2, 3))
    assert {c.tries: p for c, p in zip(cheats, points, strict=False) if p} == {}
    assert points[len(cheats) :] == [2.0] * len(HONEST)
    seen = [shown(cell) + shown(check) for cell, check in zip(attempts, checks, strict=True)]
    assert {c.tries: text for c, text in zip(cheats, seen, strict=True) if c.shows not in text} == {}
    assert kinds(attempts) <= {"text/plain", "image/png"}
    assert len(result.notebook.encode()) < WRITABLE * MiB


def kinds(cells: list[NotebookNode]) -> set[str]:
    """The MIME types that cells show."""
    return {kind for cell in cells for output in cell.outputs for kind in output.get("data", {})}
