"""A demo shows what it can, and says kindly what is missing."""

from __future__ import annotations

import pytest

from course_utils import demo


def feature_maps() -> None:
    raise NotImplementedError


def test_a_demo_runs_at_once_and_shows_what_it_returns(capsys: pytest.CaptureFixture[str]) -> None:
    @demo
    def shown():
        return "a picture"

    assert "a picture" in capsys.readouterr().out


def test_an_unsolved_exercise_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    @demo
    def needs_more():
        feature_maps()

    assert "This needs your `feature_maps`: solve it first" in capsys.readouterr().out


def test_an_unsolved_class_is_named_and_not_its_method(capsys: pytest.CaptureFixture[str]) -> None:
    class Layer:
        def forward(self) -> None:
            raise NotImplementedError

    @demo
    def needs_a_layer():
        Layer().forward()

    assert "This needs your `Layer`: solve it first" in capsys.readouterr().out


def test_a_half_drawn_figure_is_thrown_away() -> None:
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")

    @demo
    def half_drawn():
        plt.figure()
        feature_maps()

    assert plt.get_fignums() == []


def test_another_error_is_one_line_and_does_not_stop(capsys: pytest.CaptureFixture[str]) -> None:
    @demo
    def broken():
        raise IndexError("index 9 is out of bounds")

    assert "IndexError: index 9 is out of bounds" in capsys.readouterr().out


def test_an_interrupt_is_not_swallowed() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo(interrupted)
