"""Demo cells: pictures and explorers that need what the learner has written."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def demo(function: Callable[[], Any]) -> Callable[[], Any]:
    """Run a demo at once and show what it returns.

    Where it needs an exercise that is not solved yet it says so kindly, instead of failing: running all cells
    of a notebook never stops at a picture. Its variables stay its own.
    """
    try:
        _show(function())
        _show_figures()
    except NotImplementedError as error:
        _close_figures()
        _show(Notice(f"This needs your {_stub(error)}: solve it first, then run this cell again."))
    except Exception as error:  # a half-done answer may fail in any way
        _close_figures()
        _show(Notice(f"This could not be shown: {_where(error)}{type(error).__name__}: {error}"))
    return function


@dataclass(frozen=True)
class Notice:
    """One kind sentence in place of a demo."""

    sentence: str

    def __str__(self) -> str:
        return self.sentence

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from .checks.card import prose

        style = "color:inherit;border-left:3px solid currentColor;padding:4px 12px;font-style:italic"
        return f'<p class="course-notice" style="{style}">{prose(self.sentence)}</p>'


def _show(value: Any) -> None:
    if value is None or type(value).__module__.startswith("matplotlib"):
        return  # figures are shown as such
    if "IPython" in sys.modules:
        from IPython.display import display

        display(value)
    else:
        print(value)


def _show_figures() -> None:
    if "matplotlib.pyplot" in sys.modules:
        from . import figures

        figures.show_all()


def _close_figures() -> None:
    """Throw half-drawn figures away: the notebook would show them."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def _stub(error: BaseException) -> str:
    """The function that is not solved yet; for a method, its class."""
    *_, (frame, _line) = traceback.walk_tb(error.__traceback__)
    name = frame.f_code.co_qualname.rpartition("<locals>.")[2]
    return f"`{name.partition('.')[0]}`"


def _where(error: BaseException) -> str:
    """The learner's own function and line, where the error came out of one."""
    from .checks.origin import learners_line

    line = learners_line(error)
    return f"in line {line.lineno} of `{line.name}`, " if line else ""
