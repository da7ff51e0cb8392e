"""A function of an earlier lesson: the learner's own where it is kept and still right, else the course's."""

from __future__ import annotations

import contextlib
import html
import inspect
import io
import linecache
import sys
import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import given
from ..checks.progress import default_path
from .shelf import Kept, kept

if TYPE_CHECKING:
    from ..checks import Exercise

SECONDS = 5.0  # of the processor, for a kept file to run
_loading: list[str] = []  # a kept file may bring others along


class NothingThere(LookupError):
    """Neither the learner nor the course has a function of that name; the message says why."""


class _Useless(Exception):
    """Why a kept function is not used, in words that follow "yours, kept on 3 May,"."""


@dataclass(frozen=True)
class Brought:
    """A function that was brought along, whose it is in one sentence, and its code."""

    function: Any
    sentence: str
    code: str

    def show(self) -> None:
        """Show the sentence; below it the code is folded. Nothing for what another function brings along."""
        if _loading:
            return
        if "IPython" in sys.modules:
            from IPython.display import display

            display(self)
        else:
            print(self)

    def __str__(self) -> str:
        return self.sentence.replace("`", "")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from ..checks.card import prose

        return (
            '<details class="course-mine" style="margin:2px 0">'
            f'<summary style="cursor:pointer">{prose(self.sentence)}</summary>'
            f'<pre style="padding:8px 12px;overflow-x:auto">{html.escape(self.code)}</pre></details>'
        )


def bring(name: str) -> Brought:
    """The function of that name. While a chapter is graded, nothing can be checked: it is the course's.

    Raises
    ------
    NothingThere
        There is no such exercise, or nothing is kept of it and the course lends none.
    """
    exercise = _exercise(name)
    why_not = ""
    if exercise is not None and name not in _loading:
        from ..luggage import settle

        found = None
        try:
            settle(default_path())
            if (found := kept(name)) is not None:
                function = _loaded(exercise, found)
                return Brought(function, f"`{name}` is your own, kept{found.day}.", found.text)
            why_not = f": yours is not kept yet. Its check in lesson {_lesson(name)} keeps it"
        except (_Useless, OSError, ValueError) as error:
            said = error if isinstance(error, _Useless) else "cannot be read"
            day = found.day if found else ""
            why_not = f": yours, kept{day}, {said}. Its check in lesson {_lesson(name)} keeps it anew"
    try:
        function = given.find(name)
    except LookupError as error:
        raise NothingThere(f'mine("{name}") finds nothing, for {error.args[0]}{why_not}.') from None
    return Brought(function, f"`{name}` is the course's{why_not}.", inspect.getsource(function))


def _exercise(name: str) -> Exercise | None:
    """The exercise of that name; None where no exercise can be seen, as in a grader's kernel."""
    try:
        from .. import exercises
    except ImportError:
        return None
    try:
        return exercises.find(name)
    except LookupError as error:
        raise NothingThere(str(error.args[0])) from None


def _lesson(name: str) -> str:
    from .. import exercises

    return exercises.chapter_of(name).name[:2]


def _loaded(exercise: Exercise, found: Kept) -> Any:
    """What a kept file defines, if it passes its check now; _Useless where not."""
    from ..checks.judge import judge_here

    name = exercise.name
    _loading.append(name)
    try:
        function = getattr(_module(found, f"{__name__}.{name}"), name)
        score = judge_here(exercise, function)
    except AttributeError:
        raise _Useless("does not define it any more") from None
    finally:
        _loading.remove(name)
    if any(failure.fault.kind not in exercise.measured for failure in score.failures):
        said = score.mistake or (score.failure.fault.kind if score.failure else score.outcome)
        raise _Useless(f"does not pass its check any more ({said})")
    return function


def _module(found: Kept, name: str) -> types.ModuleType:
    """The module that a kept file makes."""
    from ..checks.timeout import Late, call_within

    module, file = types.ModuleType(name), str(found.path)
    linecache.cache[file] = (len(found.text), None, found.text.splitlines(keepends=True), file)
    try:
        code = compile(found.text, file, "exec")
        sys.modules[name] = module
        with contextlib.redirect_stdout(io.StringIO()):
            call_within(SECONDS, lambda: exec(code, vars(module)))
    except Late:
        raise _Useless("does not come to an end") from None
    except SyntaxError as error:
        raise _Useless(f"is not Python any more (line {error.lineno})") from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever a file does when it runs, SystemExit too
        raise _Useless(f"does not run any more ({type(error).__name__}: {str(error)[:100]})") from None
    return module
