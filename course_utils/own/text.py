"""A function or class as a file that stands by itself: its source, and that of all it needs around it."""

from __future__ import annotations

import ast
import builtins
import symtable
import sys
import types
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..checks.sources import scope_of, source_of

LONGEST = 64  # numbers of an array that is written down
BROUGHT = ("course_utils.given.", "course_utils.own.")  # modules of what `mine` gives


def text_of(target: Any, name: str) -> str:
    """The text of a file that defines `target` under a name, with the imports, values and helpers it needs.

    What cannot be written down is named in a comment. Raises OSError or TypeError where there is no source.
    """
    parts = _Parts()
    parts.add(target)
    if target.__name__ != name:
        parts.sources.append(f"{name} = {target.__name__}\n")
    imports = sorted(parts.imports, key=lambda line: (line.startswith("from"), line))
    head = ["\n".join(block) for block in (imports, parts.values, parts.missing) if block]
    return "\n\n".join(head) + "\n\n\n" * bool(head) + "\n\n".join(parts.sources)


class _Parts:
    """What is collected of a file, helpers before those that use them."""

    def __init__(self) -> None:
        self.imports: dict[str, None] = {}
        self.values: list[str] = []
        self.missing: list[str] = []
        self.sources: list[str] = []
        self._seen: set[tuple[str, int]] = set()

    def add(self, target: Any) -> None:
        """Add a function or class, after all that it needs."""
        source, scope = source_of(target), scope_of(target) or {}
        self._seen.add((target.__name__, id(target)))
        for name in _names_around(source):
            if name in scope and (name, id(scope[name])) not in self._seen:
                self._seen.add((name, id(scope[name])))
                self._add_name(name, scope[name], own=target.__module__)
            elif name not in scope and not hasattr(builtins, name):
                self.missing.append(f"# `{name}` was not there.")
        self.sources.append(source.rstrip() + "\n")

    def _add_name(self, name: str, value: Any, own: str) -> None:
        module = getattr(value, "__module__", None) or ""
        if isinstance(value, types.ModuleType):
            self.imports[_import_of(name, value.__name__)] = None
        elif module.startswith(BROUGHT):
            self.imports["from course_utils import mine"] = None
            self.values.append(f'{name} = mine("{value.__name__}")')
        elif module == own and isinstance(value, types.FunctionType | type):
            try:
                self.add(value)
            except (OSError, TypeError, SyntaxError):
                self.missing.append(f"# `{name}` has no source that could be kept.")
                return
            if value.__name__ != name:
                self.sources.append(f"{name} = {value.__name__}\n")
        elif module := _home(module, value):
            as_name = "" if value.__qualname__ == name else f" as {name}"
            self.imports[f"from {module} import {value.__qualname__}{as_name}"] = None
        elif (literal := _literal(value)) is not None:
            if isinstance(value, np.ndarray):
                self.imports["import numpy"] = None
            self.values.append(f"{name} = {literal}")
        else:
            self.missing.append(
                f"# `{name}` ({type(value).__name__}) could not be kept: give it as an argument."
            )


def _names_around(source: str) -> Iterator[str]:
    """The names that a piece of source takes from around it, each once."""
    top = symtable.symtable(source, "kept", "exec")
    tables, found = [top], dict[str, None]()
    while tables:
        table = tables.pop(0)
        tables += table.get_children()
        for symbol in table.get_symbols():
            outer = (
                not symbol.is_assigned() and symbol.is_referenced() if table is top else symbol.is_global()
            )
            if outer:
                found[symbol.get_name()] = None
    defined = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned()}
    yield from (name for name in found if name not in defined)


def _import_of(name: str, module: str) -> str:
    package, _, last = module.rpartition(".")
    if name == module:
        return f"import {module}"
    return f"from {package} import {last}" if package and name == last else f"import {module} as {name}"


def _home(module: str, value: Any) -> str:
    """The module from which an import gives this value, a public one first; empty where none does."""
    name = getattr(value, "__qualname__", "")
    places = (module.removeprefix("_"), module)
    return next(
        (at for at in places if at and name and getattr(sys.modules.get(at), name, None) is value), ""
    )


def _literal(value: Any) -> str | None:
    """A short value as it would be typed; None where it is something else."""
    if type(value) is np.ndarray and value.size <= LONGEST and _is_plain(value):
        return f"numpy.array({value.tolist()!r}, numpy.{value.dtype})"
    text = repr(value)
    if isinstance(value, types.UnionType | types.GenericAlias):
        return text
    try:
        return text if ast.literal_eval(text) == value else None
    except (ValueError, SyntaxError, TypeError, MemoryError):
        return None


def _is_plain(array: np.ndarray) -> bool:
    """Whether an array holds real numbers only, none of them infinite or undefined."""
    return array.dtype.kind in "biuf" and bool(np.isfinite(array).all())
