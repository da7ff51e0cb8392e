"""The filters of a first layer: choose one, and see where in a photograph it answers."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel, given, small
from course_utils.explorers.pieces import picture, sentence, side_by_side


def compute(photo: np.ndarray, kernel: np.ndarray, stride: int = 4) -> np.ndarray:
    """The response (h, w) of a filter (3, k, k) at every `stride`-th place of a photograph (H, W, 3)."""
    size = kernel.shape[-1]
    x = (photo.astype(float) - photo.mean((0, 1))) / 255
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(0, 1))[::stride, ::stride]
    return np.einsum("hwcij,cij->hw", windows, kernel)


def as_colours(kernel: np.ndarray) -> np.ndarray:
    """A filter (3, k, k) as uint8 colours (k, k, 3): 0 is grey, the largest weight full."""
    limit = np.abs(kernel).max() or 1.0
    return np.round(127.5 + 127.5 * kernel.transpose(1, 2, 0) / limit).astype(np.uint8)


def smoothest(filters: np.ndarray) -> int:
    """The number of the filter, of (N, 3, k, k), whose neighbouring pixels differ least: noise is rough."""
    rough = sum((np.diff(filters, axis=axis) ** 2).sum((1, 2, 3)) for axis in (2, 3))
    return int(np.argmin(rough / np.maximum((filters**2).sum((1, 2, 3)), np.finfo(float).tiny)))


def show(photo: np.ndarray, filters: np.ndarray, stride: int = 4) -> Panel:
    """Choose one of the filters (N, 3, k, k), and see its response to a photograph in colour.

    The smoothest filter comes first.

    Raises ValueError for filters of another shape, and for a grey photograph.
    """
    filters = np.asarray(filters, dtype=float)
    if filters.ndim != 4 or filters.shape[1] != 3:
        raise ValueError(f"this needs filters of shape (N, 3, k, k); got {filters.shape}.")
    photo = small(given(photo, smallest=filters.shape[-1]))
    if photo.ndim != 3:
        raise ValueError(f"this needs a photograph in colour, (H, W, 3); got {photo.shape}.")
    choice = widgets.IntSlider(
        smoothest(filters), 0, len(filters) - 1, description="filter", continuous_update=False
    )

    def draw() -> str:
        kernel = filters[choice.value]
        response = compute(photo, kernel, stride)
        size, sides = kernel.shape[-1], response.shape
        found = np.unravel_index(response.argmax(), sides)
        top, left = int(found[0]) * stride, int(found[1]) * stride
        framed = (
            top / photo.shape[0],
            left / photo.shape[1],
            size / photo.shape[0],
            size / photo.shape[1],
        )
        return side_by_side(
            picture(
                as_colours(kernel), f"filter {choice.value}", f"Filter {choice.value}, enlarged", width=110
            ),
            picture(photo, "its strongest answer", "The photograph, the window framed", framed=framed),
            picture(
                plots.shades(response, signed=True),
                f"its response, {sides[0]} x {sides[1]}",
                "The response: red where it is positive, blue where it is negative",
            ),
        ) + sentence(f"The strongest answer, {response.max():.2f}, is at [{top}, {left}].")

    return Panel(
        {"filter": choice}, draw, "along which edges a filter answers, and what one that is noise answers to."
    )
