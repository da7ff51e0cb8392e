"""The card of a score: HTML for notebooks, plain text elsewhere; each says everything."""

from __future__ import annotations

import base64
import html as escape_html
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .compare import number_text
from .score import Failure, Score

SIGNS = {
    "passed": "\N{CHECK MARK}",
    "wrong": "\N{BALLOT X}",
    "not attempted": "\N{WHITE CIRCLE}",
    "not judged": "!",
}
MIME = "application/vnd.course.score+json"
PLAIN = "tex2jax_ignore mathjax_ignore"  # what the learner wrote is text, and no formula
DIGITS = 4  # of a number in a table
WIDTH, CHARACTER = 720, 7.3  # of a card without its border, and of a character in a table: pixels
TABLE = 8  # a result of at most 8 x 8 is shown as numbers, a larger one as an image

STYLE = """<style>
.course-check{--ink:#1d1d1f;--soft:#5c5c66;--line:#d9d9de;--paper:#fff;--bad:#c2410c;--good:#15803d;--wait:#6b7280;
--note:#fff5eb;--mark:#fde3cf;color:var(--ink);background:var(--paper);border:1px solid var(--line);
border-left:5px solid var(--bad);border-radius:6px;padding:14px 18px;margin:8px 0;
box-sizing:border-box;width:100%;max-width:802px;
font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
body[data-jp-theme-light="false"] .course-check,html[theme="dark"] .course-check,
html[data-theme="dark"] .course-check,body.vscode-dark .course-check{
--ink:#e8e8e8;--soft:#a8a8a8;--line:#3a3a3a;--paper:#1b1b1b;--bad:#ff9d6b;--good:#7fd6a2;--wait:#9ca3af;
--note:#2a241c;--mark:#5a3a20}
.course-check.passed{border-left-color:var(--good)}.course-check.not-attempted{border-left-color:var(--wait)}
.course-check .head{display:flex;justify-content:space-between;gap:16px;
font-size:15px;font-weight:600;margin:0}
.course-check .head span{font-weight:400;color:var(--soft)}
.course-check code{font:13px/1.45 ui-monospace,monospace;background:none;color:inherit;padding:0}
.course-check p{margin:8px 0}.course-check .soft{color:var(--soft)}
.course-check .mistake{background:var(--note);border-radius:4px;padding:8px 12px}
.course-check dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:8px 0;
font:13px/1.5 ui-monospace,monospace}
.course-check dt{color:var(--soft);font-weight:400;text-align:left;float:none;width:auto}
.course-check dd{margin:0;width:auto;float:none}
.course-check figure{display:inline-block;vertical-align:top;margin:6px 14px 0 0;text-align:center;
font-size:12px;color:var(--soft)}
.course-check details{margin:8px 0}.course-check summary{cursor:pointer;color:var(--soft)}
.course-check pre{background:var(--note);color:inherit;border-radius:4px;padding:8px 12px;overflow-x:auto;
font:12px/1.45 ui-monospace,monospace;margin:8px 0}
.course-check img{width:218px;max-width:none;image-rendering:pixelated;display:block;
border:1px solid var(--line);border-radius:3px;margin:0 0 2px}
.course-check table{border-collapse:collapse;font:12px/1.4 ui-monospace,monospace;color:var(--ink);
margin:0 0 2px;border:1px solid var(--line)}
.course-check td{padding:2px 7px;min-width:var(--cell);text-align:right;border:0;
background:var(--paper)}
.course-check .stacked figure{display:block;text-align:left}
.course-check td.off{background:var(--mark);font-weight:600}
</style>"""


