"""Helpers of the course: `guess`, `check` an answer, ask for a `hint`, see your `progress`, show a `demo`.

`mine` brings along what you wrote in an earlier lesson. `download_progress` and `upload_progress` take all
that you have done from one machine to another.
"""

from .demos import demo
from .learner import check, download_progress, guess, hint, mine, progress, upload_progress

__version__ = "0.1.0"
__all__ = ["check", "demo", "download_progress", "guess", "hint", "mine", "progress", "upload_progress"]
