"""The values of eight layers as histograms, under a slider for the spread of the first weights."""

from __future__ import annotations

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.activation_curves import Activation
from course_utils.explorers.panel import Panel
from course_utils.explorers.pieces import sentence, side_by_side

DEPTH, UNITS, PICTURES = 8, 100, 200
LIMIT, BINS = 2.0, 40  # values beyond the limit are counted in the last bins
WIDTH, HEIGHT = 150, 76  # of one histogram, in pixels


class Layers(NamedTuple):
    """The values of each layer."""

    shares: np.ndarray  # (DEPTH, BINS), of all values of a layer
    spreads: np.ndarray  # (DEPTH,), standard deviations
    slopes: np.ndarray  # (DEPTH,), mean slopes of the activation


def compute(activation: Activation, std: float, seed: int = 0) -> Layers:
    """Send random numbers through DEPTH layers of UNITS units, with normal weights of this spread."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(PICTURES, UNITS))
    shares, spreads, slopes = [], [], []
    for _ in range(DEPTH):
        x, slope = activation(x @ rng.normal(scale=std, size=(UNITS, UNITS)))
        counts, _ = np.histogram(np.clip(x, -LIMIT, LIMIT), BINS, (-LIMIT, LIMIT))
        shares.append(counts / x.size)
        spreads.append(float(np.std(x)))
        slopes.append(float(np.mean(slope)))
    return Layers(np.array(shares), np.array(spreads), np.array(slopes))


def show(activations: dict[str, Activation]) -> Panel:
    """Choose an activation and the spread of the first weights, and look at all layers.

    `activations` have names, and each returns value and slope. Raises ValueError if there is none.
    """
    if not activations:
        raise ValueError("this needs at least one activation; got none.")
    choice = widgets.Dropdown(options=list(activations), description="activation")
    power = widgets.FloatLogSlider(
        0.01,
        base=10,
        min=-2,
        max=0,
        step=0.05,
        description="std",
        readout_format=".3f",
        continuous_update=False,
    )

    def draw() -> str:
        now = compute(activations[choice.value], power.value)
        pieces = [_histogram(now, layer) for layer in range(DEPTH)]
        return side_by_side(*pieces) + sentence(_told(now, power.value))

    return Panel(
        {"activation": choice, "std": power},
        draw,
        f"the std at which the last layer looks like the first. With {UNITS} inputs and outputs "
        f"Xavier is {1 / UNITS**0.5:.2f} and He {(2 / UNITS) ** 0.5:.2f}.",
    )


def _told(now: Layers, std: float) -> str:
    first, last = now.spreads[0], now.spreads[-1]
    factor = (last / first) ** (1 / (DEPTH - 1)) if first > 0 else 0.0
    return (
        f"std {std:.3f}: the spread is {first:.2g} in layer 1 and {last:.2g} in layer {DEPTH}, "
        f"a factor of {factor:.2f} for each layer; the mean slope in layer {DEPTH} is {now.slopes[-1]:.2f}."
    )


def _histogram(now: Layers, layer: int) -> str:
    """Draw the values of one layer from -LIMIT to LIMIT; bars that are too tall are cut off."""
    bar, floor = WIDTH / BINS, HEIGHT - 18
    heights = np.minimum(now.shares[layer] / 0.25, 1) * (floor - 18)
    bars = "".join(
        f"<rect x='{bar * place:.1f}' y='{floor - height:.1f}' width='{bar:.1f}' height='{height:.1f}'/>"
        for place, height in enumerate(heights)
        if height > 0
    )
    marks = "".join(
        f"<text x='{(value + LIMIT) / (2 * LIMIT) * WIDTH}' y='{HEIGHT - 4}' text-anchor='{anchor}'>"
        f"{plots.number(value)}</text>"
        for value, anchor in ((-LIMIT, "start"), (0.0, "middle"), (LIMIT, "end"))
    )
    return (
        f"<svg role='img' width='{WIDTH}' height='{HEIGHT}' viewBox='0 0 {WIDTH} {HEIGHT}' "
        "style='max-width:100%;font:11px sans-serif' fill='currentColor'>"
        f"<title>Histogram of layer {layer + 1}, spread {now.spreads[layer]:.2g}</title>"
        f"<text x='0' y='12'>layer {layer + 1}: {now.spreads[layer]:.2g}</text>"
        f"<line x1='0' y1='{floor}' x2='{WIDTH}' y2='{floor}' stroke='currentColor' opacity='0.5'/>"
        f"<g fill='{plots.HIGHLIGHT}'>{bars}</g>{marks}</svg>"
    )
