"""The command: which exercises, their mutants, a table, and what survived."""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

for _pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # a process forks safely, and two use two cores
    os.environ.setdefault(_pool, "1")

from course_utils import exercises  # noqa: E402
from course_utils.checks import Exercise  # noqa: E402

from .equivalents import equivalents  # noqa: E402
from .forms import Form, forms  # noqa: E402
from .make import Mutant, mutants  # noqa: E402
from .trial import survivors  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Report:
    """What became of the mutants of one exercise."""

    exercise: str
    made: int = 0
    killed: int = 0
    equivalent: int = 0
    complaints: list[str] = field(default_factory=list)
    surviving: list[str] = field(default_factory=list)


def examine(
    exercise: Exercise,
    answers: Sequence[Form],
    listed: dict[str, str],
    sample: int | None = None,
    seed: int = 0,
    jobs: int = 2,
) -> Report:
    """Try the mutants of an exercise, or a sample of them."""
    report = Report(exercise.name)
    originals = [Mutant(form, form.name or "the solution", form.source) for form in answers]
    made = [mutant for form in answers for mutant in mutants(form)]
    lines = {mutant.line for mutant in made}
    report.complaints += [f"no mutant has this line any more: {line}" for line in listed if line not in lines]
    tried = made if sample is None else random.Random(seed).sample(made, min(sample, len(made)))
    alive = survivors([*originals, *(mutant for mutant in tried if mutant.line not in listed)], jobs)
    report.complaints += [f"{m.line} itself is refused" for m in originals if m not in alive]
    report.made = len(tried)
    report.equivalent = sum(mutant.line in listed for mutant in tried)
    report.surviving = [mutant.line for mutant in alive if mutant not in originals]
    report.killed = report.made - report.equivalent - len(report.surviving)
    return report


def chosen(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The chapters, each with the names of its exercises, that words such as "07" and "crop" pick."""
    for word in words:
        if not any(name.startswith(word) for name in exercises.chapters()):
            exercises.find(word)  # says what there is
    for name, chapter in exercises.chapters().items():
        every = [exercise.name for exercise in chapter.exercises]
        whole = not words or any(name.startswith(word) for word in words)
        if picked := [own for own in every if whole or own in words]:
            yield name, picked


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 1 where a mutant survives."""
    parser = argparse.ArgumentParser(
        "mutants", description="Change right answers: each check must refuse them."
    )
    parser.add_argument("words", nargs="*", help="exercises (crop), chapters (01, 01_filters); none: all")
    parser.add_argument("--sample", type=int, help="try that many mutants of each exercise")
    parser.add_argument("--seed", type=int, default=0, help="draws the sample")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes")
    options = parser.parse_args(arguments)
    _import_oracles()
    reports: list[Report] = []
    print(f"{'exercise':24}{'made':>8}{'killed':>8}{'equivalent':>12}{'surviving':>11}{'seconds':>9}")
    for name, picked in chosen(options.words):
        chapter = exercises.chapters()[name]
        every = list(forms(chapter, ROOT))
        for exercise in (exercise for exercise in chapter.exercises if exercise.name in picked):
            start = time.monotonic()
            if not (own := [form for form in every if form.exercise is exercise]):
                print(f"{exercise.name:24}  asks for a value: nothing to change", flush=True)
                continue
            listed = equivalents(name, exercise.name)
            report = examine(exercise, own, listed, options.sample, options.seed, options.jobs)
            reports.append(report)
            print(
                f"{report.exercise:24}{report.made:8}{report.killed:8}{report.equivalent:12}"
                f"{len(report.surviving):11}{time.monotonic() - start:9.1f}",
                flush=True,
            )
    for report in reports:
        for title, lines in (("", report.complaints), ("survives: ", report.surviving)):
            for line in lines:
                print(f"{report.exercise}: {title}{line}")
    return int(any(report.complaints or report.surviving for report in reports))


def _import_oracles() -> None:
    """Import the libraries of the oracles once, and not again in every process."""
    for library in ("scipy.signal", "torch"):
        with contextlib.suppress(ImportError):
            import_module(library)


if __name__ == "__main__":
    sys.exit(main())
