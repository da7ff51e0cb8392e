"""What came of grading leaves in the forms that spreadsheets, platforms and students take."""

import csv
import io
import json
import subprocess
import sys
import zipfile

import nbformat
import pytest
from made_up import CHAPTER, class_of_five
from nbgrader.api import Gradebook

from course_utils import cli, exercises
from course_utils.grading.gradebook import handing_back, pool, sheets
from course_utils.grading.gradebook.deadlines import PercentPerDay
from course_utils.grading.sandbox import bubblewrap


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_has_a_row_for_each_exercise_and_tells_what_became_of_whom(tmp_path):
    sheets.write(class_of_five(), tmp_path / "marks.csv")
    rows = read((tmp_path / "marks.csv").read_text())
    assert {(row["student"], row["state"]) for row in rows} == {
        ("ada", "graded"),
        ("12", "graded"),
        ("13", "refused"),
        ("14", "failed"),
        ("15", "missing"),
    }
    [crop] = [row for row in rows if (row["student"], row["exercise"]) == ("12", "crop")]
    assert crop["misconception"] == '\'@forgets, the "border"'
    assert (crop["points"], crop["seconds"]) == ("0.5", "0.5")
    whole = {row["student"]: row for row in rows if row["exercise"] == sheets.WHOLE}
    assert (whole["12"]["penalty"], whole["12"]["handed_in"]) == ("0.5", "2026-03-01 12:00:00 UTC")
    assert (whole["13"]["points"], whole["14"]["points"], whole["15"]["points"]) == ("3", "", "")


def test_no_cell_of_the_table_is_a_formula(tmp_path):
    sheets.write(class_of_five(), tmp_path / "marks.csv")
    cells = [cell for row in csv.reader((tmp_path / "marks.csv").open()) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_the_same_is_written_as_json(tmp_path):
    sheets.write(class_of_five(), tmp_path / "marks.json")
    said = json.loads((tmp_path / "marks.json").read_text())
    assert (said["missing"], said["failed"]) == (["15"], {"14": "OSError: no room"})
    assert said["graded"][0]["exercises"]["crop"]["seconds"] == 0.5


def test_a_page_for_a_refused_student_says_why_and_what_mark_stays(tmp_path):
    assert handing_back.write_refusals(class_of_five(), tmp_path) == ["13"]
    page = (tmp_path / "13" / CHAPTER / f"{CHAPTER}.html").read_text()
    assert "What you handed in is a &lt;b&gt;ZIP&lt;/b&gt; archive." in page
    assert "stays: 3 of 6 points" in page
    assert "default-src 'none'" in page


def test_nbgraders_exchange_finds_what_it_needs_beside_the_page_of_a_refused_student(tmp_path):
    report = class_of_five()
    report.secrets["13"] = "0a1b"
    handing_back.write_refusals(report, tmp_path)
    beside = {path.name: path.read_text() for path in tmp_path.rglob("*.txt")}
    assert beside == {"submission_secret.txt": "0a1b", "timestamp.txt": ""}


def test_pages_are_packed_as_each_platform_looks_for_them(tmp_path):
    report = class_of_five()
    for student in ("ada", "13"):
        handing_back.write_whole(tmp_path / student / CHAPTER / f"{CHAPTER}.html", student)
    assert handing_back.pack(report, tmp_path, tmp_path / "out/back.zip") == 2
    with zipfile.ZipFile(tmp_path / "out/back.zip") as archive:
        assert archive.namelist() == [f"bea_13_99_{CHAPTER}.html", f"ada/{CHAPTER}.html"]
        assert archive.read(f"ada/{CHAPTER}.html") == b"ada"


@pytest.mark.parametrize(
    ("percent", "grace", "late", "expected"),
    [(10, 0, 60, 1), (10, 5, 60, None), (10, 5, 90_000, 2), (50, 0, 9e9, 10), (0, 0, 60, None)],
)
def test_each_day_that_has_begun_costs_its_percent(percent, grace, late, expected):
    plugin = PercentPerDay(percent_per_day=percent, grace_minutes=grace)
    assert plugin.late_submission_penalty("ada", 10.0, late) == expected


@pytest.fixture
def at_once(monkeypatch, quick):
    """The command runs no code."""
    monkeypatch.setattr(bubblewrap, "require", lambda: None)
    monkeypatch.setattr(pool, "outcomes_here", lambda workers, jobs, heed: pool.outcomes(quick, jobs, heed))


def nbgrader(course, *words: str) -> str:
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=course, check=True)
    return done.stderr


def test_from_an_archive_to_the_files_of_both_platforms(course, at_once, solved, release, tmp_path, capsys):
    full = sum(exercise.points for exercise in exercises.chapters()[CHAPTER].exercises)
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for number, notebook in (
            ("11", nbformat.writes(solved)),
            ("12", nbformat.writes(solved)),
            ("13", "{"),
        ):
            archive.writestr(f"x_{number}_assignsubmission_file/{CHAPTER}.ipynb", notebook)
    (tmp_path / "times.csv").write_text("id,time\n11,2026-03-02 13:00\n12,2026-03-02 13:00\n")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.PercentPerDay.percent_per_day = 10.0\n")
    with Gradebook(f"sqlite:///{course}/grading/gradebook.db") as book:
        book.update_or_create_assignment(CHAPTER, duedate="2026-03-01 12:00:00 UTC")
        book.update_or_create_student("19", first_name="=1+1", last_name="Hopper")
    given = ["grade", CHAPTER, f"--submissions={tmp_path}/in.zip", f"--times={tmp_path}/times.csv"]
    assert cli.main([*given, f"--zip={tmp_path}/back.zip", f"--marks={tmp_path}/marks.csv"]) == 0
    assert cli.main(["extend", CHAPTER, "12", "--days", "1"]) == 0
    assert cli.main([*given, "--json"]) == 0
    said = capsys.readouterr().out
    marks = {one["student"]: one for one in json.loads(said[said.index("\n{") :])["graded"]}
    assert [marks["11"][key] for key in ("points", "penalty")] == pytest.approx([0.8 * full, 0.2 * full])
    assert marks["12"]["extension"] == 86_400
    assert [marks["12"][key] for key in ("points", "penalty")] == pytest.approx([0.9 * full, 0.1 * full])
    with zipfile.ZipFile(tmp_path / "back.zip") as archive:
        assert archive.namelist() == [
            f"x_{number}_assignsubmission_file/{CHAPTER}.html" for number in (11, 12, 13)
        ]
    exporter = "course_utils.grading.gradebook.exports"
    nbgrader(course, "export", f"--exporter={exporter}.Canvas", f"--to={tmp_path}/canvas.csv")
    header, possible, *students = csv.reader((tmp_path / "canvas.csv").open())
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", CHAPTER]
    assert (possible[0].strip(), float(possible[5])) == ("Points Possible", full + 2)
    assert {row[1]: row[5] for row in students} == {
        "11": f"{0.8 * full:g}",
        "12": f"{0.9 * full:g}",
        "19": "",
    }
    assert "Hopper, =1+1" in [row[0] for row in students]
    wanted = f'--assignment=["{CHAPTER}"]'
    told = nbgrader(course, "export", f"--exporter={exporter}.Moodle", f"--to={tmp_path}/moodle.csv", wanted)
    assert "11: an answer in 02_edges is not read yet" in told
    rows = read((tmp_path / "moodle.csv").read_text())
    assert (rows[0]["Identifier"], rows[0]["Grade"]) == ("Participant 11", f"{0.8 * full:g}")
