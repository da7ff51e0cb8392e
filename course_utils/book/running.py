"""Runs a solved lesson for the book, and keeps its outputs: an unchanged lesson does not run again."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat

from ..cells import Role
from ..checks.card import MIME
from ..files import write_whole
from .page import INCH

PACKAGE = Path(__file__).parents[1]
# Folders of the package on which no output of a lesson depends.
IDLE = ("__pycache__", "book", "grading")
DRAWN_BY = ("ipykernel", "ipywidgets", "matplotlib", "numpy", "scikit-learn", "torch")
INLINE = "module://matplotlib_inline.backend_inline"  # figures in the notebook, whatever MPLBACKEND says here
SHARP = f"figure.dpi: {2 * INCH}\n"  # of matplotlib's settings: figures are sharp on every screen
NOWHERE = "http://127.0.0.1:9"  # no host answers there, so a lesson shows what a learner without network sees


class LessonFailed(Exception):
    """A solved lesson cannot be in the book: the message names the lesson, the cell and the problem."""

    def __init__(self, chapter: str, cell: Any, problem: str) -> None:
        first = next((line for line in cell.source.splitlines() if line and line != "@demo"), "")
        super().__init__(f"{chapter}, cell {cell.id} ({first.strip()[:60]}): {problem}")


def ran(chapter: str, notebook: Any, kept: Path) -> tuple[Any, float]:
    """The notebook with its outputs, and the seconds that it took; 0 if they were in the folder `kept`.

    Raises LessonFailed if a cell fails, a check does not pass, or a demo cannot be shown.
    """
    path, wanted = kept / f"{chapter}.ipynb", key(notebook)
    if path.is_file():
        known = nbformat.read(path, as_version=4)
        if known.metadata.get("course_key") == wanted:
            return known, 0.0
    start = time.monotonic()
    _execute(chapter, notebook)
    for cell in notebook.cells:
        for problem in problems(cell):
            raise LessonFailed(chapter, cell, problem)
    notebook.metadata["course_key"] = wanted
    write_whole(path, nbformat.writes(notebook))
    return notebook, time.monotonic() - start


def key(notebook: Any) -> str:
    """What the outputs depend on, as a hash: the cells, the package, and the libraries that draw."""
    found = hashlib.sha256("\0".join(cell.source for cell in notebook.cells).encode())
    for path in sorted(PACKAGE.rglob("*")):
        parts = path.relative_to(PACKAGE).parts
        if path.is_file() and not set(IDLE) & set(parts):
            found.update(f"\0{'/'.join(parts)}\0".encode() + path.read_bytes())
    found.update("\0".join([SHARP, *(f"{name} {version(name)}" for name in DRAWN_BY)]).encode())
    return found.hexdigest()


def problems(cell: Any) -> Iterator[str]:
    """What is wrong with the outputs of a solved cell."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            yield f"{output.ename}: {output.evalue}"
        data = output.get("data", {})
        if "course-notice" in "".join(data.get("text/html", "")):
            yield "".join(data["text/plain"])
        score = data.get(MIME)
        if score and Role.of(cell).kind == "check" and score["outcome"] != "passed":
            yield f"its check says {score['outcome']}: {score.get('sentence') or score.get('mistake')}"


def _execute(chapter: str, notebook: Any) -> None:
    """Run all cells, without progress, data sets and network."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    with tempfile.TemporaryDirectory() as scratch:
        settings = Path(scratch, "matplotlibrc")
        settings.write_text(SHARP, "utf-8")
        places = {"COURSE_PROGRESS": f"{scratch}/progress.jsonl", "COURSE_DATA_HOME": f"{scratch}/data"}
        blind = {f"{kind}_proxy": NOWHERE for kind in ("http", "https", "HTTP", "HTTPS")} | {"no_proxy": ""}
        client = NotebookClient(
            notebook,
            timeout=None,
            kernel_name="python3",
            store_widget_state=False,
            resources={"metadata": {"path": scratch}},
        )
        try:
            drawn = {"MPLBACKEND": INLINE, "MATPLOTLIBRC": str(settings)}
            own = {"COURSE_DATA_MIRROR": "", "PYTHONPATH": str(PACKAGE.parent)}
            client.execute(env=os.environ | places | blind | drawn | own, stderr=subprocess.DEVNULL)
        except CellExecutionError:
            return  # the error is among the outputs
        except DeadKernelError as error:
            reached = [cell for cell in notebook.cells if cell.get("execution_count")]
            cell = (reached or notebook.cells)[-1]
            raise LessonFailed(chapter, cell, "the kernel died in it, or in the cell after it.") from error
