"""From a control to the picture, for every explorer: `make bench`.

Each explorer is as its lesson shows it (tests/panels.py). Every control is moved to other values and back; a
time is the median of what its moves take in Python, and that of the slowest control is printed. The page is
what is then sent to the browser.
"""

import statistics
import time
from collections.abc import Iterator
from typing import Any

import ipywidgets as widgets
from panels import SHOWN
from rich import box
from rich.console import Console
from rich.table import Table

from course_utils.explorers.drawn_digits import EXAMPLES
from course_utils.explorers.panel import Panel

ROUNDS = 5
WANTED = 0.1  # s
WITH_PYTORCH = ("drawing_pad", "pixel_swaps")  # which are as fast as their networks


def others(control: widgets.Widget) -> Iterator[Any]:
    """Values that a control can be moved to."""
    if isinstance(control.value, bool):
        yield not control.value
    elif isinstance(control.value, list):
        yield EXAMPLES[3]
    elif hasattr(control, "options"):
        yield from control._options_values
    elif isinstance(control, widgets.FloatLogSlider):
        yield from (control.base**control.min, control.base**control.max)
    elif hasattr(control, "min"):
        yield from (control.min, control.max)
    else:
        yield control.value + 1


def moved(panel: Panel, control: widgets.Widget) -> float:
    """Seconds from a changed control to the new picture."""
    seconds, before = [], control.value
    for _ in range(ROUNDS):
        for value in (*others(control), before):
            start = time.perf_counter()
            control.value = value
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    """Measure, and print a table."""
    table = Table("Explorer", "Slowest control", "To the picture", "Wanted", "Page", box=box.SIMPLE_HEAD)
    for name, make in SHOWN.items():
        panel = make()
        slowest, seconds = max(
            ((each, moved(panel, control)) for each, control in panel.controls.items()),
            key=lambda pair: pair[1],
        )
        wanted = "" if name in WITH_PYTORCH else f"{1000 * WANTED:.0f} ms"
        page = f"{len(panel.shown.value) / 1000:.0f} kB"
        table.add_row(name, slowest, f"{1000 * seconds:.0f} ms", wanted, page)
    Console().print(table)


if __name__ == "__main__":
    main()
