"""The names that one may confuse within a function."""

from __future__ import annotations

import ast
import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

NUMBER = (ast.Constant, ast.UnaryOp)  # in a syntax tree, -1 is an operation on 1


@dataclasses.dataclass(frozen=True)
class Names:
    """What an expression may confuse.

    first : the first argument of the function; None where it has none.
    partners : of a name, those that stand beside it in a pair, such as kh and kw.
    arrays : the arguments that are arrays or fractions, whose numbers may be rounded.
    given : the arguments that a call may give; None for all of them.
    """

    first: str | None
    partners: Mapping[str, tuple[str, ...]]
    arrays: tuple[str, ...] = ()
    given: tuple[str, ...] | None = None

    @classmethod
    def of(cls, tree: ast.AST, arrays: Sequence[int] = (), given: tuple[str, ...] | None = None) -> Names:
        """The names of the functions in a tree; `arrays` are the places of the arrays among the arguments."""
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        arguments = [name for function in functions for name in arguments_of(function)]
        partners: dict[str, dict[str, None]] = defaultdict(dict)
        lists = [arguments_of(function) for function in functions]
        lists += [list(names) for node in ast.walk(tree) for names in unpacked(node)]
        for names in lists:
            for one, other in itertools.pairwise(names):
                partners[one][other] = partners[other][one] = None
        return cls(
            arguments[0] if arguments else None,
            {name: tuple(others) for name, others in partners.items()},
            tuple(name for place, name in enumerate(arguments) if place in arrays),
            given,
        )


def arguments_of(function: ast.FunctionDef) -> list[str]:
    """The names of the positional arguments of a function, without `self`."""
    return [argument.arg for argument in function.args.args if argument.arg != "self"]


def unpacked(node: ast.AST) -> Iterator[tuple[str, ...]]:
    """The tuples of names to which an assignment or a loop gives values."""
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.For | ast.comprehension):
        targets = [node.target]
    else:
        return
    for target in targets:
        for part in ast.walk(target):
            if isinstance(part, ast.Tuple) and isinstance(part.ctx, ast.Store):
                names = tuple(name.id for name in part.elts if isinstance(name, ast.Name))
                if len(names) == len(part.elts):
                    yield names
