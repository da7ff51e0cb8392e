"""What a misreading does to the arguments of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Given = Mapping[str, Any]  # the arguments that a call gives, by name
Change = Callable[[Given], Mapping[str, Any]]  # the arguments that become others
Found = Iterator[tuple[str, str, Change]]  # a name, advice, and the change


def always(option: str, value: Any) -> Change:
    """Take one value, whatever the call gives."""
    return lambda given: {option: value}


def another_default(option: str, value: Any, named: bool = True) -> Change:
    """Take another value where the call gives none; with `named`, a text is another argument's name."""

    def change(given: Given) -> Mapping[str, Any]:
        if option in given:
            return {}
        return {option: given.get(value) if named and isinstance(value, str) else value}

    return change
