"""The report on a chapter: one page that needs nothing else, for the instructor to look at.

Nothing in it runs, whatever students are called and write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ... import exercises
from .marks import span
from .overlap import Pair
from .report import Graded, Report
from .sheets import rows

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
BINS = 12  # of the histogram, at most
LABELS = {  # what came of an exercise: in words
    "passed": "passed",
    "part": "some points",
    "wrong": "no points",
    "untried": "not attempted",
    "unjudged": "waits for you",
}
MISCONCEPTIONS = 12  # that are shown


def page(report: Report, pairs: Sequence[Pair] = ()) -> str:
    """The page.

    Parameters
    ----------
    report : what came of grading.
    pairs : submissions that share code.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    title = exercises.chapters()[report.chapter].title if report.chapter in exercises.chapters() else ""
    return environment.get_template("dashboard.html").render(
        policy=POLICY,
        report=report,
        title=title,
        points=[one.mark.points for one in report.graded],
        median=median,
        histogram=histogram([one.mark.points for one in report.graded], report.out_of),
        exercises=hardest_first(report.graded),
        labels=LABELS,
        misconceptions=report.misconceptions[:MISCONCEPTIONS],
        more_misconceptions=len(report.misconceptions[MISCONCEPTIONS:]),
        times=times(report.graded),
        late=[one for one in report.graded if one.mark.seconds_late or one.student in report.late],
        span=span,
        students=[row for row in rows(report) if row["exercise"] == "all"],
        pairs=pairs,
    )


def histogram(points: Sequence[float], out_of: float) -> list[dict[str, Any]]:
    """The bins of the marks: from where to where, and how many; the last one includes its end."""
    number = max(1, min(BINS, int(out_of)))
    width = out_of / number or 1.0
    counts = Counter(min(number - 1, max(0, int(mark / width))) for mark in points)
    most = max(counts.values(), default=1)
    return [
        {
            "start": place * width,
            "end": (place + 1) * width,
            "count": counts[place],
            "height": counts[place] / most,
        }
        for place in range(number)
    ]


def hardest_first(graded: Sequence[Graded]) -> list[dict[str, Any]]:
    """Each exercise with the share of its points that was earned, and how many had what outcome."""
    found = []
    for name in graded[0].exercises if graded else ():
        scores = [one.exercises[name] for one in graded if name in one.exercises]
        outcomes = Counter(_outcome(score) for score in scores)
        earned = mean(score["points"] / (score["out_of"] or 1) for score in scores)
        shares = [(kind, outcomes[kind], outcomes[kind] / len(scores)) for kind in LABELS if outcomes[kind]]
        found.append({"name": name, "earned": earned, "outcomes": shares, "starts": _starts(shares)})
    return sorted(found, key=lambda one: float(one["earned"]))


def _starts(shares: Sequence[tuple[str, int, float]]) -> list[float]:
    """Where each part of a bar begins."""
    return [sum(share for *_, share in shares[:place]) for place in range(len(shares))]


def _outcome(score: Any) -> str:
    outcome = {"passed": "passed", "not attempted": "untried", "not judged": "unjudged"}.get(score["outcome"])
    return outcome or ("part" if score["points"] else "wrong")


def times(graded: Sequence[Graded]) -> list[dict[str, Any]]:
    """How long the check of each exercise took: the median, and the time within which nine of ten end."""
    found = []
    for name in graded[0].exercises if graded else ():
        seconds = sorted(
            one.exercises[name]["seconds"] for one in graded if "seconds" in one.exercises.get(name, {})
        )
        if seconds:
            ninth = quantiles(seconds, n=10)[-1] if len(seconds) > 1 else seconds[0]
            found.append({"name": name, "median": median(seconds), "ninth": min(ninth, seconds[-1])})
    longest = max((one["ninth"] for one in found), default=0) or 1.0
    for one in found:
        one |= {"to_median": one["median"] / longest, "to_ninth": one["ninth"] / longest}
    return sorted(found, key=lambda one: -float(one["ninth"]))
