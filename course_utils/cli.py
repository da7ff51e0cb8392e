"""The `course` command: everything that a person can do with the course in a terminal."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import cli_grading, data_sets, terminal
from .terminal import AsJson, Trouble

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from rich.table import Table

    from .checks import Chapter
    from .runner import ExerciseResult
    from .workspace import Change

app = typer.Typer(
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Work through the course: open the lessons, check your answers, see how far you are.",
)

app.add_typer(data_sets.app, name="data")
app.add_typer(cli_grading.app)

OUTCOMES = {"passed": "green", "wrong": "red", "not attempted": "dim", "no result": "yellow"}
STATES = {"good": "green", "missing": "red", "optional": "yellow"}


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status: 0 is yes, 1 is no, 2 is a command that could not be run."""
    return terminal.run(app, "course", arguments)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(
    context: typer.Context,
    work: Annotated[
        Path | None, typer.Option(help="Your working copy; by default work/ in the course's folder.")
    ] = None,
) -> None:
    """Open JupyterLab on the first lesson, in your own working copy.

    Your work is never overwritten: if there is a new release of a lesson that you have changed, it is saved
    beside your copy. All other options are passed on to JupyterLab: --no-browser, --port 9000, --ip 0.0.0.0.
    """
    from . import workspace

    if find_spec("jupyterlab") is None:
        raise Trouble("JupyterLab is not installed. Run `make setup`, or `python -m pip install jupyterlab`.")
    course = terminal.course()
    lessons = sorted((course / "notebooks").glob("*/*.ipynb"))
    if not lessons:
        raise Trouble(f"{course / 'notebooks'} contains no lessons. Run `make build`.")
    work = (work or course / "work").resolve()
    changes = workspace.refresh(course / "notebooks", work)
    for line in _told(changes, work):
        print(line)
    for old, new in workspace.renamed(work).items():
        print(f"The lesson {old} is now called {new}; your notebooks in {work / old} stay where they are.")
    print(f"Your working copy is {work}. Press Control-C to stop JupyterLab.")
    first = lessons[0].relative_to(course / "notebooks").as_posix()
    start_lab(work, first, context.args)


