"""01_filters: convolution by hand."""

from __future__ import annotations

from ..checks.exercise import Chapter

CHAPTER = Chapter("01_filters", "Convolution by hand", ())
