"""Shift a picture by a pixel: what changes in its map, and what is left of the change after pooling."""

from __future__ import annotations

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils.explorers.panel import Panel, given
from course_utils.explorers.pieces import sentence, side_by_side, table
from course_utils.explorers.pooling_walk import KINDS
from course_utils.explorers.pooling_walk import compute as pool

LARGEST = 12  # pixels a side; a larger picture cannot be read
PAPER, CHANGED = np.array([255, 255, 255], np.uint8), np.array([253, 219, 165], np.uint8)


class Shift(NamedTuple):
    """A shifted picture, its map, the pooled map, and which of their numbers have changed."""

    image: np.ndarray
    map: np.ndarray
    map_changed: np.ndarray  # bool, as `map`
    pooled: np.ndarray
    pooled_changed: np.ndarray  # bool, as `pooled`


def compute(image: np.ndarray, feature: np.ndarray, down: int, right: int, size: int, kind: str) -> Shift:
    """Shift a picture (H, W), match it with a feature (m, n), and pool that map.

    Pixels that leave the picture on one side come in on the other. The windows of the pooling are side by
    side, and partial ones count.
    """
    from scipy.signal import correlate2d

    def answers(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        found = correlate2d(picture, feature, mode="valid") / feature.size
        return found, pool(found, size, size, 0, kind, partial=True).pooled

    moved = np.roll(image, (down, right), axis=(0, 1))
    (map_before, pooled_before), (map_after, pooled_after) = answers(image), answers(moved)
    return Shift(
        moved,
        map_after,
        ~np.isclose(map_before, map_after),
        pooled_after,
        ~np.isclose(pooled_before, pooled_after),
    )


def show(image: np.ndarray, feature: np.ndarray) -> Panel:
    """Shift a small picture, and see which numbers of its map and of the pooled map change.

    Raises ValueError if the picture has more than 12 pixels a side, or the feature does not fit into it.
    """
    image, feature = given(image).astype(float), given(feature).astype(float)
    if image.ndim != 2 or max(image.shape) > LARGEST or feature.ndim != 2:
        raise ValueError(
            f"shift_invariance shows every number, so its picture has two axes of at most {LARGEST} pixels; "
            f"got shapes {image.shape} and {feature.shape}. Take a crop of it."
        )
    if feature.shape[0] > image.shape[0] or feature.shape[1] > image.shape[1]:
        raise ValueError(f"the feature, {feature.shape}, does not fit into the picture, {image.shape}.")
    controls: dict[str, widgets.Widget] = {
        "right": widgets.IntSlider(0, -2, 2, description="right", continuous_update=False),
        "down": widgets.IntSlider(0, -2, 2, description="down", continuous_update=False),
        "size": widgets.IntSlider(2, 1, 4, description="window", continuous_update=False),
        "kind": widgets.Dropdown(options=list(KINDS), description="keep the"),
    }

    def draw() -> str:
        now = compute(image, feature, **{name: control.value for name, control in controls.items()})
        same = [f"{1 - changed.mean():.0%}" for changed in (now.map_changed, now.pooled_changed)]
        return side_by_side(
            table(now.image, "the picture"),
            _highlighted(now.map, now.map_changed, f"its map {now.map.shape}"),
            _highlighted(now.pooled, now.pooled_changed, f"pooled {now.pooled.shape}"),
        ) + sentence(f"Unchanged: {same[0]} of the map, {same[1]} of the pooled map. Partial windows count.")

    return Panel(
        controls,
        draw,
        "orange numbers in bold have changed. Which of them would tell you that the picture has moved, "
        "and which size of window hides it?",
        arranged=[widgets.HBox(list(controls.values()), layout=widgets.Layout(flex_flow="row wrap"))],
    )


def _highlighted(matrix: np.ndarray, changed: np.ndarray, caption: str) -> str:
    return table(matrix, caption, colours=np.where(changed[..., None], CHANGED, PAPER), bold=changed)
