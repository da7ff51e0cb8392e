"""How options are misread: sizes such as a stride, the bias, switches, and words."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..compare import number_text
from ..exercise import Exercise
from . import bias, sizes
from .change import Found, Given, always, another_default


def of_options(exercise: Exercise) -> Found:
    """The misreadings of the options that an exercise has."""
    signature = inspect.signature(exercise.oracle)
    for option, parameter in signature.parameters.items():
        if option in sizes.NAMES:
            yield from sizes.of_size(option, parameter.default)
            if option == "padding":
                yield from sizes.of_border(next(iter(signature.parameters)))
        elif isinstance(parameter.default, bool):
            yield from _of_a_switch(option, parameter.default)
        elif isinstance(parameter.default, int | float):
            yield from _of_a_number(option, parameter.default)
        elif isinstance(parameter.default, str):
            yield from _of_a_word(option, parameter.default, _words(exercise, signature, option))
        elif option in bias.NAMES:
            yield from bias.of_bias(option)


def _of_a_switch(option: str, default: bool) -> Found:
    """Mistakes with an option that is True or False."""
    for value in (default, not default):
        yield (
            f"`{option}` ignored",
            f"Your result is the same with `{option}=True` and `{option}=False`.",
            always(option, value),
        )

    yield (
        f"another default of `{option}`",
        f"Where `{option}` is given the result is right. Where it is not, yours is that of {not default}.",
        another_default(option, not default),
    )

    def negated(given: Given) -> Mapping[str, Any]:
        return {option: not given.get(option, default)}

    yield (
        f"`{option}` the wrong way round",
        f"You do with `{option}=True` what `{option}=False` asks for, and the other way round.",
        negated,
    )


def _of_a_number(option: str, default: float) -> Found:
    """Mistakes with an option that is a number."""
    yield (
        f"`{option}` ignored",
        f"Your result is always that of `{option}={default}`: nothing uses the argument.",
        always(option, default),
    )
    around = (default * 10, default / 10, default * 2, default / 2, default + 1, default - 1)
    for value in dict.fromkeys((*around, 0, 1, 2, 5, 0.5, 0.1)):
        if value != default:
            yield (
                f"another default of `{option}`",
                f"Where `{option}` is given the result is right. Where it is not, yours is that of another "
                f"value, such as {number_text(value)}: compare with the docstring.",
                another_default(option, int(value) if isinstance(default, int) else value),
            )


def _words(exercise: Exercise, signature: inspect.Signature, option: str) -> list[str]:
    """The words that the cases give for an option; steps do not tell."""
    if exercise.in_steps:
        return []
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
            always(option, word),
        )
    for word in every[1:]:
        yield (
            f"another default of `{option}`",
            f'Where `{option}` is given the result is right. Where it is not, yours is that of "{word}".',
            another_default(option, word, named=False),
        )
    if len(every) == 2:
        one, other = every
        yield (
            f"`{option}` the wrong way round",
            f'You do for "{one}" what "{other}" asks for, and the other way round.',
            lambda given: {option: other if given.get(option, default) == one else one},
        )
