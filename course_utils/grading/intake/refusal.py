"""Why a submission is refused."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """A submission that cannot be graded; the message says why, in words that follow "it"."""


@dataclass(frozen=True)
class Sizes:
    """How large a submission may be: its file, its JSON's pieces, its cells, one cell's text and lines."""

    file: int = 20_000_000  # bytes
    pieces: int = 1_000_000  # lists and objects
    cells: int = 2_000
    text: int = 1_000_000  # characters
    lines: int = 5_000
