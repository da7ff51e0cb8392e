"""A ball on the loss of one weight: every step goes downhill by the rate times the slope."""

from __future__ import annotations

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel, stepper
from course_utils.explorers.pieces import sentence, side_by_side, written

STEPS = 20
REACH = 1.8  # how far the picture reaches to either side, in distances from the start to the lowest point
WIDTH, HEIGHT, MARGIN = 460, 260, 34  # of the drawing, in pixels


class Descent(NamedTuple):
    """The weight before each step and after the last, with the loss and its slope there."""

    weights: np.ndarray  # (steps + 1,)
    losses: np.ndarray
    slopes: np.ndarray
    lowest: float  # the weight with the smallest loss


def compute(x: np.ndarray, target: np.ndarray, rate: float, steps: int, start: float = 0.0) -> Descent:
    """Descend on the mean of (w x - target)^2 from w = `start`; x and target: (n,)."""
    weights = [float(start)]
    for _ in range(steps):
        weights.append(weights[-1] - rate * float(np.mean(2 * (weights[-1] * x - target) * x)))
    found = np.array(weights)
    errors = found[:, None] * x - target
    lowest = float(np.sum(x * target) / np.sum(x * x))
    return Descent(found, np.mean(errors**2, axis=1), np.mean(2 * errors * x, axis=1), lowest)


def show(x: np.ndarray, target: np.ndarray, start: float = 0.0) -> Panel:
    """Choose a rate, and roll a ball down the loss of one weight.

    `x` and `target` hold one number for each output, which is w * x. Raises ValueError if they do not fit
    together, or if x is zero everywhere, so that the loss has no lowest point.
    """
    x, target = _checked(x, target)
    flat = compute(x, target, 0.0, 0, start)
    reach = REACH * max(abs(start - flat.lowest), 1.0)
    critical = 1 / float(np.mean(x * x))  # beyond this rate the ball climbs
    step, drive = stepper(STEPS + 1)
    rate = widgets.FloatSlider(
        round(critical / 4, 3),
        min=0,
        max=round(1.25 * critical, 3),
        step=round(critical / 40, 4),
        description="rate",
        readout_format=".3g",
        continuous_update=False,
    )

    def draw() -> str:
        now = compute(x, target, rate.value, STEPS, start)
        weight, slope = now.weights[step.value], now.slopes[step.value]
        following = weight - rate.value * slope
        return side_by_side(
            _drawing(now, x, target, step.value, reach),
            written(
                f"step {step.value}\n"
                f"w     = {plots.number(weight)}\n"
                f"loss  = {plots.number(now.losses[step.value])}\n"
                f"slope = {plots.number(slope)}\n"
                f"next  = {plots.number(weight)} − {rate.value:.3g} × {_factor(slope)}\n"
                f"      = {plots.number(following)}"
            ),
        ) + sentence(_told(now, step.value, reach))

    return Panel(
        {"step": step, "rate": rate},
        draw,
        "a rate that takes twenty steps, one that jumps to the other side, and one that climbs out.",
        arranged=[drive, rate],
    )


def _told(now: Descent, step: int, reach: float) -> str:
    if abs(now.weights[step] - now.lowest) > reach:
        return "The ball has left the picture: each step lands higher on the other side."
    if abs(now.weights[step] - now.lowest) < 0.005:
        return f"The ball lies in the lowest point, at w = {plots.number(now.lowest)}."
    side = "left" if now.weights[step] < now.lowest else "right"
    return f"The ball is on the {side} side of the lowest point."


def _drawing(now: Descent, x: np.ndarray, target: np.ndarray, step: int, reach: float) -> str:
    """Draw the loss as a curve, the steps so far as dots, and the ball."""
    across = np.linspace(now.lowest - reach, now.lowest + reach, 81)
    curve = np.mean((across[:, None] * x - target) ** 2, axis=1)

    def at(weight: float, loss: float) -> tuple[float, float]:
        right = MARGIN + (weight - across[0]) / (across[-1] - across[0]) * (WIDTH - 2 * MARGIN)
        return round(right, 1), round(HEIGHT - MARGIN - loss / curve.max() * (HEIGHT - 2 * MARGIN), 1)

    points = " ".join(f"{right},{down}" for right, down in map(at, across, curve))
    is_inside = np.abs(now.weights[: step + 1] - now.lowest) <= reach
    places = {number: at(now.weights[number], now.losses[number]) for number in np.flatnonzero(is_inside)}
    trail = " ".join(f"{right},{down}" for right, down in places.values())
    if not is_inside.all():  # the border of the picture cuts this line
        first = int(np.argmin(is_inside))
        trail += " {},{}".format(*at(now.weights[first], now.losses[first]))
    dots = "".join(
        f"<circle cx='{right}' cy='{down}' r='{8 if number == step else 3}' fill='{plots.HIGHLIGHT}'/>"
        for number, (right, down) in places.items()
    )
    marks = "".join(
        f"<text x='{at(weight, 0)[0]}' y='{HEIGHT - MARGIN + 18}' text-anchor='middle'>"
        f"{plots.number(weight)}</text>"
        for weight in (across[0], now.lowest, across[-1])
    )
    bottom = HEIGHT - MARGIN
    return (
        f"<svg role='img' width='{WIDTH}' height='{HEIGHT}' viewBox='0 0 {WIDTH} {HEIGHT}' "
        "style='max-width:100%;font:12px sans-serif' fill='currentColor'>"
        f"<title>The loss over the weight, and a ball on it after step {step}</title>"
        f"<line x1='{MARGIN}' y1='{bottom}' x2='{WIDTH - MARGIN}' y2='{bottom}' stroke='currentColor'/>"
        f"<polyline points='{points}' fill='none' stroke='currentColor' stroke-width='2'/>"
        f"<polyline points='{trail}' fill='none' stroke='{plots.HIGHLIGHT}' stroke-dasharray='3 3'/>"
        f"{dots}{marks}<text x='{WIDTH - MARGIN}' y='{bottom - 6}' text-anchor='end'>weight w</text>"
        f"<text x='{MARGIN}' y='{MARGIN - 16}'>loss</text></svg>"
    )


def _factor(value: float) -> str:
    return f"({plots.number(value)})" if value < 0 else plots.number(value)


def _checked(x: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x, target = np.asarray(x, dtype=float).ravel(), np.asarray(target, dtype=float).ravel()
    if x.shape != target.shape or not np.isfinite([x, target]).all():
        raise ValueError(f"each x needs a target, and all are finite; got {x.shape} and {target.shape}.")
    if not x.any():
        raise ValueError(
            "x is zero everywhere, so the weight changes nothing and the loss has no lowest point."
        )
    return x, target
