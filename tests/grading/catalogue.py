"""The cheats in `cheats/`, read as data, and the table of them in `docs/cheats.md`.

Run this file to write the table anew. Nothing here runs a cheat: `test_cheats` does, in the sandbox, and
`stock` does, in an outer sandbox of its own, to see what nbgrader makes of the harmless ones.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from forgeries import FORGERIES

CHEATS = Path(__file__).parent / "cheats"
STOCK = CHEATS / "stock.json"  # what `stock` measured, by what a cheat tries
COLUMNS = ("| tries | stock | here | why |", "| --- | --- | --- | --- |")
TABLE = Path(__file__).parents[2] / "docs" / "cheats.md"


@dataclass(frozen=True)
class Cheat:
    """One cell of a file of cheats: what it tries, why that fails, and how it is seen to have been tried."""

    file: str
    tries: str
    fails: str
    code: str
    exercise: str = "crop"
    shows: str = "tried"  # part of what the cell or its check shows in the end; "a | b": one of two

    def is_seen_in(self, text: str) -> bool:
        """Whether what the cell and its check show says that the cheat was tried."""
        return any(part in text for part in self.shows.split(" | "))


def read(path: Path) -> list[Cheat]:
    """The cheats in a file."""
    return [_cheat(path.stem, cell) for cell in re.split(r"(?m)^# %% ", path.read_text())[1:]]


def _cheat(file: str, cell: str) -> Cheat:
    tries, _, rest = cell.partition("\n")
    fields = {}
    while found := re.match(r"# (fails|exercise|shows):[ ]?(.*)\n", rest):
        fields[found[1]] = found[2]
        rest = rest[found.end() :]
    return Cheat(file, tries, code=rest.strip(), **fields)


def about(path: Path) -> str:
    """What the cheats of a file have in common."""
    return path.read_text().partition("\n")[0].removeprefix("# ")


FILES = sorted(CHEATS.glob("*.py"))
ALL = [cheat for path in FILES for cheat in read(path)]

HEAD = """\
# Cheats and faults

This page lists what was tried against the grader. Every row is a test (`tests/grading/test_cheats.py`): the
cheat runs in the sandbox, its exercise earns nothing, exercises solved honestly in the same notebook keep
their points, no file outside changes, and no process is left. `python tests/grading/catalogue.py` writes this
page, and a test compares the two.

*Stock* is what the same cell earned or found on nbgrader alone, measured by `tests/grading/stock.py` inside
an outer sandbox: points of 2 with tests that assert, and with `check` called in the student's kernel. A dash
means not measured, because it would harm the machine.
"""

ELSEWHERE = (  # what is no single cell: what it tries, what nbgrader alone does, why it fails, its test
    (
        "What a check asks, printed into the feedback and answered by heart in a second submission",
        "full marks",
        "other code gets other cases, and what a check prints is not shown",
        "test_other_code_is_asked_other_cases_and_equal_code_the_same",
    ),
    (
        "A `timestamp.txt` in one's own upload, so that late work is in time",
        "believed",
        "it counts only where nbgrader itself writes it",
        "test_a_time_in_a_students_own_upload_is_not_believed",
    ),
    (
        "HTML, entities, links and TeX that would run in the browser of whoever reads the feedback",
        "-",
        "the page is sanitised as the browser sees it, and its policy allows no script of its own",
        "test_nothing_that_a_student_writes_runs_in_the_feedback",
    ),
    (
        "The name of another student",
        "that student's mark is replaced",
        "a student is the platform's number",
        "test_namesakes_have_a_row_each_and_a_platforms_late_mark_is_told",
    ),
    (
        "A race won by remembering the last result",
        "-",
        "each call gets other numbers",
        "test_nobody_wins_by_remembering_or_in_another_thread",
    ),
    (
        "Pipes, sockets, loops of links, closed files, odd names: anything in place of a submission",
        "stops the batch",
        "each is taken in behind a guard, and refused by name",
        "test_no_odd_file_keeps_others_from_being_graded",
    ),
    (
        "Whatever keeps the process that talks to the kernel, or judges, from coming to an end",
        "-",
        "another process ends it at a deadline, and what was earned stays",
        "test_of_a_submission_that_took_too_long_what_was_earned_stays",
    ),
    (
        "A notebook whose page of feedback takes for ever to write",
        "-",
        "it is ended at a deadline, and a page with the points and cards is written instead",
        "test_a_page_that_takes_too_long_shows_the_points_and_cards_only",
    ),
    (
        "Two thousand cells that each show all that one may show",
        "-",
        "the output of a notebook is limited, too",
        "test_a_notebook_shows_so_much_however_many_cells_show_all_that_one_may",
    ),
    (
        "A cell of 200,000 almost empty lines, which take very long to colour",
        "-",
        "it is left out",
        "test_a_cell_of_too_many_lines_is_left_out",
    ),
)

FOOT = """\
## Open

