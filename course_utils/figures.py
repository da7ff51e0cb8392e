"""Figures in a notebook, each with an alternative text: what is written on it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def show_all() -> None:
    """Show and close all open figures, where the notebook itself would show them at the end of the cell."""
    import matplotlib.pyplot as plt

    if "inline" not in plt.get_backend():
        return
    from IPython.display import display

    for number in plt.get_fignums():
        display(Described(plt.figure(number)))
        plt.close(number)


@dataclass(frozen=True)
class Described:
    """A figure as a notebook keeps it: the picture, and the same with its alternative text."""

    figure: Figure

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from IPython.core.pylabtools import print_figure

        png = base64.b64encode(print_figure(self.figure, "png")).decode("ascii")
        said = alternative(self.figure)
        shown = f'<img alt="{escape(said)}" src="data:image/png;base64,{png}">'
        return {"image/png": png, "text/html": shown, "text/plain": said}


def alternative(figure: Figure) -> str:
    """Say in words what a figure is: its titles, the names of its axes, and the names in its legends.

    What it shows is described in the lesson, below the figure, where the learner opens it.
    """
    parts = [part for ax in figure.axes if (part := _said(ax))]
    title = figure.get_suptitle()
    return "Figure" + "".join(f": {text}" for text in (title, "; ".join(parts)) if text)


def _said(ax: Axes) -> str:
    """The words on one part of a figure."""
    across, up = ax.get_xlabel(), ax.get_ylabel()
    legend = ax.get_legend()
    names = [text.get_text() for text in legend.get_texts()] if legend else []
    is_table = {across, up} == {"column", "row"}  # as most pictures here have it
    axes = "" if is_table else " over ".join(text for text in (up, across) if text)
    words = [ax.get_title() or ax.get_title("left"), axes, ", ".join(names)]
    return ", ".join(" ".join(text.split()) for text in words if text)
