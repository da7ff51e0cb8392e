"""How Sphinx makes the book; `course_utils/book/` gathers the pages, beside which this file then lies."""

import importlib.util

from course_utils.book import docstrings

project = "Convolutional networks"
html_title = "Convolutional networks"
author = "the course's contributors"
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc"]
exclude_patterns = ["README.md", "release", "static"]  # README.md is the first page, within index.md
nitpicky = True
nitpick_ignore_regex = [("py:.*", ".*")]  # types are of other libraries, whose inventories are on the network

nb_execution_mode = "off"  # the lessons ran before
myst_enable_extensions = ["attrs_block", "dollarmath"]
myst_heading_anchors = 3

default_role = "literal"  # `x` in a docstring is code
autodoc_typehints = "none"  # the docstrings say more: shapes, units, ranges
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
add_module_names = False

html_theme = "sphinx_book_theme"
html_theme_options = {
    "use_download_button": False,  # each lesson has a button of its own, for the notebook without solutions
    "use_fullscreen_button": False,
    "navbar_persistent": [],  # the search field is in the sidebar
    "show_toc_level": 2,
    "logo": {"text": html_title},
}
html_logo = html_favicon = "static/kernel.svg"
html_css_files = ["book.css"]
html_context = {"default_mode": "auto"}
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_show_search_summary = False  # it would fetch pages, which a browser forbids where the book is a folder

# MathJax as one file, which draws formulas as SVG and needs no font; the package is only its box.
mathjax = importlib.util.find_spec("mathjax").submodule_search_locations[0]
html_static_path = ["static", f"{mathjax}/static/mathjax/es5/tex-svg.js"]
mathjax_path = "tex-svg.js"


def setup(app):
    """Let Sphinx read docstrings and signatures as the package writes them."""
    app.connect("autodoc-process-docstring", docstrings.process)
    app.connect("autodoc-process-signature", docstrings.shown)
