"""The page of a lesson: the released cells, the outputs of the solved lesson, and the solutions, folded.

A page is a notebook for myst-nb, which no kernel runs again.
"""

from __future__ import annotations

import ast
import base64
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..cells import Role
from ..checks.card import MIME
from ..lessons import LessonCell
from ..links import addresses

LEFT_OUT = ("course-setup", "course-badges", "course-overview", "course-links")  # the book has its own
WIDGET = "application/vnd.jupyter.widget-view+json"  # lives only as long as its kernel
PROGRESS_BAR = "%|"  # in the text of tqdm's
FIGURES = ("Figure", "<Figure")  # how the text of matplotlib's begins
INCH = 100  # pixels on the page
FOLD = "<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>"
RELEASE = "release"  # the folder of what can be downloaded, beside the pages


def page(release: Any, ran: Any, folds: Mapping[str, str], chapter: str, repository: str = "") -> Any:
    """The page of a chapter.

    release : the notebook that learners get; its cells are shown.
    ran : the solved notebook after it ran; its outputs are shown.
    folds : the solutions as Markdown, by the ids of their cells.
    repository : where the course is published, from where Colab and others can open the notebook.
    """
    from nbformat import v4

    outputs = {cell.id: cell.get("outputs", []) for cell in ran.cells}
    cells = []
    for cell in release.cells:
        if cell.id in LEFT_OUT:
            continue
        role = Role.of(cell)
        if cell.cell_type == "code":
            shown = joined([each for output in outputs[cell.id] if (each := still(output))])
            image = {"alt": alternative(cell.source, shown)}
            cells.append(v4.new_code_cell(cell.source, id=cell.id, outputs=shown))
            cells[-1].metadata["mystnb"] = {"image": image}
        elif role.kind != "answer":
            cells.append(v4.new_markdown_cell(cell.source, id=cell.id))
        if cell.id in folds:
            cells.append(v4.new_markdown_cell(folds[cell.id], id=f"solved-{cell.id}"))
    cells.insert(1, v4.new_markdown_cell(buttons(chapter, repository), id="course-buttons"))
    return v4.new_notebook(cells=cells, metadata={"kernelspec": release.metadata["kernelspec"]})


def solved(release: Any, cells: list[LessonCell]) -> Any:
    """The release with the solutions in it; this notebook runs."""
    from nbformat import from_dict

    notebook = from_dict(release)
    solutions = {cell.id: _solution(cell) for cell in cells if cell.kind == "exercise"}
    for cell in notebook.cells:
        cell.source = solutions.get(cell.id, cell.source)
    return notebook


def folds(cells: list[LessonCell]) -> dict[str, str]:
    """The text that is folded below each exercise and each written answer, by the ids of their cells."""
    found = {}
    for cell in cells:
        if cell.kind == "exercise":
            body = f"```python\n{without_docstrings(_solution(cell))}\n```"
            found[cell.id] = FOLD.format(title="A solution", body=body)
        elif cell.kind == "answer":
            found[cell.id] = FOLD.format(title="A model answer", body="\n".join(cell.split()[1]).strip())
    return found


def without_docstrings(code: str) -> str:
    r"""Code without its docstrings, which the stub shows, and without the placeholders of values.

    >>> without_docstrings('def f():\n    "Return 1."\n    return 1')
    'def f():\n    return 1'
    >>> without_docstrings('size = ...\nsize = 3')
    'size = 3'
    """
    lines: list[str | None] = [*code.splitlines()]
    for node in ast.walk(ast.parse(code)):
        for start, end in _repeated(node):
            if len(lines) > end and not (lines[end] or "").strip():
                end += 1  # the empty line below it
            lines[start:end] = [None] * (end - start)
    return "\n".join(line for line in lines if line is not None).strip("\n")


def buttons(chapter: str, repository: str = "") -> str:
    """The line below a lesson's goal: links to the notebook, for readers who want to solve it."""
    path = f"../../{RELEASE}/{chapter}.ipynb"
    found = [f"{{download}}`Download the notebook <{path}>`"]
    found += [f"[Open in {where}]({url})" for where, url in addresses(chapter, repository).items()]
    return "{.course-buttons}\n" + " ".join(found)


def still(output: Mapping[str, Any]) -> Any:
    """An output as it is shown without a kernel; None if nothing of it is left."""
    from nbformat import from_dict

    if "data" not in output:
        return from_dict(output)
    data = {kind: value for kind, value in output["data"].items() if kind not in (WIDGET, MIME)}
    text = "".join(data.get("text/plain", ""))
    if WIDGET in output["data"] and PROGRESS_BAR in text:
        return None
    if "image/png" in data and text.startswith(FIGURES):
        data.pop("text/html", None)  # the same figure
        size = {"width": width(base64.b64decode(data["image/png"]))}
        return from_dict({**output, "data": data, "metadata": {"image/png": size}})
    return from_dict({**output, "data": data})


def width(png: bytes) -> int:
    """How wide a figure is on the page: 100 pixels for each inch, whatever its resolution."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        return round(picture.width * INCH / picture.info.get("dpi", (INCH,))[0])


def joined(outputs: Iterable[Any]) -> list[Any]:
    """Outputs in which consecutive printed lines are joined into one text."""
    found: list[Any] = []
    for output in outputs:
        kind = (output.output_type, output.get("name"))
        if found and kind[0] == "stream" and kind == (found[-1].output_type, found[-1].get("name")):
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def alternative(source: str, outputs: Sequence[Any]) -> str:
    """The alternative text of a cell's pictures: what is written on them, or the name of their demo."""
    texts = ["".join(output.data.get("text/plain", "")) for output in outputs if "data" in output]
    names = [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    told = [text for text in texts if text.startswith("Figure")] + [name.replace("_", " ") for name in names]
    return told[0] if told else "what the cell above shows"


def _solution(cell: LessonCell) -> str:
    """The source of a solved exercise, without the lines that mark its solution."""
    lines = cell.source.splitlines()
    return "\n".join(line for line in lines if "### BEGIN SOLUTION" not in line and "### END" not in line)


def _repeated(node: ast.AST) -> Iterator[tuple[int, int]]:
    """The first and last lines of the parts that the stub shows already."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
        yield node.body[0].lineno - 1, node.body[0].end_lineno or node.body[0].lineno
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is ...:
        yield node.lineno - 1, node.end_lineno or node.lineno
