"""The page of feedback: nbgrader's, with the exercises by name, and what was mended at the top.

Everything that a browser would run is removed from the finished page, and the page itself tells the browser
to run nothing but its formulas.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from typing import Any

import bleach
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from traitlets import Bool

from ...cells import Role, is_folded

LINK = re.compile(r'(<a href="#check-(\w+)">)Test cell</a>')  # in nbgrader's list of contents
NAME, AS_CODE = re.compile("`([^`]+)`"), r"<code>\1</code>"
MENDED = (  # on one line, so that Markdown in it stays as it is; TeX in the name of a file is not set either
    '<div class="alert alert-info tex2jax_ignore"><b>What was mended before your notebook was graded</b>'
    "<ul>{}</ul></div>"
)

TEXT = "a abbr b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre s"
TAGS = frozenset(f"{TEXT} span strong sub summary sup table tbody td th thead tr u ul".split())
ATTRIBUTES = {
    "*": ["class", "id", "title"],
    "a": ["href"],
    "details": ["open"],
    "td": ["align"],
    "th": ["align"],
}

# Formulas are set by the one script that the page may run: MathJax, with its own filter of what they may do.
MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/"
SCRIPT = f"{MATHJAX}MathJax.js?config=TeX-AMS_CHTML-full,Safe"
SETTINGS = (
    'window.MathJax = {tex2jax: {inlineMath: [["$", "$"], ["\\\\(", "\\\\)"]], processEscapes: true}, '
    'messageStyle: "none", showMathMenu: false};'
)
SETTINGS_HASH = base64.b64encode(hashlib.sha256(SETTINGS.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; script-src 'sha256-{SETTINGS_HASH}' {MATHJAX}; style-src 'unsafe-inline'; "
    f"img-src data:; font-src {MATHJAX}; base-uri 'none'; form-action 'none'"
)
STYLE = "<style>.anchor-link{display:none}</style>"
HEAD = f'<head>\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n{STYLE}'
FORMULAS = f'<script>{SETTINGS}</script>\n<script src="{SCRIPT}"></script>'
NBCONVERTS = re.compile(r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", re.DOTALL)
LEFT_OUT = "# Left out: with it, this page would take too long."


class Page(HTMLExporter):
    """Writes the feedback; `nbgrader_config.py` names it, so that every way to generate it is the same."""

    is_brief = Bool(False, help="Whether what students wrote and showed is left out.").tag(config=True)

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The page of a notebook, without the cells that lessons fold away."""
        nb.cells = [cell for cell in nb.cells if not is_folded(cell)]
        if self.is_brief:
            for cell in nb.cells:
                _shorten(cell)
        if mended := nb.metadata.get("course", {}).get("mended"):
            said = "".join(f"<li>{NAME.sub(AS_CODE, escape(sentence))}</li>" for sentence in mended)
            nb.cells.insert(0, new_markdown_cell(MENDED.format(said)))
        page, resources = super().from_notebook_node(nb, resources, **kw)
        page = NBCONVERTS.sub(lambda _: FORMULAS, page.replace("<head>", HEAD, 1), count=1)
        return LINK.sub(r"\1<code>\2</code></a>", page), resources

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """The HTML of a Markdown cell, with text, tables and links; nothing that runs or is loaded."""
        html = super().markdown2html(context, source)
        return str(bleach.clean(html, TAGS, ATTRIBUTES, strip=True))


def _shorten(cell: NotebookNode) -> None:
    """Leave out the student's texts and outputs; the cards of checks stay."""
    if Role.of(cell).kind == "check":
        return
    cell.source = LEFT_OUT
    if cell.cell_type == "code":
        cell.outputs = []
