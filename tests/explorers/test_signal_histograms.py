"""The explorer of first weights shows what is left of a signal in each of eight layers."""

import numpy as np
import pytest

from course_utils import explorers
from course_utils.explorers.signal_histograms import UNITS, compute


def relu(x):
    return np.maximum(x, 0), (x > 0) * 1.0


def tanh(x):
    return np.tanh(x), 1 - np.tanh(x) ** 2


def test_a_histogram_counts_every_value_once():
    np.testing.assert_allclose(compute(tanh, 0.3).shares.sum(axis=1), 1)


def test_with_relu_half_is_0_and_the_spread_follows_from_the_variance():
    now = compute(relu, np.sqrt(2 / UNITS))
    assert now.shares[0].max() > 0.5
    assert now.slopes[0] == pytest.approx(0.5, abs=0.05)
    assert now.spreads[-1] == pytest.approx(now.spreads[0], rel=0.3)
    halved = compute(relu, np.sqrt(1 / UNITS)).spreads
    np.testing.assert_allclose(halved[1:] / halved[:-1], np.sqrt(0.5), atol=0.1)


def test_the_slider_changes_the_histograms_and_the_sentence():
    panel = explorers.signal_histograms({"tanh": tanh, "relu": relu})
    assert "a factor of 0.10 for each layer" in panel.shown.value
    panel.controls["std"].value = 1.0
    assert "std 1.000" in panel.shown.value
    assert panel.shown.value.count("Histogram of layer") == 8


def test_weights_of_0_leave_nothing():
    assert compute(tanh, 0.0).spreads.tolist() == [0.0] * 8


def test_it_refuses_no_activation():
    with pytest.raises(ValueError, match="at least one"):
        explorers.signal_histograms({})
