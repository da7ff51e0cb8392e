"""Matching: which cell of the release each of the learner's cells is."""

from __future__ import annotations

from collections import defaultdict

from nbformat import NotebookNode

from .definitions import lines_of
from .slots import Slot, SubmittedCell

ALIKE = 0.5  # of the lines, for one text to be an edited form of another


class Matching:
    """The learner's cells, each with the slot to which it belongs.

    Attributes
    ----------
    cells : the learner's cells.
    slots : the cells of the release, with the copies that were found of each.
    slot_of : the slot of each of the learner's cells that has one.
    """

    def __init__(self, cells: list[SubmittedCell], release: NotebookNode) -> None:
        self.cells = cells
        self.slots = [Slot(place, cell) for place, cell in enumerate(release.cells)]
        self.slot_of: dict[SubmittedCell, Slot] = {}
        self._find_by_id()
        self._find_by_text()
        self._find_by_lines()
        self._find_by_definition()

    def slots_of(self, *kinds: str) -> list[Slot]:
        """The slots of these kinds."""
        return [slot for slot in self.slots if slot.role.kind in kinds]

    def check_of(self, slot: Slot) -> Slot:
        """The check of an exercise; the last cell where it has none."""
        checks = (check for check in self.slots_of("check") if check.role.name == slot.role.name)
        return next(checks, self.slots[-1])

    def _free(self) -> list[SubmittedCell]:
        return [cell for cell in self.cells if cell not in self.slot_of]

    def _take(self, cell: SubmittedCell, slot: Slot) -> None:
        self.slot_of[cell] = slot
        slot.copies.append(cell)

    def _find_by_id(self) -> None:
        named = {slot.cell.get("id"): slot for slot in self.slots}
        named |= {slot.role.grade_id: slot for slot in self.slots if slot.role.grade_id}
        for cell in self.cells:
            if slots := [named[name] for name in cell.ids if name in named]:
                self._take(cell, slots[0])

    def _find_by_text(self) -> None:
        same: dict[tuple[str, ...], list[SubmittedCell]] = defaultdict(list)
        for cell in self._free():
            same[tuple(lines_of(cell.text))].append(cell)
        for slot in self.slots:  # answers wait with the same text everywhere
            if slot.role.kind != "answer" and not slot.copies and (found := same[tuple(slot.lines)]):
                self._take(found.pop(0), slot)

    def _find_by_lines(self) -> None:
        """Find cells without an id that were edited, or that come from an older release."""
        exercises = {slot.role.name for slot in self.slots_of("exercise")}
        for slot in self.slots_of("code", "markdown", "demo", "check"):
            lines = frozenset(slot.lines)
            if slot.copies or not lines:
                continue
            alike = {
                cell: len(lines & cell.lines) / max(len(lines), len(cell.lines))
                for cell in self._free()
                if cell.kind == slot.cell.cell_type and not cell.names & exercises
            }
            nearest = max(alike, key=alike.__getitem__, default=None)
            if nearest is not None and alike[nearest] >= ALIKE:
                self._take(nearest, slot)

    def _find_by_definition(self) -> None:
        """Find exercises without an id: the last attempt above its check, else the last one."""
        order = {cell: number for number, cell in enumerate(self.cells)}
        for slot in self.slots_of("exercise"):
            found = [cell for cell in self._free() if slot.role.name in cell.names]
            if slot.copies or not found:
                continue
            tried = [cell for cell in found if not slot.is_untouched(cell.text)]
            checks = [order[cell] for cell in self.check_of(slot).copies]
            above = [cell for cell in tried if checks and order[cell] < checks[0]]
            self._take((above or tried or found)[-1], slot)
