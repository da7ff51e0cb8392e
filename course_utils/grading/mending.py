"""Mending: the learner's cells are found, one by one, and put into the release.

The result has the release's cells in the release's order with the release's metadata. Of the learner's
notebook come the texts of exercises and answers, the texts of given code where it was edited, and the cells
of their own, each behind the cell that it stood behind.
"""

from __future__ import annotations

import ast
import copy
import itertools
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nbformat import NotebookNode, v4

PARSED = 5_000  # characters of a cell that is parsed; some larger ones would take long, and are searched only
ALIKE = 0.5  # of the lines, for one text to be an edited form of another
DEFINITION = re.compile(r"(?m)^(?:async +)?(?:def|class) +(\w+)|^(\w+) *(?::[^=\n]*)?=(?!=)")
MAGIC = re.compile(r"(?m)^( *)[%!].*")  # IPython's own lines, which are not Python
SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MISSING = "missing, put back as released"
MARKS = ("grade_id", "grade", "solution", "locked", "points")
NAMED = 4  # cells in a sentence
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def plural(number: int, noun: str, nouns: str = "") -> str:
    """A number of things in words: one cell, two cells, two copies, 11 cells."""
    count = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{count} {noun if number == 1 else nouns or noun + 's'}"


# Text -------------------------------------------------------------------------------------------------


