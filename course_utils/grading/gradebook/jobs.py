"""The job that a submission becomes: the same one, whichever command grades it."""

from __future__ import annotations

from pathlib import Path

from ... import lessons
from ..intake.inbox import Inbox
from ..job import Job


def job_for(notebook: str, inbox: Inbox, root: Path, sandboxed: bool, follow_through: bool) -> Job:
    """The job to run a submission.

    Parameters
    ----------
    notebook : the submission as the intake made it (JSON).
    inbox : of its chapter.
    root : the folder of the course.
    sandboxed : False runs it with your own rights.
    follow_through : whether an answer that rests on a wrong one is judged with a right one, too.
    """
    return Job(
        notebook,
        inbox.chapter,
        lessons.hidden_seed(inbox.grading),
        sandboxed=sandboxed,
        solutions=lessons.solutions(inbox.chapter, root) if follow_through else {},
    )
