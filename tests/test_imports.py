"""The house has no circle: no file of the package needs, by whatever way, itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PACKAGE = "course_utils"


def files(root: Path) -> dict[str, Path]:
    """The files of the package by their module's name."""
    found = {}
    for path in (root / PACKAGE).rglob("*.py"):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(name: str, path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules of the package that a file imports, inside functions too; not those for its types alone."""
    parts = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(_without_types(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = parts[: len(parts) + 1 - node.level] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield inner if inner in known else module


def _without_types(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = [ast.Pass()]
    return tree


def graph(root: Path) -> dict[str, set[str]]:
    """What each module needs of the package."""
    known = files(root)
    return {name: set(imported(name, path, known)) & known.keys() - {name} for name, path in known.items()}


def test_no_file_of_the_package_needs_itself(root: Path) -> None:
    try:
        TopologicalSorter(graph(root)).prepare()
    except CycleError as error:
        raise AssertionError(f"a circle: {' -> '.join(error.args[1])}") from None


def test_the_checks_engine_needs_nothing_of_the_rest(root: Path) -> None:
    for name, needed in graph(root).items():
        if name.startswith(f"{PACKAGE}.checks"):
            assert all(other.startswith(f"{PACKAGE}.checks") for other in needed), (name, needed)


def test_a_circle_would_be_seen(tmp_path: Path) -> None:
    folder = tmp_path / PACKAGE
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "a.py").write_text("def f():\n    from .b import g\n")
    (folder / "b.py").write_text("from course_utils import a\n")
    assert graph(tmp_path)[f"{PACKAGE}.a"] == {f"{PACKAGE}.b"}
    assert graph(tmp_path)[f"{PACKAGE}.b"] == {f"{PACKAGE}.a"}
