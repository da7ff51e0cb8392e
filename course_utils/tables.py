"""What `hint` and `progress` return: small tables that show in a notebook and elsewhere."""

from __future__ import annotations

import csv
import html
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from . import luggage
from .checks.card import SIGNS, prose
from .checks.exercise import Chapter, Exercise
from .checks.progress import Best, Record

INK = "color:inherit;font:14px/1.5 system-ui,sans-serif"
PEN = "\N{LOWER RIGHT PENCIL}"
BY_HAND = "graded by hand"  # so nothing is known of what a learner wrote there
WRITTEN = "compare yours with the model answer below it"
STAGES = ("a nudge", "the key step", "almost the answer")


@dataclass(frozen=True)
class Hints:
    """The hints of an exercise that the learner has asked for so far."""

    exercise: str
    hints: tuple[str, ...]
    used: int

    @property
    def shown(self) -> tuple[str, ...]:
        """The hints so far, the newest last."""
        return self.hints[: self.used]

    def __str__(self) -> str:
        lines = [f"{number}. {text}" for number, text in enumerate(self.shown, 1)]
        return "\n".join(
            [f"{self.exercise}: hint {len(self.shown)} of {len(self.hints)}", *lines, *self._end()]
        )

    __repr__ = __str__

    def _end(self) -> list[str]:
        left = len(self.hints) - self.used
        if left > 0:
            stage = STAGES[min(self.used, 2)]
            return [f'The next is {stage}: `hint("{self.exercise}", {self.used + 1})`.']
        return ["That was the last one."]

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{prose(text)}</li>" for text in self.shown)
        head = f"<b>{html.escape(self.exercise)}</b>, hint {len(self.shown)} of {len(self.hints)}"
        end = prose(self._end()[0])
        return f'<div style="{INK}">{head}<ol style="margin:4px 0">{items}</ol><i>{end}</i></div>'


