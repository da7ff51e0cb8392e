"""The widgets of an explorer, for tests that use its controls."""

from __future__ import annotations

import ipywidgets as widgets


def descendants(widget: widgets.Widget) -> list[widgets.Widget]:
    """Return a widget and everything in it."""
    return [widget, *(each for child in getattr(widget, "children", ()) for each in descendants(child))]


def find(widget: widgets.Widget, description: str) -> widgets.Widget:
    """Return the one widget with this description, in a widget."""
    (found,) = [each for each in descendants(widget) if getattr(each, "description", "") == description]
    return found
