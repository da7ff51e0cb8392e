"""The page that a student gets back: nbgrader's, with the exercises by name, and what was mended on top."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from ...cells import is_folded

LINK = re.compile(r'(<a href="#check-(\w+)">)Test cell</a>')  # in nbgrader's list of contents
NAME, AS_CODE = re.compile("`([^`]+)`"), r"<code>\1</code>"
MENDED = (  # on one line, so that Markdown in it stays as it is; TeX in the name of a file is not set either
    '<div class="alert alert-info tex2jax_ignore"><b>What was mended before your notebook was graded</b>'
    "<ul>{}</ul></div>"
)


class Page(HTMLExporter):
    """Writes the feedback; `nbgrader_config.py` names it, so that every way to generate it is the same."""

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The page of a notebook, without the cells that lessons fold away."""
        nb.cells = [cell for cell in nb.cells if not is_folded(cell)]
        if mended := nb.metadata.get("course", {}).get("mended"):
            said = "".join(f"<li>{NAME.sub(AS_CODE, escape(sentence))}</li>" for sentence in mended)
            nb.cells.insert(0, new_markdown_cell(MENDED.format(said)))
        page, resources = super().from_notebook_node(nb, resources, **kw)
        return LINK.sub(r"\1<code>\2</code></a>", page), resources
