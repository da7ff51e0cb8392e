"""The build: solutions/NN_topic.py -> build/source -> notebooks, through nbgrader's own generate_assignment.

A lesson is percent text. A marker after `# %%` says what a cell is::

    # %%                                           code that everybody runs
    # %% exercise="conv2d"                         the stub and its solution
    # %% check="conv2d"                            one line: check(conv2d)
    # %% [markdown] answer="why_conv" points=2     a written answer, graded by hand
    # %% guess="corner_windows"                    one line: guess("corner_windows", ...)
    # %% [markdown] reveal                         text that is folded until the learner opens it
    # %% demo                                      a figure, an explorer, a long run: the grader skips it

Every function takes `root`, the folder that holds `solutions/` and `nbgrader_config.py`.
"""

from __future__ import annotations

import hashlib
import json
import linecache
import re
import secrets
import shutil
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import __version__, first_cell, links
from .cells import FOLDED, GRADED, Role
from .doctor import PYTHON
from .files import write_whole

# The markers of a cell, and its kind; without markers it is "markdown" or "code".
KINDS = {"exercise": "exercise", "check": "check", "answer points": "answer", "guess": "guess"}
TITLES = ("demo", "reveal")  # bare words after `# %%`, which jupytext calls titles
SOURCES, RELEASES = Path("build/source"), Path("notebooks")
TEXTS = ("markdown", "answer", "reveal")
LAYOUT_NOTES = {"lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker"}  # jupytext's own
CHECK_LINE = r"check\((?:{name}|([\"']){name}\1, [^#=;\n]+)\)"
GUESS_LINE = r"guess\(([\"']){name}\1, \.\.\.\)"
FOLD_TITLE = "What the picture shows"
SUMMARY = re.compile(
    r"#+ +(?P<heading>.+)|\*\*(?P<bold>[^*]+)\*\*"
)  # a first line that is the title of a fold


class LessonError(Exception):
    """A mistake in a lesson, with the file and the line where it stands."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.parent.name}/{path.name}:{line}: {message}")


@dataclass(frozen=True)
class LessonCell:
    """One cell of a lesson: what it is, whose it is, its text, its points, and where its marker stands."""

    kind: str
    name: str
    source: str
    points: float
    path: Path
    line: int

    @property
    def role(self) -> Role:
        """What the built cell is: a guess is a demo, so that grading leaves it out; a reveal is text."""
        if self.kind in ("guess", "reveal"):
            return Role("demo" if self.kind == "guess" else "markdown")
        return Role(self.kind, self.name, self.points)

    @property
    def id(self) -> str:
        """The id of the built cell, the same when other cells come and go: by its name, or by its text."""
        if self.kind == "guess":
            return f"guess-{self.name}"
        return self.role.grade_id or f"cell-{hashlib.sha256(self.source.encode()).hexdigest()[:8]}"

    def error(self, message: str, below: int = 0) -> LessonError:
        """The error that names this cell's marker, or a line `below` it."""
        return LessonError(self.path, self.line + below, message)

    def split(self) -> tuple[list[str], list[str]]:
        """The lines that learners see, and those of the solution."""
        parts: tuple[list[str], list[str]] = ([], [])
        inside = False
        for below, line in enumerate(self.source.splitlines(), 1):
            if "HIDDEN TESTS" in line:
                raise self.error("the build writes the hidden tests: take this line out.", below)
            if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
                if ("BEGIN SOLUTION" in line) is inside:
                    raise self.error(f"unbalanced {line.strip()!r}: BEGIN, then END, no nesting.", below)
                inside = not inside
            else:
                parts[inside].append(line)
        if inside:
            raise self.error("BEGIN SOLUTION without END SOLUTION in this cell.")
        return parts


# Reading a lesson -------------------------------------------------------------------------------------


def lessons(root: Path) -> dict[str, Path]:
    """The lessons by chapter, in reading order."""
    return {path.stem: path for path in sorted((root / "solutions").glob("*.py"))}


