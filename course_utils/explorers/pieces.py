"""What explorers show, as HTML: sentences, and two ways to show an array, as a picture and as numbers."""

from __future__ import annotations

import base64
import io
from html import escape

import numpy as np
from PIL import Image

from course_utils import plots

WIDEST = 320  # pixels; a wider photograph is averaged down, so that an explorer responds at once

CAPTION = "font-size:13px;line-height:20px;text-align:left;padding:0;white-space:nowrap;color:inherit"
CELL = "border:1px solid #8888;min-width:26px;height:26px;padding:0 3px;text-align:center"
WRITTEN = "margin:20px 0 0;font-size:13px;line-height:1.4"
EMPTY = "<span style='visibility:hidden'>"  # so an empty cell is as wide as its number will be


def side_by_side(*pieces: str) -> str:
    """Lay out pieces of HTML in a row, which wraps if the notebook is narrow."""
    style = "display:flex;flex-wrap:wrap;gap:8px 24px;align-items:flex-start"
    return f"<div style='{style}'>{''.join(pieces)}</div>"


def sentence(text: str) -> str:
    """Show a sentence about the current state; screen readers say it too."""
    return f"<p role='status' style='margin:4px 0'>{escape(text)}</p>"


def written(lines: str) -> str:
    """Show lines of arithmetic in a monospaced font; screen readers say them too."""
    return f"<pre role='status' style='{WRITTEN}'>{escape(lines)}</pre>"


def picture(
    colours: np.ndarray,
    caption: str,
    alt: str,
    width: int = WIDEST,
    framed: tuple[float, float, float, float] | None = None,
) -> str:
    """Show uint8 colours (H, W, 3) as a PNG, `width` screen pixels wide.

    `framed` outlines a part: (top, left, height, width), each as a fraction of the picture.
    """
    png = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(colours)).save(png, "PNG", compress_level=1)
    frame = ""
    if framed is not None:
        top, left, height, width_of_frame = (f"{100 * part:.2f}%" for part in framed)
        frame = (
            f"<div style='position:absolute;top:{top};left:{left};height:{height};width:{width_of_frame};"
            f"outline:2px solid {plots.HIGHLIGHT}'></div>"
        )
    return (
        f"<figure style='margin:0;width:{width}px;max-width:100%'>"
        f"<figcaption style='{CAPTION}'>{escape(caption)}</figcaption>"
        f"<div style='position:relative;line-height:0'>"
        f"<img alt='{escape(alt)}' src='data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}' "
        f"style='width:100%;image-rendering:pixelated'>{frame}</div></figure>"
    )


def table(
    matrix: np.ndarray,
    caption: str,
    window: tuple[int, int, int, int] | None = None,
    colours: np.ndarray | None = None,
    filled: np.ndarray | None = None,
    bold: np.ndarray | None = None,
) -> str:
    """Show a matrix as cells with their numbers.

    `window` is outlined: (row, column, height, width). `colours`, uint8 (H, W, 3), are by default those of
    `plots.numbers`. Cells where `filled`, bool (H, W), is False look empty, but keep their width. Those where
    `bold` is True are in bold.
    """
    if colours is None:
        colours = plots.shades(matrix, signed=bool((matrix < 0).any()), pale=2)
    if filled is None:
        filled = np.ones(matrix.shape, bool)

    def weight(at: tuple[int, ...]) -> str:
        return ";font-weight:700" if bold is not None and bold[at] else ""

    cells = {
        at: _cell(value, colours[at], _edges(at, window) + weight(at)) if filled[at] else _empty(value)
        for at, value in np.ndenumerate(matrix)
    }
    rows = ["".join(cells[row, column] for column in range(matrix.shape[1])) for row in range(len(matrix))]
    return (
        "<table style='border-collapse:collapse;width:auto;margin:0;border:0'>"
        f"<caption style='caption-side:top;{CAPTION}'>{escape(caption)}</caption>"
        f"<tbody style='font:12px/1 ui-monospace,monospace'><tr>{'</tr><tr>'.join(rows)}</tr></tbody></table>"
    )


def _cell(value: float, colour: np.ndarray, edges: str) -> str:
    red, green, blue = colour
    style = f"{CELL};background:rgb({red},{green},{blue});color:{plots.ink(colour)};{edges}"
    return f"<td style='{style}'>{plots.number(value)}</td>"


def _empty(value: float) -> str:
    return f"<td style='{CELL}'>{EMPTY}{plots.number(value)}</span></td>"


def _edges(at: tuple[int, int], window: tuple[int, int, int, int] | None) -> str:
    """Return the outline of a cell at the edge of the window; as a shadow it takes no room."""
    if window is None:
        return ""
    row, column = at[0] - window[0], at[1] - window[1]
    height, width = window[2:]
    if not (0 <= row < height and 0 <= column < width):
        return ""
    sides = {
        "0 3px": row == 0,
        "0 -3px": row == height - 1,
        "3px 0": column == 0,
        "-3px 0": column == width - 1,
    }
    shadows = [f"inset {side} {plots.HIGHLIGHT}" for side, at_edge in sides.items() if at_edge]
    return f"box-shadow:{','.join(shadows)}" if shadows else ""
