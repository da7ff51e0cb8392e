"""Nine sliders are a kernel, and a photograph answers."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np

from course_utils import data, plots
from course_utils.explorers.panel import (
    OWN,
    Panel,
    given,
    grey,
    named_as,
    picture,
    sentence,
    side_by_side,
    small,
)


def compute(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Return the answer of an image (H, W) to a 3x3 kernel: their cross-correlation, (H - 2, W - 2)."""
    from scipy.signal import correlate2d

    return correlate2d(image, kernel, mode="valid")


def answer(response: np.ndarray, total: float) -> tuple[np.ndarray, str]:
    """Return the colours of an answer and what they mean, for a kernel whose numbers add up to `total`.

    A kernel that adds up to about 0 answers with signs; any other one makes a picture, from 0 to 255.
    """
    if abs(total) < 0.5:
        darkest = plots.signed_limit(response)
        return plots.shades(
            response, signed=True
        ), f"above 0 is red, below 0 blue, darkest from {darkest:.0f} on"
    seen = np.clip(response, 0, 255).astype(np.uint8)
    return plots.shades(seen, signed=False), "0 is black and 255 white, what lies beyond is cut off"


def show(photo: np.ndarray) -> Panel:
    """Set the nine numbers of a kernel, or choose a known one, and see what a photograph answers.

    `photo` is in grey or colour, uint8 or floats; a wide one is made smaller.
    Raises ValueError for what is no picture, or has a side of fewer than 3 pixels.
    """
    image = _bytes(small(grey(given(photo, smallest=3))))
    before = picture(plots.shades(image, signed=False), "the photograph, in grey", "The photograph in grey")
    named = data.kernels()
    choice = widgets.Dropdown(options=[*named, OWN], value="left Sobel", description="kernel")
    cells = {f"k[{row}, {column}]": _slider(row, column) for row, column in np.ndindex(3, 3)}
    for cell, value in zip(cells.values(), named[choice.value].flat, strict=True):
        cell.value = value

    def draw() -> str:
        kernel = np.array([cell.value for cell in cells.values()]).reshape(3, 3)
        choice.value = named_as(kernel, named)
        total = float(kernel.sum())
        colours, meaning = answer(compute(image.astype(float), kernel), total)
        after = picture(colours, "the answer", f"The photograph's answer to: {choice.value}")
        note = f"The nine numbers add up to {plots.number(round(total, 6))}; {meaning}."
        return side_by_side(before, after) + sentence(note)

    panel = Panel(
        cells,
        draw,
        "what becomes of a flat area, and which sides of things turn red or blue.",
        arranged=[choice, _grid(list(cells.values()))],
    )
    panel.offer(choice, named)
    return panel


def _bytes(image: np.ndarray) -> np.ndarray:
    """Return a grey picture as uint8, whether it comes as 0 to 255 or as fractions."""
    return np.clip(image * 255 if image.max() <= 1 else image, 0, 255).astype(np.uint8)


def _slider(row: int, column: int) -> widgets.FloatSlider:
    return widgets.FloatSlider(
        min=-8, max=8, step=0.1, description=f"k[{row}, {column}]", continuous_update=False
    )


def _grid(cells: list[widgets.FloatSlider]) -> widgets.GridBox:
    for cell in cells:
        cell.layout.width, cell.style.description_width = "auto", "50px"
    return widgets.GridBox(
        cells, layout=widgets.Layout(grid_template_columns="repeat(3, minmax(180px, 260px))")
    )
