"""A class that was graded, made up: nothing runs."""

from pathlib import Path

from nbformat.v4 import new_notebook

from course_utils.grading.gradebook.marks import Mark
from course_utils.grading.gradebook.report import Report
from course_utils.grading.intake.layouts import HandedIn
from course_utils.grading.intake.submission import Submission
from course_utils.grading.job import JobResult

CHAPTER = "02_edges"
HOSTILE = '=HYPERLINK("http://x")</script><script>alert(1)</script><img src=x onerror=alert(2)>'


def score(exercise: str, points: float, mistake: str | None = None, seconds: float = 0.5) -> dict:
    outcome = "passed" if points == 2 else "wrong"
    return {
        "exercise": exercise,
        "points": points,
        "out_of": 2.0,
        "outcome": outcome,
        "mistake": mistake,
        "because_of": None,
        "followed_through": 0,
        "seconds": seconds,
        "sentence": "" if mistake is None else "-0.6 at [1, 1]: expected 1",
    }


def class_of_five() -> Report:
    """Ada has all, 12 is late and hostile, 13 was refused, 14 failed, 15 is missing."""
    report = Report(CHAPTER)
    for student, one in {
        "ada": HandedIn("ada", Path("ada")),
        "12": HandedIn("12", Path("x"), HOSTILE, is_late=True, platform="moodle"),
        "13": HandedIn("13", Path("y"), "bea", platform="canvas", number=99),
    }.items():
        assert student == one.student
        report.call(one)
    for student, points, mistake in (("ada", 2.0, None), ("12", 0.5, '@forgets, the "border"')):
        scores = (score("crop", points, mistake), score("blur", 2.0))
        submission = Submission(student, CHAPTER, new_notebook(), (HOSTILE,) if mistake else ())
        late = Mark(points + 1.5, 6, 1, 90_000, 0.5, 3_600) if mistake else Mark(points + 2, 6)
        report.add(submission, JobResult("", scores, (), 2.5), late, True, "2026-03-01 12:00:00 UTC")
    report.refuse("13", "is a <b>ZIP</b> archive")
    report.fail("14", "OSError: no room")
    report.compare({"ada": Mark(4, 6), "12": Mark(2, 6), "13": Mark(3, 6)}, {"15": "Eve", "ada": "-Ada"})
    return report
