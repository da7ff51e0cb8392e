"""Whether a value is the expected one, and if not, in which way not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .wire import Alien

UNITS = 8.0  # allowed difference, in units of the dtype's precision times the size of the numbers
LARGEST = 1e12  # a whole number below it is written out
SINGLE = float(np.finfo(np.float32).eps)  # work in float32 is right work; half precision excuses nothing

ADVICE = {
    "torch.Tensor": "`.item()` makes a number of it, `.numpy()` an array.",
    "numpy.matrix": "A matrix has its own meaning of `*`; use `np.asarray(...)`.",
    "numpy.matrixlib.defmatrix.matrix": "A matrix has its own meaning of `*`; use `np.asarray(...)`.",
    "generator": "A generator has not computed anything yet: collect it in an array first.",
    "function": "Was it meant to be called? Look for a missing `()`.",
    "method": "Was it meant to be called? Look for a missing `()`.",
}


@dataclass(frozen=True)
class Fault:
    """In which way an answer is not the expected one.

    Parameters
    ----------
    kind : "wrong values", "wrong shape", "wrong type", "exception" and so on.
    sentence : what happened, in one or two sentences.
    part : which part of a tuple or dict, or "".
    expected, got : the two arrays, where they can be shown side by side.
    worst : index of the largest difference.
    """

    kind: str
    sentence: str
    part: str = ""
    expected: np.ndarray | None = None
    got: np.ndarray | None = None
    worst: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Rounding:
    """What rounding may cost: it grows with the size of the numbers and the precision of their dtype.

    Parameters
    ----------
    size : the largest absolute value of the numbers that went in.
    precision : their coarsest machine precision (2.2e-16 for float64).
    coarsest : the machine precision in which the work may be done, whatever went in.
    """

    size: float = 0.0
    precision: float = 0.0
    coarsest: float = SINGLE

    def allowed(self, expected: np.ndarray, got: np.ndarray) -> float:
        """The largest absolute difference that is not a mistake."""
        if expected.dtype.kind in "biu":  # a count, or whole numbers in and out
            work = min(_precision(got), SINGLE)
        else:
            work = max(_precision(expected), self.coarsest)
        return UNITS * max(self.precision, work) * max(self.size, _size(expected), 1.0)


NOTHING_IN = Rounding()


def compare(
    expected: Any, got: Any, rounding: Rounding = NOTHING_IN, names: Sequence[str] = (), part: str = ""
) -> Fault | None:
    """None where `got` is `expected`, up to rounding; else what is wrong with it.

    Parameters
    ----------
    expected : array, number, text, or a tuple or dict of such.
    got : plain data that came back from the probe.
    rounding : of the numbers that went in.
    names : names of the parts, where `expected` is a tuple.
    part : where in a larger answer this one stands.
    """
    if isinstance(expected, dict):
        return _compare_dicts(expected, got, rounding, part)
    if isinstance(expected, tuple):
        return _compare_tuples(expected, got, rounding, names, part)
    if isinstance(expected, str):
        same = isinstance(got, str) and got.strip().casefold() == expected.casefold()
        return None if same else Fault("wrong values", f"{_what(got)} is not the right answer.", part)
    array = _as_array(got, np.shape(expected), part)
    return array if isinstance(array, Fault) else _compare_arrays(np.asarray(expected), array, rounding, part)


def can_be_expected(value: Any) -> bool:
    """Whether answers can be compared with a value: the oracle's can, that of a mistake may be anything."""
    if isinstance(value, dict | tuple):
        return all(map(can_be_expected, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) or not isinstance(_as_array(value, (), ""), Fault)


def _compare_dicts(expected: dict, got: Any, rounding: Rounding, part: str) -> Fault | None:
    if isinstance(got, Alien) and got.type == "dict":
        return Fault("wrong type", "A dict came back, but not all of its keys are names.", part)
    if not isinstance(got, dict):
        return Fault("wrong type", f"{_what(got)} came back; a dict was asked for.", part)
    for key in expected:
        if key not in got:
            return Fault("wrong type", f"The dict has no {key!r}.", part)
        if fault := compare(expected[key], got[key], rounding, part=f"{part}[{key!r}]"):
            return fault
    if more := [key for key in got if key not in expected]:
        return Fault("wrong type", f"The dict also has {more[0]!r}, which was not asked for.", part)
    return None


def _compare_tuples(
    expected: tuple, got: Any, rounding: Rounding, names: Sequence[str], part: str
) -> Fault | None:
    if not isinstance(got, tuple | list):
        return Fault("wrong type", f"{_what(got)} came back; a tuple of {len(expected)} was asked for.", part)
    if len(got) != len(expected):
        return Fault(
            "another number of values", f"{len(got)} came back; {len(expected)} were asked for.", part
        )
    for number, (one, other) in enumerate(zip(expected, got, strict=True)):
        label = names[number] if number < len(names) else f"value {number}"
        if fault := compare(one, other, rounding, part=label):
            return fault
    return None


def _compare_arrays(expected: np.ndarray, array: np.ndarray, rounding: Rounding, part: str) -> Fault | None:
    if array.shape != expected.shape:
        return Fault("wrong shape", _shape_sentence(expected.shape, array.shape), part, expected, array)
    if array.dtype.kind == "c" and expected.dtype.kind != "c":
        return Fault("wrong dtype", f"The result has dtype {array.dtype}; real numbers were asked for.", part)
    difference = _difference(array, expected)
    if not (difference > rounding.allowed(expected, array)).any():
        return None
    unexpected = np.isnan(array) & ~np.isnan(expected)
    if unexpected.any():
        worst = _index(unexpected)
        sentence = (
            f"{unexpected.sum()} of {array.size} entries are nan (not a number), the first{_at(worst)}."
        )
        return Fault("not a number", sentence, part, expected, array, worst)
    worst = _index(difference)
    right, wrong = number_text(expected[worst]), number_text(array[worst])
    if right == wrong:
        right, wrong = str(expected[worst]), str(array[worst])
    sentence = f"{number_text(difference[worst])}{_at(worst)}: expected {right}, got {wrong}"
    return Fault("wrong values", sentence, part, expected, array, worst)


def _index(array: np.ndarray) -> tuple[int, ...]:
    """The index of the first largest entry."""
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(array)), array.shape))


