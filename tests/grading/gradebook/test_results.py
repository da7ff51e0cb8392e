"""A result is kept as long as nothing has changed on which it depends."""

import subprocess
import sys
from pathlib import Path

from course_utils.grading.gradebook import results

JUDGE_EVERYTHING = """
import sys
import numpy as np
from course_utils import exercises
from course_utils.checks import Card
from course_utils.checks.judge import judge
from course_utils.checks.probe import reply_of
from course_utils.grading import session

for chapter in exercises.chapters().values():
    for exercise in chapter.exercises:
        for number, case in enumerate(exercise.cases):
            case.draw(np.random.default_rng(number))
crop = exercises.find("crop")
Card(judge(crop, lambda request: reply_of(lambda *_: 0, request)))._repr_mimebundle_()
for name, module in list(sys.modules.items()):
    if name.startswith("course_utils"):
        print(module.__file__)
"""


def test_every_file_that_a_verdict_imports_decides():
    judged = subprocess.run(
        [sys.executable, "-c", JUDGE_EVERYTHING], capture_output=True, text=True, check=True
    )
    imported = {Path(line) for line in judged.stdout.split()}
    assert results.PACKAGE / "data/drawings.py" in imported
    assert sorted(imported - set(results.deciding())) == []


def test_what_decides_nothing_is_there_and_is_left_out():
    idle = [results.PACKAGE / name for name in results.NOT_DECIDING]
    assert [path for path in idle if not path.exists()] == []
    assert not set(idle) & set(results.deciding())


def test_a_change_of_any_deciding_file_changes_the_version(tmp_path, monkeypatch):
    for name in (
        "checks/judge.py",
        "exercises/filters/shift.py",
        "data/drawings.py",
        "cli.py",
        "explorers/panel.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("old")
    monkeypatch.setattr(results, "PACKAGE", tmp_path)
    version = results.version.__wrapped__
    changed = {}
    for path in sorted(tmp_path.rglob("*.py")):
        before = version()
        path.write_text("new")
        changed[str(path.relative_to(tmp_path))] = version() != before
    assert changed == {
        "checks/judge.py": True,
        "cli.py": False,
        "data/drawings.py": True,
        "exercises/filters/shift.py": True,
        "explorers/panel.py": False,
    }