@dataclass(frozen=True, repr=False)
class Card:
    """A score as it is shown. `float(card)` is the points earned.

    As the last value of a notebook cell it shows as HTML; its plain text there is the bare number, which is
    how nbgrader learns of partial credit. Elsewhere it reads as text. Each form says everything.

    Parameters
    ----------
    score : what the check found.
    hints, hints_used : number of hints there are, and of those already read.
    next : the exercise that follows in the lesson, or None.
    next_is_optional : whether a chapter is complete without it.
    another_way : after a pass, the source of another right answer, and why one might prefer it; or None.
    """

    score: Score
    hints: int = 0
    hints_used: int = 0
    next: str | None = None
    next_is_optional: bool = False
    another_way: tuple[str, str] | None = None

    def __float__(self) -> float:
        return float(self.score)

    @property
    def args(self) -> tuple:
        """The arguments of the first call that went wrong, to try it again: `f(*card.args)`."""
        return self.score.args

    def html(self) -> str:
        """The card as one element, usable in light and dark themes, and without colour or pictures."""
        score = self.score
        hint = self._hint_line()
        footer = f'<p class="soft">{prose(hint)}</p>' if hint else ""
        label = f"{score.exercise}: {score.outcome}, {_points(score)}"
        return (
            f'{STYLE}<div class="course-check {score.outcome.replace(" ", "-")} {PLAIN}" role="group" '
            f'aria-label="{_e(label)}"><p class="head">'
            f"{SIGNS[score.outcome]} {_e(score.exercise)} <span>{_e(_headline(score))}</span></p>"
            f"{_first(score)}{self._body()}{_figures(score)}{self._another_way()}{footer}</div>"
        )

    def text(self) -> str:
        """The card as plain text."""
        score = self.score
        lines = [f"{SIGNS[score.outcome]} {score.exercise}: {_headline(score)}"]
        if sentence := self._sentence():
            lines.append(f"  {sentence}")
        if score.because_of:
            lines.append(f"  {_whose(score)}")
        elif score.mistake:
            lines.append(f"  {_sentence_case(score.mistake)}. {score.advice}")
        rows = _rows(score)
        width = max((len(label) for label, _ in rows), default=0)
        for label, value in rows:
            first, *others = value.split("\n")
            lines += [f"  {label:<{width}}  {first}", *(f"  {'':<{width}}  {other}" for other in others)]
        for label, array in _arrays(score):
            lines += [f"  {label}:", *(f"    {line}" for line in _array_text(array).split("\n"))]
        if score.outcome == "passed" and self.another_way:
            source, why = self.another_way
            lines += [f"  Another way. {why}", *(f"    {line}" for line in source.split("\n"))]
        if hint := self._hint_line():
            lines.append(f"  {hint}")
        return "\n".join(lines)

    __str__ = text
    __repr__ = text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            "text/plain": f"{self.score.points:g}" if "ipykernel" in sys.modules else self.text(),
            "text/html": self.html(),
            MIME: self.score.as_dict(),
        }

    def _sentence(self) -> str:
        """What there is to say where nothing went wrong."""
        score = self.score
        if score.outcome == "not attempted" and score.failure:
            return score.failure.fault.sentence
        if not score.failure and score.outcome in ("wrong", "not judged"):
            return score.note or ""
        if score.outcome != "passed":
            return ""
        cases = "The one case is" if score.cases == 1 else f"All {score.cases} cases are"
        note = f" {score.note}" if score.note else ""
        optional = " (optional)" if self.next_is_optional else ""
        following = f" Next: `{self.next}`{optional}." if self.next else ""
        return f"{cases} right, {max(score.seconds, 0.01):.2f} s.{note}{following}"

    def _body(self) -> str:
        if sentence := self._sentence():
            return f"<p>{prose(sentence)}</p>"
        pairs = (
            f"<dt>{_e(label)}</dt><dd>{prose(value).replace(chr(10), '<br>')}</dd>"
            for label, value in _rows(self.score)
        )
        return f"<dl>{''.join(pairs)}</dl>"

    def _another_way(self) -> str:
        if self.score.outcome != "passed" or not self.another_way:
            return ""
        source, why = self.another_way
        return f"<details><summary>Another way</summary><p>{prose(why)}</p><pre>{_e(source)}</pre></details>"

    def _hint_line(self) -> str:
        if self.score.outcome == "passed" or not self.hints:
            return ""
        used = f"{self.hints_used} used" if self.hints_used else "none used"
        number = f", {self.hints_used + 1}" if 0 < self.hints_used < self.hints else ""
        return f'Stuck? `hint("{self.score.exercise}"{number})` \N{MIDDLE DOT} {self.hints} hints, {used}'