def _tree(text: str) -> ast.Module | None:
    """The syntax tree of a cell; None where it is not Python, or too large to be sure."""
    if len(text) > PARSED:
        return None
    try:
        with warnings.catch_warnings():  # of a stranger's escapes: not ours to show
            warnings.simplefilter("ignore")
            return ast.parse(MAGIC.sub(r"\1pass", text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def defined(text: str) -> frozenset[str]:
    """The names that a cell defines at top level; by their looks, where it does not parse."""
    tree = _tree(text)
    if tree is None:
        return frozenset(name for match in DEFINITION.findall(text) for name in match if name)
    return frozenset(_bound(tree))


def _bound(tree: ast.Module) -> Iterator[str]:
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, DEFINING):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif not isinstance(node, SCOPES):
            nodes.extend(ast.iter_child_nodes(node))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# Cells ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Cell:
    """A learner's cell: its text, "code" or "markdown", the names it goes by, its nbgrader metadata."""

    text: str
    kind: str
    ids: tuple[str, ...] = ()
    marks: Mapping[str, object] = field(default_factory=dict)
    is_skipped: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that it defines."""
        return defined(self.text)

    @cached_property
    def lines(self) -> frozenset[str]:
        """Its lines, for comparing."""
        return frozenset(_lines(self.text))


@dataclass(eq=False)
class Slot:
    """A cell of the release: what it is, and the learner's cells that were found to be it."""

    place: int
    cell: NotebookNode
    copies: list[Cell] = field(default_factory=list)
    own: Cell | None = None  # what the learner wrote for it

    @cached_property
    def kind(self) -> str:
        """What it is: exercise, answer, check, demo, given (code) or prose."""
        marks = self.cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            return "answer" if marks.get("grade") else "exercise"
        if marks.get("grade"):
            return "check"
        if self.cell.metadata.get("course", {}).get("demo"):
            return "demo"
        return "given" if self.cell.cell_type == "code" else "prose"

    @cached_property
    def id(self) -> str:
        """Its name for nbgrader; empty for cells that nbgrader does not know."""
        return str(self.cell.metadata.get("nbgrader", {}).get("grade_id", ""))

    @cached_property
    def name(self) -> str:
        """The name of the exercise (also for its check) or of the answer; empty for other cells."""
        return self.id.removeprefix("check-")

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the release defines here."""
        return defined(self.cell.source)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of its text, for comparing."""
        return _lines(self.cell.source)

    def is_untouched(self, text: str) -> bool:
        """Whether a text has nothing that the release has not: empty, or the stub."""
        if self.cell.cell_type == "markdown":
            return _lines(text) in ([], self.lines)
        code = [line for line in _lines(text) if not line.startswith("#")]
        return code in ([], [line for line in self.lines if not line.startswith("#")])


# Mending ----------------------------------------------------------------------------------------------


class Mending:
    """Puts a learner's cells into a release; afterwards `said` tells what had to be mended, in sentences."""

    def __init__(self, cells: list[Cell], release: NotebookNode) -> None:
        self.cells, self.release = cells, release
        self.slots = [Slot(place, cell) for place, cell in enumerate(release.cells)]
        self.slot_of: dict[Cell, Slot] = {}
        self.dropped: set[Cell] = set()
        self.kept: set[Cell] = set()  # cells of the release that the learner made cells of their own
        self.after: dict[int, list[Cell]] = defaultdict(list)  # the learner's own cells; -1: before all
        self.notes: dict[str, list[str]] = {}  # what happened: to what

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the exercises and answers of the release."""
        return frozenset(slot.name for slot in self._all("exercise", "answer"))

    @property
    def said(self) -> list[str]:
        """What was mended: "`crop`, `normalise`: missing, put back as released"."""
        return [f"{_listed(whose)}: {what}" for what, whose in self.notes.items()]

    def notebook(self) -> NotebookNode:
        """The release with the learner's texts; call it once."""
        self._find_by_id()
        self._find_by_text()
        self._find_by_lines()
        self._find_by_definition()
        self._compare_marks()
        for slot in self.slots:
            SETTLE[slot.kind](self, slot)
        self._place_own_cells()
        for slot in self._all("exercise"):
            self._look_elsewhere(slot)
        for slot in self._all("answer"):
            self._look_beside(slot)
        return self._rebuilt()

    def _all(self, *kinds: str) -> list[Slot]:
        return [slot for slot in self.slots if slot.kind in kinds]

    def _note(self, slot: Slot, what: str) -> None:
        whose = f"`{slot.id}`" if slot.id else "given code"
        if whose not in self.notes.setdefault(what, []):
            self.notes[what].append(whose)

    # Finding: which cell of the release each of the learner's is

    def _free(self) -> list[Cell]:
        return [cell for cell in self.cells if cell not in self.slot_of]

    def _take(self, cell: Cell, slot: Slot) -> None:
        self.slot_of[cell] = slot
        slot.copies.append(cell)

    def _find_by_id(self) -> None:
        named = {slot.cell.get("id"): slot for slot in self.slots}
        named |= {slot.id: slot for slot in self.slots if slot.id}
        for cell in self.cells:
            if slots := [named[name] for name in cell.ids if name in named]:
                self._take(cell, slots[0])

    def _find_by_text(self) -> None:
        same: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
        for cell in self._free():
            same[tuple(_lines(cell.text))].append(cell)
        for slot in self.slots:  # but answers: the text that waits for one is the same everywhere
            if slot.kind != "answer" and not slot.copies and (found := same[tuple(slot.lines)]):
                self._take(found.pop(0), slot)

    def _find_by_lines(self) -> None:
        """An edited cell, or that of an older release, whose id is lost."""
        for slot in self._all("given", "prose", "demo", "check"):
            lines = frozenset(slot.lines)
            if slot.copies or not lines:
                continue
            alike = {
                cell: len(lines & cell.lines) / max(len(lines), len(cell.lines))
                for cell in self._free()
                if cell.kind == slot.cell.cell_type and not cell.names & self.names
            }
            nearest = max(alike, key=alike.__getitem__, default=None)
            if nearest is not None and alike[nearest] >= ALIKE:
                self._take(nearest, slot)

    def _find_by_definition(self) -> None:
        """An exercise whose id is lost: the last attempt above its check, else the last."""
        order = {cell: number for number, cell in enumerate(self.cells)}
        for slot in self._all("exercise"):
            found = [cell for cell in self._free() if slot.name in cell.names]
            if slot.copies or not found:
                continue
            tried = [cell for cell in found if not slot.is_untouched(cell.text)]
            checks = [order[cell] for cell in self._check_of(slot).copies]
            above = [cell for cell in tried if checks and order[cell] < checks[0]]
            self._take((above or tried or found)[-1], slot)

    def _check_of(self, slot: Slot) -> Slot:
        """The check of an exercise; the last cell where it has none."""
        checks = (check for check in self._all("check") if check.name == slot.name)
        return next(checks, self.slots[-1])

    def _compare_marks(self) -> None:
        for slot in self._all("exercise", "answer", "check"):
            marks = slot.cell.metadata.nbgrader
            if slot.copies and any(slot.copies[0].marks.get(key) != marks.get(key) for key in MARKS):
                self._note(slot, "nbgrader's metadata was missing or edited, the released one counts")

    # Settling: which text each cell of the release gets

    def _settle_exercise(self, slot: Slot) -> None:
        tried = [cell for cell in slot.copies if not slot.is_untouched(cell.text)]
        if not tried:
            self.dropped.update(slot.copies[1:])
            return
        self.dropped.update(cell for cell in slot.copies if cell not in tried)
        defining = [cell for cell in tried if slot.name in cell.names]
        parts = tried[tried.index(defining[-1]) :] if defining else tried
        if joined := _joined(parts, slot.name):
            self._note(slot, f"{plural(len(parts), 'part')} of it were joined")
            self.dropped.update(parts[1:])
            main, slot.own = parts[0], joined
        else:
            main = slot.own = (defining or tried)[-1]
        self._note_retyped(slot, main)
        copies = [cell for cell in slot.copies if slot.name in cell.names]
        if len(copies) > 1:
            self._note(slot, f"{plural(len(copies), 'copy', 'copies')}, the last attempt was taken")
        self.dropped.update(cell for cell in copies if cell is not main)
        for cell in tried:
            if cell is not main and cell not in self.dropped:
                del self.slot_of[cell]  # a part without the name: a cell of the learner's own

    def _settle_answer(self, slot: Slot) -> None:
        tried = [cell for cell in slot.copies if not slot.is_untouched(cell.text)]
        self.dropped.update(slot.copies[1:])
        if tried:
            texts = dict.fromkeys(cell.text for cell in tried)
            slot.own = Cell("\n\n".join(texts), "markdown")
            self._note_retyped(slot, tried[0])
            if len(texts) > 1:
                self._note(slot, f"{plural(len(texts), 'part')} of it were joined")

    def _settle_given(self, slot: Slot) -> None:
        code = [cell for cell in slot.copies if cell.kind == "code" and cell.lines]
        for cell in code[1:]:
            del self.slot_of[cell]
        if code:
            slot.own = code[0]
        else:
            self._note(slot, MISSING)

    def _settle_locked(self, slot: Slot) -> None:
        """The release's text counts; the learner's is a cell of their own if it defines more."""
        for cell in slot.copies:
            if slot.kind == "check" and not cell.lines <= set(slot.lines):
                self._note(slot, "edited, the released check was taken")
            if cell.kind == "code" and cell.names - slot.names:
                self.kept.add(cell)
        if slot.kind == "check" and not slot.copies:
            self._note(slot, MISSING)

    def _settle_prose(self, slot: Slot) -> None:
        """What is noted between the lines of a given text is kept below it."""
        for cell in slot.copies:
            notes = [line for line in cell.text.splitlines() if line.strip() not in slot.lines]
            if any(line.strip() for line in notes):
                self.after[slot.place].append(Cell("\n".join(notes).strip("\n"), "markdown"))

    def _note_retyped(self, slot: Slot, cell: Cell) -> None:
        if cell.kind != slot.cell.cell_type:
            self._note(slot, f"had become a {cell.kind} cell, its text was taken")

    # Placing: where the learner's own cells go

    def _place_own_cells(self) -> None:
        place = -1
        for cell in self.cells:
            slot = self.slot_of.get(cell)
            if cell.lines and (slot is None or cell in self.kept):
                self.after[place].append(cell)
            if slot and cell not in self.dropped:
                place = slot.place

    def _look_elsewhere(self, slot: Slot) -> None:
        """Where the own cell of an exercise holds no attempt, another cell may."""
        if slot.own:
            return
        until = self._check_of(slot).place
        found = list(self._definers(slot))
        if any(slot.place <= place < until for place, _ in found):
            return  # it runs after the stub, and before the check
        if any(place < slot.place for place, _ in found):
            slot.own = Cell(f"# `{slot.name}` is defined further up.", "code")  # the stub would replace it
            self._note(slot, "found in a cell above its own")
        elif found:
            place, slot.own = found[-1]
            self.after[place] = [cell for cell in self.after[place] if cell is not slot.own]
            self._note(slot, "found in a cell below its check")
        elif not slot.copies:
            self._note(slot, MISSING)

    def _definers(self, slot: Slot) -> Iterator[tuple[int, Cell]]:
        """The learner's cells that define an exercise outside its own cell, and where they will stand."""
        for other in self._all("exercise", "given"):
            if other.own and slot.name in other.own.names - other.names:
                yield other.place, other.own
        for place in sorted(self.after):
            for cell in self.after[place]:
                if cell.kind == "code" and slot.name in cell.names and not slot.is_untouched(cell.text):
                    yield place, cell

    def _look_beside(self, slot: Slot) -> None:
        """Where the own cell of an answer holds none, a cell right below or above may."""
        for place in (slot.place, slot.place - 1):
            beside = [cell for cell in self.after.get(place, ()) if cell.kind == "markdown"]
            if slot.own or not beside:
                continue
            self.after[place] = [cell for cell in self.after[place] if cell not in beside]
            slot.own = Cell("\n\n".join(cell.text for cell in beside), "markdown")
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


def _listed(names: list[str]) -> str:
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"


def _joined(parts: list[Cell], name: str) -> Cell | None:
    """The cell that was split, if these are its parts: together they parse, each alone does not."""
    if all(_tree(part.text) for part in parts):
        return None
    tree = _tree(text := "\n".join(part.text for part in parts))
    return Cell(text, "code") if tree and name in _bound(tree) else None


SETTLE = {
    "exercise": Mending._settle_exercise,
    "answer": Mending._settle_answer,
    "given": Mending._settle_given,
    "check": Mending._settle_locked,
    "demo": Mending._settle_locked,
    "prose": Mending._settle_prose,
}
