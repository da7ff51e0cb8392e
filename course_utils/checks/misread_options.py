"""How the options of a layer are misread: stride, padding, dilation, switches, the bias."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from .exercise import Exercise

NEUTRAL = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}  # with these an option does nothing
AXES = ("rows", "columns")
BIASES = ("b", "bias")

Given = Mapping[str, Any]  # the arguments that a call gives, by name
Change = Callable[[Given], Mapping[str, Any]]  # the arguments that become others
Found = Iterator[tuple[str, str, Change]]  # a name, advice, and the change


def of_options(exercise: Exercise) -> Found:
    """The misreadings of the options that an exercise has."""
    signature = inspect.signature(exercise.oracle)
    for option, parameter in signature.parameters.items():
        if option in NEUTRAL or option == "kernel_size":
            yield from _of_an_option(option, parameter.default)
            if option == "padding":
                yield from _of_the_border(next(iter(signature.parameters)))
        elif isinstance(parameter.default, bool):
            yield from _of_a_switch(option, parameter.default)
        elif isinstance(parameter.default, str):
            yield from _of_a_word(option, parameter.default, _words(exercise, signature, option))
        elif option in BIASES:
            yield from _of_a_bias(option)


def _of_an_option(option: str, default: Any) -> Found:
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
                _always(option, value),
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
                _default(option, value),
            )


def _of_the_border(pictures: str) -> Found:
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


def _of_a_switch(option: str, default: bool) -> Found:
    """Mistakes with an option that is True or False."""
    for value in (default, not default):
        yield (
            f"`{option}` ignored",
            f"Your result is the same with `{option}=True` and `{option}=False`.",
            _always(option, value),
        )

    def negated(given: Given) -> Mapping[str, Any]:
        return {option: not given.get(option, default)}

    yield (
        f"`{option}` the wrong way round",
        f"You do with `{option}=True` what `{option}=False` asks for, and the other way round.",
        negated,
    )


def _words(exercise: Exercise, signature: inspect.Signature, option: str) -> list[str]:
    """The words that the cases give for an option."""
    given = [
        signature.bind(*case.draw(np.random.default_rng(0)), **case.kwargs).arguments.get(option)
        for case in exercise.cases
    ]
    return list(dict.fromkeys(word for word in given if isinstance(word, str)))


def _of_a_word(option: str, default: str, words: Sequence[str]) -> Found:
    """Mistakes with an option that is one of some words."""
    every = list(dict.fromkeys((default, *words)))
    for word in every:
        yield (
            f"`{option}` ignored",
            f'Your result is always that of `{option}="{word}"`.',
            _always(option, word),
        )
    for word in every[1:]:
        yield (
            f"another default of `{option}`",
            f'Where `{option}` is given the result is right. Where it is not, yours is that of "{word}".',
            _default(option, word, named=False),
        )
    if len(every) == 2:
        one, other = every
        yield (
            f"`{option}` the wrong way round",
            f'You do for "{one}" what "{other}" asks for, and the other way round.',
            lambda given: {option: other if given.get(option, default) == one else one},
        )


def _of_a_bias(option: str) -> Found:
    """Mistakes with the bias: one number for each filter, or one number."""

    def times(factor: float) -> Change:
        return lambda given: {} if given.get(option) is None else {option: factor * given[option]}

    def one_for_all(place: int) -> Change:
        return _in_place(option, lambda biases: np.full_like(biases, biases[place]))

    yield (
        "the sum of the biases for all filters",
        f"Each filter has a bias of its own: filter k has `{option}[k]`. You add the sum of them to all.",
        _in_place(option, lambda biases: np.full_like(biases, biases.sum())),
    )
    yield "bias missing", f"The bias `{option}` is not added.", times(0.0)
    yield "bias subtracted", f"The bias `{option}` is taken away, where it should be added.", times(-1.0)
    yield "bias counted twice", f"The bias `{option}` is added two times.", times(2.0)
    for place, which in ((0, "first"), (-1, "last")):
        yield (
            f"the {which} bias for all filters",
            f"Each filter has a bias of its own: filter k has `{option}[k]`. You add the {which} one to all.",
            one_for_all(place),
        )


def _in_place(option: str, change: Callable[[np.ndarray], np.ndarray]) -> Change:
    """Change an option that is an array with one axis."""

    def changed(given: Given) -> Mapping[str, Any]:
        value = given.get(option)
        if not isinstance(value, np.ndarray) or value.ndim != 1 or not value.size:
            return {}
        return {option: change(value)}

    return changed


def _always(option: str, value: Any) -> Change:
    """Take one value, whatever the call gives."""
    return lambda given: {option: value}


def _same_for_both(axis: int, *pair: Any) -> tuple[Any, Any]:
    return pair[axis], pair[axis]


def _one_axis(axis: int, neutral: int, rows: Any, columns: Any) -> tuple[Any, Any]:
    return (rows, neutral) if axis == 0 else (neutral, columns)


def _default(option: str, value: Any, named: bool = True) -> Change:
    """Take another value where the call gives none; with `named`, a text is another argument's name."""

    def change(given: Given) -> Mapping[str, Any]:
        if option in given:
            return {}
        return {option: given.get(value) if named and isinstance(value, str) else value}

    return change
