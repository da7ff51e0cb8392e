"""Names for controls that ipywidgets leaves without one: sliders, and the buttons of `Play`."""

from __future__ import annotations

import sys
from pathlib import Path

import anywidget
import ipywidgets as widgets

PANEL = "course-explorer"  # the class of an explorer's element, in which names.js looks


class Names(anywidget.AnyWidget):
    """Shows nothing, and gives each slider and button around it the name that screen readers say."""

    _esm = Path(__file__).with_name("names.js")


def names() -> list[Names]:
    """Return what a panel needs as a child; nothing on Colab, which would load it from elsewhere."""
    if "google.colab" in sys.modules:
        return []
    return [Names(layout=widgets.Layout(display="none"))]
