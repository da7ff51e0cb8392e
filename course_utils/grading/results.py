"""What was run is kept, so that nothing runs twice: one file a job, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path

import nbformat

from .session import Job, Result, checked_exercise, is_demo

PACKAGE = Path(__file__).parents[1]
# What decides on marks and cards.
DECIDING = ("checks/*.py", "exercises/**/*.py", "grading/session.py", "grading/outputs.py")


class Results:
    """The results of jobs, in a folder.

    Parameters
    ----------
    folder : made when the first result is put there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, job: Job) -> Result | None:
        """The result of a job; None where it has not run, or its exercises have changed since."""
        path = self._path(key(job))
        if not path.exists():
            return None
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Result(**kept | {"scores": tuple(kept["scores"]), "notes": tuple(kept["notes"])})

    def put(self, job: Job, result: Result) -> None:
        """Keep a result, in place of an older one."""
        write(self._path(key(job)), json.dumps(asdict(result)))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"


def key(job: Job) -> str:
    """What a result depends on, as a hash: the cells, the seed, the limits, the code that decides.

    Only what runs counts of the notebook, so that nbgrader may rewrite its metadata.
    """
    cells = [
        (cell.cell_type, cell.source, checked_exercise(cell), is_demo(cell))
        for cell in nbformat.reads(job.notebook, as_version=4).cells
    ]
    return _hash(json.dumps([asdict(job) | {"notebook": cells}, version()], sort_keys=True).encode())


@cache
def version() -> str:
    """The hash of the code that decides on marks."""
    files = (path for pattern in DECIDING for path in sorted(PACKAGE.glob(pattern)))
    return _hash(b"".join(path.read_bytes() for path in files))


def write(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all, whenever this process ends; an equal one stays."""
    if path.exists() and path.read_bytes() == text.encode():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(text.encode())
    beside.replace(path)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
