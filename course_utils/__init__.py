"""Helpers of the course: `check` an answer, ask for a `hint`, see your `progress`, show a `demo`."""

from .demos import demo
from .learner import check, hint, progress

__version__ = "0.1.0"
__all__ = ["check", "demo", "hint", "progress"]
