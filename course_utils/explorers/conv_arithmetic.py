"""Where windows fit: size, kernel, stride, padding and dilation along one axis, and for a square picture."""

from __future__ import annotations

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils.explorers.panel import Panel
from course_utils.explorers.pieces import sentence, side_by_side, table

PAPER, FRAME = np.array([255, 255, 255], np.uint8), np.array([225, 225, 228], np.uint8)
TAP, UNSEEN = np.array([253, 219, 165], np.uint8), np.array([146, 197, 222], np.uint8)


class Geometry(NamedTuple):
    """All windows along one padded axis of `width` pixels."""

    pixels: np.ndarray  # (width,), the index of each pixel: negative, or n and above, in the padding
    windows: np.ndarray  # (positions, kernel_size), the pixels of each window, as indices into the padded row
    unseen: np.ndarray  # bool (width,), pixels that no window sees


def compute(n: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> Geometry:
    """Return all positions of a window along an axis of n pixels; ValueError if it fits nowhere."""
    width, reach = n + 2 * padding, dilation * (kernel_size - 1) + 1
    if reach > width:
        raise ValueError(
            f"No window fits: it spans {dilation} * ({kernel_size} - 1) + 1 = {reach} pixels, "
            f"and the row has {n} + 2 * {padding} = {width}."
        )
    starts = np.arange(0, width - reach + 1, stride)
    windows = starts[:, None] + dilation * np.arange(kernel_size)
    return Geometry(np.arange(width) - padding, windows, ~np.isin(np.arange(width), windows))


def arithmetic(n: int, kernel_size: int, stride: int, padding: int, dilation: int) -> str:
    """Write out how the number of positions is computed."""
    room = n + 2 * padding - dilation * (kernel_size - 1) - 1
    exact = room / stride + 1
    rounded = "" if exact.is_integer() else f"{exact:.2f}, rounded down: "
    return (
        f"({n} + 2·{padding} − {dilation}·({kernel_size} − 1) − 1) / {stride} + 1 = "
        f"{rounded}{room // stride + 1}"
    )


def show(formula: bool = True) -> Panel:
    """Set size, kernel, stride, padding and dilation, and see every position of the window.

    `formula` says whether the number of positions is worked out above the picture.
    """
    controls = {
        "n": _slider("size", 1, 14, 7),
        "kernel_size": _slider("kernel", 1, 5, 3),
        "stride": _slider("stride", 1, 4, 1),
        "padding": _slider("padding", 0, 4, 0),
        "dilation": _slider("dilation", 1, 4, 1),
    }

    def draw() -> str:
        numbers = {name: control.value for name, control in controls.items()}
        found = compute(**numbers)
        positions, size = len(found.windows), numbers["n"]
        return (
            (sentence(arithmetic(**numbers)) if formula else "")
            + side_by_side(_row(found, numbers["padding"]), _square(found, numbers["padding"]))
            + sentence(f"{size} x {size} pixels make {positions} x {positions}; {_left_over(found)}.")
        )

    return Panel(
        controls,
        draw,
        "the grey pixels of the padding, the blue pixels that no window sees, and how far dilation spreads "
        "a window.",
        arranged=[widgets.HBox(list(controls.values()), layout=widgets.Layout(flex_flow="row wrap"))],
    )


def _row(found: Geometry, padding: int) -> str:
    """Draw the axis, and below it a line for each position of the window."""
    lines = np.zeros((1 + len(found.windows), len(found.pixels)))
    colours = np.full((*lines.shape, 3), PAPER)
    filled = np.zeros(lines.shape, bool)
    lines[0], filled[0] = found.pixels, True
    colours[0] = _backgrounds(found, padding)
    for line, window in enumerate(found.windows, 1):
        lines[line, window], filled[line, window] = np.arange(len(window)), True
        colours[line, window] = TAP
    return table(
        lines, "the pixels of one axis; below, each position of the window", colours=colours, filled=filled
    )


def _square(found: Geometry, padding: int) -> str:
    """Draw how many windows see each pixel of a picture whose rows and columns are both like this axis."""
    count = np.bincount(found.windows.ravel(), minlength=len(found.pixels))
    background = _backgrounds(found, padding)
    colours = np.where((np.outer(count, count) > 0)[..., None], TAP, UNSEEN)
    padded = (background == FRAME).all(1)
    colours[padded[:, None] | padded] = FRAME
    return table(np.outer(count, count), "how many windows see each pixel of the picture", colours=colours)


def _backgrounds(found: Geometry, padding: int) -> np.ndarray:
    colours = np.where(found.unseen[:, None], UNSEEN, PAPER)
    colours[:padding] = colours[len(colours) - padding :] = FRAME
    return colours


def _left_over(found: Geometry) -> str:
    unseen = found.pixels[found.unseen]
    return f"no window sees pixel {', '.join(map(str, unseen))}" if unseen.size else "every pixel is seen"


def _slider(name: str, low: int, high: int, value: int) -> widgets.IntSlider:
    return widgets.IntSlider(
        value, low, high, description=name, continuous_update=False, layout=widgets.Layout(width="260px")
    )
