"""No cheat earns a point or harms the grader. Cheats stand in `cheats/` and run in the sandbox only.

A file there is one notebook: each of its cells tries one thing, and is followed by the check of an exercise
that it has not solved. At the end two exercises are solved honestly; their points must be there.
"""

from __future__ import annotations

import copy
import dataclasses
import itertools
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import catalogue
import nbformat
import needs
import psutil
import pytest
from catalogue import ALL, Cheat
from forgeries import FORGERIES, Forgery
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from course_utils import exercises
from course_utils.cells import Role
from course_utils.grading import preparation, session
from course_utils.grading.intake import submission
from course_utils.grading.intake.refusal import Refused
from course_utils.grading.job import Bounds, Job, JobResult
from course_utils.grading.sandbox.limits import Limits, MiB

ALONE = ("protocol",)  # each of its cells gets a kernel of its own
GENEROUS = 600.0  # s: a busy machine is slow, and that is no failure
ENDLESS = {
    "bombs": 5.0,
    "deaths": 1.0,
    "protocol": 5.0,
    "pytorch": 60.0,
}  # s for a cell where cells never end
PATIENCE = {"calls": 1.0, "forged": 1.0}  # s for the check of a cheat where checks never end
GRACE = 2.0  # s for a kernel to answer when it is interrupted
BOUNDS = Bounds(cell=GENEROUS, total=3600, grace=GRACE, output=20_000)
LIMITS = Limits(memory=400 * MiB, threads=60, files=3_000, backlog=300 * MiB, message=8 * MiB, file=8 * MiB)
SEED = 20_251
CHAPTERS = {"pytorch": "11_pytorch"}  # in which chapter cheats are tried; the others in the first
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
    low, high = min(float(v) for row in image for v in row), max(float(v) for row in image for v in row)
    return [[(float(v) - low) / ((high - low) or 1) for v in row] for row in image]
""",
}


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
    return new_code_cell(f"check({exercise})", metadata=Role("check", exercise, 2).metadata())


def run(notebook: NotebookNode, bounds: Bounds = BOUNDS, chapter: str = "00_start") -> JobResult:
    limits = Limits() if exercises.chapters()[chapter].libraries else LIMITS
    return session.run(Job(nbformat.writes(notebook), chapter, SEED, bounds, limits))


def shown(cell: NotebookNode) -> str:
    """All that a cell shows."""
    return "".join(str(output) for output in cell.outputs)


pytestmark = needs.a_sandbox


def hurry(cheats: list[Cheat], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have less patience with the first checks, those of the cheats, than with the honest ones."""
    hasty = [PATIENCE.get(cheat.file, 5.0) for cheat in cheats]
    find, seconds = exercises.find, itertools.chain(hasty, itertools.repeat(GENEROUS))
    monkeypatch.setattr(
        exercises, "find", lambda name: dataclasses.replace(find(name), seconds=next(seconds))
    )


@pytest.fixture(autouse=True)
def warm(request: pytest.FixtureRequest) -> None:
    """Kernels are forked, as when a class is graded; who forks them is there before the test begins."""
    cheats = getattr(request.node, "callspec", None) and request.node.callspec.params.get("cheats")
    preparation.warm_up(CHAPTERS.get(cheats[0].file, "00_start") if cheats else "00_start")


@pytest.fixture
def canary(warm: None) -> Iterator[Path]:
    """A file outside that everybody may write; at the end it is as it was, and no new process is left."""
    before = psutil.Process().children()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        path = Path(folder, "canary")
        path.write_text("sings")
        for open_to_all in (path.parent, path):
            open_to_all.chmod(0o777)
        yield path
        assert (path.read_text(), [*path.parent.iterdir()]) == ("sings", [path])
        assert [process for process in psutil.Process().children() if process not in before] == []


