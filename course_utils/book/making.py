"""Makes the book: copies its pages, runs the lessons that have changed, and lets Sphinx write HTML."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat

from .. import lessons
from ..files import write_whole
from .page import RELEASE, folds, page, solved
from .running import ran

BOOK, KEPT, WORK = Path("build/book"), Path("build/book-lessons"), Path("build/book-work")
# The pages keep their places, so that the links between them work; those in `book/` are put at the top.
PAGES = ("README.md", "CONTRIBUTING.md", "LICENSE", "docs", "data/README.md", "book")
NEEDED = ("sphinx", "myst_nb", "sphinx_book_theme", "mathjax")


class BookError(Exception):
    """The book cannot be made; the message says why, and what to do."""


def make(root: Path, say: Callable[[str], object] = print) -> Path:
    """Make the book of the course in `root`; returns its first page.

    Raises BookError or LessonFailed if it cannot be made; an older book then stays as it is.
    """
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        raise BookError(f"The book needs {', '.join(missing)}: run `pip install --editable '.[book]'`.")
    if not (root / "book" / "conf.py").is_file():
        raise BookError(f"{root} has no book/conf.py: run this in the folder of the course.")
    work = root / WORK
    shutil.rmtree(work, ignore_errors=True)
    sources, made = work / "source", work / "html"
    try:
        gather(root, sources)
        for chapter in lessons.lessons(root):
            add_lesson(chapter, root, sources, say)
        _sphinx(sources, made)
        shutil.rmtree(root / BOOK, ignore_errors=True)
        made.rename(root / BOOK)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return root / BOOK / "index.html"


def gather(root: Path, sources: Path) -> None:
    """Copy the pages into a folder."""
    for name in PAGES:
        path = root / name
        target = sources if name == "book" else sources / name
        if path.is_dir():
            shutil.copytree(path, target, dirs_exist_ok=True)
        elif path.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


def add_lesson(chapter: str, root: Path, sources: Path, say: Callable[[str], object]) -> None:
    """Run a lesson if it has changed, and write its page and its notebook to download."""
    path = root / lessons.RELEASES / chapter / f"{chapter}.ipynb"
    if not path.exists():
        raise BookError(f"notebooks/ has no {chapter}: run `course build` first.")
    release, cells = nbformat.read(path, as_version=4), lessons.read(chapter, root)
    notebook, seconds = ran(chapter, solved(release, cells), root / KEPT)
    say(f"{chapter}: {f'run in {seconds:.0f} s' if seconds else 'unchanged'}")
    made = page(release, notebook, folds(cells), chapter, lessons.repository(root))
    write_whole(sources / lessons.RELEASES / chapter / path.name, nbformat.writes(made))
    write_whole(sources / RELEASE / path.name, path.read_bytes())


def _sphinx(sources: Path, made: Path) -> None:
    """Let Sphinx write the pages; a warning is an error, because a page would be wrong."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q"]
    command += ["-d", str(made.with_name("doctrees")), str(sources), str(made)]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "COURSE_PROGRESS": "off"}
    done = subprocess.run(command, env=env, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        said = done.stderr.replace(f"{sources}{os.sep}", "").strip()
        raise BookError(f"Sphinx refuses the book; the one that was there stays.\n{said}")
