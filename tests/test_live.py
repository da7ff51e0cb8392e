"""The curve of a training is told every loss, and draws it."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest

from course_utils.live import SMOOTH, LossCurve


def test_it_keeps_every_loss_and_ends_its_bar(capsys) -> None:
    curve = LossCurve(steps=3, title="three")
    for loss in (2.0, 1.0, 0.5):
        curve(loss)
    assert curve.losses == [2.0, 1.0, 0.5]
    assert curve._bar.disable or curve._bar.n == 3


def test_the_picture_has_each_loss_and_their_running_mean() -> None:
    curve = LossCurve(steps=2 * SMOOTH)
    for number in range(2 * SMOOTH):
        curve(float(number))
    raw, mean = curve.plot().lines
    assert raw.get_ydata().tolist() == curve.losses
    assert mean.get_ydata()[0] == pytest.approx((SMOOTH - 1) / 2)
    assert [text.get_text() for text in raw.axes.get_legend().get_texts()] == [
        "each step",
        "mean of the last 20 steps",
    ]
    plt.close("all")
