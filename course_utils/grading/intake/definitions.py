"""What the text of a cell defines, found without running it."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

PARSED = 5_000  # characters of a cell that is parsed; some larger ones would take long, and are only searched
DEFINITION = re.compile(r"(?m)^(?:async +)?(?:def|class) +(\w+)|^(\w+) *(?::[^=\n]*)?=(?!=)")
MAGIC = re.compile(r"(?m)^( *)[%!].*")  # IPython's own lines, which are not Python
SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def parsed(text: str) -> ast.Module | None:
    """The syntax tree of a cell; None where it is not Python, or too large to be sure."""
    if len(text) > PARSED:
        return None
    try:
        with warnings.catch_warnings():  # about a stranger's escapes: not ours to show
            warnings.simplefilter("ignore")
            return ast.parse(MAGIC.sub(r"\1pass", text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def defined(text: str) -> frozenset[str]:
    """The names that a cell defines at top level; found by a text search if it cannot be parsed.

    >>> sorted(defined("import numpy as np; a, b = 1, 2")), sorted(defined("def crop(x:"))
    (['a', 'b', 'np'], ['crop'])
    """
    tree = parsed(text)
    if tree is None:
        return frozenset(name for match in DEFINITION.findall(text) for name in match if name)
    return frozenset(_bound(tree))


def _bound(tree: ast.Module) -> Iterator[str]:
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, DEFINING):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif not isinstance(node, SCOPES):
            nodes.extend(ast.iter_child_nodes(node))


def lines_of(text: str) -> list[str]:
    """The lines of a text for comparing: without indentation, none of them empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
