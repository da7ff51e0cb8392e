"""A class to try the grader on: honest, mistaken, malformed and hostile submissions. Nothing is run here.

Usage, in the folder of the course: ``python tests/grading/demo_class.py FOLDER``
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from textwrap import dedent

import nbformat
from nbformat import NotebookNode, v4

from course_utils import lessons
from course_utils.cells import Role

CHAPTER = "01_filters"
FILE = f"{CHAPTER}.ipynb"

# Written in place of an exercise's solution, in a notebook that is solved otherwise.
MISTAKEN = {
    "sum-not-mean": {"match": "def match(patch, feature):\n    return np.sum(patch * feature)"},
    "flipped-kernel": {
        "correlate2d": """
            def correlate2d(image, kernel):
                image, kernel = np.asarray(image, float), kernel[::-1, ::-1]
                (h, w), (kh, kw) = image.shape, kernel.shape
                if kh > h or kw > w:
                    raise ValueError("the kernel does not fit")
                places = [(i, j) for i in range(h - kh + 1) for j in range(w - kw + 1)]
                values = [np.sum(image[i : i + kh, j : j + kw] * kernel) for i, j in places]
                return np.reshape(values, (h - kh + 1, w - kw + 1))
            """
    },
    "prints-its-result": {"match": "def match(patch, feature):\n    print(np.mean(patch * feature))"},
    "wraps-around": {
        "shift": "def shift(image, down, right):\n    return np.roll(image, (down, right), (0, 1))"
    },
    "raises": {"match": "def match(patch, feature):\n    return np.men(patch * feature)"},
    "syntax-error": {"match": "def match(patch, feature)\n    return np.mean(patch * feature)"},
}

# One more cell, in a notebook in which nothing is solved: none of these may earn a point.
CHEATING = {
    "shows-a-number": "24",
    "patches-check": """
        import course_utils, importlib
        judge, probe = (importlib.import_module(f"course_utils.checks.{name}") for name in ("judge", "probe"))
        judge.judge = course_utils.check = check = lambda *_, **__: 24.0
        probe.answer = lambda *_: '{"outcome": "returned", "value": 1}'
        from course_utils.checks.judge import judge as patched
        print("patched:", patched())
        """,
    "equals-everything": """
        class Right(np.ndarray):
            __eq__ = __le__ = __lt__ = lambda *_: True
            __array_ufunc__ = lambda *_, **__: True
        match = correlate2d = convolve2d = feature_maps = shift = lambda *_: np.zeros((3, 3)).view(Right)
        """,
    "asks-the-oracle": """
        from course_utils import exercises
        match, correlate2d = (exercises.find(name).oracle for name in ("match", "correlate2d"))
        """,
    "asks-scipy": """
        from scipy.signal import correlate2d as scipys
        def correlate2d(image, kernel):
            return scipys(image, kernel, "valid")
        """,
    "rewrites-code": """
        import ast
        class Drop(ast.NodeTransformer):
            def visit_Raise(self, node):
                return ast.Pass()
        get_ipython().ast_transformers.append(Drop())
        get_ipython().input_transformers_post.append(lambda lines: ["24"])
        """,
    "shows-html": """
        from IPython.display import HTML, Javascript, display
        display(HTML("<script>alert(1)</script>"), Javascript("alert(2)"))
        print("\\x1b]0;taken over\\x07\\x1b[2J<script>alert(1)</script>")
        """,
}

# One more cell, in the middle of a notebook that is solved: what was earned must stay.
CRASHING = {
    "exits": "import os; os._exit(0)",
    "never-ends": "while True: pass",
    "eats-memory": "hoard = [bytes([n % 256]) * 2**26 for n in range(1000)]",
    "multiplies": "import os\nwhile True: os.fork()",
    "talks": "for _ in range(1000): print('x' * 1_000_000)",
    "fills-the-disk": "with open('large', 'wb') as file:\n    for _ in range(1000): file.write(bytes(2**20))",
    "phones-home": "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)",
    "stops-kindly": "raise SystemExit",
}


def _stripped(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        cell.metadata = {}
        del cell["id"]
    notebook.nbformat_minor = 4
    return json.dumps(notebook)


def _twice(notebook: NotebookNode) -> str:
    place = _place(notebook, "correlate2d")
    notebook.cells.insert(place, deepcopy(notebook.cells[place]))
    notebook.cells[place].source = "def correlate2d(image, kernel):\n    return image"
    return json.dumps(notebook)


def _split(notebook: NotebookNode) -> str:
    place = _place(notebook, "correlate2d")
    rest = deepcopy(notebook.cells[place])  # with its metadata, as JupyterLab splits a cell
    rest.id, cut = "rest", rest.source.index("    result =")
    notebook.cells[place].source, rest.source = rest.source[:cut], rest.source[cut:]
    notebook.cells.insert(place + 1, rest)
    return json.dumps(notebook)


def _without_checks(notebook: NotebookNode) -> str:
    notebook.cells = [cell for cell in notebook.cells if not Role.of(cell).points]
    return json.dumps(notebook)


def _retyped(notebook: NotebookNode) -> str:
    cell = notebook.cells[_place(notebook, "match")]
    notebook.cells[_place(notebook, "match")] = v4.new_markdown_cell(cell.source, metadata=cell.metadata)
    return json.dumps(notebook)


def _repriced(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader |= {"points": 1000, "locked": False, "checksum": "0"}
            cell.metadata.tags = ["skip-execution"]
    return json.dumps(notebook)


MENDED: dict[str, Callable[[NotebookNode], str | bytes]] = {
    "no-metadata": _stripped,
    "cell-twice": _twice,
    "cell-split": _split,
    "checks-deleted": _without_checks,
    "cell-retyped": _retyped,
    "points-edited": _repriced,
    "old-format": lambda notebook: json.dumps(nbformat.convert(notebook, 3)),
    "utf-16": lambda notebook: json.dumps(notebook).encode("utf-16"),
}

REFUSED: dict[str, Callable[[Path], object]] = {
    "cut-off": lambda path: path.write_text('{"cells": [{"cell_type": "code", "source": "def mat'),
    "empty": lambda path: path.touch(),
    "page-not-notebook": lambda path: path.write_text("<html><body>Please log in</body></html>"),
    "nested-deeply": lambda path: path.write_text("[" * 500_000),
    "too-large": lambda path: path.write_bytes(bytes(21_000_000)),
    "link-to-another": lambda path: path.symlink_to(f"../../honest-perfect/{CHAPTER}/{FILE}"),
    "endless-pipe": lambda path: os.mkfifo(path),
}


def hand_in(folder: Path, root: Path) -> list[str]:
    """Write the class below `folder`, laid out as nbgrader collects; the names of the submissions.

    `root` is the folder of the course, whose notebooks are built.
    """
    solved, blank = solve(CHAPTER, root), _release(CHAPTER, root)
    handed_in: dict[str, str | bytes] = {
        "honest-perfect": json.dumps(solved),
        "honest-blank": json.dumps(blank),
        "honest-half-done": json.dumps(_half(solved, blank)),
        "malformed-file-name": json.dumps(solved),
        "malformed-another-chapter": json.dumps(solve("00_start", root)),
    }
    for name, answers in MISTAKEN.items():
        handed_in[f"mistaken-{name}"] = json.dumps(_with_answers(solved, answers))
    for name, change in MENDED.items():
        handed_in[f"malformed-{name}"] = change(deepcopy(solved))
    for base, cells in ((blank, CHEATING), (solved, CRASHING)):
        for name, code in cells.items():
            handed_in[f"hostile-{name}"] = json.dumps(_with_cell(base, code))
    for name, contents in handed_in.items():
        _path(folder, name).write_bytes(contents.encode() if isinstance(contents, str) else contents)
    for name, make in REFUSED.items():
        make(_path(folder, f"malformed-{name}"))
    odd = folder / "malformed-file-name" / CHAPTER / FILE
    odd.rename(odd.with_name("Copy of my homework (1).ipynb"))
    return [*handed_in, *(f"malformed-{name}" for name in REFUSED)]


def _path(folder: Path, name: str) -> Path:
    path = folder / name / CHAPTER / FILE
    path.parent.mkdir(parents=True)
    return path


def solve(chapter: str, root: Path) -> NotebookNode:
    """The release of a chapter with the solutions in it."""
    notebook = _release(chapter, root)
    for cell in lessons.read(chapter, root):
        if cell.kind in ("exercise", "answer"):
            lines = [line for line in cell.source.splitlines() if " SOLUTION" not in line]
            notebook.cells[_place(notebook, cell.role.grade_id)].source = "\n".join(lines)
    return notebook


def _release(chapter: str, root: Path) -> NotebookNode:
    return nbformat.read(root / lessons.RELEASES / chapter / f"{chapter}.ipynb", as_version=4)


def _half(solved: NotebookNode, blank: NotebookNode) -> NotebookNode:
    half, middle = deepcopy(solved), _place(blank, "feature_maps")
    half.cells[middle:] = deepcopy(blank.cells[middle:])
    return half


def _with_answers(notebook: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    changed = deepcopy(notebook)
    for name, source in answers.items():
        changed.cells[_place(changed, name)].source = dedent(source).strip()
    return changed


def _with_cell(notebook: NotebookNode, code: str) -> NotebookNode:
    changed = deepcopy(notebook)
    changed.cells.insert(
        _place(changed, "check-correlate2d") + 1, v4.new_code_cell(dedent(code).strip(), id="own")
    )
    return changed


def _place(notebook: NotebookNode, name: str) -> int:
    return next(place for place, cell in enumerate(notebook.cells) if cell.id == name)


if __name__ == "__main__":
    names = hand_in(Path(sys.argv[1]), Path.cwd())
    print(f"{len(names)} submissions of {CHAPTER} in {sys.argv[1]}")
    print(f"Attacks beside honest work, whose points must stay: {', '.join(CRASHING)}.")
    print(f"Attacks without any, which must earn nothing: {', '.join(CHEATING)}.")
