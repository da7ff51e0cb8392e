"""A class is checked in steps, and the card says which step went wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_utils.checks import Card, Exercise, misconception, wire
from course_utils.checks.judge import judge_here
from course_utils.checks.probe import answer
from course_utils.checks.reply import Reply
from course_utils.checks.request import Request
from course_utils.checks.steps import steps


class Scale:
    """The right answer: multiplies by a factor, and remembers its input."""

    def __init__(self, factor):
        self.factor, self.gradient = factor, 0.0

    def forward(self, x):
        self.x = x
        return self.factor * x

    def backward(self, dy):
        self.gradient += float(np.sum(self.x * dy))
        return self.factor * dy


@misconception("overwritten instead of accumulated")
class Overwritten(Scale):
    """You replace the gradient; a second backward pass adds to it."""

    def backward(self, dy):
        self.gradient = 0.0
        return super().backward(dy)


@misconception("gradient not stored")
class NotStored(Scale):
    """The gradient is nowhere to be found."""

    def __init__(self, factor):
        self.factor = factor

    def backward(self, dy):
        return self.factor * dy


def negative(size):
    return -np.ones(size)


SCALE = Exercise(
    name="Scale",
    points=3,
    cases=(
        steps(
            "forward",
            """
            layer = Scale(3)
            layer.forward(x)
            """,
            group="forward",
            x=np.arange(3.0),
        ),
        steps(
            "backward twice",
            """
            layer = Scale(3)
            y = layer.forward(x)
            layer.backward(dy)
            layer.gradient
            dx = layer.backward(negative(4))
            layer.gradient
            """,
            group="backward",
            x=lambda rng: rng.normal(size=4),
            dy=lambda rng: rng.normal(size=4),
        ),
        steps("a text", "layer = Scale('a')\nlayer.forward(x)", "bad", raises=TypeError, x=np.ones(2)),
    ),
    oracle=Scale,
    tools=(negative,),
    misconceptions=(Overwritten, NotStored),
    hints=("one", "two", "three"),
)


def score(target: Any) -> Any:
    return judge_here(SCALE, target)


def test_the_right_class_passes_and_is_fresh_in_each_case() -> None:
    assert (score(Scale).outcome, float(score(Scale))) == ("passed", 3)


def test_the_card_shows_the_steps_up_to_the_wrong_one() -> None:
    class Mine(Scale):
        def backward(self, dy):
            self.gradient = float(np.sum(self.x * dy))
            return self.factor * dy

    result = score(Mine)
    assert result.mistake == "overwritten instead of accumulated"
    assert result.failure.call.splitlines()[-2:] == ["dx = layer.backward(negative(4))", "layer.gradient"]
    assert "dy = [" in result.failure.given
    assert "this step           layer.gradient" in Card(result).text()
    assert "layer.gradient" in Card(result).html()


def test_before_a_first_step_that_is_wrong_the_card_shows_no_others() -> None:
    class Fails(Scale):
        def __init__(self, factor):
            raise KeyError(factor)

    words = Card(score(Fails)).text().split()
    assert "step" in words
    assert "after" not in words


def test_a_value_is_taken_when_its_line_has_run() -> None:
    request = Request(
        ({"a": np.zeros(2)},), steps=("b = Scale(a)", "b.factor", "b.factor += 1", "b.factor"), target="Scale"
    )
    first, second = Reply.read(answer(Scale, request.dumps())).value
    assert (first.tolist(), second.tolist()) == ([0, 0], [1, 1])


def test_a_missing_attribute_is_named_by_whose_mistake_it_is() -> None:
    class Mine:
        def __init__(self, factor):
            self.factor = factor

        def forward(self, x):
            return self.factor * x

        def backward(self, dy):
            return self.factor * dy

    Mine.__name__ = "Scale"
    result = score(Mine)
    assert result.mistake == "gradient not stored"
    assert result.failure.call.endswith("layer.gradient")


def test_an_attribute_that_was_never_set_is_named() -> None:
    class Mine:
        def __init__(self, factor):
            self.factor = factor

        def forward(self, x):
            return self.factor * x

        def backward(self, dy):
            return self.x * dy

    Mine.__name__ = "Scale"
    assert score(Mine).mistake == "no attribute `x`"
    del Mine.forward
    assert score(Mine).mistake == "no method `forward`"


def test_a_stub_is_not_attempted_and_half_a_class_is_told_what_lacks() -> None:
    class Stub:
        def __init__(self, factor):
            raise NotImplementedError

    class Half(Scale):
        def backward(self, dy):
            raise NotImplementedError

    assert score(Stub).outcome == "not attempted"
    half = score(Half)
    assert (half.outcome, float(half)) == ("wrong", 2)
    assert "Its `backward` is not written yet" in Card(half).text()


def test_an_error_counts_only_in_the_last_step() -> None:
    class Always(Scale):
        def __init__(self, factor):
            raise TypeError("no")

    assert float(score(Always)) == 0


def test_arguments_changed_in_place_are_named() -> None:
    class Mine(Scale):
        def forward(self, x):
            self.x = x.copy()
            x *= self.factor
            return x

    assert score(Mine).mistake == "changed its input"
    assert "`x`" in score(Mine).failure.fault.sentence


class Odd:
    """An object that fails in whatever is asked of it."""

    def __repr__(self) -> str:
        raise RuntimeError("no text")

    def __array__(self, *args: Any, **kwargs: Any) -> np.ndarray:
        raise RuntimeError("no array")

    def __deepcopy__(self, memo: Any) -> Any:
        raise RuntimeError("no copy")


@pytest.mark.parametrize(
    "value", [None, Odd(), [Odd()], ..., "text", 10**400, np.nan, {1: 2}, Odd, {"a": Odd()}]
)
def test_whatever_a_step_gives_there_is_a_verdict_and_a_card(value: Any) -> None:
    class Mine(Scale):
        def backward(self, dy):
            self.gradient = value
            return value

    for target in (Mine, lambda factor: value, value):
        result = score(target)
        assert result.outcome in ("wrong", "not attempted")
        assert Card(result).html()
        assert Card(result).text()


def test_steps_are_plain_data() -> None:
    request = Request(({"x": np.ones(2)},), steps=("Scale(1)",), target="Scale")
    assert Request.read(request.dumps()).steps == ("Scale(1)",)
    assert wire.loads(wire.dumps(SCALE.cases[1].draw(np.random.default_rng(0))))[0].keys() == {"x", "dy"}
