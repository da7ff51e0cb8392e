"""A platform's records about submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .layouts import HandedIn


@dataclass(frozen=True)
class Records:
    """When students handed in, and who works in which group.

    Parameters
    ----------
    times : when a student handed in (UTC), by the student or the group.
    groups : the students of a group, by its number or its name.
    """

    times: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def members(self, one: HandedIn) -> list[HandedIn]:
        """A submission once for each student of the group that handed it in; else itself."""
        students = self.groups.get(one.student) or self.groups.get(one.name) or ()
        return [replace(one, student=student, group=one.student) for student in students] or [one]

    def time(self, one: HandedIn) -> str:
        """When a submission was handed in; empty if it is not known."""
        return self.times.get(one.student) or self.times.get(one.group) or ""
