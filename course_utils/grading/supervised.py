"""One submission, run in its own process with a deadline; points that were earned stay."""

from __future__ import annotations

import time
from functools import partial

from . import preparation, session
from .apart.client import TookTooLong, call
from .assembly import assembled
from .job import Job, JobResult


def run(job: Job) -> JobResult:
    """Run one submission and judge it, whatever it does to the process that talks to its kernel.

    Raises
    ------
    SandboxMissing
        No sandbox can be made here.
    RuntimeError
        The process that ran it was ended from outside.
    """
    start, end = time.monotonic(), ""
    before = partial(preparation.warm_up, job.chapter, job.sandboxed)
    seconds = job.bounds.total * (2 if job.solutions else 1) + job.bounds.beyond
    try:
        parts = call(session.parts, job, seconds=seconds, before=before)
    except TookTooLong as late:
        parts, end = late.parts, "the grading of it took too long"
    return assembled(job, parts, start, end)
