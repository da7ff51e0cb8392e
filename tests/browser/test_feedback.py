"""A page of feedback in a real browser: nothing that a student writes runs or loads anything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from course_utils.cells import Role
from course_utils.checks import Score
from course_utils.checks.card import Card
from course_utils.grading.gradebook.feedback import Page
from course_utils.grading.gradebook.plugins import as_text

# Stands in for MathJax, with every door open: it makes links of TeX, in the text that a browser sees.
MATHJAX = r"""
window.addEventListener("load", () => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) found.push(texts.currentNode);
  for (const text of found) {
    const link = /\\href\{(.*?)\}/.exec(text.data);
    if (!link || text.parentElement.closest("pre, code, script, style, .tex2jax_ignore")) continue;
    const made = document.createElement("a");
    made.href = link[1];
    made.textContent = "made of TeX";
    text.parentElement.append(made);
  }
  document.title = "typeset";
});
"""
SCRIPT = {"body": MATHJAX, "content_type": "text/javascript"}
RUN = "javascript:window.hacked=1"
PAYLOADS = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<svg/onload=window.hacked=1>",
    "<details open ontoggle=window.hacked=1>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "<base href=https://evil.example/><form action=/x><button>go</button></form>",
    "&lt;img src=x onerror=window.hacked=1&gt;",
    f"[link]({RUN})",
    "[link](&#106;avascript:window.hacked=1)",
    "[link](java\tscript:window.hacked=1)",
    f"[link][1]\n\n[1]: {RUN}",
    f"<{RUN}>",
    "![picture](https://evil.example/pixel.png)",
    rf"$\href{{{RUN}}}{{x}}$",
    f"$&#92;href{{{RUN}}}{{x}}$",
    f"$&bsol;href{{{RUN}}}{{x}}$",
    rf"$\&#104;ref{{{RUN}}}{{x}}$",
    f"&#36;&#x5c;href&#123;{RUN}&#125;{{x}}&#36;",
    rf"\begin{{equation}}&#92;href{{{RUN}}}{{x}}\end{{equation}}",
    rf'$\mmlToken{{mtext}}[href="{RUN}"]{{x}}$',
    "$\\unicode[serif;background:url(https://evil.example/x)]{x41}$",
    "```\n</code></pre><script>window.hacked=1</script>\n```",
    f"~~~\n$\\href{{{RUN}}}{{x}}$\n~~~",
    "</div></div></body><script>window.hacked=1</script>",
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Feedback with every payload as an answer, a name, a message on a card, and all kinds of output."""
    checked = new_code_cell("check(crop)", metadata=Role("check", "crop", 2).metadata())
    checked.metadata.nbgrader.update(score=0, points=2, comment=None)
    cards = (Card(Score("crop", 0, 2, "not judged", 1, 0, 0.1, note=text)).html() for text in PAYLOADS)
    checked.outputs = [
        new_output("execute_result", {"text/plain": "0", "text/html": card}, execution_count=None)
        for card in cards
    ]
    wrote = new_code_cell("\n".join(PAYLOADS))
    for text in PAYLOADS:
        wrote.outputs += [
            new_output("stream", name="stdout", text=text),
            new_output("display_data", {"text/plain": text}),
            new_output("error", ename="E", evalue=text, traceback=[text]),
        ]
    answers = [new_markdown_cell(as_text(text)) for text in PAYLOADS]
    formula = new_markdown_cell(
        "A formula stays: $\\delta_{ij} < 1$, and **so** does a [link](https://example.org)."
    )
    notebook = new_notebook(cells=[*answers, checked, wrote, formula])
    notebook.metadata["course"] = {"mended": list(PAYLOADS)}
    feedback = GenerateFeedback(coursedir=CourseDirectory(root=str(tmp_path)))
    resources = {"nbgrader": {"notebook": "x", "score": 0, "max_score": 2, "late_penalty": 0}}
    html, _ = Page(parent=feedback, config=feedback.config).from_notebook_node(notebook, resources)
    (tmp_path / "page.html").write_text(html)
    return tmp_path / "page.html"


def test_nothing_that_a_student_writes_runs_in_the_feedback(page: Path, browser: Any) -> None:
    asked: list[str] = []

    def answer(route) -> None:
        asked.append(route.request.url)
        route.fulfill(**SCRIPT)

    with browser.new_page() as tab:
        tab.route(re.compile("^https?:"), answer)
        tab.goto(page.as_uri())
        tab.wait_for_function("document.title == 'typeset'")
        links = tab.evaluate("[...document.links].map(link => link.href)")
        assert [link for link in links if not link.startswith(("https://example.org", "file:"))] == []
        assert tab.evaluate("[...document.images].map(image => image.src)") == []
        assert tab.locator("iframe, form, base, object, embed, #notebook svg").count() == 0
        assert tab.evaluate("window.hacked") is None
        assert "$\\delta_{ij} < 1$" in tab.inner_text("body")
    assert [url for url in asked if "/mathjax/2.7.7/MathJax.js" not in url] == []


def test_the_page_itself_forbids_what_would_get_through(page: Path, browser: Any) -> None:
    through = f'<a id="x" href="{RUN}">x</a><img src="x" onerror="window.hacked=1"><script>hacked=1</script>'
    page.write_text(page.read_text().replace("<body>", f"<body>{through}", 1))
    with browser.new_page() as tab:
        tab.route(
            re.compile("^https?:"), lambda route: route.fulfill(body=MATHJAX, content_type="text/javascript")
        )
        tab.goto(page.as_uri())
        tab.wait_for_function("document.title == 'typeset'")
        tab.click("#x")
        assert tab.evaluate("window.hacked") is None
