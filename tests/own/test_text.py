"""A kept function is a file that stands by itself."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
import numpy.linalg as la
from numpy.lib.stride_tricks import sliding_window_view

from course_utils import given
from course_utils.own.text import text_of

FACTOR = 2.5
WEIGHTS = np.array([[1.0, 2], [3, 4]])
Size = int | tuple[int, int]
large = np.zeros(1000)
conv2d = given.find("conv2d")
unwritable = object()


def helper(x: Size) -> Any:
    return reduce(np.add, [x, FACTOR])


def main(x, many=WEIGHTS):
    length = la.norm(many)

    def inner(y):
        return helper(y) * length

    large = inner(x)  # a name of its own, not the array above
    return large + sliding_window_view(np.ones(3), 2).sum()


class Base:
    def size(self) -> float:
        return FACTOR


class Layer(Base):
    def forward(self, x):
        return helper(x) * self.size() + conv2d(x, x).sum()


def needs_much(x):
    return large + unwritable + never_defined  # noqa: F821


def run(text: str) -> dict[str, Any]:
    scope: dict[str, Any] = {"__name__": "elsewhere"}
    exec(text, scope)
    return scope


def test_a_function_comes_with_its_imports_values_and_helpers() -> None:
    text = text_of(main, "main")
    assert run(text)["main"](1.0) == main(1.0)
    assert "large =" not in text.split("def helper")[0]
    assert text.startswith("import numpy")
    assert "from functools import reduce" in text


def test_a_class_comes_with_its_bases_and_with_what_was_brought_along() -> None:
    text = text_of(Layer, "Layer")
    assert 'conv2d = mine("conv2d")' in text
    assert text.index("class Base") < text.index("class Layer")
    x = np.ones((1, 1, 2, 2))
    assert (
        run(text.replace("from course_utils import mine", "mine = lambda name: lambda x, w: x"))[
            "Layer"
        ]().forward(x)
        == helper(x) * FACTOR + 4
    ).all()


def test_another_name_is_given_too() -> None:
    assert run(text_of(helper, "add"))["add"](1) == 3.5


def test_what_cannot_be_written_down_is_said_in_the_file() -> None:
    text = text_of(needs_much, "needs_much")
    assert "# `unwritable` (object) could not be kept" in text
    assert "# `large` (ndarray) could not be kept" in text
    assert "# `never_defined` was not there." in text
    run(text)
