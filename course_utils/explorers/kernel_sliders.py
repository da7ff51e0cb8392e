"""Nine sliders set a kernel, and a photograph shows what it does."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np

from course_utils import data, plots
from course_utils.explorers.panel import OWN, Panel, given, grey, named_as, small
from course_utils.explorers.pieces import picture, sentence, side_by_side


def compute(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Return the cross-correlation of an image (H, W) with a 3x3 kernel: (H - 2, W - 2)."""
    from scipy.signal import correlate2d

    return correlate2d(image, kernel, mode="valid")


def colours_of(response: np.ndarray, total: float) -> tuple[np.ndarray, str]:
    """Return the colours of a response and what they mean, for a kernel whose weights sum to `total`.

    A kernel whose sum is about 0 gives a signed response; any other gives a picture, from 0 to 255.
    """
    if abs(total) < 0.5:
        darkest = plots.signed_limit(response)
        return plots.shades(
            response, signed=True
        ), f"above 0 is red, below 0 is blue, and both are darkest from {darkest:.0f} on"
    seen = np.clip(response, 0, 255).astype(np.uint8)
    return plots.shades(seen, signed=False), "0 is black, 255 is white, and values beyond are clipped"


def show(photo: np.ndarray) -> Panel:
    """Set the nine weights of a kernel, or choose a known one, and see the response of a photograph.

    `photo` is grey or in colour, uint8 or floats; a wide one is scaled down.
    Raises ValueError for anything but a picture of at least 3x3 pixels.
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
        colours, meaning = colours_of(compute(image.astype(float), kernel), total)
        after = picture(colours, "the response", f"The photograph's response to: {choice.value}")
        note = f"The nine weights sum to {plots.number(round(total, 6))}; {meaning}."
        return side_by_side(before, after) + sentence(note)

    panel = Panel(
        cells,
        draw,
        "what happens to a flat area, and which sides of things turn red or blue.",
        arranged=[choice, _grid(list(cells.values()))],
    )
    panel.offer(choice, named)
    return panel


def _bytes(image: np.ndarray) -> np.ndarray:
    """Return a grey picture as uint8; its values are from 0 to 255, or from 0 to 1."""
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
