"""`course grade` and `course extend`: the commands of an instructor."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import terminal
from .terminal import AsJson, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .grading.gradebook.report import Report

app = typer.Typer()

Chapter = Annotated[str, typer.Argument(help="01_filters, 1 or filters.")]


@app.command()
def grade(
    chapter: Chapter,
    submissions: Annotated[
        Path | None,
        typer.Option(
            help="A folder of submissions, or a platform's ZIP archive; by default grading/submitted.",
            exists=True,
        ),
    ] = None,
    times: Annotated[
        Path | None,
        typer.Option(help="A table (CSV) of when students handed in.", exists=True, dir_okay=False),
    ] = None,
    zone: Annotated[
        str, typer.Option(help="The time zone of times without one, e.g. Europe/Berlin.")
    ] = "UTC",
    groups: Annotated[
        Path | None,
        typer.Option(help="A table (CSV) of groups and their students.", exists=True, dir_okay=False),
    ] = None,
    student: Annotated[str, typer.Option(help="Grade this student only, by number or name.")] = "",
    regrade: Annotated[bool, typer.Option("--regrade", help="Run all submissions again.")] = False,
    feedback: Annotated[bool, typer.Option("--feedback", help="Write a page for each student.")] = False,
    marks: Annotated[
        Path | None, typer.Option(help="Write the marks of each exercise: a file .csv or .json.")
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option("--report", help="Write a page about the whole class: a file .html."),
    ] = None,
    archive: Annotated[
        Path | None,
        typer.Option("--zip", help="Write the pages of feedback into a ZIP archive for the platform."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Submissions that run at the same time; by default one for each core.", min=1),
    ] = None,
    scheduler: Annotated[
        str, typer.Option(help="Run submissions on the workers of a Dask cluster, e.g. tcp://10.0.0.1:8786.")
    ] = "",
    as_json: AsJson = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe-no-sandbox", help="Run submissions with your own rights.")
    ] = False,
) -> None:
    """Grade the submissions of a chapter, each in a sandbox, and write the marks into nbgrader's gradebook.

    A run that was stopped continues where it stopped; a submission that has not changed does not run again.
    The exit status is 1 if a submission could have been graded and was not. See docs/instructors.md.
    """
    course, name = terminal.course(), terminal.chapter_called(chapter)
    from .lessons import LessonError

    with terminal.needed_by("grading"):
        from .files import write_whole
        from .grading.gradebook import cluster, dashboard, handing_back, overlap, sheets
        from .grading.gradebook.book import Unusable
        from .grading.gradebook.coordinator import Grading, Stopped
        from .grading.gradebook.plugins import RISK
        from .grading.gradebook.turns import Busy
        from .grading.intake import tables
        from .grading.intake.layouts import NothingHandedIn
        from .grading.intake.records import Records
        from .grading.sandbox.bubblewrap import SandboxMissing
    if unsafe:
        print(f"course: {RISK}", file=sys.stderr)
    try:
        records = Records(
            times=tables.times(times, zone) if times else {}, groups=tables.groups(groups) if groups else {}
        )
        with cluster.executor(scheduler) if scheduler else nullcontext() as executor:
            job = Grading(
                name,
                course,
                submissions,
                regrade,
                feedback or bool(archive),
                sandboxed=not unsafe,
                workers=workers,
                executor=executor,
                track=_tracked,
                records=records,
                student=student,
            )
            report = job.run()
    except (
        SandboxMissing, cluster.NoCluster, NothingHandedIn, Stopped, Busy, Unusable, LessonError,
        tables.Unreadable,
    ) as reason:  # fmt: skip
        raise Trouble(str(reason)) from reason
    if marks:
        sheets.write(report, marks)
    if page:
        write_whole(page, dashboard.page(report, overlap.within(report, job.inbox)))
        print(f"Report: {page}", file=sys.stderr)
    if archive:
        packed = handing_back.pack(report, job.feedback_folder, archive)
        print(f"{packed} pages in {archive}", file=sys.stderr)
    if as_json:
        terminal.print_json(report.as_dict())
    else:
        _show_report(report)
        if job.feedback:
            print(f"Feedback: {job.feedback_folder}")
    raise typer.Exit(1 if report.failed else 0)


@app.command()
def extend(
    chapter: Chapter,
    student: Annotated[str, typer.Argument(help="The student's number or name in the gradebook.")],
    days: Annotated[float, typer.Option(help="Days after the due date.")] = 0.0,
    hours: Annotated[float, typer.Option(help="Hours after the due date.")] = 0.0,
) -> None:
    """Give a student more time for a chapter; this replaces an earlier extension, and 0 days takes it back.

    The next `course grade` takes it into account, even for submissions that are graded already.
    """
    course, name = terminal.course(), terminal.chapter_called(chapter)
    with terminal.needed_by("grading"):
        from nbgrader.coursedir import CourseDirectory

        from .grading.gradebook import book, deadlines, marks, pages
    seconds = 86_400 * days + 3_600 * hours
    if not 0 <= seconds < 3_660 * deadlines.DAY:
        raise Trouble("expected between 0 days and 10 years.")
    coursedir = CourseDirectory(config=pages.configuration(course))
    try:
        book.require(coursedir)
        with book.opened(coursedir) as gradebook:
            deadlines.extend(gradebook, name, student, seconds)
            is_known = any(one.id == student for one in gradebook.students)
    except book.Unusable as reason:
        raise Trouble(str(reason)) from reason
    more = f"has {marks.span(seconds)} more" if seconds else "has as much time as everybody"
    unknown = "" if is_known else " (who is not in the gradebook yet)"
    print(f"{student}{unknown} {more} for {name}; run `course grade {name}`.")


def _show_report(report: Report) -> None:
    """Show the result of grading: a table of submissions, one of common mistakes, and a summary."""
    table = terminal.table("Submission", "Points", "", "What to know")
    for one in sorted(report.graded, key=lambda one: one.student):
        state = "" if one.is_new else "as before"
        table.add_row(report.called(one.student), str(one.mark), state, "\n".join(one.remarks))
    for state, style, causes in (("refused", "yellow", report.refused), ("failed", "red", report.failed)):
        for name, cause in causes.items():
            if name in report.kept:
                cause += f"\nthe mark of an earlier file is kept: {report.kept[name]}"
            table.add_row(report.called(name), "", terminal.styled(state, style), cause)
    terminal.show(table)
    if report.missed:
        often = terminal.table("Exercise", "Missed by", "Misconceptions, by how many")
        for name, times in report.missed:
            seen = [
                f"{mistake} ({by})" for exercise, mistake, by in report.misconceptions if exercise == name
            ]
            often.add_row(name, str(times), ", ".join(seen))
        terminal.show(often)
    print(report.summary)
    if report.missing:
        print(f"Nothing handed in by {', '.join(map(report.called, report.missing))}.")


def _tracked(things: Iterable[Any], description: str, total: int) -> Iterable[Any]:
    """Yield the things, while a progress bar on standard error shows how many are done."""
    from rich.console import Console
    from rich.progress import track

    return track(things, description, total, console=Console(stderr=True), transient=True)
