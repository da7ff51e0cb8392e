"""The coordinator: it takes submissions in, has them run by others, and alone writes the gradebook.

What is done is kept at once, so that a run that was interrupted goes on where it stopped, and a repeated one
finds nothing to do.
"""

from __future__ import annotations

import hashlib
import json
import logging
import multiprocessing
import os
import signal
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde, BaseConverter, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from .. import lessons
from . import marks, sandbox, session
from .desk import Desk
from .intake import Refused, Submission
from .preprocessor import reading
from .report import Report
from .results import key, write
from .session import Job, Result

Track = Callable[[Iterable[Any], str, int], Iterable[Any]]
Recorded = tuple[Submission, Result, bool]  # True where the marks were written just now


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
    submissions : a folder of submissions; where nbgrader's `submitted_directory` is meant, None.
    regrade : run again what has run.
    feedback : write nbgrader's feedback for each student.
    sandboxed : False runs submissions with your own rights.
    workers : submissions that run at the same time; one for each core where None.
    executor : runs them instead of processes here, e.g. `dask.distributed.Client().get_executor()`.
    track : wraps an iterable to show how far it is, as `rich.progress.track` does.
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

    def run(self) -> Report:
        """Grade; what came of it.

        Raises
        ------
        SandboxMissing
            There is no sandbox to be had here, and it was not waived.
        NothingHandedIn
            There is no submission.
        Stopped
            By Control-C; what is done is kept.
        """
        if self.sandboxed:
            sandbox.require()
        report = Report(self.chapter)
        accepted = self._take_in(report)
        if accepted:
            self._enter_assignment()
        recorded: list[Recorded] = []
        try:
            for one in self._each(accepted, report):
                recorded.append(one)
        except KeyboardInterrupt:
            raise Stopped(len(recorded), len(accepted)) from None
        found = marks.read(self.coursedir, self.chapter)
        for submission, result, is_new in recorded:
            report.add(submission, result, found[submission.student], is_new)
        report.keep(found)
        return report

    def _each(self, accepted: dict[str, Submission], report: Report) -> Iterator[Recorded]:
        """Run and record the submissions; those that fail here are reported."""
        jobs = {student: self._job(submission) for student, submission in accepted.items()}
        done = self._run({key(job): job for job in jobs.values()})
        students: dict[str, list[str]] = {}
        for student, job in jobs.items():
            students.setdefault(key(job), []).append(student)
        for name, outcome in self.track(done, f"Grading {self.chapter}", len(students)):
            for student in students[name]:
                try:
                    if isinstance(outcome, Exception):
                        raise outcome
                    yield accepted[student], outcome, self._conclude(accepted[student], name)
                except Exception as error:  # whatever is stumbled over is this student's alone
                    report.fail(student, f"{type(error).__name__}: {error}")

    # What is there

    @cached_property
    def config(self) -> Config:
        """The configuration of nbgrader, from nbgrader_config.py."""
        config = PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()
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

    @cached_property
    def desk(self) -> Desk:
        """Where submissions are handed in."""
        return Desk.of(self.coursedir, self.chapter)

    @property
    def _source(self) -> Path:
        return self.root / self.coursedir.source_directory / self.chapter / f"{self.chapter}.ipynb"

    @property
    def _release(self) -> Path:
        return self.desk.release / self.chapter / f"{self.chapter}.ipynb"

    def _job(self, submission: Submission) -> Job:
        return Job(
            submission.text, self.chapter, lessons.hidden_seed(self.desk.grading), sandboxed=self.sandboxed
        )

    def _mark(self, name: str) -> Path:
        """The file that says what was recorded last of a student, or of the assignment."""
        return self.desk.grading / "recorded" / self.chapter / name

    # Before: the assignment and the submissions

    def _enter_assignment(self) -> None:
        """Put the chapter into the gradebook, as nbgrader does it, where it is missing or has changed."""
        digest, mark = hashlib.sha256(self._source.read_bytes()).hexdigest(), self._mark(".assignment")
        if _reads(mark) == digest and marks.is_entered(self.coursedir, self.chapter):
            return
        with tempfile.TemporaryDirectory() as folder:
            self._convert(GenerateAssignment, release_directory=folder)
        write(mark, digest)

    def _take_in(self, report: Report) -> dict[str, Submission]:
        """Pass every submission through the intake: those accepted by student; the others are reported."""
        folder = self.submissions or self.root / self.coursedir.submitted_directory
        handed_in = self.desk.handed_in(folder)
        if not self._source.exists() or not self._release.exists():
            lessons.build(self.root)
        self.desk.grading.mkdir(parents=True, exist_ok=True)
        accepted: dict[str, Submission] = {}
        for student, path in handed_in:
            try:
                if student in accepted:
                    raise Refused("has the name of another submission")
                accepted[student] = self.desk.accept(student, path, below=folder)
            except Refused as refused:
                report.refuse(student, str(refused))
        return accepted

    # In between: the runs

    def _run(self, jobs: dict[str, Job]) -> Iterator[tuple[str, Result | Exception]]:
        """What came of each job, those that ran before first; every result is kept before it is told."""
        results = self.desk.results
        kept = {} if self.regrade else {name: results.get(job) for name, job in jobs.items()}
        missing = {name: job for name, job in jobs.items() if kept.get(name) is None}
        yield from ((name, result) for name, result in kept.items() if result)
        for name, outcome in self._outcomes(missing):
            if isinstance(outcome, Result):
                results.put(jobs[name], outcome)
            yield name, outcome

    def _outcomes(self, jobs: dict[str, Job]) -> Iterator[tuple[str, Result | Exception]]:
        if self.executor:
            yield from _outcomes(self.executor, jobs)
        elif jobs:
            yield from self._outcomes_here(jobs)

    def _outcomes_here(self, jobs: dict[str, Job]) -> Iterator[tuple[str, Result | Exception]]:
        broken = {}
        with _processes(min(self.workers or os.cpu_count() or 1, len(jobs))) as pool:
            for name, outcome in _outcomes(pool, jobs):
                if isinstance(outcome, BrokenProcessPool):
                    broken[name] = jobs[name]
                else:
                    yield name, outcome
        for name, job in broken.items():  # one of them ended its process; alone, each harms but itself
            with _processes(1) as pool:
                yield from _outcomes(pool, {name: job})

    # After: the gradebook, which nobody else writes

    def _conclude(self, submission: Submission, name: str) -> bool:
        """Record a submission that was run, and give feedback where asked; whether its marks are new."""
        is_new = self._record(submission, name)
        if self.feedback:
            self._convert(GenerateFeedback, student_id=submission.student)
        return is_new

    def _record(self, submission: Submission, name: str) -> bool:
        """Write the marks of a student, where those of this very submission are not written yet."""
        student = submission.student
        state = json.dumps([name, self.desk.time(student), submission.mended])
        mark = self._mark(f"{student}.json")
        autograded = self.coursedir.format_path(self.coursedir.autograded_directory, student, self.chapter)
        if _reads(mark) == state and Path(autograded).exists() and not self.regrade:
            return False
        mark.unlink(missing_ok=True)
        self._convert(Autograde, student_id=student, submitted_directory=str(self.desk.accepted))
        write(mark, state)
        return True

    def _convert(self, converter: type[BaseConverter], **changed: str) -> None:
        """Run one of nbgrader's converters here, over what was there; its complaints become the exception."""
        told = _Told()
        log = logging.getLogger(f"{__name__}.{id(told)}")
        log.propagate = False
        log.addHandler(told)
        coursedir = reading(self.coursedir, **changed)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SAWarning)  # nbgrader's queries flush early
                converter(coursedir=coursedir, config=self.config, log=log, force=True).start()
        except Exception as error:
            raise RuntimeError(f"nbgrader: {told.last or error}") from error


class _Told(logging.Handler):
    """Keeps the last line of the last error that was logged."""

    last = ""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        *_, self.last = record.getMessage().strip().splitlines() or [""]


def _reads(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _outcomes(executor: Executor, jobs: dict[str, Job]) -> Iterator[tuple[str, Result | Exception]]:
    """What came of each job, in the order in which they end."""
    futures = {executor.submit(session.run, job): name for name, job in jobs.items()}
    for future in as_completed(futures):
        error = future.exception()
        if error is not None and not isinstance(error, Exception):
            raise error
        yield futures[future], error or future.result()


@contextmanager
def _processes(workers: int) -> Iterator[Executor]:
    """A pool of processes that ends with this one, however that ends."""
    others = set(multiprocessing.active_children())
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=spawn, initializer=_follow_parent)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.kill()
        raise
    pool.shutdown()


def _follow_parent() -> None:
    """End with the parent, and only with it, though Control-C reaches both."""
    signal.signal(signal.SIGINT, lambda *_: None)  # a handler: unlike SIG_IGN, kernels do not inherit it
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