@app.command()
def check(
    chapter: Annotated[
        str | None, typer.Argument(help="01_filters, 1, filters or a notebook; by default all.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run your notebooks from top to bottom in a fresh kernel, and show which exercises pass.

    The command looks for notebooks in the current folder, then in your working copy. It skips demo cells, and
    changes neither your notebooks nor your progress. The exit status is 0 only if every exercise passed.
    """
    from . import runner

    reports = []
    for path in _notebooks(chapter):
        try:
            notebook = runner.read(path)
        except runner.NotebookError as error:
            raise Trouble(str(error)) from error
        exercises = [(exercise.name, exercise.points) for exercise in _chapter_in(path, notebook).exercises]
        if not as_json:
            print(f"Running {path} in a fresh kernel ...", file=sys.stderr)
        results = runner.run(notebook, path.parent.resolve()).results(exercises)
        reports.append(_report(path, results))
        if not as_json:
            terminal.show(_results_table(results))
    passed = all(report["passed"] for report in reports)
    if as_json:
        terminal.print_json({"passed": passed, "notebooks": reports})
    raise typer.Exit(0 if passed else 1)


@app.command()
def progress(as_json: AsJson = False) -> None:
    """Show your progress: every exercise with your best result, and the next one to do."""
    from . import exercises, tables
    from .checks.progress import FILE, Record, default_path
    from .workspace import course_folder

    path, course = default_path(), course_folder(Path.cwd())
    if path and course and not path.exists():
        path = course / "work" / FILE
    table = tables.Progress(tuple(exercises.chapters().values()), Record(path))
    if as_json:
        terminal.print_json(table.as_dict())
    else:
        print(table)


@app.command()
def exercises(
    chapter: Annotated[
        str | None, typer.Argument(help="01_filters, 1 or filters: list its mistakes, too.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List every exercise: points, cases, hints, and the mistakes that its check can name."""
    from .exercises import chapters

    wanted = [chapters()[terminal.chapter_called(chapter)]] if chapter else chapters().values()
    rows: list[dict[str, Any]] = [
        {
            "chapter": one.name,
            "exercise": exercise.name,
            "points": exercise.points,
            "cases": len(exercise.cases),
            "misconceptions": [misconception.name for misconception in exercise.misconceptions],
            "hints": len(exercise.hints),
        }
        for one in wanted
        for exercise in one.exercises
    ]
    if as_json:
        terminal.print_json(rows)
        return
    table = terminal.table("Chapter", "Exercise", "Points", "Cases", "Hints", "Mistakes")
    for row in rows:
        numbers = (f"{row[key]:g}" for key in ("points", "cases", "hints"))
        known = row["misconceptions"]
        mistakes = "; ".join(known) if chapter else str(len(known))
        table.add_row(row["chapter"], row["exercise"], *numbers, mistakes)
    terminal.show(table)


@app.command()
def build(
    verify: Annotated[
        bool, typer.Option("--check", help="Write nothing; say what is stale, and what reveals a solution.")
    ] = False,
) -> None:
    """Build the notebooks from solutions/*.py; this is for authors of the course.

    With --check the exit status is 1 if notebooks/ is not up to date, or reveals a solution.
    """
    from . import lessons

    course = terminal.course()
    try:
        with terminal.needed_by("the build"):
            if verify:
                said = lessons.stale(course) + lessons.leaks(course / "notebooks", course)
            else:
                said = [f"wrote {path.relative_to(course)}" for path in lessons.build(course)]
    except lessons.LessonError as error:
        raise Trouble(str(error)) from error
    print("\n".join(said or ["notebooks/ is up to date with solutions/."]))
    raise typer.Exit(1 if verify and said else 0)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Look for everything that the course needs on this machine, and show how to install what is missing.

    The exit status is 1 if something is missing that the lessons need.
    """
    from .doctor import examine

    findings = list(examine(Path.cwd()))
    if as_json:
        terminal.print_json([dataclasses.asdict(finding) for finding in findings])
    else:
        table = terminal.table("What", "State", "Found")
        for finding in findings:
            table.add_row(finding.name, terminal.styled(finding.state, STATES[finding.state]), finding.says)
            if finding.mend:
                table.add_row("", "", terminal.styled(finding.mend, "bold"))
        terminal.show(table)
    raise typer.Exit(1 if any(finding.state == "missing" for finding in findings) else 0)


# The learner's files ------------------------------------------------------------------------------------


def _told(changes: list[Change], work: Path) -> list[str]:
    """Return what a learner should know about changes to the working copy, one line each."""
    says = {
        "new": "new: {}",
        "updated": "updated to the new release: {}",
        "offered": "there is a new release of a lesson that you have changed; it is beside yours: {}",
    }
    return [says[change.what].format(change.path.relative_to(work)) for change in changes]


def start_lab(work: Path, first: str, options: list[str]) -> None:
    """Run JupyterLab in this process until it is stopped, with the lesson `first` of `work` open."""
    from jupyterlab.labapp import LabApp

    bin_folder = sysconfig.get_path("scripts")  # nbgrader's buttons start its commands by name
    os.environ["PATH"] = os.pathsep.join((bin_folder, os.environ.get("PATH", "")))
    learners = str(
        Path(__file__).parent / "jupyter"
    )  # hides what only instructors need: labconfig/page_config.json
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join((learners, os.environ.get("JUPYTER_CONFIG_PATH", "")))
    as_root = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={work}",
            f"--LabApp.default_url=/lab/tree/{first}",
            "--ServerApp.log_level=ERROR",  # the address is still shown
            "--LabApp.log_level=ERROR",
            *as_root,
            *options,
        ]
    )


def _notebooks(chapter: str | None) -> list[Path]:
    """Return the learner's notebooks that the argument of `course check` refers to."""
    if chapter and (chapter.endswith(".ipynb") or os.sep in chapter or Path(chapter).is_file()):
        return [Path(chapter)]
    from .exercises import chapters
    from .workspace import course_folder

    names = [terminal.chapter_called(chapter)] if chapter else list(chapters())
    course = course_folder(Path.cwd())
    folders = [Path(), *([course / "work"] if course else [])]
    for folder in folders:
        places = [folder / place for name in names for place in (f"{name}.ipynb", f"{name}/{name}.ipynb")]
        if found := [place for place in places if place.is_file()]:
            return found
    looked = " or ".join(str(folder.resolve()) for folder in folders)
    raise Trouble(
        f"there is no notebook of {', '.join(names)} in {looked}. `course lab` makes your working copy."
    )


def _chapter_in(path: Path, notebook: NotebookNode) -> Chapter:
    """Return the chapter whose exercises a notebook contains, whatever the name of its file."""
    from .exercises import chapter_of, chapters
    from .runner import checked

    for name in checked(notebook):
        with contextlib.suppress(LookupError):
            return chapter_of(name)
    if path.stem in chapters():
        return chapters()[path.stem]
    raise Trouble(f"{path} has no check of this course: no cell has the nbgrader metadata of a check.")


# What is printed ----------------------------------------------------------------------------------------


def _report(path: Path, results: list[ExerciseResult]) -> dict[str, Any]:
    return {
        "notebook": str(path),
        "passed": all(result.outcome == "passed" for result in results),
        "points": sum(result.points for result in results),
        "out_of": sum(result.out_of for result in results),
        "exercises": [dataclasses.asdict(result) for result in results],
    }


def _results_table(results: list[ExerciseResult]) -> Table:
    table = terminal.table("Exercise", "Points", "Outcome", "Mistake")
    for result in results:
        detail = None if result.outcome == "not attempted" else result.detail  # the outcome says enough
        note = terminal.styled(result.mistake, "bold") if result.mistake else detail
        points = f"{result.points:g} of {result.out_of:g}"
        table.add_row(
            result.exercise, points, terminal.styled(result.outcome, OUTCOMES[result.outcome]), note
        )
    earned, out_of = sum(result.points for result in results), sum(result.out_of for result in results)
    table.add_section()
    table.add_row("all", f"{earned:g} of {out_of:g}", "", "")
    return table


if __name__ == "__main__":
    sys.exit(main())
