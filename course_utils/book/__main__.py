"""`python -m course_utils.book`, as `make book` calls it: makes the book of the course in this folder."""

from __future__ import annotations

import sys
from pathlib import Path

from ..lessons import LessonError
from .making import BookError, make
from .running import LessonFailed


def main() -> int:
    """Make the book; 1, and one message, where that fails."""
    try:
        print(f"The book: {make(Path.cwd())}")
    except (BookError, LessonError, LessonFailed) as error:
        print(f"No book: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
