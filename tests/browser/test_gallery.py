"""Every kind of card and every explorer: looked at in both themes, read by axe, and moved by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from . import gallery
from .accessible import CONTRAST, findings
from .album import Album
from .pages import SHOWN, Lab

pytestmark = pytest.mark.slow
TALL = 14000  # pixels, so that all of the notebook is on the page at once
CONTROL = ".noUi-handle, .widget-toggle-buttons button:not(.mod-active), button:text-is('example')"


@pytest.fixture(scope="module")
def cells(lab: Lab) -> Iterator[dict[str, Any]]:
    """The outputs of the gallery, all its cells run, by name."""
    places = gallery.write(lab.work)
    lab.open("gallery.ipynb", height=TALL)
    lab.do("notebook:run-all-cells")
    last = list(gallery.EXPLORERS)[-1]
    cells = {name: lab.cell(place).locator(".jp-Cell-outputArea") for name, place in places.items()}
    cells[last].get_by_text("Look for:").wait_for()
    yield cells
    lab.close()


def test_axe_finds_nothing_serious_in_either_theme(lab: Lab, cells: dict[str, Any], album: Album) -> None:
    named = {
        f"{20 + number}-{'explorer' if name in gallery.EXPLORERS else 'card'}-{name}": cell
        for number, (name, cell) in enumerate(cells.items())
    }
    for theme, only in (("dark", CONTRAST), ("light", None)):
        lab.theme(theme)
        album.cut(lab, named, theme)
        assert findings(lab.page, f"{SHOWN} .jp-OutputArea-output", only=only) == []


@pytest.mark.parametrize("name", gallery.EXPLORERS)
def test_every_explorer_follows_the_keyboard(lab: Lab, cells: dict[str, Any], name: str) -> None:
    shown = cells[name].locator(".course-explorer > .widget-html").nth(-2)
    before = shown.inner_html()
    control = cells[name].locator(CONTROL).first
    control.focus()
    lab.page.keyboard.press("Enter" if control.evaluate("e => e.tagName") == "BUTTON" else "ArrowRight")
    lab.page.wait_for_function(
        "([shown, before]) => shown.innerHTML !== before", arg=[shown.element_handle(), before], polling=20
    )


def test_a_cell_of_the_kernel_can_be_typed(cells: dict[str, Any]) -> None:
    weight = cells["kernel_walk"].get_by_label("k[0, 0]")
    weight.fill("7")
    weight.press("Enter")
    cells["kernel_walk"].get_by_text("× 7").wait_for()
