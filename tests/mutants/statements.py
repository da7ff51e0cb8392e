"""The mistakes that people make with whole statements: forgotten, misplaced, in place, not normalised."""

from __future__ import annotations

import ast
import itertools
from ast import unparse
from collections.abc import Iterator

from .names import Names, arguments_of, unpacked

Rewrite = tuple[int, int, list[ast.stmt]]  # statements start to stop are replaced
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.BitAnd: "&", ast.BitOr: "|"}
OTHER = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.BitAnd: "|", ast.BitOr: "&"}
DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
LOOPS = (ast.For, ast.While)


def rewrites(block: list[ast.stmt], names: Names) -> Iterator[Rewrite]:
    """What a mistake could make of a block of statements."""
    for place, statement in enumerate(block):
        if not isinstance(statement, DEFINITIONS):
            yield place, place + 1, []
        for text in _in_place_of(statement, names):
            yield place, place + 1, ast.parse(text).body
        for text in _after(statement):
            yield place + 1, place + 1, ast.parse(text).body
        if isinstance(statement, ast.If):
            yield place, place + 1, statement.body
            if statement.orelse:
                yield place, place + 1, statement.orelse
        if isinstance(statement, LOOPS):
            yield from _around_loop(block, place, statement)


def openings(function: ast.FunctionDef, names: Names) -> Iterator[str]:
    """Statements at the top of a function that spoil an argument: ignored, exchanged, rounded."""
    arguments, defaults = arguments_of(function), function.args.defaults
    first_default = len(arguments) - len(defaults)
    for place, name in enumerate(arguments):
        if names.given is not None and name not in names.given:
            continue
        if place >= first_default:
            yield f"{name} = {unparse(defaults[place - first_default])}"
        if name in names.arrays:
            yield f"{name} = np.asarray({name}).astype(int)"
        yield from (f"{name} = 0", f"{name} = 1")
    for one, other in itertools.pairwise(arguments):
        yield f"{one}, {other} = {other}, {one}"
    for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if default is not None and (names.given is None or argument.arg in names.given):
            yield f"{argument.arg} = {unparse(default)}"


def missing_defaults(function: ast.FunctionDef) -> Iterator[tuple[int, ast.expr]]:
    """Another value for each default that is None."""
    for place, default in enumerate(function.args.defaults):
        if isinstance(default, ast.Constant) and default.value is None:
            yield from ((place, ast.Constant(number)) for number in (0, 1))


def _in_place_of(statement: ast.stmt, names: Names) -> Iterator[str]:
    if isinstance(statement, ast.Raise) and isinstance(statement.exc, ast.Call):
        error = unparse(statement.exc)
        yield "return"
        yield f"return {error}"
        kind = unparse(statement.exc.func)
        for other in sorted({"TypeError", "Exception"} - {kind}):
            yield f"raise {other}{error.removeprefix(kind)}"
    elif isinstance(statement, ast.Return) and statement.value is not None:
        yield from _returned(statement.value, names)
    elif isinstance(statement, ast.AugAssign):
        target, value = unparse(statement.target), unparse(statement.value)
        yield f"{target} = {value}"
        if sign := SIGNS.get(type(statement.op)):
            if isinstance(statement.target, ast.Name):  # a view of another array stays as it is
                yield f"{target} = {target} {sign} ({value})"
            yield f"{target} {OTHER[type(statement.op)]}= {value}"
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        yield from _in_place(unparse(statement.targets[0]), statement)
    elif isinstance(statement, ast.Break):
        yield "continue"
    elif isinstance(statement, ast.Continue):
        yield "break"


def _returned(value: ast.expr, names: Names) -> Iterator[str]:
    result = unparse(value)
    if isinstance(value, ast.Tuple):
        return
    yield f"print({result})"
    if not names.arrays:  # rounding is tried on one form of an exercise only
        return
    yield f"return np.round({result}, 2)"
    yield f"return np.asarray({result}).astype(int)"
    if names.first:
        yield f"return np.asarray({result}).astype(np.asarray({names.first}).dtype)"


def _in_place(target: str, statement: ast.Assign) -> Iterator[str]:
    value = statement.value
    if isinstance(value, ast.BinOp) and (sign := SIGNS.get(type(value.op))):
        left = unparse(value.left)
        if left.isidentifier():  # the input may be changed
            yield f"{left} {sign}= {unparse(value.right)}\n{target} = {left}"
    if isinstance(statement.targets[0], ast.Subscript):
        yield f"{target} += {unparse(value)}"


def _after(statement: ast.stmt) -> Iterator[str]:
    """One axis for both, or the axes exchanged, from here on."""
    if isinstance(statement, ast.Assign):
        for found in unpacked(statement):
            for one, other in itertools.pairwise(found):
                yield from (f"{other} = {one}", f"{one} = {other}", f"{one}, {other} = {other}, {one}")


def _around_loop(block: list[ast.stmt], place: int, loop: ast.For | ast.While) -> Iterator[Rewrite]:
    if isinstance(loop, ast.For):
        for found in unpacked(loop):
            for one, other in itertools.pairwise(found):
                for text in (f"{other} = {one}", f"{one} = {other}", f"{one}, {other} = {other}, {one}"):
                    yield place, place + 1, [_with_body(loop, [*ast.parse(text).body, *loop.body])]
        ordered = any(isinstance(node, ast.Compare | ast.If) for node in ast.walk(loop))
        for part in ("1:", ":-1", "::-1")[: 2 + ordered]:
            turns = ast.parse(f"list({unparse(loop.iter)})[{part}]", mode="eval").body
            yield place, place + 1, [ast.For(loop.target, turns, loop.body, loop.orelse, lineno=0)]
    if len(loop.body) > 1:
        yield place, place + 1, [_with_body(loop, loop.body[:-1]), loop.body[-1]]
    after = block[place + 1 : place + 2]
    if after and not isinstance(after[0], DEFINITIONS):
        yield place, place + 2, [_with_body(loop, [*loop.body, *after])]
        if isinstance(inner := loop.body[-1], LOOPS):
            deeper = _with_body(inner, [*inner.body, *after])
            yield place, place + 2, [_with_body(loop, [*loop.body[:-1], deeper])]


def _with_body(loop: ast.For | ast.While, body: list[ast.stmt]) -> ast.For | ast.While:
    if isinstance(loop, ast.For):
        return ast.For(loop.target, loop.iter, body, loop.orelse, lineno=0)
    return ast.While(loop.test, body, loop.orelse)