def read(chapter: str, root: Path) -> list[LessonCell]:
    """The cells of a chapter's lesson; LessonError where it breaks a rule of this module."""
    import jupytext

    from .exercises import chapters

    path = root / "solutions" / f"{chapter}.py"
    if not path.exists():
        raise LessonError(path, 1, "there is no such lesson.")
    if chapter not in chapters():
        raise LessonError(path, 1, f"course_utils/exercises has no chapter {chapter!r}.")
    asked = chapters()[chapter]
    points = {exercise.name: exercise.points for exercise in asked.exercises}
    guesses = [guess.name for guess in asked.guesses]
    text = path.read_text(encoding="utf-8")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    found = jupytext.reads(text, fmt="py:percent").cells
    if lines[:1] != [1] or len(lines) != len(found):
        raise LessonError(path, 1, "a lesson begins with '# %%', and only cells begin with '# %%'.")
    cells = [_cell(raw, points, guesses, path, line) for raw, line in zip(found, lines, strict=True)]
    for cell in cells:
        _verify_cell(cell, found=cells)
    there = {(cell.kind, cell.name) for cell in cells}
    for kind, name in [*(("exercise", name) for name in points), *(("guess", name) for name in guesses)]:
        if (kind, name) not in there:
            raise LessonError(path, 1, f"{kind} {name!r} of this chapter has no cell here.")
    listed, answers = list(chapters()[chapter].written), [c.name for c in cells if c.kind == "answer"]
    if answers != listed:
        raise LessonError(path, 1, f"the written answers are {answers}; the chapter lists written={listed}.")
    return cells


def _cell(raw: Any, points: Mapping[str, float], guesses: Sequence[str], path: Path, line: int) -> LessonCell:
    markers = {key: value for key, value in raw.metadata.items() if key not in LAYOUT_NOTES}
    kind = KINDS.get(" ".join(sorted(markers)), "unknown") if markers else raw.cell_type
    if list(markers) == ["title"] and markers["title"] in TITLES:
        kind = markers["title"]
    name = str(markers.get(kind, ""))
    cell = LessonCell(kind, name, raw.source, markers.get("points", points.get(name, 0)), path, line)
    if list(markers) == ["answer"]:
        raise cell.error(f"answer {markers['answer']!r} has no points: write points=2 after it.")
    if kind == "unknown":
        shown = " ".join(value if key == "title" else f"{key}={value!r}" for key, value in markers.items())
        raise cell.error(
            f"unknown marker {shown}: there are exercise, check, answer with points, guess, reveal, and demo."
        )
    if kind in ("exercise", "check") and name not in points:
        raise cell.error(f"there is no exercise {name!r} in this chapter, only {', '.join(points)}.")
    if kind == "guess" and name not in guesses:
        raise cell.error(f"there is no guess {name!r} in this chapter, only {', '.join(guesses) or 'none'}.")
    if raw.cell_type != (wanted := "markdown" if kind in TEXTS else "code"):
        raise cell.error(f"{kind} is for {wanted} cells, this is a {raw.cell_type} cell.")
    return cell


def _verify_cell(cell: LessonCell, found: list[LessonCell]) -> None:
    """That a cell is whole, has points where it is graded, and has its partner among those `found`."""
    above = [(other.kind, other.name) for other in found if other.line < cell.line]
    below = [(other.kind, other.name) for other in found if other.line > cell.line]
    has_solution = bool(cell.split()[1])
    if has_solution != (cell.kind in ("exercise", "answer")):
        raise cell.error(
            "exercises and answers have a solution between BEGIN and END SOLUTION, other cells have not."
        )
    if cell.name and (cell.kind, cell.name) in above:
        raise cell.error(f"{cell.kind} {cell.name!r} stands further up already.")
    if cell.kind in GRADED and not (isinstance(cell.points, int | float) and cell.points > 0):
        raise cell.error(f"{cell.kind} {cell.name!r} has no points.")
    if cell.kind == "exercise" and ("check", cell.name) not in below:
        raise cell.error(f"exercise {cell.name!r} has no check cell below it.")
    if cell.kind == "check" and ("exercise", cell.name) not in above:
        raise cell.error(f"check {cell.name!r} has no exercise cell above it.")
    if cell.kind == "check" and not re.fullmatch(CHECK_LINE.format(name=re.escape(cell.name)), cell.source):
        raise cell.error(f"a check cell is one line, check({cell.name}) or check({cell.name!r}, value).")
    if cell.kind == "guess" and not re.fullmatch(GUESS_LINE.format(name=re.escape(cell.name)), cell.source):
        raise cell.error(f'a guess cell is one line, guess("{cell.name}", ...).')
    if cell.kind == "reveal" and not all(folded_parts(cell.source)):
        raise cell.error("a reveal has nothing to show: write text below its title.")


# Making notebooks -------------------------------------------------------------------------------------


