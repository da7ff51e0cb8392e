"""Where an error comes from: the line of the learner's own code that led to it."""

from __future__ import annotations

import os
import sysconfig
import traceback

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DRIVE = "<drive>"  # stands for the file of a drive, in tracebacks
LIBRARIES = tuple({sysconfig.get_path(key) for key in ("stdlib", "platstdlib", "purelib", "platlib")})


def learners_line(error: BaseException) -> traceback.FrameSummary | None:
    """The innermost line of the learner's own code on the way to an error, or None."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_learners(frame.filename)]
    return frames[-1] if frames else None


def came_after(error: BaseException) -> bool:
    """Whether an error is the drive's, which uses what the learner's code gave, and not of that code."""
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    if DRIVE not in files:
        return False
    after = files[len(files) - files[::-1].index(DRIVE) :]
    return all(file.startswith(("<frozen", *LIBRARIES)) for file in after)


def _is_learners(filename: str) -> bool:
    return not filename.startswith(("<frozen", DRIVE, PACKAGE, *LIBRARIES))
