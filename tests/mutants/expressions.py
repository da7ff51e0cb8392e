"""The mistakes that people make within an expression: for a node of the tree, texts to put in its place."""

from __future__ import annotations

import ast
from ast import unparse
from collections.abc import Callable, Iterator

from .calls import call
from .names import NUMBER, Names

COMPARISONS = {
    ast.Lt: ("<=", ">=", "!="),
    ast.LtE: ("<", ">", "=="),
    ast.Gt: (">=", "<=", "!="),
    ast.GtE: (">", "<", "=="),
    ast.Eq: ("!=", "<=", ">="),
    ast.NotEq: ("==", "<", ">"),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
SIGNS |= {ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in"}
OPERATIONS = {
    ast.Add: ("({a}) - ({b})", "{a}", "{b}"),
    ast.Sub: ("({a}) + ({b})", "({b}) - ({a})", "{a}"),
    ast.Mult: ("({a}) / ({b})", "({a}) + ({b})", "{a}", "{b}"),
    ast.Div: ("({a}) * ({b})", "({a}) // ({b})", "{a}"),
    ast.FloorDiv: (
        "({a}) / ({b})",
        "-(-({a}) // ({b}))",
        "int(({a}) / ({b}))",
        "round(({a}) / ({b}))",
        "({a}) * ({b})",
        "{a}",
    ),
    ast.Mod: ("({a}) // ({b})", "{a}"),
    ast.Pow: ("({a}) * ({b})", "{a}"),
    ast.MatMult: ("({a}) * ({b})", "({b}) @ ({a})"),
    ast.BitAnd: ("({a}) | ({b})", "{a}", "{b}"),
    ast.BitOr: ("({a}) & ({b})", "{a}", "{b}"),
}


def ways(node: ast.AST, names: Names) -> Iterator[str]:
    """The texts that a mistake could put in the place of an expression."""
    if (mistakes := WAYS.get(type(node))) is not None:
        yield from mistakes(node, names)


def _compare(node: ast.Compare, names: Names) -> Iterator[str]:
    sides = [f"({unparse(side)})" for side in (node.left, *node.comparators)]
    signs = [SIGNS[type(sign)] for sign in node.ops]
    for place, sign in enumerate(node.ops):
        others = COMPARISONS[type(sign)]
        for other in others[:1] if "'" in sides[place + 1] else others:  # no text is smaller than another
            yield _chain(sides, [*signs[:place], other, *signs[place + 1 :]])
    if len(signs) > 1:
        yield _chain(sides[:-1], signs[:-1])
        yield _chain(sides[1:], signs[1:])
    elif sides[1] == "(None)":  # true and not None are not the same
        yield f"not {sides[0]}" if signs == ["is"] else sides[0]
    whole = unparse(node)
    if ".shape" in whole:
        yield whole.replace(".shape", ".ndim")
        yield whole.replace(".shape", ".size")


def _chain(sides: list[str], signs: list[str]) -> str:
    return sides[0] + "".join(f" {sign} {side}" for sign, side in zip(signs, sides[1:], strict=True))


def _bool_op(node: ast.BoolOp, names: Names) -> Iterator[str]:
    sign, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    parts = [f"({unparse(part)})" for part in node.values]
    yield f" {other} ".join(parts)
    for place in range(len(parts)):
        yield f" {sign} ".join(parts[:place] + parts[place + 1 :])


def _choice(node: ast.IfExp, names: Names) -> Iterator[str]:
    yield unparse(node.body)
    yield unparse(node.orelse)


def _unary(node: ast.UnaryOp, names: Names) -> Iterator[str]:
    yield unparse(node.operand)


def _binary(node: ast.BinOp, names: Names) -> Iterator[str]:
    for text in OPERATIONS.get(type(node.op), ()):
        yield text.format(a=unparse(node.left), b=unparse(node.right))


def _constant(node: ast.Constant, names: Names) -> Iterator[str]:
    value = node.value
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int):
        yield from (str(value + 1), str(value - 1))
    elif isinstance(value, float):
        yield from (repr(value + 1), repr(value * 1.01))
        if value.is_integer():
            yield str(int(value))
    elif isinstance(value, str):
        yield repr(f"not {value}")


def _name(node: ast.Name, names: Names) -> Iterator[str]:
    if isinstance(node.ctx, ast.Load):
        yield from names.partners.get(node.id, ())


def _attribute(node: ast.Attribute, names: Names) -> Iterator[str]:
    if node.attr == "T":
        yield unparse(node.value)


def _tuple(node: ast.Tuple, names: Names) -> Iterator[str]:
    parts = [unparse(part) for part in node.elts]
    if any(isinstance(part, ast.Slice) for part in node.elts):
        return
    for place in range(len(parts) - 1):
        one, other = parts[place : place + 2]
        pairs = [(other, one)]
        if isinstance(node.ctx, ast.Load):
            pairs += [(one, one), (other, other)]
        for pair in pairs:
            yield f"({', '.join([*parts[:place], *pair, *parts[place + 2 :]])},)"


def _subscript(node: ast.Subscript, names: Names) -> Iterator[str]:
    if not isinstance(node.ctx, ast.Load):
        return
    whole = unparse(node.value)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    for part in parts:
        for other in _slice(part) if isinstance(part, ast.Slice) else _index(part):
            shown = [unparse(p) if p is not part else other for p in parts]
            yield f"{whole}[{', '.join(shown)}]"
    if len(parts) == 2:
        yield f"{whole}[{unparse(parts[1])}, {unparse(parts[0])}]"


def _index(part: ast.expr) -> Iterator[str]:
    if isinstance(part, ast.Name):
        yield from (f"{part.id} + 1", f"{part.id} - 1")


def _slice(part: ast.Slice) -> Iterator[str]:
    start, stop, step = ("" if p is None else unparse(p) for p in (part.lower, part.upper, part.step))
    tail = f":{step}" if step else ""
    if part.lower is not None and not isinstance(part.lower, NUMBER):  # a number is changed by itself
        yield from (f"({start} + 1):{stop}{tail}", f"({start} - 1):{stop}{tail}")
    if part.upper is not None and not isinstance(part.upper, NUMBER):
        yield from (f"{start}:({stop} + 1){tail}", f"{start}:({stop} - 1){tail}")
    if start:
        yield f":{stop}{tail}"
    if stop:
        yield f"{start}:{tail}"
    if step:
        yield f"{start}:{stop}"
        yield f"{start}:{stop}:-({step})"


def _comprehension(node: ast.expr, names: Names) -> Iterator[str]:
    """One turn of a comprehension forgotten, its order turned round, its condition dropped."""
    [loop, *rest] = node.generators  # type: ignore[attr-defined]
    if rest:
        return
    for other in (
        *_turns(loop.iter, isinstance(node, ast.ListComp)),
        *(f"{unparse(loop.iter)} " for _ in loop.ifs),
    ):
        conditions = [] if other.endswith(" ") else loop.ifs
        changed = ast.comprehension(loop.target, ast.parse(other.strip(), mode="eval").body, conditions, 0)
        fields = {**dict(ast.iter_fields(node)), "generators": [changed]}
        yield unparse(type(node)(**fields))


def _turns(iterable: ast.expr, ordered: bool) -> Iterator[str]:
    """What a loop goes over when it misses the first or the last turn, or goes backwards."""
    for part in ("1:", ":-1", "::-1")[: 2 + ordered]:
        yield f"list({unparse(iterable)})[{part}]"


WAYS: dict[type, Callable[..., Iterator[str]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _bool_op,
    ast.IfExp: _choice,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Tuple: _tuple,
    ast.Subscript: _subscript,
    ast.Call: call,
    ast.ListComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
}