def source_notebook(
    cells: list[LessonCell],
    seed: int = 0,
    repository: str = "",
    below_title: Mapping[str, str] | None = None,
    row: str = "",
) -> Any:
    """The nbgrader source notebook of a lesson: solutions and hidden tests in it, no outputs.

    `seed` draws the hidden cases; `repository` is where the course is published; texts `below_title`, by
    the ids of their cells, stand there where they say something; the `row` of links to others is at the end.
    """
    from nbformat import v4

    setup = v4.new_code_cell(setup_text(repository), id="course-setup", metadata=FOLDED)
    made = [setup]  # a lesson begins with its title
    taken: Counter[str] = Counter()
    for cell in cells:
        identity = cell.id
        taken[identity] += 1
        if taken[identity] > 1:
            identity += f"-{taken[identity]}"
        new_cell = v4.new_markdown_cell if cell.kind in TEXTS else v4.new_code_cell
        source = cell.source
        if cell.kind == "check":
            source = _with_hidden_test(source, seed)
        elif cell.kind == "reveal":
            source = _folded(source)
        made.append(new_cell(source, id=identity, metadata=cell.role.metadata()))
    made[2:2] = [v4.new_markdown_cell(text, id=name) for name, text in (below_title or {}).items() if text]
    if row:
        made.append(v4.new_markdown_cell(row, id="course-links"))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return v4.new_notebook(cells=made, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def setup_text(repository: str = "") -> str:
    """The first cell of a notebook, for a course that is published there, or nowhere."""
    text = Path(first_cell.__file__).read_text(encoding="utf-8")
    address = json.dumps(f"git+{repository}" if repository else "")
    return f'{text}\n\nset_up(version="{__version__}", address={address}, python={PYTHON})'


def folded_parts(text: str) -> tuple[str, str]:
    r"""The title of a fold, which can be seen, and the text that is folded away.

    >>> folded_parts("**Why 44**\nA uint8 begins again at 0.")
    ('Why 44', 'A uint8 begins again at 0.')
    """
    first, _, rest = text.strip().partition("\n")
    if title := SUMMARY.fullmatch(first.strip()):
        return title["heading"] or title["bold"], rest.strip()
    return FOLD_TITLE, text.strip()


def _folded(text: str) -> str:
    """Markdown that is folded until it is opened; the empty line lets Markdown be read as such inside."""
    from .checks.card import prose

    title, body = folded_parts(text)
    return f"<details>\n<summary>{prose(title)}</summary>\n\n{body}\n\n</details>"


def _with_hidden_test(line: str, seed: int) -> str:
    hidden = f"{line.removesuffix(')')}, seed={seed})"
    return f"{line}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"


def _notebooks(root: Path, seed: int) -> tuple[dict[Path, str], dict[Path, str]]:
    """The source and the release of every lesson: the notebook's text by its path below the root."""
    import nbformat

    from .exercises import chapters

    published = repository(root)
    titles = {name: chapters()[name].title for name in lessons(root) if name in chapters()}
    sources = {}
    for number, name in enumerate(lessons(root)):
        cells = read(name, root)
        overview = links.overview(titles) if number == 0 and len(titles) > 1 else ""
        below_title = {"course-badges": links.badges(name, published), "course-overview": overview}
        row = links.row(name, titles, published)
        notebook = source_notebook(cells, seed, published, below_title, row)
        sources[SOURCES / name / f"{name}.ipynb"] = nbformat.writes(notebook) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder).resolve()
        _write(course, sources)
        if sources:
            _generate_assignments(course, root)
        releases = {
            path.relative_to(course): path.read_text(encoding="utf-8")
            for path in sorted(course.glob(f"{RELEASES}/*/*.ipynb"))
        }
        if found := leaks(course / RELEASES, root):
            raise LessonError(root / "nbgrader_config.py", 1, "nothing is released, for " + " ".join(found))
    return sources, releases


def repository(root: Path) -> str:
    """Where the course is published; empty where it is not."""
    project = root / "pyproject.toml"
    settings = tomllib.loads(project.read_text(encoding="utf-8")) if project.exists() else {}
    repository = str(settings.get("tool", {}).get("course", {}).get("repository", ""))
    if repository and "://" not in repository:
        raise LessonError(project, 1, f"repository = {repository!r} is no address: it begins with https://")
    return repository


def _generate_assignments(course: Path, root: Path) -> None:
    """Run nbgrader's generate_assignment, as nbgrader_config.py sets it up, in the folder `course`."""
    from nbgrader.converters import GenerateAssignment, NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    no_database = {  # as `nbgrader generate_assignment --no-db`: no gradebook is touched
        "CourseDirectory": {"root": str(course), "assignment_id": "*"},
        "GenerateAssignment": {"no_database": True},
        "SaveCells": {"enabled": False},
    }
    config.merge(Config(no_database))
    try:
        GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()
    except NbGraderException as error:
        raise LessonError(root / "nbgrader_config.py", 1, f"nbgrader made no release: {error}") from error


def _write(root: Path, texts: Mapping[Path, str]) -> list[Path]:
    """Write what differs below the root, and say which files that were."""
    return [root / path for path, text in texts.items() if write_whole(root / path, text)]


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


# What others call -------------------------------------------------------------------------------------


