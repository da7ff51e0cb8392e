"""What people get wrong in `expand`, and the two helpers that the lesson gives."""

from __future__ import annotations

import re
from typing import Any

from ...checks.exercise import Misconception, misconception

LAYERS = ("INPUT", "CONV", "RELU", "POOL", "FC")


def words(pattern):
    """The helper of the lesson: the words of a pattern, each with its place."""
    found = [(match[0], match.start()) for match in re.finditer(r"->|[A-Z]+|\d+|\S", pattern)]
    return [*found, ("", len(pattern))]


def take(tokens, *allowed):
    """The helper of the lesson: take the first word away; ValueError where it is not allowed."""
    word, place = tokens.pop(0)
    if word not in allowed and not ("number" in allowed and word.isdigit()):
        raise ValueError(f"character {place}: expected {' or '.join(allowed)}, got {word!r}")
    return word


def by_recursion(pattern):
    tokens = words(pattern)

    def row():
        word = take(tokens, "[", *LAYERS)
        layers = [word]
        if word == "[":
            inner = row()
            take(tokens, "]")
            take(tokens, "*")
            layers = inner * int(take(tokens, "number"))
        return layers if tokens[0][0] != "->" else [*layers, *row()] if take(tokens, "->") else []

    layers = row()
    take(tokens, "")
    return layers


def expanding(
    repeat=lambda inner, times, depth: inner * times, join=lambda layers, inner: [*layers, *inner],
    after="go on", to_the_end=True, first=True,
) -> Any:  # fmt: skip
    """An `expand` that is right, or wrong in other ways with other options."""

    def wrong(pattern):
        tokens = words(pattern)

        def row(depth):
            layers: list[Any] = []
            while True:
                word = take(tokens, "[", *LAYERS)
                if word == "[":
                    inner = row(depth + 1)
                    take(tokens, "]")
                    take(tokens, "*")
                    layers = join(layers, repeat(inner, int(take(tokens, "number")), depth))
                    if after == "stop":
                        return layers
                else:
                    layers.append(word)
                if tokens[0][0] != "->":
                    return layers
                take(tokens, "->")

        layers = row(0)
        if to_the_end:
            take(tokens, "")
        return layers if first else layers[1:]

    return wrong


@misconception("groups read from right to left")
def without_nesting(pattern):
    """You find groups by a search for brackets, and a `[` is closed by the first `]` that follows, even if it
    belongs to a group inside. A function that calls itself keeps them apart.
    """
    while found := re.search(r"\[(.*?)\]\s*\*\s*(\d+)", pattern):
        inner = " -> ".join([found[1].replace("[", "")] * int(found[2]))
        pattern = f"{pattern[: found.start()]}{inner}{pattern[found.end() :]}"
    layers = [word for word, _ in words(pattern) if word in LAYERS]
    expanding()(" -> ".join(layers))
    return layers


def failing(error, at=lambda pattern, place: ""):
    """Right, but bad patterns end in this error, whose message has this text."""

    def wrong(pattern):
        try:
            return expanding()(pattern)
        except ValueError as found:
            raise error(at(pattern, int(str(found).split()[1].strip(":")))) from None

    return wrong


def returning(pattern):
    try:
        return expanding()(pattern)
    except ValueError as error:
        return error


def careless(*taken):
    """Right, but these patterns are taken, too."""
    return lambda pattern: [] if pattern in taken else expanding()(pattern)


BAD = (
    "INPUT -> [CONV -> TANH]*2 -> FC",
    "INPUT -> CONV RELU",
    "INPUT -> [CONV -> RELU",
    "INPUT -> [CONV -> RELU] -> FC",
    "INPUT -> [CONV]*2]*3",
    "INPUT -> CONV ->",
    "INPUT -> CONV*2",
    "[CONV -> ]*0 -> FC",
    "INPUT -> conv",
    "",
)
LET_THROUGH = "bad patterns let through"
CARELESS = (
    "Some bad patterns are taken. `take` refuses what is not allowed: let it look at every word, the end too."
)


def lenient(pattern):
    try:
        return expanding(to_the_end=False)(pattern)
    except ValueError:
        return []


