"""Plain data: what may pass between the learner's process and the judge's.

Values become JSON; an array becomes its dtype, its shape and its bytes (never pickle). What is neither is
described by its type, so that the judge can say what came back. Nothing that is read here can run code.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

PIECES = 2_000_000  # values of one message: a list of lists for an image of 800 x 800 fits
LIMIT = 64 * 2**20  # bytes of one message: a float64 image of 2,000 x 2,000 fits, a gigantic array does not

KINDS = "biufcU"  # bool, int, unsigned int, float, complex, text: no objects, no records
DTYPE = re.compile(rf"[<>|][{KINDS}][0-9]{{1,9}}")

LONGEST = 200  # characters of a type's name, or of an alien's text


class TooLarge(ValueError):
    """A value is larger than a message may be."""


@dataclass(frozen=True)
class Alien:
    """Stands for a value that is not plain data: only the name of its type (and its text) travels."""

    type: str
    text: str = ""


def dumps(value: Any, limit: int = LIMIT) -> str:
    """Text for `value`: None, bool, int, float, str, list, tuple, dict and real arrays; else an `Alien`."""
    text = json.dumps(_pack(value, limit))
    if len(text) > limit:
        raise TooLarge(f"{len(text):,} bytes where at most {limit:,} may be sent")
    return text


def loads(text: str, limit: int = LIMIT) -> Any:
    """The value that `dumps` wrote; ValueError where the text is too large, or not of that form."""
    if len(text) > limit:
        raise TooLarge(f"{len(text):,} bytes where at most {limit:,} may be read")
    if (pieces := sum(map(text.count, ",{["))) > PIECES:
        raise TooLarge(f"{pieces:,} values where at most {PIECES:,} may be read")
    try:
        return _unpack(json.loads(text))
    except Exception as error:  # a stranger's text fails in many ways, some of them NumPy's own
        raise ValueError(f"not plain data: {error}") from None


def _pack(value: Any, limit: int) -> Any:
    if value is None or (isinstance(value, bool | int | str) and type(value) in (bool, int, str)):
        return value
    if type(value) is float:
        return {"float": repr(value)}  # JSON has no nan and no inf
    if value is Ellipsis:
        return {"dots": True}
    if type(value) in (list, tuple):
        return {type(value).__name__: [_pack(part, limit) for part in value]}
    if type(value) is dict and all(type(key) is str for key in value):
        return {"dict": {key: _pack(part, limit) for key, part in value.items()}}
    if isinstance(value, np.generic) or type(value) is np.ndarray:
        return _pack_array(np.asarray(value), limit, scalar=isinstance(value, np.generic))
    if type(value) is Alien:  # passed on
        return {"alien": [value.type, value.text]}
    kind = f"{type(value).__module__}.{type(value).__qualname__}".removeprefix("builtins.")
    if kind == "torch.Size" and isinstance(value, tuple):
        return _pack(tuple(value), limit)
    return {"alien": [kind, _short(value)]}


def _pack_array(array: np.ndarray, limit: int, scalar: bool) -> Any:
    if array.dtype.kind not in KINDS:
        return {"alien": [f"numpy array of dtype {array.dtype}", ""]}
    if array.nbytes > limit:
        raise TooLarge(f"an array of {array.nbytes:,} bytes where at most {limit:,} may be sent")
    if array.flags.f_contiguous and not array.flags.c_contiguous:  # column by column: so it stays
        return {"turned": _pack_array(array.T, limit, scalar)}
    content = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")
    return {"scalar" if scalar else "array": [array.dtype.str, list(array.shape), content]}


def _unpack(packed: Any) -> Any:
    if packed is None or isinstance(packed, bool | int):
        return packed
    if isinstance(packed, str):
        return _writable(packed)
    (kind, content), *rest = packed.items()
    if rest:
        raise ValueError("more than one kind")
    if kind == "float":
        return float(content)
    if kind == "dots":
        return Ellipsis
    if kind in ("list", "tuple"):
        parts = [_unpack(part) for part in content]
        return parts if kind == "list" else tuple(parts)
    if kind == "dict":
        return {_writable(key): _unpack(part) for key, part in content.items()}
    if kind in ("array", "scalar"):
        array = _unpack_array(*content)
        return array if kind == "array" else array[()]
    if kind == "turned":
        return _unpack(content).T
    if kind == "alien":
        return Alien(*(_writable(str(text))[:LONGEST] for text in content))
    raise ValueError(f"unknown kind {kind!r}")


def _unpack_array(dtype: str, shape: list[int], content: str) -> np.ndarray:
    if not DTYPE.fullmatch(dtype):
        raise ValueError(f"an array of dtype {dtype}")
    return np.frombuffer(base64.b64decode(content, validate=True), dtype).reshape(shape).copy()


def _writable(text: str) -> str:
    """The text without halves of characters, which JSON can hold and no file in UTF-8 can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _short(value: Any, length: int = 80) -> str:
    """The value's own text, cut: for the card only."""
    try:
        text = repr(value)
    except Exception:  # a learner's __repr__ may do anything
        return ""
    return text if len(text) <= length else text[: length - 3] + "..."