def build(root: Path) -> list[Path]:
    """Bring `build/source` and `notebooks` up to date; the released notebooks that changed.

    The notebook of a lesson that is gone goes too. LessonError, and nothing changed, where a lesson is wrong.
    """
    sources, releases = _notebooks(root, hidden_seed(root / "grading"))
    # nbgrader copies all that lies beside a source notebook into the release: nothing else may lie there.
    shutil.rmtree(root / SOURCES, ignore_errors=True)
    for path in _orphans(root, releases):
        (root / path).unlink()
        if not any((root / path).parent.iterdir()):
            (root / path).parent.rmdir()
    _write(root, sources)
    return _write(root, releases)


def stale(root: Path) -> list[str]:
    """What differs between `notebooks` and a fresh build, in sentences; empty when nothing does."""
    _, releases = _notebooks(root, seed=0)
    differing = [path for path, text in releases.items() if not _holds(root / path, text)]
    return [
        *(f"{path.as_posix()} is not what solutions/{path.stem}.py builds." for path in differing),
        *(f"{path.as_posix()} has no lesson any more." for path in _orphans(root, releases)),
    ]


def _orphans(root: Path, releases: Mapping[Path, str]) -> list[Path]:
    """The built notebooks, below the root, whose lesson is gone."""
    found = [path.relative_to(root) for path in sorted(root.glob(f"{RELEASES}/*/*.ipynb"))]
    return [path for path in found if path.stem == path.parent.name and path not in releases]


def hidden_seed(grading: Path) -> int:
    """The seed of the hidden cases, drawn once and kept with the gradebook, in the folder `grading`."""
    path = grading / "seed"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{secrets.randbits(62)}\n", encoding="utf-8")
    text = path.read_text(encoding="utf-8").strip()
    if not text.isdecimal():
        raise LessonError(path, 1, f"expected the seed of the hidden cases, a whole number, got {text!r}.")
    return int(text)


def leaks(folder: Path, root: Path) -> list[str]:
    """What learners must not get, but find in the release `folder`, in sentences; empty when it is clean."""
    expected = {Path(name, f"{name}.ipynb") for name in lessons(root)}
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_symlink():
            found.append(f"{name.as_posix()} is a link.")
        elif path.is_file() and name not in expected:
            found.append(f"{name.as_posix()} does not belong in a release.")
        elif path.is_file():
            found += [f"{name.as_posix()} {leak}." for leak in _leaks_of(path, root)]
    return found


def _leaks_of(path: Path, root: Path) -> Iterator[str]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    lines = {line.strip() for text in _strings(notebook) for line in text.splitlines()}
    for cell in notebook["cells"]:
        if cell.get("outputs"):
            yield f"holds the output of cell {cell['id']}"
        if cell.get("execution_count") is not None:
            yield f"counts the runs of cell {cell['id']}"
    parts = [cell.split() for cell in read(path.stem, root)]
    told = [
        *setup_text().splitlines(),
        "raise NotImplementedError()",
        "",
        *(line for seen, _ in parts for line in seen),
    ]
    solution = {line.strip() for _, hidden in parts for line in hidden} - {line.strip() for line in told}
    for line in sorted(lines):
        if line in solution:
            yield f"tells a line of a solution, {line!r}"
        if "BEGIN SOLUTION" in line or "HIDDEN TESTS" in line or re.match(r"check\(.*seed=", line):
            yield f"tells what only graders see, {line!r}"


def _strings(value: Any) -> Iterator[str]:
    """Every text in a piece of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def solved(chapter: str, root: Path, demos: bool = False) -> dict[str, Any]:
    """The names that a solved lesson defines: its plain and exercise cells (and demos), run in order."""
    return _run(source_notebook(read(chapter, root)), f"{chapter}, solved", demos)


def solutions(chapter: str, root: Path) -> dict[str, str]:
    """The solved exercise cells of a lesson, by the names of the exercises."""
    return {cell.name: cell.source for cell in read(chapter, root) if cell.kind == "exercise"}


def stubs(chapter: str, root: Path) -> dict[str, Any]:
    """The names that the release of a chapter defines before anything is solved."""
    import nbformat

    path = root / RELEASES / chapter / f"{chapter}.ipynb"
    return _run(nbformat.read(path, as_version=4), f"{chapter}, released")


def _run(notebook: Any, label: str, demos: bool = False) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebook.cells:
        if Role.of(cell).kind in ("code", "exercise", *(("demo",) if demos else ())):
            name = f"<{label}: {cell.id}>"
            # Where inspect.getsource and tracebacks look for the lines of code that is in no file.
            linecache.cache[name] = (len(cell.source), None, cell.source.splitlines(keepends=True), name)
            exec(compile(cell.source, name, "exec"), namespace)
    return namespace
