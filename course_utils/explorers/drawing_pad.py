"""Draw a digit, and see what a network gets, what its kernels find, and which digit it reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import anywidget
import numpy as np
import traitlets
from PIL import Image, ImageDraw

from course_utils import data, plots
from course_utils.explorers.bars import bars
from course_utils.explorers.drawn_digits import EXAMPLES
from course_utils.explorers.panel import Panel
from course_utils.explorers.pieces import picture, sentence, side_by_side

if TYPE_CHECKING:
    from torch import nn

Strokes = Sequence[Sequence[Sequence[float]]]  # points (x, y) from 0 to 1, y downwards

SIDE = 32  # pixels of the network's input
TALL = 20  # pixels: how large MNIST's digits are
PEN = 2.6  # pixels
FINE = 8  # times finer than the pixels: so the edges of strokes are grey
GAP = 2  # pixels between two maps


class Reading(NamedTuple):
    """What a network makes of a drawing."""

    ink: np.ndarray  # (32, 32), from 0 (paper) to 1
    maps: list[np.ndarray]  # (K, H, W), what its first two convolutions give
    probabilities: np.ndarray  # (10,)


class Pad(anywidget.AnyWidget):
    """A square to draw on, by hand or with the arrow keys, and two buttons: "clear" and "example"."""

    _esm = Path(__file__).with_name("drawing_pad.js")
    value: traitlets.List = traitlets.List().tag(sync=True)
    examples: traitlets.List = traitlets.List(EXAMPLES).tag(sync=True)
    description = traitlets.Unicode(
        "A pad: draw a digit. The arrow keys move the pen, and the space bar sets it down and lifts it."
    ).tag(sync=True)


@cache
def embedded() -> nn.Module:
    """The LeNet-5 that comes with the course, with its weights."""
    import torch

    from course_utils.models import LeNet5

    model = LeNet5(modern=True)
    model.load_state_dict({name: torch.from_numpy(w) for name, w in data.lenet_weights().items()})
    return model.eval()


def ink_of(strokes: Strokes) -> np.ndarray:
    """The drawing as MNIST would have it, (32, 32): 20 pixels high or wide, balanced in the middle."""
    points = np.array([point for stroke in strokes for point in stroke], dtype=float).reshape(-1, 2)
    fine = Image.new("L", (SIDE * FINE, SIDE * FINE))
    if len(points):
        low, high = points.min(axis=0), points.max(axis=0)
        scale = (TALL - PEN) * FINE / max(*(high - low), 0.25)
        pen, radius = ImageDraw.Draw(fine), PEN * FINE / 2
        for stroke in strokes:
            line = (np.array(stroke, dtype=float) - (low + high) / 2) * scale + SIDE * FINE / 2
            pen.line([tuple(point) for point in line], fill=255, width=round(PEN * FINE))
            for x, y in line:
                pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(_balanced(fine).resize((SIDE, SIDE), Image.Resampling.BOX)) / 255


def _balanced(fine: Image.Image) -> Image.Image:
    """Move the ink so that its centre of mass is in the middle, as far as there is room."""
    ink = np.asarray(fine, dtype=float)
    if not ink.any():
        return fine
    middle, room = (SIDE * FINE - 1) / 2, (SIDE - TALL) // 2 * FINE
    shifts = [
        int(
            np.clip(
                np.round(middle - np.average(np.arange(len(ink)), weights=ink.sum(axis=axis))), -room, room
            )
        )
        for axis in (1, 0)
    ]
    return Image.fromarray(np.roll(ink, shifts, (0, 1)).astype(np.uint8))


def compute(strokes: Strokes, model: nn.Module) -> Reading:
    """Let a network read a drawing; the mode that it had comes back afterwards."""
    import torch

    ink, maps, was = ink_of(strokes), [], model.training
    convolutions = [layer for layer in model.modules() if isinstance(layer, torch.nn.Conv2d)][:2]
    hooks = [
        layer.register_forward_hook(lambda _layer, _x, y: maps.append(y[0].float().cpu().numpy().copy()))
        for layer in convolutions
    ]
    try:
        with torch.no_grad():
            weight = next(model.parameters())
            scores = model.eval()(torch.as_tensor(ink)[None, None].to(weight.device, weight.dtype))
    finally:
        model.train(was)
        for hook in hooks:
            hook.remove()
    return Reading(ink, maps, scores.float().softmax(1)[0].cpu().numpy())


def show(model: nn.Module | None = None) -> Panel:
    """Draw a digit, and watch what a network makes of it while you draw.

    `model` reads ink from 0 (paper) to 1, (1, 1, 32, 32), and gives ten scores; without it, the LeNet-5 that
    comes with the course reads. Raises ValueError if it does not give ten scores.
    """
    reader = embedded() if model is None else model
    found = compute([], reader).probabilities.shape
    if found != (10,):
        raise ValueError(f"a reader of digits gives ten scores for a picture (1, 1, 32, 32); got {found}.")
    pad = Pad()

    def read(strokes: Strokes) -> str:
        now = compute(strokes, reader)
        if not now.ink.any():
            return sentence("Draw a digit on the pad, or press “example”.")
        seen = plots.shades(1 - now.ink, signed=False)
        names = ("first", "second")
        return side_by_side(
            picture(seen, "what the network sees", "The drawing, 32 by 32 pixels", width=160),
            bars(dict(zip("0123456789", now.probabilities, strict=True)), "how likely each digit is"),
            *(
                picture(
                    _tiled(maps),
                    f"{len(maps)} maps of the {name} convolution, {maps.shape[1]} by {maps.shape[2]}",
                    f"The maps of the {name} convolution: red where a kernel finds its pattern, blue where "
                    "it finds the opposite",
                    width=340,
                )
                for name, maps in zip(names, now.maps, strict=False)
            ),
        ) + sentence(_told(now.probabilities))

    return Panel(
        {"pad": pad},
        lambda: read(pad.value),
        "the stroke at which the answer changes. Then try a letter, or a digit in a corner of the pad.",
        example=lambda: read(EXAMPLES[5]),
    )


def _told(probabilities: np.ndarray) -> str:
    first, second = np.argsort(-probabilities)[:2]
    how = [f"{digit} ({probabilities[digit]:.1%})" for digit in (first, second)]
    return f"It reads a {how[0]}; next comes a {how[1]}."


def _tiled(maps: np.ndarray) -> np.ndarray:
    """Maps (K, H, W) in rows of six or eight, as colours, white between them."""
    across = 8 if len(maps) % 8 == 0 else 6
    colours = plots.shades(maps.reshape(-1, maps.shape[2]), signed=True).reshape(*maps.shape, 3)
    padded = np.pad(colours, ((0, -len(maps) % across), (0, GAP), (0, GAP), (0, 0)), constant_values=255)
    rows = padded.reshape(-1, across, *padded.shape[1:]).swapaxes(1, 2)
    return rows.reshape(rows.shape[0] * rows.shape[1], -1, 3)[:-GAP, :-GAP]
