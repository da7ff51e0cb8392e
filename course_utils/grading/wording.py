"""Pieces of sentences."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: float, noun: str, nouns: str = "") -> str:
    """A number of things.

    >>> counted(1, "answer"), counted(1.5, "point"), counted(2000, "copy", "copies")
    ('1 answer', '1.5 points', '2,000 copies')
    """
    return f"{number:,.10g} {noun if number == 1 else nouns or noun + 's'}"


def listed(names: Sequence[str], most: int = 5) -> str:
    """Names with commas; from more than `most`, the last ones are only counted.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], most=3)
    ('a, b, c', 'a, b and 2 more')
    """
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"


def printable(text: str, length: int = 60) -> str:
    r"""A stranger's text as a terminal may show it: one line of at most `length`, with escapes.

    >>> printable("ada" + chr(27) + "[2J")
    'ada\\x1b[2J'
    """
    shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text[: length + 1])
    return shown if len(shown) <= length else shown[: length - 3] + "..."
