"""A notebook with every kind of card and every explorer, for screenshots."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from panels import SHOWN

SETUP = """
import numpy as np
from course_utils import check, demo, guess, hint
from course_utils.exercises import chapters
from panels import SHOWN

sobel = next(each for each in chapters()["02_edges"].exercises if each.name == "sobel").oracle

def shift(image, down, right):
    raise NotImplementedError
"""
CARDS = {
    "wrong": 'check("shift", lambda image, down, right: np.roll(image, (down, right), axis=(0, 1)))',
    "wrong-in-pictures": 'check("sobel", lambda grey: sobel(grey)[:: -1 if len(grey) > 12 else 1])',
    "wrong-shape": 'check("to_gray", lambda photo: photo[1:, :, 0])',
    "raised": 'check("shift", lambda image, down, right: image / zero)',
    "not-attempted": 'check("shift", shift)',
    "passed": 'check("to_gray", lambda photo: photo @ (0.299, 0.587, 0.114))',
    "hints": 'hint("shift", 3)',
    "guess-right": 'guess("positions_of_the_window", 9)',
    "guess-near": 'guess("stroke_on_the_crossing", 0.55)',
    "guess-usual": 'guess("positions_of_the_window", 16)',
    "guess-far": 'guess("positions_of_the_window", 100)',
    "guess-not-made": 'guess("ones_in_the_map", ...)',
    "missing": "@demo\ndef picture():\n    shift(0, 0, 0)",
}
EXPLORERS = {name: f'SHOWN["{name}"]()' for name in SHOWN}


def write(folder: Path) -> dict[str, int]:
    """Write gallery.ipynb; gives the place of each of its cells, by name."""
    shown = CARDS | EXPLORERS
    cells = [new_code_cell(source) for source in (SETUP, *shown.values())]
    kernel = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "gallery.ipynb")
    return {name: place for place, name in enumerate(shown, 1)}
