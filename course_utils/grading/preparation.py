"""What all submissions of a chapter need, made once: libraries for the judge, and kernels that start warm.

A process prepares this once and is forked for each submission. Nothing is computed here: PyTorch may start
threads when it differentiates, and threads do not survive a fork.
"""

from __future__ import annotations

import ast
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

from .. import exercises
from .sandbox import bubblewrap, nursery
from .sandbox.mounts import ANSWERING

# What PyTorch imports late: when it first differentiates, and when the first optimiser is made.
DIFFERENTIATING, OPTIMISING = "torch.fx.experimental.symbolic_shapes", "torch._dynamo"
EXERCISES = Path(exercises.__file__).parent


def warm_up(chapter: str, sandboxed: bool = True) -> None:
    """Make what the submissions of a chapter need, unless it is there."""
    _import_libraries(chapter)
    if sandboxed:
        bubblewrap.require_once()
        nursery.warm_up(view(chapter))


@cache
def view(chapter: str) -> nursery.View:
    """The view of the kernels of a chapter: their files and imports."""
    used = tuple(exercises.chapters()[chapter].libraries)
    hidden = tuple(name for name in ANSWERING if name not in used)
    imports = (*used, DIFFERENTIATING, OPTIMISING) if "torch" in used else used
    return nursery.View(hidden, exercises.before(chapter), imports)


@cache
def _import_libraries(chapter: str) -> None:
    for name in sorted(libraries(chapter).union(view(chapter).imports)):
        with suppress(ImportError):  # perhaps a function of a module
            import_module(name)


def libraries(chapter: str) -> set[str]:
    """What the oracles and mistakes of a chapter import when they are called: modules, and names in them."""
    files = [*(EXERCISES / exercises.MODULES[list(exercises.chapters()).index(chapter)]).glob("*.py")]
    found: set[str] = set()
    for path in files:  # which grow
        names, shared = _imported(path)
        found |= names
        files += [other for other in shared if other not in files]
    return found | {DIFFERENTIATING} if "torch" in found else found


def _imported(path: Path) -> tuple[set[str], list[Path]]:
    """What a file imports, in functions too: libraries and what is in them, and other files of exercises."""
    names: set[str] = set()
    files: list[Path] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            file = path.parents[node.level - 1].joinpath(*node.module.split(".")).with_suffix(".py")
            files += [file] if EXERCISES in file.parents and file.exists() else []
    return names, files
