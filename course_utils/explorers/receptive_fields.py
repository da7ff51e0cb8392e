"""What one output sees: rows of numbers, a layer above the other, and the pixels below one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import ipywidgets as widgets

from course_utils import plots
from course_utils.explorers.panel import Panel, stepper
from course_utils.explorers.pieces import sentence

NETWORKS: dict[str, tuple[tuple[int, int, int], ...]] = {  # kernel size, stride, dilation of each layer
    "three 3 x 3": ((3, 1, 1), (3, 1, 1), (3, 1, 1)),
    "three 3 x 3, stride 2": ((3, 2, 1), (3, 2, 1), (3, 2, 1)),
    "three 3 x 3, dilation 1, 2, 4": ((3, 1, 1), (3, 1, 2), (3, 1, 4)),
    "one 7 x 7": ((7, 1, 1),),
    "3 x 3, pooling, 3 x 3": ((3, 1, 1), (2, 2, 1), (3, 1, 1)),
    "LeNet-5: 5 x 5, pooling, 5 x 5, pooling": ((5, 1, 1), (2, 2, 1), (5, 1, 1), (2, 2, 1)),
}
PIXELS = 25  # in the lowest row
CELL, ROW, LEFT = 22, 58, 76  # of the drawing, in pixels


class Row(NamedTuple):
    """One map along one axis: where its numbers stand over the pixels, and which of them are seen."""

    centres: tuple[float, ...]
    seen: tuple[int, ...]


def compute(layers: Sequence[tuple[int, int, int]], pixels: int = PIXELS) -> list[Row]:
    """Return the picture's row and one row for each layer; of the last, the middle output sees the others.

    Each layer is (kernel size, stride, dilation). Raises ValueError if a window does not fit.
    """
    centres = [[float(i) for i in range(pixels)]]
    for kernel_size, stride, dilation in layers:
        below, reach = centres[-1], dilation * (kernel_size - 1)
        starts = range(0, len(below) - reach, stride)
        if not starts:
            raise ValueError(
                f"A window that reaches over {reach + 1} numbers does not fit into {len(below)}."
            )
        centres.append([(below[start] + below[start + reach]) / 2 for start in starts])
    seen = [[len(centres[-1]) // 2]]
    for kernel_size, stride, dilation in reversed(layers):
        seen.append(sorted({i * stride + dilation * tap for i in seen[-1] for tap in range(kernel_size)}))
    return [Row(tuple(c), tuple(s)) for c, s in zip(centres, reversed(seen), strict=True)]


def show() -> Panel:
    """Choose a network, go up layer by layer, and see which pixels one output sees."""
    choice = widgets.Dropdown(
        options=list(NETWORKS), description="network", layout=widgets.Layout(width="420px")
    )
    step, drive = stepper(max(map(len, NETWORKS.values())))

    def draw() -> str:
        layers = NETWORKS[choice.value]
        step.max = drive.children[1].max = len(layers) - 1
        shown = layers[: step.value + 1]
        rows = compute(shown)
        fields = [compute(layers[:n])[0].seen for n in range(1, len(shown) + 1)]
        grown = ", ".join(str(seen[-1] - seen[0] + 1) for seen in fields)
        return _drawing(rows, shown) + sentence(f"Layer by layer, an output sees {grown} pixels in a row.")

    return Panel(
        {"network": choice, "step": step},
        draw,
        "how much each layer adds to the field, with and without strides, and how dilation skips pixels.",
        arranged=[choice, drive],
    )


def _drawing(rows: list[Row], layers: Sequence[tuple[int, int, int]]) -> str:
    """Draw the rows, the picture below, and lines from each seen number to those that it sees."""
    width, height = LEFT + PIXELS * CELL + 10, len(rows) * ROW

    def at(level: int, number: int) -> tuple[float, float]:
        return LEFT + (rows[level].centres[number] + 0.5) * CELL, height - (level + 0.5) * ROW

    lines = "".join(
        f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}'/>"
        for level, (kernel_size, stride, dilation) in enumerate(layers, 1)
        for number in rows[level].seen
        for tap in range(kernel_size)
        for (x1, y1), (x2, y2) in [(at(level, number), at(level - 1, number * stride + dilation * tap))]
    )
    cells = "".join(
        f"<rect x='{x - 7:.1f}' y='{y - 7:.1f}' width='14' height='14' rx='2' stroke='currentColor' "
        f"fill='{plots.HIGHLIGHT if number in row.seen else 'white'}' fill-opacity='1' "
        f"stroke-opacity='{1 if number in row.seen else 0.3}' "
        f"stroke-width='{3 if level == len(rows) - 1 and number in row.seen else 1}'/>"
        for level, row in enumerate(rows)
        for number in range(len(row.centres))
        for x, y in [at(level, number)]
    )
    names = "".join(
        f"<text x='0' y='{height - (level + 0.5) * ROW + 4:.1f}'>{name}</text>"
        for level, name in enumerate(["picture", *(f"layer {n}" for n in range(1, len(rows)))])
    )
    seen = f"{len(rows[0].seen)} pixels, from {rows[0].seen[0]} to {rows[0].seen[-1]}"
    return (
        f"<svg role='img' width='{width}' height='{height}' viewBox='0 0 {width} {height}' "
        "style='max-width:100%;font:12px sans-serif' fill='currentColor'>"
        f"<title>One output of layer {len(layers)} sees {seen}</title>"
        f"<g stroke='{plots.HIGHLIGHT}' stroke-opacity='0.6'>{lines}</g>{cells}{names}</svg>"
    )
