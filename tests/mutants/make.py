"""Mutants: a right answer with one change each, and the line that tells what was changed."""

from __future__ import annotations

import ast
import difflib
import re
from ast import unparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .expressions import ways
from .forms import Form
from .names import Names
from .statements import missing_defaults, openings, rewrites

LONGEST = 70  # characters of a line that are shown in full
SEALED = (ast.Raise, ast.JoinedStr)  # what a message says is nobody's mistake


@dataclass(frozen=True, eq=False)
class Mutant:
    """One changed answer: its line says what was changed, its source is the whole of it."""

    form: Form
    line: str
    source: str

    def build(self) -> Any:
        """The function or class."""
        scope = dict(self.form.scope)
        exec(compile(self.source, "<mutant>", "exec", dont_inherit=True), scope)
        return scope[self.form.target]


def mutants(form: Form) -> list[Mutant]:
    """Every mutant of a right answer, each text once."""
    texts = dict.fromkeys(text for text in _texts(form) if text != form.source)
    made, taken = [], Counter[str]()
    for text in texts:
        line = f"{form.name}: " * bool(form.name) + changed(form.source, text)
        taken[line] += 1
        made.append(Mutant(form, line if taken[line] == 1 else f"{line}  #{taken[line]}", text))
    return made


def changed(before: str, after: str) -> str:
    r"""The lines that differ, before and after; long ones only around what was changed.

    >>> changed("def f(a):\n    return a < 1", "def f(a):\n    return a <= 1")
    'return a < 1  ->  return a <= 1'
    """
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    blocks = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    start, old_stop = blocks[0][1], blocks[-1][2]
    new_start, new_stop = blocks[0][3], blocks[-1][4]
    was = "; ".join(line.strip() for line in old[start:old_stop])
    now = "; ".join(line.strip() for line in new[new_start:new_stop])
    if was == now:  # only the indentation
        return f"{_short(was)}  ->  (in another block)"
    if not was and old[start - 1].startswith("def"):
        return f"(first)  ->  {_short(now)}"
    if not was:
        return f"{_short(old[start - 1].strip())}  ->  (after it) {_short(now)}"
    if not now:
        return f"{_short(was)}  ->  (gone)"
    return "  ->  ".join(_around(was, now))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4]} ..."


def _around(was: str, now: str) -> tuple[str, str]:
    """Two lines; of long ones what differs, with some words on both sides."""
    value = was.removeprefix("return ")
    if value != was and len(value) > 12 and value in now:  # a function is put around it
        now = now.replace(value, "...")
    if max(len(was), len(now)) <= LONGEST:
        return was, now
    one, other = re.findall(r"\s*(?:\w+|[^\w\s])", was), re.findall(r"\s*(?:\w+|[^\w\s])", now)
    same = [a == b for a, b in zip(one, other, strict=False)]
    head = same.index(False) if False in same else len(same)
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    first, last = max(0, head - 6), max(0, tail - 6)
    return tuple(  # type: ignore[return-value]
        _short("... " * (first > 0) + "".join(words[first : len(words) - last]).strip() + " ..." * (last > 0))
        for words in (one, other)
    )


def _texts(form: Form) -> Iterator[str]:
    """The text of every mutant: a part is exchanged, the tree is written out, the part is put back."""
    tree = ast.parse(form.source)
    names = Names.of(tree, form.arrays, form.arguments)
    for owner, place, node in _parts(tree):
        for text in ways(node, names):
            new = ast.parse(text, mode="eval").body
            _put(owner, place, new)
            yield unparse(tree)
            _put(owner, place, node)
    for node in ast.walk(tree):
        for block in _blocks(node):
            kept = list(block)
            for start, stop, new_statements in rewrites(kept, names):
                block[start:stop] = new_statements
                if not block:
                    block.append(ast.Pass())
                yield unparse(tree)
                block[:] = kept
        if isinstance(node, ast.FunctionDef):
            for text in openings(node, names):
                node.body.insert(0, ast.parse(text).body[0])
                yield unparse(tree)
                del node.body[0]
            for number, default in missing_defaults(node):
                kept_default = node.args.defaults[number]
                node.args.defaults[number] = default
                yield unparse(tree)
                node.args.defaults[number] = kept_default


def _parts(node: ast.AST) -> Iterator[tuple[Any, Any, ast.expr]]:
    """The expressions of a tree, each with the place that holds it."""
    for name, value in ast.iter_fields(node):
        if name == "decorator_list":
            continue
        places = [(value, index, part) for index, part in enumerate(value)] if isinstance(value, list) else []
        for owner, place, part in places or [(node, name, value)]:
            if isinstance(part, ast.AST):
                if isinstance(part, ast.expr) and not isinstance(part, SEALED):
                    yield owner, place, part
                if not isinstance(part, SEALED) and not _settled(part):
                    yield from _parts(part)


def _settled(node: ast.AST) -> bool:
    """Whether the numbers in it do not matter: any row in `len(x[0])`, -1 in a reshape, `strict=True`."""
    if isinstance(node, ast.Call) and unparse(node.func) == "len" and isinstance(node.args[0], ast.Subscript):
        return isinstance(node.args[0].slice, ast.Constant)
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    return unparse(node) == "-1"


def _put(owner: Any, place: Any, node: ast.expr) -> None:
    if isinstance(owner, list):
        owner[place] = node
    else:
        setattr(owner, place, node)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The lists of statements that a node holds."""
    if not isinstance(node, ast.Module):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block:
                yield block
