"""Every kind of mistake is made: the lines of the mutants of small answers."""

from __future__ import annotations

import ast

import pytest

from course_utils.checks import Exercise
from mutants.forms import Form, plain
from mutants.make import changed, mutants

NO_EXERCISE = Exercise("f", 1, (), oracle=len, misconceptions=(), hints=())


def sources(source: str, arrays: tuple[int, ...] = ()) -> list[str]:
    return [m.source for m in mutants(Form(NO_EXERCISE, "", plain(source), "f", {}, arrays))]


def bodies(body: str) -> list[str]:
    """The mutants of a function with that body, without its first line and the indentation."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    head = "def f(x, k, stride=1):\n"
    found = [mutant.splitlines() for mutant in sources(head + lines)]
    return ["\n".join(line.removeprefix("    ") for line in mutant[1:]) for mutant in found]


LINES = [
    ("return x < k", "return x <= k"),
    ("return x is None", "return not x"),
    ("return 0 < x <= k", "return 0 < x"),
    ("return x and k", "return x or k"),
    ("return not x", "return x"),
    ("return x if k else stride", "return x"),
    ("return x // k", "return x / k"),
    ("return x // k", "return -(-x // k)"),
    ("return x // k", "return int(x / k)"),
    ("return np.floor(x)", "return np.ceil(x)"),
    ("return x + k", "return x - k"),
    ("return x * k", "return x / k"),
    ("return x * 2", "return x * 3"),
    ("return range(k, x)", "return range(k, x - 1)"),
    ("return range(k, x)", "return range(k + 1, x)"),
    ("return x[k:stride]", "return x[k:stride + 1]"),
    ("return x[::stride]", "return x[:]"),
    ("return x[::stride]", "return x[::-stride]"),
    ("return (k, stride)", "return (k, k)"),
    ("return (k, stride)", "return (stride, k)"),
    ("return pair(k)", "return k"),
    ("return pair(k)", "return (k, k)"),
    ("return x.sum(axis=1)", "return x.sum()"),
    ("return x.sum(axis=1)", "return x.sum(axis=0)"),
    ("return x.sum(axis=(1, 2))", "return x.sum(axis=2)"),
    ("return x.max(axis=1)", "return x.min(axis=1)"),
    ("return np.zeros(k)", "return np.zeros(k, dtype=np.asarray(x).dtype)"),
    ("return x.copy()", "return x"),
    ("return x.shape == k", "return x.size == k"),
    ("return [v for v in x if v]", "return [v for v in x]"),
    ("return x", "print(x)"),
    ("h, w = x\nreturn h + w", "h, w = x\nreturn h + h"),
    ("h, w = x\nreturn h", "h, w = x\nw = h\nreturn h"),
    ("y = x - 1\nreturn y", "x -= 1\ny = x\nreturn y"),
    ("x += k\nreturn x", "x = k\nreturn x"),
    ("if k:\n    raise ValueError('k')\nreturn x", "return x"),
    ("if k:\n    raise ValueError('k')\nreturn x", "if k:\n    raise TypeError('k')\nreturn x"),
    ("if k:\n    raise ValueError('k')\nreturn x", "if k:\n    return\nreturn x"),
    ("if k or x:\n    x = 1\nreturn x", "if k:\n    x = 1\nreturn x"),
    ("for i in k:\n    x += i\nreturn x", "for i in k:\n    x += i\n    return x"),
    ("for i in k:\n    x += i\nreturn x", "for i in list(k)[:-1]:\n    x += i\nreturn x"),
    ("return x", "stride = 1\nreturn x"),
    ("return x", "x, k = (k, x)\nreturn x"),
]


@pytest.mark.parametrize(("right", "wrong"), LINES, ids=[f"{a!r} to {b!r}" for a, b in LINES])
def test_the_mistake_is_made(right: str, wrong: str) -> None:
    assert wrong in bodies(right)


def test_a_default_is_changed_one_that_is_none_too() -> None:
    heads = {mutant.splitlines()[0] for mutant in sources("def f(x, k=2, stride=None):\n    return x")}
    assert {"def f(x, k=3, stride=None):", "def f(x, k=2, stride=1):"} <= heads


def test_an_array_is_rounded() -> None:
    assert any(
        "x = np.asarray(x).astype(int)" in mutant for mutant in sources("def f(x):\n    return x", (0,))
    )


def test_a_class_is_changed_in_its_methods() -> None:
    source = "class F:\n    def forward(self, x):\n        return x + 1"
    assert any("return x - 1" in mutant for mutant in sources(source))


def test_every_mutant_can_be_compiled_and_differs_and_none_comes_twice() -> None:
    source = "def f(x, k, stride=1):\n" + "".join(
        f"    {line}\n" for right, _ in LINES for line in right.splitlines()
    )
    made = mutants(Form(NO_EXERCISE, "", plain(source), "f", {}))
    assert len({m.source for m in made} | {plain(source)}) == len(made) + 1
    assert len({m.line for m in made}) == len(made)
    for mutant in made:
        ast.parse(mutant.source)


def test_what_a_message_or_a_docstring_says_is_left_alone() -> None:
    source = 'def f(x):\n    """Give 1."""\n    raise ValueError(f"not {x + 1}")'
    assert not any("x - 1" in mutant or "Give" in mutant for mutant in sources(source))


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("a = 1\nb = 2", "a = 1\nb = 3", "b = 2  ->  b = 3"),
        ("a = 1\nb = 2", "a = 1", "b = 2  ->  (gone)"),
        ("a = 1\nb = 2", "a = 1\nc = 0\nb = 2", "a = 1  ->  (after it) c = 0"),
        ("def f(a):\n    return a", "def f(a):\n    a = 0\n    return a", "(first)  ->  a = 0"),
        ("if a:\n    b\nc", "if a:\n    b\n    c", "c  ->  (in another block)"),
    ],
)
def test_a_line_says_what_was_changed(before: str, after: str, line: str) -> None:
    assert changed(before, after) == line


def test_a_long_line_is_shown_around_the_change() -> None:
    before = "f(" + ", ".join(f"argument_{n}" for n in range(20)) + ")"
    line = changed(before, before.replace("argument_9", "other"))
    assert "argument_9" in line
    assert "other" in line
    assert "argument_19" not in line
