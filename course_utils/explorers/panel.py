"""The layout that all explorers share, and two ways to show an array: as a picture, and as numbers.

Explorers show HTML with PNG pictures in it and use only controls that ipywidgets 7.7 and 8 both have. So an
explorer looks the same in JupyterLab, in Notebook 6 and on Colab. Where no kernel answers, as in the book or
on GitHub, the same HTML is a still picture of it.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np
from PIL import Image

from course_utils import plots

WIDEST = 320  # pixels; a wider photograph is averaged down, so that an explorer responds at once

CAPTION = "font-size:13px;line-height:20px;text-align:left;padding:0;white-space:nowrap;color:inherit"
CELL = "border:1px solid #8888;min-width:26px;height:26px;padding:0 3px;text-align:center"
WRITTEN = "margin:20px 0 0;font-size:13px;line-height:1.4"
OWN = "your own"
EMPTY = "<span style='visibility:hidden'>"  # so an empty cell is as wide as its number will be


def named_as(kernel: np.ndarray, named: Mapping[str, np.ndarray]) -> str:
    """Return the name of a known kernel, or "your own"."""
    return next((name for name, known in named.items() if np.allclose(kernel, known)), OWN)


class Panel(widgets.VBox):
    """Lay out the controls, what they show, and what to look for.

    `controls` are watched, by name. `draw` reads them and returns HTML; if it raises a ValueError, the
    message is shown instead. `arranged` places the controls in rows, instead of one after the other.
    `example` draws what the still picture shows, where the explorer itself has nothing to show at first.
    """

    _ipython_display_ = None  # of ipywidgets 7, which would leave the still picture out

    def __init__(
        self,
        controls: Mapping[str, widgets.Widget],
        draw: Callable[[], str],
        look_for: str,
        arranged: Sequence[widgets.Widget] | None = None,
        example: Callable[[], str] | None = None,
    ) -> None:
        self.controls = dict(controls)
        self.shown = widgets.HTML()
        self._draw = draw
        self._example = example
        self._look_for = look_for
        self._waiting = False
        for control in self.controls.values():
            control.observe(self.redraw, "value")
        rows = list(controls.values()) if arranged is None else arranged
        super().__init__([*rows, self.shown, widgets.HTML(self._note())])
        self.redraw()

    def still(self) -> str:
        """Return the explorer as HTML without controls: their values, what it shows, and what to look for."""
        values = " \N{MIDDLE DOT} ".join(
            f"{control.description}: {_in_words(control.value)}"
            for control in self.controls.values()
            if not isinstance(control.value, list)
        )
        shown = self._example() if self._example else self.shown.value
        hint = "<p><i>This is a still picture. Run the cell to move the controls.</i></p>"
        at = f"<p>{escape(values)}</p>" if values else ""
        return f"<div class='course-still'>{at}{shown}{self._note()}{hint}</div>"

    def _note(self) -> str:
        return f"<p style='margin:4px 0'><b>Look for:</b> {escape(self._look_for)}</p>"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        """Show the widget where a kernel answers, and the still picture elsewhere."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {
            "text/plain": f"An explorer: run this cell in Jupyter. Look for: {self._look_for}",
            "text/html": self.still(),
            "application/vnd.jupyter.widget-view+json": view,
        }

    def redraw(self, _change: Any = None) -> None:
        """Draw again, with the current values of the controls."""
        if self._waiting:
            return
        try:
            self.shown.value = self._draw()
        except ValueError as problem:
            self.shown.value = f"<p role='alert'>{escape(str(problem))}</p>"

    def offer(self, choice: widgets.Dropdown, named: Mapping[str, np.ndarray]) -> None:
        """Let a menu of known kernels set the weights, which are the controls named `k[row, column]`.

        The weights change together, with a single redraw; the entry "your own" changes none of them.
        """

        def choose(change: Any) -> None:
            if change["new"] in named:
                with self.at_once():
                    for (row, column), value in np.ndenumerate(named[change["new"]]):
                        self.controls[f"k[{row}, {column}]"].value = value

        choice.observe(choose, "value")

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Change several controls and redraw a single time."""
        self._waiting = True
        try:
            yield
        finally:
            self._waiting = False
            self.redraw()


def _in_words(value: Any) -> str:
    """Write the value of a control."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def given(picture: np.ndarray, smallest: int = 1) -> np.ndarray:
    """Return a picture if it is finite and has `smallest` pixels a side; otherwise raise a ValueError."""
    array = plots.checked(picture)
    if min(array.shape[:2]) < smallest:
        raise ValueError(f"this needs a picture of at least {smallest}x{smallest} pixels; got {array.shape}.")
    if not np.isfinite(array).all():
        raise ValueError(
            f"an explorer needs finite numbers; got NaN or infinity, {array.shape} {array.dtype}."
        )
    return array


def small(photo: np.ndarray) -> np.ndarray:
    """Return a photograph no wider than `WIDEST`, averaged over squares of pixels, with the same dtype."""
    side = -(-photo.shape[1] // WIDEST)
    height, width = photo.shape[0] // side, photo.shape[1] // side
    if height == 0:
        raise ValueError(f"a picture of shape {photo.shape} is too flat to be shown; crop it first.")
    squares = photo[: height * side, : width * side].reshape(height, side, width, side, *photo.shape[2:])
    return squares.mean((1, 3)).astype(photo.dtype)


def grey(photo: np.ndarray) -> np.ndarray:
    """Return a picture in grey as float64 (H, W); a picture in colour is weighted as in ITU-R 601."""
    return (photo @ (0.299, 0.587, 0.114)) if photo.ndim == 3 else photo.astype(float)


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


def stepper(steps: int) -> tuple[widgets.IntSlider, widgets.HBox]:
    """Return a slider over that many steps, and a row with the slider, a play button and "next step".

    "next step" starts again after the last step.
    """
    step = widgets.IntSlider(0, 0, steps - 1, description="step", continuous_update=False)
    play = widgets.Play(value=0, min=0, max=step.max, interval=600)
    widgets.jslink((play, "value"), (step, "value"))
    onward = widgets.Button(description="next step", layout=widgets.Layout(width="90px"))

    def advance(_button: Any) -> None:
        step.value = (step.value + 1) % (step.max + 1)

    onward.on_click(advance)
    return step, widgets.HBox([step, play, onward], layout=widgets.Layout(flex_flow="row wrap"))


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
) -> str:
    """Show a matrix as cells with their numbers.

    `window` is outlined: (row, column, height, width). `colours`, uint8 (H, W, 3), are by default those of
    `plots.numbers`. Cells where `filled`, bool (H, W), is False look empty, but keep their width.
    """
    if colours is None:
        colours = plots.shades(matrix, signed=bool((matrix < 0).any()), pale=2)
    if filled is None:
        filled = np.ones(matrix.shape, bool)
    cells = {
        at: _cell(value, colours[at], _edges(at, window)) if filled[at] else _empty(value)
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