def _headline(score: Score) -> str:
    points = f"{_points(score)}, optional" if score.optional else _points(score)
    return f"{score.outcome}, {points}" if score.outcome in ("not attempted", "not judged") else points


def _points(score: Score) -> str:
    return f"{score.points:g} of {score.out_of:g} point{'' if score.out_of == 1 else 's'}"


def _rows(score: Score) -> list[tuple[str, str]]:
    """What happened in the first failing case, as labels and texts."""
    failure = score.failure
    if failure is None or score.outcome == "not attempted":
        return []
    fault = failure.fault
    rows = [("case", f"{failure.case} ({_place(score, failure)})")]
    if failure.given:
        *before, last = failure.call.split("\n")
        rows.append(("with", failure.given))
        if before:
            rows.append(("after", "\n".join(before)))
        rows.append(("this step", last))
    else:
        rows.append(("called", failure.call))
    if fault.part and not failure.given:
        rows.append(("part", fault.part))
    has_number = fault.kind == "wrong values" and fault.worst is not None and fault.expected is not None
    if fault.sentence != score.advice:  # which says so already
        rows.append(("largest difference" if has_number else fault.kind, fault.sentence))
    if fault.worst and len(fault.worst) == 2:
        row, column = fault.worst
        rows.append(("where", f"row {row}, column {column}, counted from 0"))
    if failure.printed:
        rows.append(("printed", failure.printed))
    rows += _others(score)
    if len(score.groups) > 1:
        earned = (f"{group.name} {group.points} of {group.out_of}" for group in score.groups)
        rows.append(("points", " \N{MIDDLE DOT} ".join(earned)))
    if score.note:
        rows.append(("mind", score.note))
    return rows


def _others(score: Score) -> Iterator[tuple[str, str]]:
    """The first failing cases of the other groups; those that failed in the same words in one row."""
    first, *others = score.failures
    alike = [other.case for other in others if other.fault.sentence == first.fault.sentence]
    if alike:
        yield "the same in", ", ".join(alike)
    for other in others:
        if other.case not in alike:
            yield "also", f"{other.case}: {other.fault.sentence}"


def _place(score: Score, failure: Failure) -> str:
    return f"case {failure.number}; {score.passed} of {score.cases} passed"


def _arrays(score: Score) -> list[tuple[str, np.ndarray]]:
    """Expected and got, each with its label, where both can be shown; of deeper arrays one plane."""
    fault = score.failure.fault if score.failure else None
    if fault is None or fault.expected is None or fault.got is None:
        return []
    if fault.expected.ndim == fault.got.ndim == 0 or not (fault.expected.size and fault.got.size):
        return []
    expected, got = (_plane(array, fault.worst) for array in (fault.expected, fault.got))
    arrays = [(f"expected {_size(fault.expected)}", expected), (f"yours {_size(fault.got)}", got)]
    if fault.expected.shape == fault.got.shape and fault.kind == "wrong values":
        place = "".join(f"[{i}]" for i in (fault.worst or ())[:-2])
        arrays = [(f"expected{place}", expected), (f"yours{place}", got)]
        difference = got.astype(float) - expected.astype(float)
        difference[np.abs(difference) <= 1e-9 * (1 + np.abs(expected))] = 0.0  # rounding is no difference
        arrays.append(("yours \N{MINUS SIGN} expected", difference))
    return arrays


def _size(array: np.ndarray) -> str:
    return str(array.shape) if array.ndim else "(a single number)"


