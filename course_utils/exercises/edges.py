"""02_edges: filters people design, and one that is learned."""

from __future__ import annotations

from ..checks.exercise import Chapter

CHAPTER = Chapter("02_edges", "Edges: designed and learned", ())
