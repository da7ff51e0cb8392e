"""What students get back: a page for those whose submission was refused, and all pages in one archive."""

from __future__ import annotations

from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ...files import write_whole
from ..intake.inbox import SECRET, TIME
from ..intake.submission import is_student
from .marks import Mark
from .report import Report

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
REFUSED = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<title>{chapter}: not graded</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 17px/1.5 system-ui, sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em; }}
</style>
<h1>{chapter}: not graded</h1>
<p>What you handed in {cause}.</p>
<p>{mark}</p>
<p>Hand in the notebook <code>{chapter}.ipynb</code> itself: save it, and upload that file. If you think that
this is a mistake, show this page to your instructor.</p>
</html>
"""
NO_MARK = "There is no mark for it yet."
KEPT = "The mark of the file that you handed in before stays: {} points."


def write_refusals(report: Report, feedback: Path) -> list[str]:
    """Write a page for each student whose submission was refused; returns the students with a page."""
    written = []
    for student, cause in report.refused.items():
        if is_student(student):
            page = _page(feedback, student, report.chapter)
            write_whole(page, refusal(report.chapter, cause, report.kept.get(student)))
            if known := report.secrets.get(student):  # nbgrader's exchange wants both files beside a page
                write_whole(page.with_name(SECRET), known)
                write_whole(page.with_name(TIME), "")
            written.append(student)
    return written


def refusal(chapter: str, cause: str, kept: Mark | None) -> str:
    """The page that says why a submission has no mark."""
    mark = KEPT.format(kept) if kept else NO_MARK
    return REFUSED.format(policy=POLICY, chapter=escape(chapter), cause=escape(cause), mark=escape(mark))


def pack(report: Report, feedback: Path, path: Path) -> int:
    """Write the pages of this run into one archive for the platform's bulk upload; returns their number."""
    count = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for student, one in sorted(report.handed_in.items()):
            page = _page(feedback, student, report.chapter)
            if page.is_file():
                entry = ZipInfo(
                    one.feedback_path(report.chapter)
                )  # without a time: equal pages, equal archives
                entry.compress_type = ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, page.read_bytes())
                count += 1
    return count


def _page(feedback: Path, student: str, chapter: str) -> Path:
    return feedback / student / chapter / f"{chapter}.html"
