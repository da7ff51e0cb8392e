"""Results are kept, so that nothing runs twice: one file for each job, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from nbformat.v4 import reads  # without validation: the intake has made it

from ...cells import Role
from ...files import write_whole
from ..job import Job, JobResult

PACKAGE = Path(__file__).parents[2]
# Files and folders of the package on which no score and no card depends; every other one decides.
NOT_DECIDING = (
    "book", "cli.py", "cli_grading.py", "data_sets.py", "doctor.py", "explorers", "grading/apart",
    "grading/gradebook", "grading/intake", "lessons.py",
    "plots.py", "runner.py", "terminal.py", "workspace.py",
)  # fmt: skip


class Results:
    """The results of a chapter's jobs, in a folder below that of all that grading makes."""

    def __init__(self, grading: Path, chapter: str) -> None:
        self._folder = grading / "results" / chapter

    def get(self, name: str) -> JobResult | None:
        """The result of the job with that `key`; None if it has not run."""
        try:
            kept = json.loads(self._path(name).read_text(encoding="utf-8"))
            return JobResult(**kept | {"scores": tuple(kept["scores"]), "notes": tuple(kept["notes"])})
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):  # damaged: it is made again
            return None

    def put(self, name: str, result: JobResult) -> None:
        """Keep a result, in place of an older one."""
        write_whole(self._path(name), json.dumps(asdict(result)))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"


def key(job: Job) -> str:
    """What a result depends on, as a hash: the cells, the seed, the limits, and the code that judges.

    Of the notebook only what runs counts, so that nbgrader may rewrite its metadata.
    """
    cells = []
    for cell in reads(job.notebook).cells:
        role = Role.of(cell)
        cells.append((cell.cell_type, cell.source, role.kind, role.name))
    return _hash(json.dumps([asdict(job) | {"notebook": cells}, version()], sort_keys=True).encode())


@cache
def version() -> str:
    """The hash of the code that decides on scores and cards."""
    contents = {str(path.relative_to(PACKAGE)): path.read_text(encoding="utf-8") for path in deciding()}
    return _hash(json.dumps(contents).encode())


def deciding() -> list[Path]:
    """The files of the package on which a score or a card may depend."""
    idle = {PACKAGE / name for name in NOT_DECIDING}
    return [path for path in sorted(PACKAGE.rglob("*.py")) if idle.isdisjoint((path, *path.parents))]


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
