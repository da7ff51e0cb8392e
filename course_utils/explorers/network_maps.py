"""What each layer of a network makes of a picture."""

from __future__ import annotations

from typing import Any, NamedTuple

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.panel import Panel
from course_utils.explorers.pieces import picture, sentence, side_by_side

SIDE = 84  # pixels of a map on the screen
CELL = 44  # pixels of a single number
MOST = 32  # maps, or numbers with a caption of their own, that are shown


class Seen(NamedTuple):
    """The name of a layer, and what it makes of one picture: maps (C, H, W) or numbers (K,)."""

    layer: str
    output: np.ndarray


def compute(network: Any, image: np.ndarray) -> list[Seen]:
    """Return what comes out of each layer, for one picture (C, H, W); the picture itself comes first."""
    x = image[None]
    seen = [Seen("the picture", image)]
    for layer in network.layers:
        x = layer.forward(x)
        seen.append(Seen(type(layer).__name__, np.asarray(x)[0]))
    return seen


def show(network: Any, images: np.ndarray, labels: np.ndarray) -> Panel:
    """Choose a picture and a layer, and see all maps of that layer.

    `network` has `layers`, each with a `forward`; `images` are (N, C, H, W), as the network wants them, and
    `labels` (N,). Raises ValueError if there is no picture, or if there are more or fewer labels.
    """
    if images.ndim != 4 or not len(images) or len(images) != len(labels):
        raise ValueError(
            f"network_maps needs pictures (N, C, H, W) and N labels; got {images.shape}, {len(labels)}."
        )
    number = widgets.IntSlider(0, 0, len(images) - 1, description="picture", continuous_update=False)
    layer = widgets.IntSlider(0, 0, len(network.layers), description="layer", continuous_update=False)

    def draw() -> str:
        seen = compute(network, images[number.value])
        name, output = seen[layer.value]
        scores = seen[-1].output
        answer = f"a {labels[number.value]}, read as a {int(scores.argmax())}"
        shape = "x".join(map(str, output.shape))
        maps, side = laid_out(output)
        limit = plots.signed_limit(output)
        tiles = [
            picture(
                plots.shades(np.clip(one, -limit, limit), signed=True, like=output),
                f"{k}" if len(maps) > 1 else "",
                f"Map {k} of layer {layer.value}, {name}: red above 0, blue below",
                width=side,
            )
            for k, one in enumerate(maps[:MOST])
        ]
        return sentence(f"Layer {layer.value}, {name}: {shape} numbers. This is {answer}.") + side_by_side(
            *tiles
        )

    return Panel(
        {"picture": number, "layer": layer},
        draw,
        "maps that are red along one side of the strokes, how ReLU and pooling leave less and less of the "
        "picture, and the largest of the last ten numbers.",
    )


def laid_out(output: np.ndarray) -> tuple[np.ndarray, int]:
    """The pictures (K, H, W) of a layer's output, and how many pixels wide each one is shown.

    Maps are pictures already. A few numbers become a picture each, and many become a single one, in a row.
    """
    if output.ndim == 3:
        return output, SIDE
    if output.size <= MOST:
        return output[:, None, None], CELL
    return output[None, None, :], 8 * SIDE
