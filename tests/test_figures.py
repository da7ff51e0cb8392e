"""A figure in a notebook says what it is to those who cannot see it."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils import figures, plots


@pytest.fixture(autouse=True)
def _no_window():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def test_titles_axes_and_legends_are_said():
    figure, (left, right) = plt.subplots(1, 2)
    figure.suptitle("two rates")
    left.plot([1, 2], label="slow")
    left.plot([2, 1], label="fast")
    left.legend()
    left.set(title="loss", xlabel="step", ylabel="squared error")
    plots.image(np.zeros((3, 3)), right, title="a\nkernel")
    said = figures.alternative(figure)
    assert said == "Figure: two rates: loss, squared error over step, slow, fast; a kernel"


def test_a_figure_without_words_says_no_more_than_that():
    figure, _ = plt.subplots()
    assert figures.alternative(figure) == "Figure"


def test_what_the_notebook_keeps_is_a_picture_with_its_alternative_text():
    figure, ax = plt.subplots()
    ax.set_title('"<b>"')
    kept = figures.Described(figure)._repr_mimebundle_()
    alt = "Figure: &quot;&lt;b&gt;&quot;"
    assert kept["text/html"].startswith(f'<img alt="{alt}" src="data:image/png;base64,iVBOR')
    assert kept["image/png"] in kept["text/html"]
    assert kept["text/plain"] == 'Figure: "<b>"'


def test_outside_of_a_notebook_figures_stay_open():
    figure, _ = plt.subplots()
    figures.show_all()
    assert plt.fignum_exists(figure.number)
