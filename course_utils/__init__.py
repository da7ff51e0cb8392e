"""Helpers of the course: `guess`, `check` an answer, ask for a `hint`, see your `progress`, show a `demo`.

`mine` brings along what you wrote in an earlier lesson.
"""

from .demos import demo
from .learner import check, guess, hint, mine, progress

__version__ = "0.1.0"
__all__ = ["check", "demo", "guess", "hint", "mine", "progress"]
