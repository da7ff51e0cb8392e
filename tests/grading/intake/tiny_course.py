"""What tests of the intake share: a chapter of three exercises, and submissions of it."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.grading.intake import submission
from course_utils.grading.intake.refusal import Refused

CHAPTER = "01_tiny"
CROP = 'def crop(x):\n    """Half of `x`."""\n    return x / 2'
TWICE = 'def twice(x):\n    """Twice `x`."""\n    y = x\n    return x + y'
SOLUTIONS = {
    "crop": CROP,
    "by_hand": "by_hand = 21",
    "twice": TWICE,
    "answer-why": "Because **half** is little.",
}


def about(name, **more):
    kind = {"grade": False, "solution": True, "locked": False} | more
    return {"nbgrader": {"schema_version": 3, "grade_id": name, "task": False, **kind}}


def check(name, line, points=2):
    return new_code_cell(line, id=f"check-{name}", metadata=about(f"check-{name}", **LOCKED, points=points))


LOCKED = {"grade": True, "solution": False, "locked": True}
STUB = "    # YOUR CODE HERE\n    raise NotImplementedError()"
RELEASE = new_notebook(
    metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    cells=[
        new_code_cell("import numpy as np\nfrom course_utils import check\nimport math", id="imports"),
        new_markdown_cell("# Tiny\n\nWrite `crop`.", id="title"),
        new_code_cell(f'def crop(x):\n    """Half of `x`."""\n{STUB}', id="crop", metadata=about("crop")),
        check("crop", "check(crop)"),
        new_code_cell("@demo\ndef shown():\n    crop(3)", id="shown", metadata={"course": {"demo": True}}),
        new_code_cell("by_hand = ...\n# YOUR CODE HERE", id="by_hand", metadata=about("by_hand")),
        check("by_hand", 'check("by_hand", by_hand)'),
        new_markdown_cell("Why twice?\n\nSay it in a sentence.", id="question"),
        new_markdown_cell(
            "YOUR ANSWER HERE", id="answer-why", metadata=about("answer-why", grade=True, points=2)
        ),
        new_code_cell(f'def twice(x):\n    """Twice `x`."""\n{STUB}', id="twice", metadata=about("twice")),
        check("twice", "check(twice)"),
        new_markdown_cell("## Recap\n\nWell done.", id="recap"),
    ],
)


def filled(solutions=SOLUTIONS):
    """The release with these solutions filled in, as JSON."""
    notebook = json.loads(nbformat.writes(RELEASE))
    for cell in notebook["cells"]:
        cell["source"] = solutions.get(cell["id"], "".join(cell["source"]))
    return notebook


def at(notebook, name):
    """The place of a cell in a notebook."""
    return [cell["id"] for cell in notebook["cells"]].index(name)


def code(source, **more):
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": 1,
        **more,
    }


def prose(source):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def copied(notebook, name, source):
    """A copy of a cell, as JupyterLab's Copy or Split makes it: new id, same metadata."""
    return {**notebook["cells"][at(notebook, name)], "id": f"copy-{len(notebook['cells'])}", "source": source}


def mend(notebook, **more):
    return submission.mend(notebook, RELEASE, chapter=CHAPTER, student="ada", **more)


def sources(submission):
    return {cell.id: cell.source for cell in submission.notebook.cells}


def ids(submission):
    return [cell.id for cell in submission.notebook.cells]


def told(submission):
    return " | ".join(submission.mended)


def strip(notebook):
    """Take all metadata and ids from a notebook."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    return notebook


def solved(submission):
    """Whether exactly the solutions stand in their cells."""
    return {name: sources(submission)[name] for name in SOLUTIONS} == SOLUTIONS


def put(folder, content, name=f"{CHAPTER}.ipynb"):
    content = json.dumps(content) if isinstance(content, dict) else content
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path, **more):
    below = next(parent for parent in path.parents if parent.name == "submitted")
    return submission.read(path, RELEASE, chapter=CHAPTER, student="ada", below=below, **more)


def cause(path, **more):
    with pytest.raises(Refused) as refused:
        read(path, **more)
    return str(refused.value)
