"""A picture is an array of numbers: a crop of it as colours, and as the numbers that are stored."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel, given, small
from course_utils.explorers.pieces import picture, side_by_side, table

CHANNELS = ("red", "green", "blue")


def compute(image: np.ndarray, row: int, column: int, size: int) -> tuple[int, int, np.ndarray]:
    """Return top, left and pixels of a square crop: at (row, column), or as near as the border allows."""
    top = min(row, image.shape[0] - size)
    left = min(column, image.shape[1] - size)
    return top, left, image[top : top + size, left : left + size]


def show(image: np.ndarray, row: int | None = None, column: int | None = None) -> Panel:
    """Move a square over a picture, grey or in colour, and read its pixels as numbers.

    The square starts at pixel [row, column], by default in the middle.
    Raises ValueError for anything but a picture of at least 3x3 pixels.
    """
    image = given(image, smallest=3)
    height, width = image.shape[:2]
    colours = plots.shades(image, signed=False)
    overview = small(colours)
    controls: dict[str, widgets.Widget] = {
        "row": _slider("row", 0, height - 2, height // 2 if row is None else row),
        "column": _slider("column", 0, width - 2, width // 2 if column is None else column),
        "size": _slider("size", 2, min(12, height, width), min(8, height, width)),
    }
    if image.ndim == 3:
        controls["channel"] = widgets.Dropdown(options=CHANNELS, description="channel")

    def draw() -> str:
        top, left, crop = compute(image, *(controls[name].value for name in ("row", "column", "size")))
        size = len(crop)
        _, _, cut = compute(colours, top, left, size)
        framed = (top / height, left / width, size / height, size / width)
        position = stored = f"{top}:{top + size}, {left}:{left + size}"
        if image.ndim == 3:
            channel = CHANNELS.index(controls["channel"].value)
            crop, stored = crop[..., channel], f"{position}, {channel}"
        return side_by_side(
            picture(overview, f"image {image.shape}", f"The picture, [{position}] framed", framed=framed),
            picture(
                cut, f"image[{position}]", f"The {size} by {size} pixels in the frame, enlarged", width=200
            ),
            table(crop, f"image[{stored}] {image.dtype}", colours=cut),
        )

    return Panel(
        controls,
        draw,
        "bright pixels are large numbers; rows are counted downwards from 0, columns to the right.",
    )


def _slider(name: str, low: int, high: int, value: int) -> widgets.IntSlider:
    return widgets.IntSlider(value, low, high, description=name, continuous_update=False)
