"""The job of a submission: the same one, whichever command grades it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from nbformat.v4 import reads  # without validation: the intake has made it

from ... import lessons
from ...cells import Role
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
    follow_through : whether an answer that calls a wrong one is judged with a right one, too.
    """
    return Job(
        notebook,
        inbox.chapter,
        seed_for(notebook, lessons.hidden_seed(inbox.grading)),
        sandboxed=sandboxed,
        solutions=lessons.solutions(inbox.chapter, root) if follow_through else {},
    )


def seed_for(notebook: str, secret: int) -> int:
    """The seed of a submission's hidden cases: equal code gets equal cases, and other code gets others.

    So a student who reads the cases in a page of feedback, and hands in code with their answers, gets other
    cases. Without the secret nobody can predict them.
    """
    cells = reads(notebook).cells
    own = [cell.source for cell in cells if cell.cell_type == "code" and Role.of(cell).kind != "check"]
    return int.from_bytes(hashlib.sha256(json.dumps([secret, own]).encode()).digest()[:7])
