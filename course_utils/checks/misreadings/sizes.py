"""How sizes are misread, one for the rows and one for the columns: kernel size, stride, padding, dilation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from .change import Change, Found, Given, always, another_default

NEUTRAL = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}  # with these an option does nothing
NAMES = (*NEUTRAL, "kernel_size")
AXES = ("rows", "columns")


def of_size(option: str, default: Any) -> Found:
    """Mistakes with an int, or a pair of them: one for the rows, one for the columns."""

    def each(change: Callable[[Any, Any], Any]) -> Change:
        """Change the option's two numbers."""

        def changed(given: Given) -> Mapping[str, Any]:
            value = given.get(option, default)
            if value is None or value is inspect.Parameter.empty:
                return {}
            if isinstance(value, tuple):
                return {option: change(*value)}
            rows, columns = change(value, value)
            return {option: rows if rows == columns else (rows, columns)}  # one axis may be all there is

        return changed

    is_a_pair = f"`{option}` is a pair: the first number is for the rows, the second for the columns. "
    yield (
        f"axes of `{option}` exchanged",
        is_a_pair + "You use them the other way round.",
        each(lambda rows, columns: (columns, rows)),
    )
    for axis, used in enumerate(("first", "second")):
        yield (
            f"{used} number of `{option}` for both axes",
            is_a_pair + f"You use the {used} one for both axes.",
            each(partial(_same_for_both, axis)),
        )
    neutral = NEUTRAL.get(option)
    if neutral is not None:
        for value in dict.fromkeys((neutral, default)):
            yield (
                f"`{option}` ignored",
                f"This is the result without `{option}`: nothing uses the argument.",
                always(option, value),
            )
        for axis in (0, 1):
            yield (
                f"`{option}` on the {AXES[axis]} only",
                f"Your `{option}` changes the {AXES[axis]} of the result, but not its {AXES[1 - axis]}.",
                each(partial(_one_axis, axis, neutral)),
            )
        yield (
            f"`{option}` used twice",
            f"This is the result of a larger `{option}`: it is applied two times.",
            each(lambda *pair: tuple(2 * n if option == "padding" else n * n for n in pair)),
        )
    if option == "dilation":
        yield (
            "`dilation` counted from 0",
            "With dilation 1 the pixels of a window lie side by side; in yours one pixel is between them.",
            each(lambda rows, columns: (rows + 1, columns + 1)),
        )
    for value in (1, 2, 0, "kernel_size"):
        if value not in (default, inspect.Parameter.empty) and default is not inspect.Parameter.empty:
            yield (
                f"another default of `{option}`",
                f"Where `{option}` is given the result is right. Where it is not, yours is "
                f"{'the kernel size' if value == 'kernel_size' else value}: compare with the docstring.",
                another_default(option, value),
            )


def of_border(pictures: str) -> Found:
    """Mistakes with what stands in the padding, where zeros should."""

    def padded(mode: Any, given: Given) -> Mapping[str, Any]:
        x, padding = given.get(pictures), given.get("padding", 0)
        ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
        if (
            not isinstance(x, np.ndarray)
            or x.ndim < 2
            or not x.size
            or type(ph) is not int
            or min(ph, pw) < 0
        ):
            return {}
        return {pictures: np.pad(x, ((0, 0),) * (x.ndim - 2) + ((ph, ph), (pw, pw)), mode), "padding": 0}

    for mode, what in (
        ("edge", "the numbers of its border again"),
        ("reflect", "the picture mirrored"),
        ("symmetric", "the picture mirrored"),
        ("wrap", "the opposite side of the picture"),
    ):
        yield (
            "padding filled from the picture",
            f"Your padding holds {what}. See with which number the exercise pads.",
            partial(padded, mode),
        )


def _same_for_both(axis: int, *pair: Any) -> tuple[Any, Any]:
    return pair[axis], pair[axis]


def _one_axis(axis: int, neutral: int, rows: Any, columns: Any) -> tuple[Any, Any]:
    return (rows, neutral) if axis == 0 else (neutral, columns)
