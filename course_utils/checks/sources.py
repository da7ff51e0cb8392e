"""What a function's source says: the dotted names it uses, its helpers' included."""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
import textwrap
import types
from collections.abc import Iterator
from functools import lru_cache
from typing import Any


def names_used(target: Any) -> tuple[str, ...]:
    """Full dotted names that `target` uses, such as "scipy.signal.correlate2d".

    Aliases are resolved through the function's globals, and functions that the learner defined beside it are
    followed. Empty where there is no source to read.
    """
    found: dict[str, None] = {}
    _visit(target, found, seen=set())
    return tuple(found)


def source_of(target: Any) -> str:
    """The source of a function or class; OSError or TypeError where there is none to read.

    A class of a notebook belongs to no file, so it is found by its methods, which know their cell.
    """
    for method in _methods(target):
        lines = linecache.getlines(method.__code__.co_filename)
        for name, first, last in _classes("".join(lines)):
            if name == target.__name__ and first <= method.__code__.co_firstlineno <= last:
                return textwrap.dedent("".join(lines[first - 1 : last]))
    return textwrap.dedent(inspect.getsource(target))


@lru_cache(maxsize=16)  # each method of a class asks for the same text
def _classes(text: str) -> list[tuple[str, int, int]]:
    """The classes of a source: their names, first and last lines."""
    return [
        (node.name, min([node.lineno, *(part.lineno for part in node.decorator_list)]), node.end_lineno or 0)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
    ]


def scope_of(target: Any) -> dict[str, Any] | None:
    """The names that a function or class finds around it; None where it is neither."""
    if not isinstance(target, type):
        return getattr(target, "__globals__", None)
    for method in _methods(target):
        return method.__globals__
    return vars(sys.modules[target.__module__]) if target.__module__ in sys.modules else None


def _methods(target: Any) -> Iterator[types.FunctionType]:
    """The functions that the body of a class defines; nothing for a function."""
    for value in vars(target).values() if isinstance(target, type) else ():
        own = f"{target.__qualname__}."
        if isinstance(value, types.FunctionType) and value.__qualname__.startswith(own):
            yield value


def _visit(target: Any, found: dict[str, None], seen: set[int]) -> None:
    if id(target) in seen or not isinstance(target, types.FunctionType | type):
        return
    seen.add(id(target))
    try:
        tree = ast.parse(source_of(target))
    except (OSError, TypeError, SyntaxError):
        return
    scope = scope_of(target) or {}
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
    """Return "a.b.c" for such an expression, or for `getattr(a.b, "c")`, else None."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value)
        return None if base is None else f"{base}.{node.attr}"
    match node:
        case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]):
            base = _dotted(value)
            return None if base is None else f"{base}.{name}"
    return None


def _full_name(value: Any, name: str) -> str:
    if isinstance(value, types.ModuleType):
        return value.__name__
    module = getattr(value, "__module__", None)
    if module is None or not hasattr(value, "__qualname__"):
        return name
    return f"{module}.{value.__qualname__}"
