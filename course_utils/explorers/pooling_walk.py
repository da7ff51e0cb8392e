"""Pooling, step by step: each window of a map becomes one number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel, given, stepper
from course_utils.explorers.pieces import sentence, side_by_side, table, written

LARGEST = 16  # pixels a side; a larger map cannot be read
KINDS: dict[str, Callable[..., Any]] = {"largest": np.max, "mean": np.mean}


class Step(NamedTuple):
    """One window: its position and its pixels, the pooled map and how far it is filled in."""

    position: tuple[int, int]  # in the pooled map
    corner: tuple[int, int]  # in the map
    window: np.ndarray  # smaller where it extends beyond the border
    pooled: np.ndarray  # (OH, OW)
    done: np.ndarray  # bool (OH, OW)


def compute(image: np.ndarray, size: int, stride: int, step: int, kind: str, partial: bool) -> Step:
    """Return the pooling of a map (H, W) by square windows after `step` steps, row by row.

    `kind` is one of `KINDS`. With `partial`, windows that extend beyond the border count too, with the pixels
    that they have.
    """
    limits = [length if partial else length - size + 1 for length in image.shape]
    tops, lefts = (
        [start for start in range(0, limit, stride) if start == 0 or start + size - stride < length]
        for limit, length in zip(limits, image.shape, strict=True)
    )
    if not tops or not lefts:
        raise ValueError(f"a window of {size} x {size} does not fit into a map of shape {image.shape}.")
    pooled = np.array(
        [[KINDS[kind](image[top : top + size, left : left + size]) for left in lefts] for top in tops]
    )
    position = np.unravel_index(min(step, pooled.size - 1), pooled.shape)
    row, column = int(position[0]), int(position[1])
    top, left = tops[row], lefts[column]
    done = np.arange(pooled.size).reshape(pooled.shape) <= step
    return Step((row, column), (top, left), image[top : top + size, left : left + size], pooled, done)


def show(image: np.ndarray) -> Panel:
    """Pool a small map: change the size and the stride of the window, and see the number that each one gives.

    Raises ValueError if the map has more than one channel, or more than 16 pixels a side.
    """
    image = given(image).astype(float)
    if image.ndim != 2 or max(image.shape) > LARGEST:
        raise ValueError(
            f"pooling_walk shows every number, so its map has two axes of at most {LARGEST} pixels; "
            f"got shape {image.shape}. Take a crop of it."
        )
    signed = bool((image < 0).any())
    step, drive = stepper(image.size)
    controls: dict[str, widgets.Widget] = {
        "size": widgets.IntSlider(2, 1, min(4, *image.shape), description="window", continuous_update=False),
        "stride": widgets.IntSlider(2, 1, 4, description="stride", continuous_update=False),
        "kind": widgets.Dropdown(options=list(KINDS), description="keep the"),
        "partial": widgets.Checkbox(False, description="partial windows count (ceil mode)", indent=False),
        "step": step,
    }

    def draw() -> str:
        chosen = {name: control.value for name, control in controls.items()}
        steps = compute(image, **{**chosen, "step": 0}).pooled.size
        step.max = drive.children[1].max = steps - 1  # it depends on the window's size and stride
        now = compute(image, **{**chosen, "step": step.value})
        value = plots.number(now.pooled[now.position])
        numbers = ", ".join(plots.number(number) for number in now.window.flat)
        return side_by_side(
            table(image, f"map {image.shape}", window=(*now.corner, *now.window.shape)),
            table(
                now.pooled,
                f"pooled {now.pooled.shape}",
                window=(*now.position, 1, 1),
                colours=plots.shades(now.pooled, signed, pale=2, like=image),
                filled=now.done,
            ),
            written(f"{chosen['kind']} of {numbers}\n    = {value}"),
        ) + sentence(f"{steps} of {image.size} numbers are left, {steps / image.size:.0%}.")

    return Panel(
        controls,
        draw,
        "what happens to the last row and column with and without partial windows, and what stride 1 does.",
        arranged=[
            drive,
            widgets.HBox(
                [controls[name] for name in ("size", "stride", "kind", "partial")],
                layout=widgets.Layout(flex_flow="row wrap"),
            ),
        ],
    )
