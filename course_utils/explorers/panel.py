"""The layout that all explorers share, with a still picture of each.

Explorers show HTML with PNG pictures in it and use only controls that ipywidgets 7.7 and 8 both have. So an
explorer looks the same in JupyterLab, in Notebook 6 and on Colab. Where no kernel answers, as in the book or
on GitHub, the same HTML is a still picture of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.names import PANEL, names
from course_utils.explorers.pieces import WIDEST

OWN = "your own"


def named_as(kernel: np.ndarray, named: Mapping[str, np.ndarray]) -> str:
    """Return the name of a known kernel, or "your own"."""
    return next((name for name, known in named.items() if np.allclose(kernel, known)), OWN)


class Panel(widgets.VBox):
    """Lay out the controls, the picture below them, and what to look for.

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
        super().__init__([*names(), *rows, self.shown, widgets.HTML(self._note())])
        self.add_class(PANEL)
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