def some_errors():
    """Those who let one bad pattern through, or two that are alike."""
    return [lenient, *(careless(one) for one in BAD), careless(BAD[1], BAD[6]), careless(BAD[0], BAD[8])]


MISTAKES = (
    Misconception(
        "groups not repeated",
        expanding(repeat=lambda inner, times, depth: inner),
        "Each group comes once. The number behind it says how often.",
    ),
    Misconception(
        "a group no times taken as once",
        expanding(repeat=lambda inner, times, depth: inner * max(times, 1)),
        "`*0` means that the group is left out.",
    ),
    Misconception(
        "the number one too large",
        expanding(repeat=lambda inner, times, depth: inner * (times + 1)),
        "Each group comes once too often.",
    ),
    Misconception(
        "only the last layer repeated",
        expanding(repeat=lambda inner, times, depth: inner[:-1] + inner[-1:] * times),
        "The number repeats the whole group, not its last layer.",
    ),
    Misconception(
        "each layer repeated by itself",
        expanding(repeat=lambda inner, times, depth: [layer for layer in inner for _ in range(times)]),
        "[CONV -> RELU]*2 is CONV, RELU, CONV, RELU: the group repeats in its own order.",
    ),
    Misconception(
        "groups in groups not repeated",
        expanding(repeat=lambda inner, times, depth: inner if depth else inner * times),
        "A group inside another comes only once.",
    ),
    Misconception(
        "outer groups not repeated",
        expanding(
            repeat=lambda inner, times, depth: (
                inner * times if depth or len(set(inner)) == len(inner) else inner
            )
        ),
        "A group that holds others comes only once.",
    ),
    Misconception(
        "lists in the list",
        expanding(join=lambda layers, inner: [*layers, inner]),
        "A group stands as a list in your list. Join it: `layers += inner`, without `append`.",
    ),
    Misconception(
        "letters instead of names",
        lambda pattern: "".join(expanding()(pattern)),
        "Your names have grown together into one string, and the parts of a string are letters. Put each "
        "name into a list of its own, `[name]`, and add up lists.",
    ),
    Misconception(
        "what stands before a group is lost",
        expanding(join=lambda layers, inner: inner),
        "The layers before a group are lost: add the group to them.",
    ),
    Misconception(
        "what follows a group is lost",
        expanding(after="stop", to_the_end=False),
        "Your list ends with the first group. An arrow may follow.",
    ),
    Misconception(
        "the input left out",
        expanding(first=False),
        "The first layer is missing. INPUT is a word of the pattern like the others.",
    ),
    Misconception(
        "the rest of the pattern not looked at",
        expanding(to_the_end=False),
        "What stands behind the pattern is not looked at. In the end, nothing may be left.",
    ),
    without_nesting,
    Misconception(
        "an error without its place",
        failing(ValueError, lambda pattern, place: "bad pattern"),
        'Your error does not say where. A message such as "character 14: ..." saves a search.',
    ),
    Misconception(
        "another place in the error",
        failing(ValueError, lambda pattern, place: f"character {place + 1}"),
        "Your error names another place. A place is how many characters stand before the word, spaces too: "
        "`words` gives it with each word.",
        [
            failing(ValueError, lambda pattern, place: len(re.findall(r"->|[A-Z]+|\d+|\S", pattern[:place]))),
            failing(ValueError, lambda pattern, place: len(pattern[:place].replace(" ", ""))),
            failing(ValueError, lambda pattern, place: place - (place == len(pattern))),
        ],
    ),
    Misconception(
        "another exception",
        failing(SyntaxError),
        "Bad patterns should end in a ValueError, and some of yours end in another exception.",
        [failing(error) for error in (KeyError, IndexError, TypeError, RuntimeError, AssertionError)],
    ),
    Misconception(
        "error returned, not raised", returning, "Write `raise ValueError(...)`, without `return`."
    ),
    Misconception(LET_THROUGH, careless(*BAD), CARELESS, some_errors()),
    Misconception("all zeros", lambda pattern: [], "Your list is empty."),
)
