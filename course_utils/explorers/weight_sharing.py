"""Fully connected, locally connected, shared: the same picture, three counts of weights."""

from __future__ import annotations

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
from matplotlib.colors import hsv_to_rgb

from course_utils.explorers.panel import Panel, given, stepper
from course_utils.explorers.pieces import sentence, side_by_side, table

LARGEST = 12  # pixels a side; a larger picture cannot be read
KINDS = ("fully connected", "locally connected", "shared")
GOLDEN = 0.618  # of a turn from hue to hue: neighbouring outputs get colours far apart
PAPER = np.array([255, 255, 255], np.uint8)


class Layer(NamedTuple):
    """One layer after some outputs: what the current one sees, and what was counted so far."""

    window: tuple[int, int, int, int]  # row, column, height, width
    weights: int
    multiplications: int
    colour: int  # equal where the weights are those of another output


def compute(shape: tuple[int, int], kernel_size: int, step: int) -> dict[str, Layer]:
    """Return each kind of layer after the outputs 0 to `step`, row by row, of a picture (H, W).

    All have one output for each position of a window of `kernel_size`, without biases.
    """
    across = shape[1] - kernel_size + 1
    row, column = divmod(step, across)
    whole, part, done = (0, 0, *shape), (row, column, kernel_size, kernel_size), step + 1
    pixels, area = shape[0] * shape[1], kernel_size**2
    return {
        "fully connected": Layer(whole, done * pixels, done * pixels, step),
        "locally connected": Layer(part, done * area, done * area, step),
        "shared": Layer(part, area, done * area, 0),
    }


def show(picture: np.ndarray) -> Panel:
    """Go from output to output of three layers on one picture, and count their weights.

    Raises ValueError if the picture has more than one channel, or more than 12 pixels a side.
    """
    picture = given(picture, smallest=2).astype(float)
    if picture.ndim != 2 or max(picture.shape) > LARGEST:
        raise ValueError(
            f"weight_sharing shows every pixel, so its picture has two axes of at most {LARGEST} pixels; "
            f"got shape {picture.shape}. Take a crop of it."
        )
    height, width = picture.shape
    step, drive = stepper(height * width)
    size = widgets.IntSlider(
        min(3, *picture.shape), 1, min(5, *picture.shape), description="window", continuous_update=False
    )

    def draw() -> str:
        outputs = (height - size.value + 1) * (width - size.value + 1)
        step.max = drive.children[1].max = outputs - 1  # it depends on the window's size
        layers = compute((height, width), size.value, step.value)
        ends = compute((height, width), size.value, outputs - 1)
        return side_by_side(
            *(
                table(
                    picture,
                    f"{name}: {layer.weights:,} weights",
                    window=layer.window,
                    colours=_colours(picture.shape, layer),
                )
                for name, layer in layers.items()
            )
        ) + sentence(
            f"After {step.value + 1} of {outputs} outputs: "
            + "; ".join(
                f"{name} {layer.weights:,} weights, {layer.multiplications:,} multiplications"
                for name, layer in layers.items()
            )
            + ". In the end: "
            + ", ".join(f"{layer.weights:,}" for layer in ends.values())
            + " weights."
        )

    return Panel(
        {"window": size, "step": step},
        draw,
        "which of the three counts goes on growing, and when a colour comes again.",
        arranged=[drive, size],
    )


def _colours(shape: tuple[int, ...], layer: Layer) -> np.ndarray:
    """Colour the pixels that the output sees: one colour for each set of weights."""
    colours = np.full((*shape, 3), PAPER)
    top, left, height, width = layer.window
    hue = layer.colour * GOLDEN % 1
    colours[top : top + height, left : left + width] = np.round(255 * hsv_to_rgb([hue, 0.35, 0.95]))
    return colours