@pytest.mark.slow
@pytest.mark.parametrize("cheats", NOTEBOOKS)
def test_cheats_earn_nothing_and_honest_answers_everything(
    cheats: list[Cheat], canary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "SECRET")
    hurry(cheats, monkeypatch)
    bounds = dataclasses.replace(BOUNDS, cell=ENDLESS.get(cheats[0].file, GENEROUS))
    result = run(notebook(cheats, canary), bounds, CHAPTERS.get(cheats[0].file, "00_start"))
    done = nbformat.reads(result.notebook, as_version=4)
    points = [score["points"] for score in result.scores]
    attempts, checks = (done.cells[start : -2 * len(HONEST) : 3] for start in (2, 3))
    assert {c.tries: p for c, p in zip(cheats, points, strict=False) if p} == {}
    assert points[len(cheats) :] == [exercises.find(name).points for name in HONEST]
    seen = [shown(cell) + shown(check) for cell, check in zip(attempts, checks, strict=True)]
    assert {c.tries: text for c, text in zip(cheats, seen, strict=True) if not c.is_seen_in(text)} == {}
    assert kinds(attempts) <= {"text/plain", "image/png"}
    assert len(result.notebook.encode()) < WRITABLE * MiB


def last_of(result: JobResult) -> NotebookNode:
    return nbformat.reads(result.notebook, as_version=4).cells[-1]


def kinds(cells: list[NotebookNode]) -> set[str]:
    """The MIME types that cells show."""
    return {kind for cell in cells for output in cell.outputs for kind in output.get("data", {})}


@pytest.fixture(scope="module")
def release() -> NotebookNode:
    """The lesson as it is handed out, without the parts that take time."""
    path = Path(__file__).parents[2] / "notebooks" / "00_start" / "00_start.ipynb"
    notebook = nbformat.read(path, as_version=4)
    kept = ("crop", "normalise", "check-crop", "check-normalise")
    notebook.cells = [cell for cell in notebook.cells if cell.id in kept]
    return notebook


def refusal(raw: object, release: NotebookNode) -> str | NotebookNode:
    """The notebook that the intake makes of a submission; or why it is refused."""
    try:
        return submission.mend(raw, release, chapter="00_start", student="mallory").notebook
    except Refused as refused:
        return str(refused)


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.tries)
def test_a_forged_notebook_becomes_one_that_earns_what_is_solved(
    forgery: Forgery, release: NotebookNode
) -> None:
    honest = copy.deepcopy(release)
    next(cell for cell in honest.cells if cell.id == "normalise").source = HONEST["normalise"]
    forgery.edit(forged := copy.deepcopy(honest))
    expected = refusal(copy.deepcopy(honest), release)
    mended = refusal(forged, release)
    if isinstance(mended, str):
        assert "cells" in mended
    else:
        assert [graded(cell) for cell in mended.cells if graded(cell)] == [
            graded(cell) for cell in expected.cells if graded(cell)
        ]


def graded(cell: NotebookNode) -> tuple[object, ...]:
    """What of a cell can matter for its marks; nothing for a cell that has none."""
    return (cell.source, cell.metadata, cell.get("outputs")) if Role.of(cell).grade_id else ()


def test_a_forged_notebook_runs_to_the_points_of_what_is_solved(release: NotebookNode) -> None:
    forged = copy.deepcopy(release)
    next(cell for cell in forged.cells if cell.id == "normalise").source = HONEST["normalise"]
    for forgery in FORGERIES[:2]:
        forgery.edit(forged)
    notebook = refusal(forged, release)
    notebook.cells.insert(0, new_code_cell("import numpy as np"))
    assert [score["points"] for score in run(notebook).scores] == [0.0, 2.0]


def test_a_submission_ends_with_its_time_however_many_cells_delay_it() -> None:
    stubborn = """
import time
try:
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(0.5)
"""
    cells = [new_code_cell(stubborn) for _ in range(1000)]
    result = run(new_notebook(cells=cells), Bounds(cell=0.3, total=2.0, grace=1.0))
    assert "not run, for the time for the whole notebook is over" in shown(last_of(result))


def test_the_table_of_cheats_is_that_of_the_tests() -> None:
    assert catalogue.TABLE.read_text() == catalogue.table(), "run: python tests/grading/catalogue.py"


def test_what_is_no_single_cell_is_tested_elsewhere() -> None:
    tests = "".join(path.read_text() for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert [name for *_, name in catalogue.ELSEWHERE if f"def {name}(" not in tests] == []


def test_nothing_is_said_of_nbgrader_that_was_measured_with_another_cheat() -> None:
    assert set(json.loads(catalogue.STOCK.read_text())) <= {cheat.tries for cheat in ALL}
