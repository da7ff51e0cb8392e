"""Everything that the README mentions exists."""

from __future__ import annotations

import re
from pathlib import Path

from course_utils import exercises

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_table_of_lessons_lists_every_chapter_and_its_exercises() -> None:
    rows = [
        f"| [{chapter.name[:2]} {chapter.title}](notebooks/{chapter.name}/{chapter.name}.ipynb) | "
        + ", ".join(f"`{each.name}`{' (optional)' if each.optional else ''}" for each in chapter.exercises)
        + " |"
        for chapter in exercises.chapters().values()
    ]
    assert [line for line in README.splitlines() if line.startswith("| [")] == rows


def test_every_file_that_it_points_to_exists() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_make_command_that_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in re.findall(r"\bmake ([a-z-]+)", README):
        assert re.search(rf"^{name}:", makefile, re.M), name


def test_it_fits_on_one_screen() -> None:
    assert len(README.splitlines()) <= 60
