"""What is shown while a training runs, in a terminal and in a notebook."""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pytest

from course_utils.figures import Described
from course_utils.training import Epoch, History
from course_utils.training.show import Lines, LiveCurve, bar, show_here

HISTORY = History([Epoch(0.5, 0.25, 0.9321, 0.01, 1.26, 2.5)])


def run(screen, history=HISTORY, source=None) -> None:
    screen.begin(History(), 10, source)
    screen.batch(20, 40, 0.75)
    screen.batch(40, 40, 0.5)
    screen.epoch(history)
    screen.end(history)


def test_an_epoch_is_a_line_and_the_bar_is_not_among_the_lines(capsys) -> None:
    run(Lines(bar=True))
    out, error = capsys.readouterr()
    assert out == "epoch  1/10  loss 0.5000  test loss 0.2500  test accuracy  93.21%  1.3 s\n"
    assert "/40 [" in error
    assert error.endswith("\r")  # and it is wiped out


def test_without_a_terminal_there_is_no_bar(capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    run(show_here(), source="kept.pt")
    out, error = capsys.readouterr()
    assert out.splitlines()[0] == "Going on after epoch 0 of 10, from kept.pt."
    assert error == ""


def test_quiet_is_silent(capsys) -> None:
    run(Lines(quiet=True), source="kept.pt")
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def places(monkeypatch) -> list[list]:
    """What each place of a notebook's output shows, one thing after the other."""
    shown: list[list] = []

    def display(content, display_id):
        shown.append([content])
        return SimpleNamespace(update=shown[-1].append)

    monkeypatch.setattr("IPython.display.display", display)
    return shown


def test_in_a_notebook_there_are_a_bar_a_curve_and_the_lines(places, capsys) -> None:
    figures = plt.get_fignums()
    run(LiveCurve())
    moving, pictures = places
    texts = [content.data for content in moving]
    assert texts[0] == texts[-1] == ""  # nothing is left of the bar
    assert "epoch 1 of 10, loss 0.7500" in texts[1]
    assert isinstance(pictures[-1], Described)
    assert plt.get_fignums() == figures  # or the notebook would show it a second time
    assert capsys.readouterr().out.count("\n") == 1


def test_the_bar_moves_a_few_times_a_second_only(places) -> None:
    screen = LiveCurve()
    screen.begin(History(), 1, None)
    for step in range(1000):
        screen.batch(step, 1000, 0.5)
    assert len(places[0]) < 100


def test_the_bar_is_a_fraction() -> None:
    assert re.search(r'<progress value="0\.250" .*> a word', bar(1 / 4, "a word"))
