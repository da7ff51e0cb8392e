"""Mending: the learner's cells, each in its slot, are put into the release.

The result has the cells of the release, in their order and with their metadata. From the learner's notebook
come the texts of exercises and answers, the texts of given code that was edited, and the cells that the
learner added, each behind the cell that it stood behind.
"""

from __future__ import annotations

import copy
import itertools
from collections import defaultdict
from collections.abc import Iterator

from nbformat import NotebookNode, v4

from ...cells import settings
from ..wording import counted, listed
from .definitions import defined, parsed
from .matching import Matching
from .slots import Slot, SubmittedCell

MISSING = "missing, put back as released"


class Mending:
    """Puts the learner's cells into a release; afterwards `said` lists what was mended, in sentences."""

    def __init__(self, matching: Matching, release: NotebookNode) -> None:
        self.matching, self.release = matching, release
        self.slots, self.slot_of = matching.slots, matching.slot_of
        self.dropped: set[SubmittedCell] = set()
        self.kept: set[SubmittedCell] = set()  # have a slot, and stay as well
        self.after: dict[int, list[SubmittedCell]] = defaultdict(list)  # own cells; -1: before all
        self.notes: dict[str, list[str]] = {}  # what happened: to what

    @property
    def said(self) -> list[str]:
        """What was mended: "`crop`, `normalise`: missing, put back as released"."""
        return [f"{listed(whose)}: {what}" for what, whose in self.notes.items()]

    def notebook(self) -> NotebookNode:
        """The release with the learner's texts; call it once."""
        self._compare_settings()
        for slot in self.slots:
            SETTLE[slot.role.kind](self, slot)
        self._place_own_cells()
        for slot in self.matching.slots_of("exercise"):
            self._look_elsewhere(slot)
        for slot in self.matching.slots_of("answer"):
            self._look_beside(slot)
        return self._rebuilt()

    def _note(self, slot: Slot, what: str) -> None:
        whose = f"`{slot.role.grade_id}`" if slot.role.grade_id else "given code"
        if whose not in self.notes.setdefault(what, []):
            self.notes[what].append(whose)

    def _compare_settings(self) -> None:
        for slot in self.matching.slots_of("exercise", "answer", "check"):
            if slot.copies and slot.copies[0].settings != settings(slot.cell):
                self._note(slot, "nbgrader's metadata was missing or edited, the released one counts")

    # Settling: which text each cell of the release gets

    def _settle_exercise(self, slot: Slot) -> None:
        tried = [cell for cell in slot.copies if not slot.is_untouched(cell.text)]
        if not tried:
            self.dropped.update(slot.copies[1:])
            return
        self.dropped.update(cell for cell in slot.copies if cell not in tried)
        defining = [cell for cell in tried if slot.role.name in cell.names]
        parts = tried[tried.index(defining[-1]) :] if defining else tried
        if joined := _joined(parts, slot.role.name):
            self._note(slot, f"{counted(len(parts), 'part')} of it were joined")
            self.dropped.update(parts[1:])
            main, slot.own = parts[0], joined
        else:
            main = slot.own = (defining or tried)[-1]
        self._note_retyped(slot, main)
        copies = [cell for cell in slot.copies if slot.role.name in cell.names]
        if len(copies) > 1:
            self._note(slot, f"{counted(len(copies), 'copy', 'copies')}, the last attempt was taken")
        self.dropped.update(cell for cell in copies if cell is not main)
        for cell in tried:
            if cell is not main and cell not in self.dropped:
                del self.slot_of[cell]  # a part without the name: a cell of the learner's own

    def _settle_answer(self, slot: Slot) -> None:
        tried = [cell for cell in slot.copies if not slot.is_untouched(cell.text)]
        self.dropped.update(slot.copies[1:])
        if tried:
            texts = dict.fromkeys(cell.text for cell in tried)
            slot.own = SubmittedCell("\n\n".join(texts), "markdown")
            self._note_retyped(slot, tried[0])
            if len(texts) > 1:
                self._note(slot, f"{counted(len(texts), 'part')} of it were joined")

    def _settle_code(self, slot: Slot) -> None:
        code = [cell for cell in slot.copies if cell.kind == "code" and cell.lines]
        for cell in code[1:]:
            del self.slot_of[cell]
        if code:
            slot.own = code[0]
        else:
            self._note(slot, MISSING)

    def _settle_locked(self, slot: Slot) -> None:
        """Keep the release's text; the learner's becomes a cell of their own if it defines more."""
        for cell in slot.copies:
            if slot.role.kind == "check" and not cell.lines <= set(slot.lines):
                self._note(slot, "edited, the released check was taken")
            if cell.kind == "code" and cell.names - slot.names:
                self.kept.add(cell)
        if slot.role.kind == "check" and not slot.copies:
            self._note(slot, MISSING)

    def _settle_markdown(self, slot: Slot) -> None:
        """Keep what was written between the lines of a given text, in a cell below it."""
        for cell in slot.copies:
            notes = [line for line in cell.text.splitlines() if line.strip() not in slot.lines]
            if any(line.strip() for line in notes):
                self.after[slot.place].append(SubmittedCell("\n".join(notes).strip("\n"), "markdown"))

    def _note_retyped(self, slot: Slot, cell: SubmittedCell) -> None:
        if cell.kind != slot.cell.cell_type:
            self._note(slot, f"had become a {cell.kind} cell, its text was taken")

    # Placing: where the learner's own cells go

    def _place_own_cells(self) -> None:
        place = -1
        for cell in self.matching.cells:
            slot = self.slot_of.get(cell)
            if cell.lines and (slot is None or cell in self.kept):
                self.after[place].append(cell)
            if slot and cell not in self.dropped:
                place = slot.place

    def _look_elsewhere(self, slot: Slot) -> None:
        """Look for an attempt in other cells, where the exercise's own cell holds none."""
        if slot.own:
            return
        until = self.matching.check_of(slot).place
        found = list(self._definers(slot))
        if any(slot.place <= place < until for place, _ in found):
            return  # it runs after the stub, and before the check
        if any(place < slot.place for place, _ in found):
            above = f"# `{slot.role.name}` is defined further up."  # here the stub would replace it
            slot.own = SubmittedCell(above, "code")
            self._note(slot, "found in a cell above its own")
        elif found:
            place, slot.own = found[-1]
            self.after[place] = [cell for cell in self.after[place] if cell is not slot.own]
            self._note(slot, "found in a cell below its check")
        elif not slot.copies:
            self._note(slot, MISSING)

    def _definers(self, slot: Slot) -> Iterator[tuple[int, SubmittedCell]]:
        """The learner's cells that define an exercise outside its own cell, and where they will stand."""
        for other in self.matching.slots_of("exercise", "code"):
            if other.own and slot.role.name in other.own.names - other.names:
                yield other.place, other.own
        for place in sorted(self.after):
            for cell in self.after[place]:
                if cell.kind == "code" and slot.role.name in cell.names and not slot.is_untouched(cell.text):
                    yield place, cell

    def _look_beside(self, slot: Slot) -> None:
        """Look for an answer in the cells right below and above, where its own cell holds none."""
        for place in (slot.place, slot.place - 1):
            beside = [cell for cell in self.after.get(place, ()) if cell.kind == "markdown"]
            if slot.own or not beside:
                continue
            self.after[place] = [cell for cell in self.after[place] if cell not in beside]
            slot.own = SubmittedCell("\n\n".join(cell.text for cell in beside), "markdown")
            if not slot.is_untouched(slot.own.text):
                self._note(slot, "found in a cell beside its own")
        if not slot.own and not slot.copies:
            self._note(slot, MISSING)

    def _rebuilt(self) -> NotebookNode:
        notebook = copy.deepcopy(self.release)
        taken = {cell.get("id") for cell in notebook.cells}
        fresh = (name for number in itertools.count(1) if (name := f"own-{number}") not in taken)
        make = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell}
        rebuilt = []
        for place in range(-1, len(self.slots)):
            if place >= 0:
                slot, cell = self.slots[place], notebook.cells[place]
                cell.source = slot.own.text if slot.own else cell.source
                rebuilt.append(cell)
            rebuilt += [make[own.kind](own.text, id=next(fresh)) for own in self.after.get(place, ())]
        notebook.cells = rebuilt
        return notebook


def _joined(parts: list[SubmittedCell], name: str) -> SubmittedCell | None:
    """The cell that was split, if these are its parts: together they parse, each alone does not."""
    if all(parsed(part.text) for part in parts):
        return None
    tree = parsed(text := "\n".join(part.text for part in parts))
    return SubmittedCell(text, "code") if tree and name in defined(text) else None


SETTLE = {
    "exercise": Mending._settle_exercise,
    "answer": Mending._settle_answer,
    "code": Mending._settle_code,
    "check": Mending._settle_locked,
    "demo": Mending._settle_locked,
    "markdown": Mending._settle_markdown,
}
