"""An activation and its slope: move the score, and see what a gradient loses in several layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel
from course_utils.explorers.pieces import sentence, side_by_side, written

Activation = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]

REACH = 5.0  # scores from -REACH to REACH
LOW, HIGH = -1.5, 3.0  # values that are drawn
WIDTH, HEIGHT = 460, 280  # of the drawing, in pixels


class Curves(NamedTuple):
    """An activation at many scores, and at one of them."""

    scores: np.ndarray  # (201,)
    values: np.ndarray
    slopes: np.ndarray
    value: float  # at the score
    slope: float
    left: float  # of a gradient, after all layers


def compute(activation: Activation, score: float, layers: int) -> Curves:
    """Evaluate an activation, which returns value and slope, and what `layers` of it leave of a gradient."""
    scores = np.linspace(-REACH, REACH, 201)
    values, slopes = (np.asarray(part, dtype=float) for part in activation(scores))
    value, slope = (float(np.asarray(part)[0]) for part in activation(np.array([float(score)])))
    return Curves(scores, values, slopes, value, slope, slope**layers)


def show(activations: Mapping[str, Activation], at: float = 0.0, layers: int = 10) -> Panel:
    """Choose an activation, move the score, and count the layers.

    `activations` have names, and each returns value and slope. Raises ValueError if there is none, or if
    `at` is outside of -5 to 5.
    """
    if not activations:
        raise ValueError("this needs at least one activation; got none.")
    if not -REACH <= at <= REACH:
        raise ValueError(f"the score must be from {-REACH:g} to {REACH:g}; got {at}.")
    choice = widgets.Dropdown(options=list(activations), description="activation")
    score = widgets.FloatSlider(
        at, min=-REACH, max=REACH, step=0.5, description="score", continuous_update=False
    )
    depth = widgets.IntSlider(layers, min=1, max=20, description="layers", continuous_update=False)

    def draw() -> str:
        now = compute(activations[choice.value], score.value, depth.value)
        return side_by_side(
            _drawing(choice.value, now, score.value),
            written(
                f"score = {plots.number(score.value)}\n"
                f"value = {_short(now.value)}\n"
                f"slope = {_short(now.slope)}\n\n"
                f"through {depth.value} such layer{'s' * (depth.value > 1)}\n"
                f"{_short(now.slope)} ^ {depth.value} = {_short(now.left)}"
            ),
        ) + sentence(_told(now))

    return Panel(
        {"activation": choice, "score": score, "layers": depth},
        draw,
        "the scores at which a slope is nearly 0, and what ten layers leave of a gradient there.",
    )


def _told(now: Curves) -> str:
    if now.slope < 0.005:
        return "The curve is flat here: almost nothing of a gradient passes."
    if now.slope > 0.995:
        return "The slope is 1 here: the whole gradient passes, however many layers there are."
    return f"Each layer leaves {100 * now.slope:.2g}% of a gradient."


def _drawing(name: str, now: Curves, score: float) -> str:
    """Draw the curve, its slope as a dashed line, and the tangent at the score."""

    def at(x: float, y: float) -> tuple[float, float]:
        right = (x + REACH) / (2 * REACH) * WIDTH
        return round(float(right), 1), round(float((HIGH - y) / (HIGH - LOW) * HEIGHT), 1)

    def line(xs: np.ndarray, ys: np.ndarray, style: str) -> str:
        points = " ".join(f"{right},{down}" for right, down in map(at, xs, ys))
        return f"<polyline points='{points}' fill='none' {style}/>"

    near = np.array([score - 1.2, score + 1.2])
    tangent = line(
        near, now.value + now.slope * (near - score), f"stroke='{plots.HIGHLIGHT}' stroke-width='3'"
    )
    (left, zero), (middle, top) = at(-REACH, 0), at(0, HIGH)
    right, down = at(score, now.value)
    marks = "".join(
        f"<text x='{at(x, 0)[0]}' y='{zero + 16}' text-anchor='middle'>{plots.number(x)}</text>"
        for x in (-4, -2, 2, 4)
    ) + "".join(
        f"<text x='{middle - 6}' y='{at(0, y)[1] + 4}' text-anchor='end'>{plots.number(y)}</text>"
        for y in (-1, 1, 2)
    )
    return (
        f"<svg role='img' width='{WIDTH}' height='{HEIGHT}' viewBox='0 0 {WIDTH} {HEIGHT}' "
        "style='max-width:100%;font:12px sans-serif;overflow:hidden' fill='currentColor'>"
        f"<title>The curve of {name}, its slope, and a tangent at {plots.number(score)}</title>"
        f"<path d='M{left},{zero}H{WIDTH}M{middle},{top}V{HEIGHT}' stroke='currentColor' opacity='0.4'/>"
        + line(now.scores, now.values, "stroke='currentColor' stroke-width='2'")
        + line(now.scores, now.slopes, "stroke='currentColor' stroke-dasharray='5 4'")
        + f"{tangent}<circle cx='{right}' cy='{down}' r='6' fill='{plots.HIGHLIGHT}'/>{marks}"
        f"<text x='8' y='16'>{name}; dashed: its slope</text></svg>"
    )


def _short(value: float) -> str:
    """A number with two digits, also where it is tiny."""
    text = plots.number(value) if value == 0 or 0.01 <= abs(value) < 100 else f"{value:.1e}"
    return text.replace("-", "\N{MINUS SIGN}")
