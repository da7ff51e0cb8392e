"""expand: a pattern of layers, written out."""

from __future__ import annotations

import re

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from .expand_mistakes import LAYERS, MISTAKES, by_recursion, take, words


def complaint(function, pattern, place):
    """What becomes of a bad pattern: a ValueError that names the place, another one, or something else."""
    import re

    try:
        value = function(pattern)
    except NotImplementedError:
        raise
    except ValueError as error:
        numbers = re.findall(r"\d+", str(error))
        other = "another number than" if numbers else "no number, not even"
        return f"a ValueError with {'the number' if str(place) in numbers else other} {place}"
    except Exception as error:
        return f"another exception, {type(error).__name__}"
    return "an error that is returned, not raised" if isinstance(value, Exception) else "no error"


def by_python(pattern):
    """The pattern as a list of Python's own: "[A -> B]*2" is `*["A", "B"]*2` in a longer list."""
    _complain(pattern)
    text = re.sub(r"[A-Z]+", r'"\g<0>"', pattern).replace("[", "*[").replace("->", ",")
    return tuple(eval(f"[{text}]"))


def _complain(pattern):
    """Raise ValueError where a word cannot follow the one before it: a table of neighbours, no recursion."""
    follows = {"start": "nb", "n": "a]e", "b": "nb", "a": "nb", "]": "*", "*": "#", "#": "a]e"}
    last, depth = "start", 0
    for word, place in words(pattern):
        kind = {"": "e", "->": "a", "[": "b", "]": "]", "*": "*"}.get(word, "#" if word.isdigit() else "?")
        kind = "n" if word in LAYERS else kind
        closes_nothing = kind == "]" and depth == 0
        if kind not in follows[last] or closes_nothing or (kind == "e" and depth):
            raise ValueError(f"character {place}: {word!r} cannot follow here")
        depth += (kind == "b") - (kind == "]")
        last = kind


def by_stack(pattern):
    """Without recursion: a list for each group that is open."""
    stack: list = [[]]
    tokens = words(pattern)
    expected = ["[", *LAYERS]
    while True:
        word = take(tokens, *expected)
        if word == "[":
            stack.append([])
            continue
        if word == "":
            return stack[0]
        if word == "->":
            expected = ["[", *LAYERS]
            continue
        if word == "]":
            take(tokens, "*")
            times = int(take(tokens, "number"))
            inner = stack.pop()
            stack[-1] += inner * times
        else:
            stack[-1].append(word)
        expected = ["->", "]" if len(stack) > 1 else ""]


def random_pattern(depth):
    """A pattern with groups in groups, drawn."""

    def draw(rng: np.random.Generator) -> str:
        def row(left: int) -> str:
            parts = list(rng.choice(["CONV", "RELU", "POOL", "FC"], size=rng.integers(1, 4)))
            if left:
                parts.insert(int(rng.integers(len(parts) + 1)), f"[{row(left - 1)}]*{rng.integers(2, 4)}")
            return " -> ".join(parts)

        return f"INPUT -> {row(depth)}"

    return draw


def good(name, group, pattern):
    return steps(name, "tuple(map(str, expand(pattern)))", group, pattern=pattern)


def bad(name, pattern, place):
    return steps(name, "complaint(expand, pattern, place)", "bad patterns", pattern=pattern, place=place)


EXPAND = Exercise(
    name="expand",
    points=10,
    cases=(
        good("two layers", "a row", "INPUT -> FC"),
        good("a row", "a row", random_pattern(0)),
        good("without spaces", "a row", "INPUT->CONV->RELU->FC"),
        good("a group twice", "a group", "INPUT -> [CONV -> RELU]*2 -> FC"),
        good("a group of one", "a group", "INPUT -> [CONV]*3"),
        good("two groups", "a group", "[CONV -> RELU]*2 -> POOL -> [FC -> RELU]*12"),
        good("a random group", "a group", random_pattern(1)),
        good("no times", "a group no times", "INPUT -> [FC -> RELU]*0 -> FC"),
        good(
            "a whole network",
            "groups in groups",
            "INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC",
        ),
        good("three deep", "groups in groups", random_pattern(3)),
        bad("an unknown layer", "INPUT -> [CONV -> TANH]*2 -> FC", 18),
        bad("an arrow missing", "INPUT -> CONV RELU", 14),
        bad("a group that is not closed", "INPUT -> [CONV -> RELU", 22),
        bad("a group without a number", "INPUT -> [CONV -> RELU] -> FC", 24),
        bad("closed once too often", "INPUT -> [CONV]*2]*3", 17),
        bad("an arrow to nothing", "INPUT -> CONV ->", 16),
        bad("a number without a group", "INPUT -> CONV*2", 13),
        bad("a mistake in a group that is left out", "[CONV -> ]*0 -> FC", 9),
        bad("a layer in lower case", "INPUT -> conv", 9),
        bad("nothing at all", "", 0),
    ),
    oracle=by_python,
    tools=(complaint,),
    alternatives=(by_python, by_stack, by_recursion),
    another_way=(
        by_stack,
        "It does not call itself: each open group has a list of its own, and the last one opened is the "
        "first one closed.",
    ),
    misconceptions=MISTAKES,
    hints=(
        "A group is a pattern again: write an inner function for a row of layers, which calls itself.",
        "The inner function takes words until no arrow follows. After `[` it calls itself; then come `]`, "
        "`*` and a number.",
        "`def row(): layers = []`; in a loop `word = take(tokens, '[', *LAYERS)`; for a group `inner = "
        "row()`, three times `take`, `layers += inner * int(number)`; `if tokens[0][0] != '->': return "
        "layers`. In the end `take(tokens, '')`.",
    ),
)