def _plane(array: np.ndarray, worst: tuple[int, ...] | None) -> np.ndarray:
    """The last two axes of an array, at the worst index of the others (or at the first)."""
    if array.ndim <= 2:
        return array
    fits = worst is not None and len(worst) == array.ndim
    return array[worst[:-2] if worst and fits else (0,) * (array.ndim - 2)]


def _first(score: Score) -> str:
    """What a learner should read first: whose mistake it is, or which."""
    if score.because_of:
        return f'<p class="mistake"><b>{prose(_whose(score))}</b></p>'
    if score.mistake is None:
        return ""
    name = prose(_sentence_case(score.mistake))
    return f'<p class="mistake"><b>{name}.</b> {prose(score.advice or "")}</p>'


def _whose(score: Score) -> str:
    own, other = f"`{score.exercise}`", f"`{score.because_of}`"
    return f"Your {own} is right; it fails because of your {other}: mend that first."


def _figures(score: Score) -> str:
    arrays = [(label, np.atleast_2d(array)) for label, array in _arrays(score)]
    if not arrays:
        return ""
    if all(max(array.shape) <= TABLE for _, array in arrays):
        off = arrays[-1][1] if len(arrays) == 3 else None
        drawn = [_table(array, off) for _, array in arrays]
        style = _layout([array for _, array in arrays])
    else:
        drawn = [_picture(label, array, signed=number == 2) for number, (label, array) in enumerate(arrays)]
        style = ""
    figures = zip(drawn, arrays, strict=True)
    inside = "".join(f"<figure>{picture}{_e(label)}</figure>" for picture, (label, _) in figures)
    return f"<div{style}>{inside}</div>"


def _layout(arrays: list[np.ndarray]) -> str:
    """Equal columns for all tables; where these do not fit side by side, one is below the other."""
    cell = max(len(number_text(x, DIGITS)) for array in arrays for x in array.flat)
    width = sum(array.shape[1] * (cell * CHARACTER + 14) + 16 for array in arrays)
    return f' class="{"stacked" if width > WIDTH else ""}" style="--cell:{cell}ch"'


def _table(array: np.ndarray, difference: np.ndarray | None) -> str:
    wrong = np.zeros(array.shape, bool) if difference is None else ~(difference == 0)
    rows = (
        "".join(
            f"<td{' class=off' if off else ''}>{number_text(x, DIGITS)}</td>"
            for x, off in zip(row, marks, strict=True)
        )
        for row, marks in zip(array, wrong, strict=True)
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _picture(label: str, array: np.ndarray, signed: bool) -> str:
    """An image as PNG: grey from smallest to largest; a difference blue below 0, white at 0, orange above."""
    from PIL import Image

    values = np.nan_to_num(np.real(array).astype(float), posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if signed:
        share = values / (np.abs(values).max() or 1.0)
        end = np.where(share[..., None] < 0, [33.0, 102, 172], [217.0, 95, 2])
        pixels = 255 + (end - 255) * np.abs(share[..., None])
    else:
        pixels = 255 * (values - low) / ((high - low) or 1.0)
    buffer = io.BytesIO()
    image = Image.fromarray(pixels.astype(np.uint8))
    image.thumbnail((436, 436))  # twice the width on screen
    image.save(buffer, "png")
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    span = f"from {number_text(low)} to {number_text(high)}"
    return f'<img alt="{_e(label)}, {span}" title="{span}" src="data:image/png;base64,{data}">'


def _array_text(array: np.ndarray) -> str:
    return np.array2string(
        array, precision=4, suppress_small=True, threshold=TABLE * TABLE, edgeitems=3, max_line_width=100
    )


def _sentence_case(name: str) -> str:
    return name[:1].upper() + name[1:]


def _e(value: str) -> str:
    return escape_html.escape(value)


def prose(value: str) -> str:
    """Text with `code` marked up; everything else shown as it is."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _e(value))
