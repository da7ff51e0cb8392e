"""Passing the submissions of a chapter through the intake; the trouble of one never affects another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..intake import archives
from ..intake.fetching import small
from ..intake.inbox import SECRET, Inbox, as_secret
from ..intake.layouts import HandedIn, NothingHandedIn, handed_in
from ..intake.records import Records
from ..intake.refusal import Refused
from ..intake.submission import SIZES, Submission
from ..wording import printable
from .report import Report


@dataclass(frozen=True)
class TakingIn:
    """Passes submissions through the intake.

    Parameters
    ----------
    place : a folder, or a ZIP archive.
    inbox : where accepted submissions go.
    records : the platform's records about submissions.
    student : the only one to grade, by number or name; empty for all.
    is_nbgraders : whether `place` is nbgrader's folder, with times beside submissions.
    """

    place: Path
    inbox: Inbox
    records: Records
    student: str = ""
    is_nbgraders: bool = False

    def run(self, report: Report, prepare: Callable[[], None]) -> dict[str, Submission]:
        """The accepted submissions by student; the others are reported.

        `prepare` is called when there is something to grade. Raises NothingHandedIn.
        """
        accepted: dict[str, Submission] = {}
        with archives.opened(self.place, self.inbox.grading / ".unpacked", SIZES) as unpacked:
            found = self._wanted(handed_in(unpacked.folder, self.inbox.chapter, called=self.place))
            prepare()
            for name, cause in unpacked.refused.items():
                report.refuse(name, cause)
            for one in found:
                try:
                    if one.student in accepted:
                        raise Refused(
                            f"has the name of another submission: {printable(one.path.name)} is not graded"
                        )
                    report.call(one)
                    accepted[one.student] = self._accept(one, unpacked.folder)
                except Refused as refused:
                    report.refuse(one.student, str(refused))
                    if self._is_dated(one):
                        report.secrets[one.student] = as_secret(small(one.path / SECRET))
                except Exception as error:  # whatever lies there, the others are graded
                    report.fail(one.student, f"cannot be taken in ({type(error).__name__}: {error})")
        return accepted

    def _wanted(self, found: list[HandedIn]) -> list[HandedIn]:
        """The submissions to grade: a group's for each of its members, or those of one student only."""
        each = [member for one in found for member in self.records.members(one)]
        wanted = [one for one in each if self.student in ("", one.student, one.name)]
        if not wanted:
            raise NothingHandedIn(f"no submission of {self.inbox.chapter} by {printable(self.student)}.")
        return wanted

    def _accept(self, one: HandedIn, folder: Path) -> Submission:
        if one.flaw:
            raise Refused(one.flaw)
        return self.inbox.accept(
            one.student,
            one.path,
            folder,
            time=self.records.time(one),
            is_dated=self._is_dated(one),
            said=one.said,
        )

    def _is_dated(self, one: HandedIn) -> bool:
        """Whether nbgrader put the files beside a submission there."""
        return self.is_nbgraders and one.is_collected
