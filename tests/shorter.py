"""The trainings of the lessons, shortened: the same cells run, with fewer epochs.

`make lessons` runs them in full (`--full`), and the tests in `facts/` prove what full trainings show.
"""

from __future__ import annotations

from nbformat import NotebookNode

from course_utils.cells import Role

SHORTER = {
    "10_numpy_cnn": {
        "epochs=100": "epochs=10",
        "epochs=20": "epochs=1",
        "labels[known], 15,": "labels[known], 1,",
        "labels[:-360], 10,": "labels[:-360], 1,",
        "> 10_000 else 20": "> 10_000 else 1",
    },
    "11_pytorch": {"epochs=15, seeds=(0, 1, 2)": "epochs=1, seeds=(0, 1)"},
    "12_lenet": {"epochs, place = 3,": "epochs, place = 1,", "-(-6_000 //": "-(-1_000 //"},
    "13_alexnet": {
        "(67, 8, 18, 32, 0.02)": "(67, 16, 2, 32, 0.02)",
        "two_starts(epochs=8)": "two_starts(epochs=1)",
        "epochs=20 if ON_GPU else 8": "epochs=1",
    },
}


def shorten(notebook: NotebookNode, chapter: str) -> NotebookNode:
    """Shorten the trainings in the demos of a notebook; AssertionError if one is no longer there."""
    demos = [cell for cell in notebook.cells if Role.of(cell).kind == "demo"]
    for long, short in SHORTER.get(chapter, {}).items():
        found = [cell for cell in demos if long in cell.source]
        assert found, f"no demo of {chapter} holds {long!r}: mend tests/shorter.py"
        for cell in found:
            cell.source = cell.source.replace(long, short)
    return notebook
