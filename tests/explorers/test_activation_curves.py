"""The explorer of activations shows value, slope and what several layers leave of a gradient."""

import numpy as np
import pytest
import torch

from course_utils import explorers
from course_utils.explorers.activation_curves import compute


def sigmoid(x):
    y = 1 / (1 + np.exp(-x))
    return y, y * (1 - y)


def relu(x):
    return np.maximum(x, 0), (x > 0) * 1.0


def test_value_and_slope_are_those_of_torch():
    x = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    y = torch.sigmoid(x)
    y.backward()
    now = compute(sigmoid, 0.7, 3)
    assert (now.value, now.slope) == pytest.approx((y.item(), x.grad.item()))
    assert now.left == pytest.approx(x.grad.item() ** 3)


@pytest.mark.parametrize(
    ("name", "score", "told"),
    [
        ("relu", 2.0, "The slope is 1 here"),
        ("relu", -2.0, "The curve is flat here"),
        ("sigmoid", 0.0, "Each layer leaves 25% of a gradient"),
    ],
)
def test_the_panel_says_what_a_layer_leaves(name, score, told):
    panel = explorers.activation_curves({"sigmoid": sigmoid, "relu": relu})
    panel.controls["activation"].value = name
    panel.controls["score"].value = score
    assert told in panel.shown.value
    assert f"The curve of {name}" in panel.shown.value


def test_more_layers_leave_less():
    panel = explorers.activation_curves({"sigmoid": sigmoid}, layers=2)
    assert "0.25 ^ 2 = 0.06" in panel.shown.value
    panel.controls["layers"].value = 10
    assert "0.25 ^ 10 = 9.5e\N{MINUS SIGN}07" in panel.shown.value


@pytest.mark.parametrize(
    ("activations", "at", "what"), [({}, 0.0, "at least one"), ({"relu": relu}, 6.0, "got 6")]
)
def test_it_refuses_no_activation_and_a_score_out_of_the_picture(activations, at, what):
    with pytest.raises(ValueError, match=what):
        explorers.activation_curves(activations, at=at)
