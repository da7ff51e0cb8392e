"""The learner's cells, and the slots for them: the cells of the release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nbformat import NotebookNode

from ...cells import Role
from .definitions import defined, lines_of


@dataclass(frozen=True, eq=False)
class SubmittedCell:
    """A learner's cell: its text, "code" or "markdown", the names it goes by, nbgrader's settings of it."""

    text: str
    kind: str
    ids: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    is_skipped: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that it defines."""
        return defined(self.text)

    @cached_property
    def lines(self) -> frozenset[str]:
        """Its lines, for comparing."""
        return frozenset(lines_of(self.text))


@dataclass(eq=False)
class Slot:
    """A cell of the release, with the learner's cells that belong to it."""

    place: int
    cell: NotebookNode
    copies: list[SubmittedCell] = field(default_factory=list)
    own: SubmittedCell | None = None  # what the learner wrote for it

    @cached_property
    def role(self) -> Role:
        """What it is."""
        return Role.of(self.cell)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the release defines here."""
        return defined(self.cell.source)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of its text, for comparing."""
        return lines_of(self.cell.source)

    def is_untouched(self, text: str) -> bool:
        """Whether a text adds nothing to the release: it is empty, or the stub."""
        if self.cell.cell_type == "markdown":
            return lines_of(text) in ([], self.lines)
        code = [line for line in lines_of(text) if not line.startswith("#")]
        return code in ([], [line for line in self.lines if not line.startswith("#")])
