"""The coordinator: it takes submissions in, has them run by others, and alone writes the gradebook.

Each result is kept at once, so that a run that was interrupted continues where it stopped, and a repeated run
has nothing to do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat.v4 import new_notebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from ... import lessons
from ..intake.inbox import Inbox
from ..intake.records import Records
from ..intake.submission import Submission
from ..job import Job, JobResult
from ..sandbox import bubblewrap, scratch
from . import book, handing_back, marks, pages, pool, turns
from .jobs import job_for
from .marks import Standing
from .recording import Recording
from .report import Report
from .results import Results, key
from .taking_in import TakingIn

Track = Callable[[Iterable[Any], str, int], Iterable[Any]]
Outcomes = Generator[tuple[str, pool.Outcome], None, None]
Recorded = tuple[Submission, JobResult, bool]  # True where the marks were written just now


class Stopped(Exception):
    """Grading was stopped by Control-C; the message says how far it was."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(f"Stopped; {done} of {total} are kept, the same command goes on.")


def _silently(things: Iterable[Any], description: str, total: int) -> Iterable[Any]:
    return things


@dataclass(frozen=True)
class Grading:
    """One chapter to grade, and how.

    Parameters
    ----------
    chapter : e.g. "01_filters".
    root : the folder of the course; its nbgrader_config.py says where the gradebook and all else lie.
    submissions : a folder or a ZIP archive; None for nbgrader's `submitted_directory`.
    regrade : run all submissions again.
    feedback : write nbgrader's feedback for each student.
    sandboxed : False runs submissions with your own rights.
    workers : submissions that run at the same time; None for one for each core.
    executor : runs them instead of processes here, e.g. `dask.distributed.Client().get_executor()`.
    track : wraps an iterable to show how far it is, as `rich.progress.track` does.
    records : the platform's records about submissions.
    student : the only one to grade, by number or name; empty for all.
    """

    chapter: str
    root: Path
    submissions: Path | None = None
    regrade: bool = False
    feedback: bool = False
    sandboxed: bool = True
    workers: int | None = None
    executor: Executor | None = None
    track: Track = field(default=_silently)
    records: Records = field(default_factory=Records)
    student: str = ""

    def run(self) -> Report:
        """Grade, and report.

        Raises
        ------
        SandboxMissing
            No sandbox can be made here, and one is wanted.
        NothingHandedIn
            There is no submission.
        Stopped
            Control-C was pressed; what is done is kept.
        Busy
            Another run grades in the same folder.
        Unusable
            The gradebook is damaged, locked or cannot be written.
        """
        if self.sandboxed:
            bubblewrap.require()
        accepted: dict[str, Submission] = {}
        recorded: list[Recorded] = []
        with turns.held(self.inbox.grading), turns.interruptible() as heed:
            try:
                return self._graded(accepted, recorded, heed)
            except KeyboardInterrupt:
                raise Stopped(len(recorded), len(accepted)) from None

    def _graded(self, accepted: dict[str, Submission], recorded: list[Recorded], heed: pool.Heed) -> Report:
        """Fill `accepted` and `recorded`, and report."""
        scratch.sweep()
        report = Report(self.chapter)
        accepted |= self._take_in(report)
        with book.kept_open(self.coursedir):
            return self._recorded(accepted, recorded, report, heed)

    def _recorded(
        self,
        accepted: dict[str, Submission],
        recorded: list[Recorded],
        report: Report,
        heed: pool.Heed,
    ) -> Report:
        """Fill `recorded`, and the report."""
        if accepted:
            self.enter_assignment()
            before = marks.standing(self.coursedir, self.chapter)
            recorded.extend(self._each(accepted, report, before, heed))
            if self.feedback:
                self._give_back(recorded, report, before, heed)
        found, students = marks.read(self.coursedir, self.chapter)
        for submission, result, is_new in recorded:
            handed_in_at = self.inbox.time(submission.student).removesuffix("\n")
            report.add(submission, result, found[submission.student], is_new, handed_in_at)
        if self.student:
            students = {name: called for name, called in students.items() if name in accepted}
        report.compare(found, students)
        if self.feedback and report.refused:
            book.require(self.coursedir)
            for student in handing_back.write_refusals(report, self.feedback_folder):
                self._recording.forget_page(student)
        return report

    def enter_assignment(self) -> None:
        """Put the chapter into the gradebook, as nbgrader does it, where it is missing or has changed."""
        self._recording.enter(self._source)

    def _each(
        self, accepted: dict[str, Submission], report: Report, before: Standing, heed: pool.Heed
    ) -> Iterator[Recorded]:
        """Run and record the submissions; those that fail here are reported."""
        jobs: dict[str, Job] = {}
        students: dict[str, list[str]] = {}
        for student, submission in accepted.items():
            name = key(job := self._job(submission))
            jobs[name] = job
            accepted[student] = replace(submission, notebook=new_notebook())  # those of a class are large
            students.setdefault(name, []).append(student)
        with closing(self._run(jobs, heed)) as done:
            for name, outcome in self.track(done, f"Grading {self.chapter}", len(students)):
                for student in students[name]:
                    try:
                        if isinstance(outcome, Exception):
                            raise outcome
                        is_new = self._recording.record(accepted[student], name, outcome, before)
                        yield accepted[student], replace(outcome, notebook=""), is_new
                    except Exception as error:  # whatever goes wrong here is this student's alone
                        report.fail(student, f"{type(error).__name__}: {error}")

    # What is there

    @cached_property
    def config(self) -> Config:
        """The configuration of nbgrader, from nbgrader_config.py."""
        config = pages.configuration(self.root)
        config.merge(Config({"Judge": {"sandboxed": self.sandboxed}}))
        return config

    @cached_property
    def coursedir(self) -> CourseDirectory:
        """Where nbgrader finds everything."""
        return CourseDirectory(config=self.config, assignment_id=self.chapter)

    @property
    def feedback_folder(self) -> Path:
        """Where the feedback is written."""
        return self.root / self.coursedir.feedback_directory

    @property
    def _workers(self) -> int:
        return self.workers or os.cpu_count() or 1

    @cached_property
    def inbox(self) -> Inbox:
        """Where accepted submissions lie."""
        return Inbox.of(self.coursedir, self.chapter)

    @property
    def _source(self) -> Path:
        return self.root / self.coursedir.source_directory / self.chapter / f"{self.chapter}.ipynb"

    @property
    def _release(self) -> Path:
        return self.inbox.release / self.chapter / f"{self.chapter}.ipynb"

    def _job(self, submission: Submission) -> Job:
        follow_through = self.config.Judge.get("follow_through", False)
        return job_for(submission.text, self.inbox, self.root, self.sandboxed, follow_through)

    # Before: the submissions

    def _take_in(self, report: Report) -> dict[str, Submission]:
        """Pass every submission through the intake: those accepted by student; the others are reported."""
        collected = self.root / self.coursedir.submitted_directory
        place = self.submissions or collected
        is_nbgraders = place.resolve() == collected.resolve()
        taking_in = TakingIn(place, self.inbox, self.records, self.student, is_nbgraders)
        return taking_in.run(report, self._prepare)

    def _prepare(self) -> None:
        if not self._source.exists() or not self._release.exists():
            lessons.build(self.root)
        self.inbox.grading.mkdir(parents=True, exist_ok=True)

    # In between: the runs

    def _run(self, jobs: dict[str, Job], heed: pool.Heed) -> Outcomes:
        """The outcome of each job, those that ran before first; each result is kept before it is returned."""
        results = Results(self.inbox.grading, self.chapter)
        missing: dict[str, Job] = {}
        for name, job in jobs.items():
            if not self.regrade and (result := results.get(name)):
                yield name, result
            else:
                missing[name] = job
        for name, outcome in self._outcomes(missing, heed):
            if isinstance(outcome, JobResult):
                results.put(name, outcome)
            yield name, outcome

    def _outcomes(self, jobs: dict[str, Job], heed: pool.Heed) -> Outcomes:
        if self.executor:
            yield from pool.outcomes(self.executor, jobs, heed)
        elif jobs:
            yield from pool.outcomes_here(self._workers, jobs, heed)

    # After: the gradebook, which nobody else writes

    @cached_property
    def _recording(self) -> Recording:
        return Recording(self.coursedir, self.config, self.inbox, self.regrade)

    def _give_back(self, recorded: list[Recorded], report: Report, before: Standing, heed: pool.Heed) -> None:
        """Write the pages that have changed, when all marks are written."""
        due = [
            one.student
            for one, _, is_new in recorded
            if self._recording.is_page_due(one.student, before, is_new)
        ]
        written: list[str] = []
        try:
            with closing(pages.write_all(self.root, self.chapter, due, self._workers, heed)) as done:
                for student, error in self.track(done, "Writing pages", len(due)):
                    if error:
                        report.fail(student, f"{type(error).__name__}: {error}")
                    else:
                        written.append(student)
        finally:
            self._recording.remember_pages(written)
        recorded[:] = [one for one in recorded if one[0].student not in report.failed]
