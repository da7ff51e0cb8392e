"""What a function's source says: the dotted names it uses, its helpers' included."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
import types
from collections.abc import Iterator
from typing import Any


def names_used(target: Any) -> tuple[str, ...]:
    """Full dotted names that `target` uses, such as "scipy.signal.correlate2d".

    Aliases are resolved through the function's globals, and functions that the learner defined beside it are
    followed. Empty where there is no source to read.
    """
    found: dict[str, None] = {}
    _visit(target, found, seen=set())
    return tuple(found)


def _visit(target: Any, found: dict[str, None], seen: set[int]) -> None:
    if id(target) in seen or not isinstance(target, types.FunctionType | type):
        return
    seen.add(id(target))
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(target)))
    except (OSError, TypeError, SyntaxError):
        return
    scope = vars(sys.modules[target.__module__]) if isinstance(target, type) else target.__globals__
    local = dict(_imports(tree))
    for node in ast.walk(tree):
        dotted = _dotted(node)
        if dotted is None:
            continue
        root, _, rest = dotted.partition(".")
        known = scope.get(root)
        if getattr(known, "__module__", None) == target.__module__:
            _visit(known, found, seen)  # a helper: it keeps its bare name
            known = None
        found[f"{local.get(root) or _full_name(known, root)}{'.' if rest else ''}{rest}"] = None
    found.update(dict.fromkeys(local.values()))


def _imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Names that imports inside the source bind, and what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname or alias.name.partition(".")[0]), alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield (alias.asname or alias.name), f"{node.module}.{alias.name}"


def _dotted(node: ast.AST) -> str | None:
    """Return "a.b.c" for such an expression, else None."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value)
        return None if base is None else f"{base}.{node.attr}"
    return None


def _full_name(value: Any, name: str) -> str:
    if isinstance(value, types.ModuleType):
        return value.__name__
    module = getattr(value, "__module__", None)
    if module is None or not hasattr(value, "__qualname__"):
        return name
    return f"{module}.{value.__qualname__}"
