"""An edge is where the gradient is steep enough, and a threshold says how steep that is."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np

from course_utils import data, plots
from course_utils.explorers.panel import Panel, given, grey, small
from course_utils.explorers.pieces import picture, sentence, side_by_side


def compute(magnitude: np.ndarray, threshold: float) -> np.ndarray:
    """Return the pixels where a gradient magnitude (H, W) reaches the threshold: bool (H, W)."""
    return magnitude >= threshold


def steepness(photo: np.ndarray) -> np.ndarray:
    """Return the magnitude of the Sobel gradient of a picture (H, W) or (H, W, 3): float64 (H - 2, W - 2)."""
    from scipy.signal import correlate2d

    image, zoo = grey(photo), data.kernels()
    return np.hypot(*(correlate2d(image, zoo[name], mode="valid") for name in ("left Sobel", "top Sobel")))


def show(picture_or_magnitude: np.ndarray) -> Panel:
    """Move the threshold above which a pixel counts as an edge.

    Takes a gradient magnitude (H, W), or a photograph in colour (H, W, 3), of which it computes the Sobel
    gradient. Raises ValueError if a magnitude is negative, or if a side has fewer than 3 pixels.
    """
    array = given(picture_or_magnitude, smallest=3)
    magnitude = steepness(array) if array.ndim == 3 else array.astype(float)
    if magnitude.min() < 0:
        raise ValueError(
            "edge_threshold needs a gradient magnitude, which is never negative; "
            f"got numbers from {array.min():.3g} to {array.max():.3g}."
        )
    top = plots.signed_limit(magnitude)
    before = picture(
        small(plots.shades(np.minimum(magnitude, top), signed=False)),
        "the magnitude of the gradient",
        "The magnitude of the gradient in grey; steep places are bright",
    )
    threshold = widgets.FloatSlider(
        top / 4,
        min=0,
        max=top,
        step=top / 100,
        description="threshold",
        readout_format=".3g",
        continuous_update=False,
    )

    def draw() -> str:
        edges = compute(magnitude, threshold.value)
        share = f"{100 * edges.mean():.1f} % of the pixels are edges."
        after = picture(
            small(plots.shades(edges * 1.0, signed=False)), "edges: white", f"The edges in white: {share}"
        )
        return side_by_side(before, after) + sentence(share)

    return Panel(
        {"threshold": threshold},
        draw,
        "what appears first when you lower the threshold, outlines or texture; and whether one threshold "
        "suits the whole picture.",
    )
