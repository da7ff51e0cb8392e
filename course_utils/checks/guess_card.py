"""The card of a guess: HTML for notebooks, plain text elsewhere; each says everything."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from .card import STYLE, prose
from .guess import Guess, Judgement, Value

SIGNS = {
    "right": "\N{CHECK MARK}",
    "near": "\N{ALMOST EQUAL TO}",
    "far": "\N{NOT EQUAL TO}",
    "not right": "\N{NOT EQUAL TO}",
    "not guessed": "\N{WHITE CIRCLE}",
}
CLASSES = {
    "right": "passed",
    "near": "passed",
    "far": "far",
    "not right": "far",
    "not guessed": "not-attempted",
}

# A guess that is not right is no mistake: blue, not the orange of a wrong answer.
FAR = """<style>.course-check.far{border-left-color:#2563eb}
body[data-jp-theme-light="false"] .course-check.far,html[theme="dark"] .course-check.far,
html[data-theme="dark"] .course-check.far,
body.vscode-dark .course-check.far{border-left-color:#8ab4f8}</style>"""


@dataclass(frozen=True, repr=False)
class GuessCard:
    """What is said of a guess, as it is shown.

    Parameters
    ----------
    guess : the question.
    judgement : how near the guess was.
    first : the learner's first guess at this question, the one that counts; None where there is none.
    """

    guess: Guess
    judgement: Judgement
    first: Value | None = None

    @property
    def outcome(self) -> str:
        """How near it was: "right", "near", "far" or "not right", or "not guessed"."""
        return self.judgement.outcome

    def html(self) -> str:
        """The card as one element, usable in light and dark themes, and without colour."""
        paragraphs = "".join(_paragraph(*paragraph) for paragraph in self._paragraphs())
        head = f"{SIGNS[self.outcome]} {escape(self.guess.name)} <span>{self._outcome}</span>"
        return (
            f'{STYLE}{FAR}<div class="course-check {CLASSES[self.outcome]}" role="group" '
            f'aria-label="{escape(self._head)}"><p class="head">{head}</p>{paragraphs}</div>'
        )

    def text(self) -> str:
        """The card as plain text."""
        lines = (f"  {label} {text}" if label else f"  {text}" for _, label, text in self._paragraphs())
        return "\n".join([f"{SIGNS[self.outcome]} {self._head}", *lines])

    __str__ = text
    __repr__ = text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}

    @property
    def _outcome(self) -> str:
        return self.outcome if self.outcome == "not guessed" else f"your guess: {self.outcome}"

    @property
    def _head(self) -> str:
        return f"{self.guess.name}: {self._outcome}"

    def _paragraphs(self) -> list[tuple[str, str, str]]:
        """The kind of each paragraph, what stands in bold before it, and its text."""
        judged = self.judgement
        found = [("soft", "", self.guess.question), ("", "", judged.sentence)]
        if judged.value is None:
            return found
        label, behind = judged.usual or ("", "")
        if judged.is_usual:
            found.append(("mistake", "A usual guess.", behind))
        found.append(("", "Why:", self.guess.why))
        if behind and not judged.is_usual:
            found.append(("soft", f"Others guess {label}:", behind))
        if line := self._first_line():
            found.append(("soft", "", line))
        return found

    def _first_line(self) -> str:
        """The first guess, where this is another one; a kept one that answers another question is none."""
        first = self.guess.judge(... if self.first is None else self.first)
        if first.value is None or first.value == self.judgement.value:
            return ""
        shown = self.guess.shown(first.value)
        return f"Your first guess was {shown} ({first.outcome}); it is the one that is kept."


def _paragraph(kind: str, label: str, text: str) -> str:
    start = f'<p class="{kind}">' if kind else "<p>"
    return f"{start}{f'<b>{escape(label)}</b> ' if label else ''}{prose(text)}</p>"
