"""What came of grading is told in words that can be understood alone."""

from nbformat.v4 import new_notebook

from course_utils.grading.gradebook.marks import Mark
from course_utils.grading.gradebook.report import Report
from course_utils.grading.intake.submission import Submission
from course_utils.grading.job import JobResult

CHAPTER = "02_edges"


def test_where_values_are_wrong_the_first_number_is_called_the_difference():
    report = Report(CHAPTER)
    sentence = "0.6 at [1, 1]: expected 1, got 0.4"
    score = {"exercise": "blur", "fault": "wrong values", "sentence": sentence}
    submission = Submission("ada", CHAPTER, new_notebook(), ())
    report.add(submission, JobResult("", (score,), (), 0.0), Mark(0, 1), is_new=True)
    assert report.graded[0].exercises["blur"]["sentence"] == f"difference {sentence}"