@dataclass(frozen=True)
class Progress:
    """All chapters and exercises, with the best result so far."""

    chapters: tuple[Chapter, ...]
    record: Record

    def rows(self) -> Iterator[tuple[Chapter, Exercise, Best]]:
        """Yield the chapter, the exercise and the best result, in reading order."""
        best = self.record.best()
        for chapter in self.chapters:
            for exercise in chapter.exercises:
                known = best.get(exercise.name, Best())
                known = replace(known, hints=min(known.hints, len(exercise.hints)))
                yield chapter, exercise, known

    def guesses(self) -> dict[str, tuple[int, int]]:
        """Return by chapter how many guesses were made, and how many there are; only where there are any."""
        made = self.record.guesses()
        return {
            chapter.name: (sum(guess.name in made for guess in chapter.guesses), len(chapter.guesses))
            for chapter in self.chapters
            if chapter.guesses
        }

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data, by chapter and exercise.

        "guesses" are counted beside these, and "graded by hand" names the answers that people judge.
        """
        table: dict[str, Any] = {chapter.name: {} for chapter in self.chapters}
        for chapter, exercise, best in self.rows():
            result = {**vars(best), "out_of": exercise.points, "optional": exercise.optional}
            table[chapter.name][exercise.name] = result
        for chapter in self.chapters:
            if chapter.written:
                table[chapter.name][BY_HAND] = list(chapter.written)
        for name, (made, there_are) in self.guesses().items():
            table[name]["guesses"] = {"made": made, "out_of": there_are}
        return table

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Write the table to a file: chapter, exercise, points, out_of, outcome, mistake, checks, hints.

        A chapter's guesses are a row of their own, called "guesses", without points: its outcome is "3 of 5".
        Written answers are rows without points, whose outcome is "graded by hand".
        """
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(
                ("chapter", "exercise", "points", "out_of", "outcome", "mistake", "checks", "hints")
            )
            for chapter, exercise, best in self.rows():
                rest = (best.outcome, best.mistake or "", best.checks, best.hints)
                row = (chapter.name, exercise.name, f"{best.points:g}", f"{exercise.points:g}", *rest)
                writer.writerow(row)
            for chapter in self.chapters:
                writer.writerows(
                    (chapter.name, name, "", "", BY_HAND, "", "", "") for name in chapter.written
                )
            for name, (made, there_are) in self.guesses().items():
                writer.writerow((name, "guesses", "", "", f"{made} of {there_are}", "", "", ""))

    def notes(self) -> list[str]:
        """Return what the learner should know about the progress file, if anything."""
        self.record.best()
        path, unreadable, notes = self.record.path, self.record.unreadable, []
        if unreadable:
            lines = "1 line" if unreadable == 1 else f"{unreadable} lines"
            notes.append(f"{lines} of {path} could not be read, and stay in the file as they are.")
        if self.record.unsaved and path:
            notes.append(f"{path} cannot be written: new results are kept only until this kernel ends.")
        return [*notes, *filter(None, [luggage.note(self.record)])]

    def __str__(self) -> str:
        lines, guesses = [], self._guesses_in_words()
        for chapter, rows in self._by_chapter():
            counted = ", ".join(filter(None, (_sum(rows), guesses.get(chapter.name))))
            lines.append(f"{chapter.name}  {chapter.title}: {counted}")
            lines += [
                f"  {_sign(best)} {exercise.name:<28} {best.points:>4g} of {exercise.points:g}"
                f"{_tail(exercise, best)}"
                for exercise, best in rows
            ]
            lines += [f"  {PEN} {name:<28} {BY_HAND}: {WRITTEN}" for name in chapter.written]
        return "\n".join([*lines, *self._next(), *self.notes()])

    __repr__ = __str__

    def _guesses_in_words(self) -> dict[str, str]:
        return {name: f"guesses {made} of {there_are}" for name, (made, there_are) in self.guesses().items()}

    def _next(self) -> list[str]:
        """Name the first required exercise that has not passed yet."""
        for chapter, exercise, best in self.rows():
            if best.outcome != "passed" and not exercise.optional:
                return [f"Next: `{exercise.name}` in {chapter.name}."]
        return ["Everything is solved."]

    def _by_chapter(self) -> Iterator[tuple[Chapter, list[tuple[Exercise, Best]]]]:
        rows = list(self.rows())
        for chapter in self.chapters:
            yield chapter, [row[1:] for row in rows if row[0] is chapter]

    def _repr_html_(self) -> str:
        cell = 'style="text-align:left;padding:2px 14px 2px 0;background:none"'
        head = 'style="text-align:left;padding:12px 14px 2px 0;background:none"'
        body, guesses = [], self._guesses_in_words()
        for chapter, rows in self._by_chapter():
            title = html.escape(f"{chapter.name} \N{MIDDLE DOT} {chapter.title}")
            counts = f"<th {head}>{_sum(rows)}</th><th {head}>{guesses.get(chapter.name, '')}</th>"
            body.append(f'<tr><th colspan="2" {head}>{title}</th>{counts}</tr>')
            lines = [
                (
                    f"{_sign(best)} {best.outcome}",
                    f"<code>{html.escape(exercise.name)}</code>",
                    f"{best.points:g} of {exercise.points:g}",
                    html.escape(_tail(exercise, best)),
                )
                for exercise, best in rows
            ]
            lines += [
                (f"{PEN} {BY_HAND}", f"<code>{html.escape(name)}</code>", "", WRITTEN)
                for name in chapter.written
            ]
            body += [
                "<tr>" + "".join(f"<td {cell}>{value}</td>" for value in values) + "</tr>" for values in lines
            ]
        notes = "".join(f"<p>{prose(note)}</p>" for note in [*self._next(), *self.notes()])
        return (
            f'<div style="{INK}"><table style="border-collapse:collapse">{"".join(body)}</table>{notes}</div>'
        )


def _sum(rows: list[tuple[Exercise, Best]]) -> str:
    """Return the points of a chapter in words; those of optional exercises come on top."""
    required, optional = (
        [(e.points, best.points) for e, best in rows if e.optional is kind] for kind in (False, True)
    )
    earned = f"{sum(own for _, own in required):g} of {sum(out_of for out_of, _ in required):g} points"
    return f"{earned}, optional {sum(own for _, own in optional):g}" if optional else earned


def _sign(best: Best) -> str:
    return SIGNS[best.outcome]


def _tail(exercise: Exercise, best: Best) -> str:
    notes = ["optional"] if exercise.optional else []
    notes += [f"last mistake: {best.mistake}"] if best.mistake and best.outcome != "passed" else []
    notes += [f"{best.hints} hint{'s' if best.hints != 1 else ''}"] if best.hints else []
    return f"  {', '.join(notes)}" if notes else ""