def _as_array(got: Any, shape: tuple[int, ...], part: str) -> np.ndarray | Fault:
    wanted = f"an array of shape {shape}" if shape else "a number"
    if isinstance(got, Alien) or got is None or isinstance(got, str | dict):
        kind = got.type if isinstance(got, Alien) else type(got).__name__
        return Fault(
            "wrong type",
            f"{_what(got)} came back; {wanted} was asked for. {ADVICE.get(kind, '')}".strip(),
            part,
        )
    if not _only_numbers(got):  # NumPy would make a text as long as the longest of each number
        return Fault("wrong dtype", f"Not all of the result is numbers; {wanted} was asked for.", part)
    try:
        array = np.asarray(got)
    except ValueError:
        return Fault(
            "rows of different lengths",
            f"The rows of the list have different lengths; {wanted} was asked for.",
            part,
        )
    if array.dtype.kind not in "biufc":
        return Fault("wrong dtype", f"The result has dtype {array.dtype}; {wanted} was asked for.", part)
    return array


def _only_numbers(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_only_numbers, value))
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "biufc"
    return isinstance(value, int | float)


def _difference(array: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Absolute differences; 0 for equal infinities and where both are nan, inf where only one is."""
    kind = np.complex128 if "c" in array.dtype.kind + expected.dtype.kind else np.float64
    a, e = array.astype(kind), expected.astype(kind)
    with np.errstate(invalid="ignore", over="ignore"):
        difference = np.abs(a - e)
    same = (a == e) | (np.isnan(a) & np.isnan(e))
    return np.where(same, 0.0, np.where(np.isnan(difference), np.inf, difference))


def _precision(array: np.ndarray) -> float:
    return float(np.finfo(array.dtype).eps) if array.dtype.kind in "fc" else float(np.finfo(np.float64).eps)


def _size(array: np.ndarray) -> float:
    finite = np.abs(array[np.isfinite(array)].astype(complex)) if array.size else array
    return float(finite.max()) if finite.size else 0.0


def rounding_of(value: Any) -> Rounding:
    """What rounding may cost where `value`, plain data, is what goes in."""
    if isinstance(value, dict):
        return rounding_of(tuple(value.values()))
    if isinstance(value, tuple | list):
        parts = [rounding_of(part) for part in value]
        return Rounding(
            max((part.size for part in parts), default=0.0),
            max((part.precision for part in parts), default=0.0),
        )
    # an int is a size, a count or a seed: it is exact, and a seed of 2 billion excuses nothing
    array = np.asarray(value) if isinstance(value, float | np.ndarray | np.generic) else np.zeros(0)
    return Rounding(_size(array), _precision(array)) if array.dtype.kind in "biufc" else NOTHING_IN


def number_text(value: Any, digits: int = 6) -> str:
    """A number with at most that many digits, without a tail of zeros; a whole one with all of its digits.

    >>> number_text(105_415_200), number_text(2.0), number_text(1 / 3)
    ('105415200', '2', '0.333333')
    """
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    number = complex(value) if isinstance(value, complex | np.complexfloating) else float(value)
    if isinstance(number, float) and number.is_integer() and abs(number) < LARGEST:
        return str(int(number))
    return f"{number + 0:.{digits}g}"  # -0 is 0


def index_text(index: tuple[int, ...]) -> str:
    """An index as it is written in code, e.g. "[59, 107]"."""
    return f"[{', '.join(map(str, index))}]"


def _at(index: tuple[int, ...]) -> str:
    return f" at {index_text(index)}" if index else ""


def _shape_sentence(expected: tuple[int, ...], got: tuple[int, ...]) -> str:
    sentence = f"The result has shape {got}; {expected} was asked for."
    if not expected:
        return f"The result is an array of shape {got}; a single number was asked for."
    if got == expected[::-1] and got != expected:
        return sentence + " The axes are in the wrong order."
    if len(got) == len(expected):
        steps = [g - e for g, e in zip(got, expected, strict=True)]
        if all(step in (0, 1) for step in steps):
            return sentence + " That is one too many."
        if all(step in (0, -1) for step in steps):
            return sentence + " That is one too few."
    return sentence


def _what(value: Any) -> str:
    """What came back, as the subject of a sentence."""
    if value is None:
        return "None"
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "...")
    if isinstance(value, np.ndarray):
        return f"An array of shape {value.shape}"
    return with_article(value.type if isinstance(value, Alien) else type(value).__name__, "A")


def with_article(noun: str, article: str = "a") -> str:
    """The noun behind "a" or "an"."""
    return f"{article}n {noun}" if noun[:1].lower() in "aeio" else f"{article} {noun}"
