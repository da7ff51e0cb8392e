"""Tables that an instructor brings: when students handed in, and who works in which group."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..wording import listed, printable

STUDENTS = ("student", "student_id", "student id", "id", "user_id", "user id", "identifier", "participant")
TIMES = ("time", "timestamp", "submitted_at", "submitted at", "last modified (submission)", "submission time")
GROUPS = ("group", "group_id", "group id", "group_name", "group name", "team")
PARTICIPANT = "Participant "  # before the number in Moodle's worksheet
NO_TIME = frozenset(("", "-", "–"))
# Of other forms nobody can be sure: 04.03.2026 is read as the 3rd of April.
YEAR_FIRST = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d(:\d\d)?)(\.\d{1,9})?"
    r"( ?(?P<zone>[A-Za-z/_]{1,40}|[+-]\d\d:?\d\d))?"
)
MONTH_IN_WORDS = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p", "%d %B %Y, %H:%M")
LARGE = 50_000_000  # bytes


class Unreadable(Exception):
    """A table cannot be used; the message says why, and what is expected."""


def times(path: Path, zone: str = "UTC") -> dict[str, str]:
    """When each student handed in, as UTC, from a table with one column for them and one for the time.

    A time without a time zone is read as one of `zone`, e.g. "Europe/Berlin". Raises Unreadable.
    """
    found = {}
    for line, (student, time) in _rows(path, STUDENTS, TIMES):
        if time in NO_TIME:
            continue
        try:
            found[student.removeprefix(PARTICIPANT)] = utc(time, zone)
        except ValueError as error:
            raise Unreadable(f"{path}, line {line}: {error}") from None
    return found


def groups(path: Path) -> dict[str, list[str]]:
    """The students of each group, from a table with one column for the group and one for a student."""
    found: dict[str, list[str]] = {}
    for _, (group, student) in _rows(path, GROUPS, STUDENTS):
        found.setdefault(group, []).append(student.removeprefix(PARTICIPANT))
    return found


def utc(text: str, zone: str = "UTC") -> str:
    """A time in the form that nbgrader reads; ValueError where the text can be read in two ways, or in none.

    >>> utc("2026-03-04T09:00:00Z"), utc("Wednesday, 4 March 2026, 9:00 AM", "Europe/Berlin")
    ('2026-03-04 09:00:00 UTC', '2026-03-04 08:00:00 UTC')
    """
    expected = "expected a time such as 2026-03-04 09:00 UTC, 2026-03-04T09:00:00Z or 4 March 2026, 9:00 AM"
    for form in MONTH_IN_WORDS:
        try:
            return _utc(datetime.strptime(text, form), zone)
        except ValueError:
            continue
    if not (match := YEAR_FIRST.fullmatch(text)):
        raise ValueError(f"{expected}; got {printable(text)}")
    return _utc(datetime.fromisoformat(f"{match['day']} {match['time']}"), match["zone"] or zone)


def _utc(time: datetime, zone: str) -> str:
    if re.fullmatch(r"[+-]\d\d:?\d\d", zone):
        time = datetime.strptime(f"{time.isoformat()}{zone}", "%Y-%m-%dT%H:%M:%S%z")
    else:
        try:
            time = time.replace(tzinfo=UTC if zone in ("UTC", "Z") else ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"expected a zone such as UTC or Europe/Berlin, got {printable(zone)}") from None
    try:
        return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    except OverflowError:
        raise ValueError("expected a time of this age") from None


def _rows(path: Path, *wanted: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The rows of a table with their line numbers; of each row only the wanted columns, found by name."""
    if path.stat().st_size > LARGE:
        raise Unreadable(f"{path} is larger than {LARGE / 1e6:g} MB: is that the right file?")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"{path} is not UTF-8: save it as CSV in UTF-8.") from None
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        places = [_place(path, header, names) for names in wanted]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unreadable(f"{path} is not a table: {error}.") from None
    short = [line for line, row in rows if len(row) <= max(places)]
    if short:
        raise Unreadable(f"{path}, line {short[0]}: expected {len(header)} columns.")
    return [(line, [row[place].strip() for place in places]) for line, row in rows]


def _place(path: Path, header: list[str], names: Sequence[str]) -> int:
    for name in names:
        if name in header:
            return header.index(name)
    has = listed([printable(name) for name in header if name], most=12) or "none"
    raise Unreadable(f"{path} has no column {' or '.join(names[:3])}; its columns are: {has}.")