- **Names and changes are the kernel's word.** That a solution calls a forbidden function (`numpy.convolve`),
  or changes its input, is found out by the probe, beside the student's code, the function from its source:
  a name that is put together (`getattr(np, "corr" + "elate")`) is not seen. Who patches the probe can hide
  both; the values must be right all the same, and libraries that answer are not there.
- **The clock.** Two of the ten points of `conv2d_im2col` are for speed, a ratio that is measured beside the
  student's code. Code that patches the clock can earn them with a slow answer; the numbers
  must be right.
- **An answer that is public.** Value exercises have one answer, and the course's solutions can be read by
  everybody. No grader sees where a right answer comes from.
- **Cases become known, and are not asked again.** The card of a failing case shows its input and what was
  expected, and later cells can print what was asked. Other code gets other cases; worked examples stay.
- **Libraries of the system.** Compiled libraries below `/usr/lib` can be loaded by `ctypes`. Where one of
  them computes convolutions (OpenCV, cuDNN), it answers to whoever knows its binary interface.
- **Pillow's compiled core.** `PIL.ImageFilter` is hidden, the filter in `PIL._imaging` is not. It knows bytes
  and kernels of 3 x 3 and 5 x 5 only, and so completes no group of cases.
- **Names of folders.** `/proc/self/mountinfo` shows where Python lies on the grader's machine.
- **The kernel of the operating system.** A sandbox is as strong as Linux below it. Keep it up to date.
"""


def table() -> str:
    """The page, as it should be."""
    stock = json.loads(STOCK.read_text())
    parts = [HEAD]
    for path in FILES:
        rows = [_row(cheat, stock.get(cheat.tries)) for cheat in ALL if cheat.file == path.stem]
        title = f"## {path.stem.capitalize()}\n\n{about(path)}\n"
        parts.append("\n".join([title, *COLUMNS, *rows, ""]))
    rows = [_line(forgery.tries, forgery.stock, forgery.fails) for forgery in FORGERIES]
    parts.append("\n".join(["## Notebooks\n\nNotebooks that were tampered with.\n", *COLUMNS, *rows, ""]))
    rows = [_line(tries, found, fails) for tries, found, fails, _ in ELSEWHERE]
    title = "## Submissions\n\nMore than one cell: several submissions, files beside the notebook, names.\n"
    parts.append("\n".join([title, *COLUMNS, *rows, ""]))
    return "\n".join([*parts, FOOT])


def _row(cheat: Cheat, stock: dict[str, float | str] | None) -> str:
    measured = "-" if stock is None else stock.get("found") or f"{stock['asserts']:g}, {stock['check']:g}"
    return _line(cheat.tries, str(measured), cheat.fails)


def _line(tries: str, stock: str, fails: str) -> str:
    return f"| {tries} | {stock} | 0 | {fails} |"


if __name__ == "__main__":
    TABLE.write_text(table())
