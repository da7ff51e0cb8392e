"""The docstrings of the package as reStructuredText: the arguments become the items of a list.

A docstring describes its arguments line by line, `image: (H, W).`, or as NumPy's do, below "Parameters".
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection
from typing import Any

HEADING = re.compile(r"-{3,}")
ARGUMENT = re.compile(r"(\w+(?:, \w+)*) ?: (.*)")


def process(_app: Any, _what: str, _name: str, target: Any, _options: Any, lines: list[str]) -> None:
    """Rewrite the lines of a docstring; Sphinx calls it for the event "autodoc-process-docstring"."""
    lines[:] = as_rst(lines, arguments(target))


def shown(
    _app: Any,
    _what: str,
    _name: str,
    _target: Any,
    _options: Any,
    signature: str | None,
    returned: str | None,
) -> tuple[str | None, str | None]:
    """A signature as readers see it; Sphinx calls this for the event "autodoc-process-signature"."""
    return signature and signature.replace("=_MISSING", ""), returned


def arguments(target: Any) -> Collection[str]:
    """The names of what a function or a class takes; none for anything else."""
    try:
        return inspect.signature(target).parameters.keys()
    except (TypeError, ValueError):
        return ()


def as_rst(lines: list[str], names: Collection[str]) -> list[str]:
    """The lines, with a list of the arguments that have one of these names.

    >>> as_rst(["x: a picture, of", "any size.", "y: a number."], ["x", "y"])
    ['', '* **x**: a picture, of', '  any size.', '* **y**: a number.']
    """
    made: list[str] = []
    inside = False  # an item of the list
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        found = ARGUMENT.fullmatch(line)
        if HEADING.fullmatch(line):
            continue
        if HEADING.fullmatch(following):
            made += [f"**{line}**", ""]
        elif found and set(found[1].split(", ")) <= set(names):
            made += [f"* **{found[1]}**: {found[2]}"] if inside else ["", f"* **{found[1]}**: {found[2]}"]
        elif inside and line.strip():
            made.append(f"  {line.strip()}")
            continue
        else:
            made.append(line)
        inside = made[-1].startswith("* **")
    return made
