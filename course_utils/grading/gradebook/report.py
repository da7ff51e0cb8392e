"""The report of a run of grading: for the table and for `--json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ..intake.layouts import HandedIn
from ..intake.submission import Submission
from ..job import JobResult
from ..wording import printable
from .marks import Mark

NOT_MISSED = ("passed", "not judged")  # outcomes
LONG = 200  # characters of a sentence


@dataclass(frozen=True)
class Graded:
    """One submission that was graded.

    Parameters
    ----------
    student, mark : whose it is, and what it earned.
    exercises : the score of each check.
    mended, notes : what was mended, and what happened when it ran, in sentences.
    is_new : whether its marks were written just now.
    seconds : how long it ran.
    handed_in : the time; empty if it is not known.
    """

    student: str
    mark: Mark
    exercises: Mapping[str, Mapping[str, Any]]
    mended: tuple[str, ...]
    notes: tuple[str, ...]
    is_new: bool
    seconds: float = 0.0
    handed_in: str = ""

    @property
    def remarks(self) -> list[str]:
        """Everything to know about it, in sentences."""
        return [*(f"mended: {said}" for said in self.mended), *self.mark.remarks, *self.notes]

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data; the fields of the mark are beside the others."""
        plain = asdict(self)
        return {"student": plain.pop("student"), **plain.pop("mark"), **plain}


@dataclass
class Report:
    """The results of grading a chapter.

    Parameters
    ----------
    graded : submissions with marks; is_new where they were written just now.
    refused : why submissions cannot be graded, by student.
    kept : the marks that refused students keep from an earlier submission, by student.
    failed : what went wrong here with submissions that could be graded, by student.
    missing : students of the gradebook who have handed in nothing.
    names : what the gradebook or the platform calls students, by the number that it gives them.
    late : students whose submission the platform marks as late.
    handed_in : the files that were found, by student.
    secrets : the keys of refused submissions in nbgrader's exchange, by student.
    """

    chapter: str
    graded: list[Graded] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Mark] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    handed_in: dict[str, HandedIn] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def add(
        self, submission: Submission, result: JobResult, mark: Mark, is_new: bool, handed_in: str = ""
    ) -> None:
        """Count a submission that was graded."""
        exercises = {score["exercise"]: _in_words(score) for score in result.scores}
        mended = tuple(printable(sentence, LONG) for sentence in submission.mended)
        late = ("late, says the platform",) if submission.student in self.late else ()
        notes = (*late, *(printable(note, LONG) for note in result.notes))
        seconds = round(result.seconds, 3)
        self.graded.append(
            Graded(submission.student, mark, exercises, mended, notes, is_new, seconds, handed_in)
        )

    def call(self, one: HandedIn) -> None:
        """Note what the platform calls a student, and whether it marks the submission as late."""
        self.handed_in[one.student] = one
        if one.name:
            self.names[one.student] = printable(one.name, LONG)
        if one.is_late:
            self.late.add(one.student)

    def called(self, student: str) -> str:
        """The name of a student, with the platform's number where there is one."""
        return f"{self.names[student]} ({student})" if student in self.names else student

    def refuse(self, name: str, cause: str) -> None:
        """Count a submission that cannot be graded."""
        self.refused[printable(name, LONG)] = printable(cause, LONG)

    def compare(self, marks: Mapping[str, Mark], students: Mapping[str, str]) -> None:
        """Note which marks stay although a later file was refused, and who has handed in nothing.

        `marks` and the names of `students` are those in the gradebook, by student.
        """
        unchanged = self.refused.keys() - {one.student for one in self.graded} - self.failed.keys()
        self.kept = {name: marks[name] for name in sorted(unchanged & marks.keys())}
        self.missing = sorted(students.keys() - marks.keys() - self.refused.keys() - self.failed.keys())
        self.names |= {student: printable(name, LONG) for student, name in students.items() if name}

    def fail(self, student: str, cause: str) -> None:
        """Count a submission that could be graded, and was not."""
        self.failed[student] = printable(cause, LONG)

    @property
    def mean(self) -> float | None:
        """The mean of the points; None where nothing was graded."""
        return sum(one.mark.points for one in self.graded) / len(self.graded) if self.graded else None

    @property
    def out_of(self) -> float:
        """The points of the chapter, written answers included."""
        return max((one.mark.out_of for one in self.graded), default=0.0)

    @property
    def waiting(self) -> list[str]:
        """The students with written answers to be graded by hand."""
        return sorted(one.student for one in self.graded if one.mark.to_read)

    @property
    def missed(self) -> list[tuple[str, int]]:
        """How many did not pass each exercise, the most often missed first."""
        missed = Counter(
            {
                name: sum(one.exercises[name]["outcome"] not in NOT_MISSED for one in self.graded)
                for one in self.graded[:1]
                for name in one.exercises
            }
        )
        return [(name, times) for name, times in missed.most_common() if times]

    @property
    def misconceptions(self) -> list[tuple[str, str, int]]:
        """Exercise, misconception, and how many have it, the most frequent first."""
        seen = Counter(
            (name, score["mistake"])
            for one in self.graded
            for name, score in one.exercises.items()
            if score["mistake"]
        )
        return [(*both, times) for both, times in sorted(seen.items(), key=lambda one: (-one[1], one[0]))]

    @property
    def summary(self) -> str:
        """One line: how many were graded, refused and so on, the mean, and what is left to do."""
        mean = f", mean {self.mean:.1f} of {self.out_of:g} points" if self.mean is not None else ""
        mended = sum(1 for one in self.graded if one.mended)
        parts = [f"{len(self.graded)} graded ({mended} mended){mean}", f"{len(self.refused)} refused"]
        parts += [f"{len(self.failed)} failed: run it again"] if self.failed else []
        parts += [f"{len(self.waiting)} with written answers to grade by hand"] if self.waiting else []
        return "; ".join(parts) + "."

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, students in the order of their names."""
        return {
            "chapter": self.chapter,
            "graded": [one.as_dict() for one in sorted(self.graded, key=lambda one: one.student)],
            "refused": self.refused,
            "kept": {name: asdict(mark) for name, mark in self.kept.items()},
            "failed": self.failed,
            "missing": self.missing,
            "names": self.names,
            "waiting": self.waiting,
            "mean": self.mean,
            "out_of": self.out_of,
            "missed": self.missed,
            "misconceptions": self.misconceptions,
        }


def _in_words(score: Mapping[str, Any]) -> Mapping[str, Any]:
    """A score whose sentence can be understood without the picture of the difference that the card shows."""
    if score.get("fault") != "wrong values" or ": expected " not in score["sentence"]:
        return score
    return {**score, "sentence": f"difference {score['sentence']}"}
