"""What all submissions of a chapter need, made once: libraries for the judge, and kernels that start warm.

A process that does so, and is forked for each submission, pays for it once. Nothing is computed here: PyTorch
may start threads when it differentiates, and those do not survive a fork.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

from .. import exercises
from .sandbox import bubblewrap, nursery
from .sandbox.mounts import ANSWERING

EXERCISES = Path(exercises.__file__).parent


def warm_up(chapter: str, sandboxed: bool = True) -> None:
    """Make what the submissions of a chapter need, where it is not there yet."""
    _import_libraries(chapter)
    if sandboxed:
        bubblewrap.require_once()
        nursery.warm_up(view(chapter))


@cache
def view(chapter: str) -> nursery.View:
    """What kernels of a chapter see, and import."""
    libraries = tuple(exercises.chapters()[chapter].libraries)
    hidden = tuple(name for name in ANSWERING if name not in libraries)
    return nursery.View(hidden, exercises.before(chapter), libraries)


@cache
def _import_libraries(chapter: str) -> None:
    """Import what the oracles and mistakes of a chapter import when they are called."""
    folder = exercises.MODULES[list(exercises.chapters()).index(chapter)]
    modules = {name for path in (EXERCISES / folder).glob("*.py") for name in _imported(path, above=2)}
    for name in sorted(modules):
        with suppress(ImportError):  # perhaps a function of a module
            import_module(name)


def _imported(path: Path, above: int) -> Iterator[str]:
    """What a file imports from libraries, in functions too; so with files that it shares with other chapters.

    `above` is the number of dots by which it refers to those.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == above:
            yield from _imported(EXERCISES / f"{node.module}.py", above=1)
