"""Tables of platforms are read by the names of their columns; what could be read in two ways is not."""

import pytest

from course_utils.grading.intake.layouts import HandedIn
from course_utils.grading.intake.records import Records
from course_utils.grading.intake.tables import Unreadable, groups, times, utc

MOODLE = (
    "\ufeffIdentifier,Full name,Status,Grade,Last modified (submission)\n"
    'Participant 12345,"Müller, Anna",Submitted,,"Wednesday, 4 March 2026, 9:00 AM"\n'
    "Participant 12346,Bea,No submission,,-\n"
)
CANVAS = "user_id;submitted_at\n4321;2026-03-04T09:00:00Z\n4322;\n"


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        (MOODLE, "Europe/Berlin", {"12345": "2026-03-04 08:00:00 UTC"}),
        (MOODLE, "UTC", {"12345": "2026-03-04 09:00:00 UTC"}),
        (CANVAS, "Europe/Berlin", {"4321": "2026-03-04 09:00:00 UTC"}),
        ("student\ttime\nada\t2026-03-04 09:00 +0200\n\n", "UTC", {"ada": "2026-03-04 07:00:00 UTC"}),
    ],
)
def test_times_are_read_as_platforms_write_them(text, zone, expected, tmp_path):
    (tmp_path / "times.csv").write_text(text, encoding="utf-8")
    assert times(tmp_path / "times.csv", zone) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("student,time\nada,04.03.2026\n", "line 2: expected a time such as 2026-03-04 09:00 UTC"),
        ("student,time\nada,2026-02-30 09:00\n", "line 2: "),
        ("student,time\nada\n", "line 2: expected 2 columns"),
        (
            "name,time\nada,2026-03-04 09:00\n",
            "has no column student or student_id or student id; its columns are",
        ),
        ("student,time\nada,2026-03-04 09:00 Mars/Base\n", "expected a zone such as UTC or Europe/Berlin"),
        ("", "its columns are: none"),
        ('student,time\n"' + "x" * 200_000, "is not a table"),
    ],
)
def test_a_table_that_cannot_be_used_is_said_with_its_line(text, said, tmp_path):
    (tmp_path / "times.csv").write_text(text)
    with pytest.raises(Unreadable, match=said):
        times(tmp_path / "times.csv")


def test_a_table_that_is_not_utf_8_is_said(tmp_path):
    (tmp_path / "times.csv").write_bytes("student,time\nMüller,-\n".encode("latin-1"))
    with pytest.raises(Unreadable, match="save it as CSV in UTF-8"):
        times(tmp_path / "times.csv")


@pytest.mark.parametrize(
    "text", ["", "0001-01-01 00:00 +1000", "2026-03-04 25:00", "2026-03-04 09:00 ../../etc"]
)
def test_what_is_no_time_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"expected|must be|isoformat"):
        utc(text)


def test_a_groups_submission_is_one_for_each_of_its_students(tmp_path):
    (tmp_path / "groups.csv").write_text("group,id\nTeam 7,Participant 11\nTeam 7,Participant 12\n")
    records = Records({"7": "2026-03-04 09:00:00 UTC"}, groups(tmp_path / "groups.csv"))
    one = HandedIn("7", tmp_path, "Team 7", platform="moodle")
    members = records.members(one)
    assert [member.student for member in members] == ["11", "12"]
    assert {records.time(member) for member in members} == {"2026-03-04 09:00:00 UTC"}
    assert members[0].feedback_path("02_edges") == "Team 7_11_assignsubmission_file/02_edges.html"
    alone = HandedIn("ada", tmp_path)
    assert records.members(alone) == [alone]
