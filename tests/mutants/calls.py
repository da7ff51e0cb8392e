"""The mistakes that people make in a call: its function, its arguments and its options."""

from __future__ import annotations

import ast
from ast import unparse
from collections.abc import Iterator

from .names import NUMBER, Names

EXCHANGED = {
    "all": "any", "any": "all", "argmax": "argmin", "argmin": "argmax", "ceil": "floor",
    "concatenate": "stack", "cos": "sin", "floor": "ceil", "flipud": "fliplr", "fliplr": "flipud",
    "max": "min", "maximum": "minimum", "mean": "sum", "min": "max", "minimum": "maximum", "ones": "zeros",
    "prod": "sum", "round": "floor", "sin": "cos", "stack": "concatenate", "std": "var", "sum": "mean",
    "var": "std", "zeros": "ones",
}  # fmt: skip
COMMUTATIVE = {"allclose", "array_equal", "gcd", "hypot", "isclose", "max", "maximum", "min", "minimum"}
MAKERS = {"asarray", "array", "empty", "full", "ones", "zeros"}  # they may be given a wrong dtype
COUNTERS = {"arange", "linspace", "ndindex", "range"}


def call(node: ast.Call, names: Names) -> Iterator[str]:
    """The texts that a mistake could put in the place of a call."""
    function, name = unparse(node.func), unparse(node.func).rpartition(".")[2]
    args, options = [unparse(arg) for arg in node.args], [unparse(option) for option in node.keywords]
    plain = [not isinstance(arg, ast.Starred | ast.GeneratorExp) for arg in node.args]

    def again(args: list[str], options: list[str], function: str = function) -> str:
        return f"{function}({', '.join([*args, *options])})"

    if name in EXCHANGED:
        yield again(args, options, function.removesuffix(name) + EXCHANGED[name])
    if name in ("floor", "ceil", "round", "int"):
        yield again(args, options, "int" if name == "round" else "round")
    if name == "argmax":
        yield from _last(node, args)
    if name in MAKERS and "dtype=" not in "".join(options):
        yield again(args, [*options, "dtype=int"])
        if names.first:
            yield again(args, [*options, f"dtype=np.asarray({names.first}).dtype"])
    if name == "zeros_like":
        yield f"np.zeros(({args[0]}).shape)"
    if name == "enumerate":
        yield again([args[0], "1"], [])
    for place, option in enumerate(node.keywords):
        if option.arg != "strict":  # it never matters where the code is right
            yield again(args, options[:place] + options[place + 1 :])
        if option.arg == "axis" and isinstance(option.value, ast.Tuple):
            for axis in option.value.elts:
                yield again(args, [*options[:place], f"axis={unparse(axis)}", *options[place + 1 :]])
    if len(args) > 1:
        yield again(args[:-1], options)
    for place in range(len(args) - 1):
        if name not in COMMUTATIVE | COUNTERS:
            yield again([*args[:place], args[place + 1], args[place], *args[place + 2 :]], options)
    if name in COUNTERS:
        for place, arg in enumerate(node.args):
            if plain[place] and not isinstance(arg, NUMBER):
                for by in ("+ 1", "- 1"):
                    yield again([*args[:place], f"({args[place]}) {by}", *args[place + 1 :]], options)
        if name in ("arange", "range") and len(args) > 1:
            yield again(args[1:], options)
    if args and plain[0] and name not in COUNTERS:  # the call forgotten
        yield args[0]
    if name == "pair":
        yield f"({args[0]}, {args[0]})"
    if isinstance(node.func, ast.Attribute) and unparse(node.func.value) not in ("np", "math", "torch"):
        yield unparse(node.func.value)


def _last(node: ast.Call, args: list[str]) -> Iterator[str]:
    """The last maximum instead of the first."""
    own = isinstance(node.func, ast.Attribute) and unparse(node.func.value) != "np"
    array = unparse(node.func.value) if own and isinstance(node.func, ast.Attribute) else args[0]
    rest = args if own else args[1:]
    axis = rest[0] if rest else next((unparse(o.value) for o in node.keywords if o.arg == "axis"), None)
    if axis is None:
        yield f"np.size({array}) - 1 - np.argmax(np.ravel({array})[::-1])"
    else:
        yield f"np.shape({array})[{axis}] - 1 - np.argmax(np.flip({array}, axis={axis}), axis={axis})"
