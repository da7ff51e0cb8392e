"""What the checks make of answers that people wrote from the notebooks alone: a table, and each one to read.

Usage: ``python benchmarks/answers.py [07 ...] [--list] [--folder FOLDER]``. Chapters pick some, ``--list``
shows each wrong answer with the name on its card.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import defaultdict
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[1] / "tests"), str(Path(__file__).parents[1])]

import answers  # noqa: E402

from course_utils import exercises  # noqa: E402
from course_utils.checks.judge import judge_here  # noqa: E402

COLUMNS = ("right", "refused", "wrong", "accepted", "named")


def main() -> None:
    """Judge the answers, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="chapters, e.g. 07")
    parser.add_argument("--folder", type=Path, default=answers.FOLDER)
    parser.add_argument("--list", action="store_true", help="show each answer with the name on its card")
    options = parser.parse_args()
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    for chapter in answers.chapters(options.folder):
        if options.chapters and not chapter.startswith(tuple(options.chapters)):
            continue
        for answer in answers.of(chapter, options.folder):
            _count(answer, counts[answer.exercise], options.list)
    print(f"{'exercise':28}" + "".join(f"{column:>10}" for column in COLUMNS))
    for name, row in counts.items():
        print(f"{name:28}" + "".join(f"{row[column]:10}" for column in COLUMNS))
    total = {column: sum(row[column] for row in counts.values()) for column in COLUMNS}
    print(f"{'all':28}" + "".join(f"{total[column]:10}" for column in COLUMNS))
    print(f"{total['named'] / max(total['wrong'], 1):.0%} of the wrong answers have a name.")


def _count(answer: answers.Answer, row: dict[str, int], show: bool) -> None:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        score = judge_here(exercises.find(answer.exercise), answer.target)
    passed = score.outcome == "passed"
    row["right" if answer.is_right else "wrong"] += 1
    row["refused"] += answer.is_right and not passed
    row["accepted"] += passed and not answer.is_right
    row["named"] += not answer.is_right and score.mistake is not None
    if answer.is_right and not passed:
        print(f"REFUSED  {answer.exercise}: {answer.words}\n{score.failure}")
    elif passed and not answer.is_right:
        print(f"ACCEPTED {answer.exercise}: {answer.words}")
    elif show and not answer.is_right:
        print(f"{answer.exercise}: {answer.words}\n    -> {score.mistake}: {score.advice}")


if __name__ == "__main__":
    main()
