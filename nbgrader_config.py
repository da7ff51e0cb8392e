"""Where nbgrader finds the course; run its commands, or JupyterLab, from this folder."""

import os
import re
import sysconfig
from pathlib import Path

from nbgrader import preprocessors
from nbgrader.converters import Autograde, GenerateAssignment

c = get_config()  # noqa: F821 - nbgrader provides it
root = Path(__file__).resolve().parent

c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "build/source"  # built from solutions/ by `make build`
c.CourseDirectory.release_directory = "notebooks"

# Submissions, marks and feedback are in one folder; another class has another folder.
grading = os.environ.get("COURSE_GRADING", "grading")
if "COURSE_GRADING" in os.environ:  # nbgrader's commands make a gradebook, but no folder for it
    (root / grading).mkdir(parents=True, exist_ok=True)
c.CourseDirectory.submitted_directory = f"{grading}/submitted"
c.CourseDirectory.autograded_directory = f"{grading}/autograded"
c.CourseDirectory.feedback_directory = f"{grading}/feedback"
c.CourseDirectory.db_url = f"sqlite:///{root / grading / 'gradebook.db'}"

# The intake reads submissions; they run in a sandbox and are judged outside it. The intake has restored what
# nbgrader's OverwriteCells would, except for the hidden tests: students would get those back with it.
c.Autograde.exporter_class = "course_utils.grading.gradebook.plugins.Intake"
c.Autograde.sanitize_preprocessors = [
    step for step in Autograde.sanitize_preprocessors.default() if step is not preprocessors.OverwriteCells
]
steps = {
    preprocessors.Execute: "course_utils.grading.gradebook.plugins.Judge",
    preprocessors.SaveAutoGrades: "course_utils.grading.gradebook.plugins.SaveGrades",
    preprocessors.AssignLatePenalties: "course_utils.grading.gradebook.deadlines.Penalties",
}
c.Autograde.autograde_preprocessors = [
    steps.get(step, step) for step in Autograde.autograde_preprocessors.default()
]

# Late work costs nothing, unless you say so: percent of the points for each day that has begun.
c.AssignLatePenalties.plugin_class = "course_utils.grading.gradebook.deadlines.PercentPerDay"
c.PercentPerDay.percent_per_day = 0.0
c.PercentPerDay.grace_minutes = 0.0

# Follow-through marks: an answer may fail because of a wrong answer to an earlier exercise. It is then judged
# once more with a right answer to the earlier one, and earns the points of this second run.
c.Judge.follow_through = False

c.GenerateFeedback.exporter_class = "course_utils.grading.gradebook.feedback.Page"


class ClearSolutions(preprocessors.ClearSolutions):
    """Leaves no `raise` where a value is asked for, so that Run All of an untouched release never stops."""

    def preprocess_cell(self, cell, resources, cell_index):
        """Clear the solution; at column 0 only `# YOUR CODE HERE` stays."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        cell.source = re.sub(r"(?m)^(# YOUR CODE HERE)\nraise NotImplementedError\(\)$", r"\1", cell.source)
        return cell, resources


c.GenerateAssignment.preprocessors = [
    ClearSolutions if step is preprocessors.ClearSolutions else step
    for step in GenerateAssignment.preprocessors.default()
]

# nbgrader starts alembic by name when it makes a gradebook.
scripts = sysconfig.get_path("scripts")
if scripts not in os.environ["PATH"].split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join((scripts, os.environ["PATH"]))
