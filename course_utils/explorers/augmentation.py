"""Many pictures from one photograph: crops, mirrored or not, in other light."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel, given, small
from course_utils.explorers.pieces import picture, sentence, side_by_side

PART = 227 / 256  # of a side that a crop has, as in AlexNet


def colour_axes(photo: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues (3,) and eigenvectors, columns of (3, 3), of the colours of a photograph from 0 to 1."""
    values, vectors = np.linalg.eigh(np.cov(photo.reshape(-1, 3).T / 255))
    return values, vectors


def compute(photo: np.ndarray, down: float, right: float, mirrored: bool, light: np.ndarray) -> np.ndarray:
    """The crop at parts `down` and `right` of the way, mirrored or not, lit: `light` of each colour axis."""
    height, width = (round(PART * side) for side in photo.shape[:2])
    top, left = round(down * (photo.shape[0] - height)), round(right * (photo.shape[1] - width))
    crop = photo[top : top + height, left : left + width]
    values, vectors = colour_axes(photo)
    lit = crop[:, ::-1] if mirrored else crop
    return np.clip(np.round(lit + 255 * vectors @ (values * light)), 0, 255).astype(np.uint8)


def show(photo: np.ndarray) -> Panel:
    """Move a crop over a photograph, mirror it, and change its light. Grey pictures are shown, too."""
    photo = small(plots.shades(given(photo, smallest=16), signed=False))
    controls: dict[str, widgets.Widget] = {
        "down": widgets.FloatSlider(0.5, min=0, max=1, step=0.1, description="down", continuous_update=False),
        "right": widgets.FloatSlider(
            0.5, min=0, max=1, step=0.1, description="right", continuous_update=False
        ),
        "mirrored": widgets.Checkbox(False, description="mirrored"),
    }
    for number, name in enumerate(("axis 1", "axis 2", "axis 3"), 1):
        slider = widgets.FloatSlider(0, min=-3, max=3, step=0.5, description=name, continuous_update=False)
        controls[f"axis {number}"] = slider

    def draw() -> str:
        down, right = controls["down"].value, controls["right"].value
        light = np.array([controls[f"axis {number}"].value for number in (1, 2, 3)])
        made = compute(photo, down, right, controls["mirrored"].value, light)
        framed = (down * (1 - PART), right * (1 - PART), PART, PART)
        added = 255 * colour_axes(photo)[1] @ (colour_axes(photo)[0] * light)
        return side_by_side(
            picture(photo, "the photograph", "The photograph, with the crop framed", framed=framed),
            picture(made, "what the network sees", "The crop, mirrored and lit as chosen", width=280),
        ) + sentence("Added to red, green and blue: " + ", ".join(f"{each:+.0f}" for each in added) + ".")

    return Panel(
        controls,
        draw,
        "axis 3, along which the colours of this picture differ most. The paper draws numbers with a spread "
        "of 0.1, so what it adds is much weaker than the ends of these sliders.",
    )
