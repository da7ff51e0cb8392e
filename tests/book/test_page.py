"""The page of a lesson: the learner's stubs, the outputs of the solved lesson, solutions in folds only."""

from __future__ import annotations

import base64
import io
import re

import nbformat
import pytest
from nbformat import v4
from PIL import Image

from course_utils import lessons
from course_utils.book.page import (
    LEFT_OUT,
    WIDGET,
    alternative,
    folds,
    joined,
    page,
    solved,
    still,
    without_docstrings,
)

CHAPTERS = ("00_start", "02_edges", "12_lenet")  # functions; a value, a written answer; classes
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request):
    return request.param


@pytest.fixture(scope="module")
def cells(chapter, root):
    return lessons.read(chapter, root)


@pytest.fixture(scope="module")
def release(chapter, root):
    return nbformat.read(root / "notebooks" / chapter / f"{chapter}.ipynb", as_version=4)


@pytest.fixture(scope="module")
def made(release, cells, chapter):
    return page(release, solved(release, cells), folds(cells), chapter)


def ids(notebook):
    return [cell.id for cell in notebook.cells]


def test_each_solution_is_folded_below_its_stub(made, cells):
    places = ids(made)
    for cell in cells:
        if cell.kind == "exercise":
            fold = made.cells[places.index(cell.id) + 1]
            assert fold.source.startswith("<details>\n<summary>A solution</summary>")
            assert fold.source.endswith("\n\n</details>")
            stub = made.cells[places.index(cell.id)].source
            assert "raise NotImplementedError()" in stub or "# YOUR CODE HERE" in stub


def test_no_line_of_a_solution_stands_outside_a_fold(made, cells):
    parts = [cell.split() for cell in cells]
    told = {line.strip() for seen, _ in parts for line in seen}
    hidden = {line.strip() for _, lines in parts for line in lines} - told - {""}
    seen = {line.strip() for cell in made.cells for line in FOLDED.sub("", cell.source).splitlines()}
    assert hidden
    assert not hidden & seen


def test_every_line_of_a_solution_is_in_its_fold(cells):
    for cell in cells:
        if cell.kind == "exercise":
            lines = {line for line in cell.split()[1] if line.strip()}
            assert lines <= set(folds([cell])[cell.id].splitlines()), cell.name


def test_what_runs_is_the_solved_lesson(release, cells):
    sources = {cell.id: cell.source for cell in solved(release, cells).cells}
    for cell in cells:
        if cell.kind == "exercise":
            assert all(line in sources[cell.id] for line in cell.split()[1])
            assert "SOLUTION" not in sources[cell.id]
        if cell.kind == "guess":
            assert sources[cell.id] == f'guess("{cell.name}", ...)'
    assert not any("NotImplementedError()" in source for source in sources.values() if "def " in source)


def test_the_title_comes_first_and_the_links_are_those_of_the_book(made):
    assert made.cells[0].source.startswith("# ")
    assert not set(LEFT_OUT) & set(ids(made))


def test_the_notebook_can_be_downloaded_and_opened_where_it_is_published(release, cells, chapter):
    def line(repository=""):
        return page(release, solved(release, cells), {}, chapter, repository).cells[1].source

    assert f"<../../release/{chapter}.ipynb>" in line()
    assert "Colab" not in line()
    assert f"/someone/course/blob/main/notebooks/{chapter}/" in line("https://github.com/someone/course")


def test_pictures_are_told_by_what_is_written_on_them_or_by_the_demo_that_draws_them():
    def told(text):
        outputs = [v4.new_output("display_data", data={"image/png": "", "text/plain": text})]
        return alternative("@demo\ndef the_roof():\n    pass", outputs)

    assert told("Figure: a roof") == "Figure: a roof"
    assert told("<Figure size 640x480 with 1 Axes>") == "the roof"
    assert alternative("1 + 1", []) == "what the cell above shows"


def test_a_figure_is_shown_once_and_as_wide_as_it_was_meant():
    drawn = io.BytesIO()
    Image.new("L", (600, 400)).save(drawn, "PNG", dpi=(200, 200))
    png = base64.b64encode(drawn.getvalue()).decode("ascii")
    data = {"image/png": png, "text/html": "<img>", "text/plain": "Figure: a check"}
    shown = still(v4.new_output("display_data", data=data))
    assert set(shown.data) == {"image/png", "text/plain"}
    assert shown.metadata["image/png"] == {"width": 300}


def test_a_docstring_is_not_repeated():
    head, end = "class A:\n", "    def f(self):\n        return 1"
    assert (
        without_docstrings(f'{head}    """Is."""\n\n    x: int = 3\n\n{end}')
        == f"{head}    x: int = 3\n\n{end}"
    )
    assert without_docstrings('def f():\n    """Does\n    so."""\n    return 1') == "def f():\n    return 1"
    assert without_docstrings("value = ...\nvalue = 3") == "value = 3"


def test_of_a_widget_its_still_picture_stays():
    data = {"text/plain": "An explorer", "text/html": "<b>still</b>", WIDGET: {"model_id": "1"}}
    output = v4.new_output("display_data", data=data)
    assert still(output).data == {"text/plain": "An explorer", "text/html": "<b>still</b>"}


def test_a_progress_bar_is_gone_and_a_stream_is_as_it_was():
    bar = v4.new_output("display_data", data={"text/plain": "training:   0%|    | 0/9", WIDGET: {}})
    stream = v4.new_output("stream", text="100%|")
    assert still(bar) is None
    assert still(stream) == stream


def test_what_is_printed_line_by_line_is_one_text_up_to_the_next_picture():
    def line(text):
        return v4.new_output("stream", text=text)

    picture = v4.new_output("display_data", data={"text/plain": "a picture"})
    shown = joined([line("1\n"), line("2\n"), picture, line("3\n")])
    assert [output.get("text") for output in shown] == ["1\n2\n", None, "3\n"]
