"""The ball takes the steps of gradient descent, and the explorer says where it is."""

import numpy as np
import pytest
import torch

from course_utils import explorers
from course_utils.explorers.gradient_descent import compute

X, TARGET = np.array([1.0, 2]), np.array([3.0, 6])


def test_its_steps_are_those_of_torch():
    rng = np.random.default_rng(0)
    x, target = rng.normal(size=7), rng.normal(size=7)
    weight = torch.zeros((), dtype=torch.float64, requires_grad=True)
    descent = torch.optim.SGD([weight], lr=0.3)
    expected = [0.0]
    for _ in range(5):
        descent.zero_grad()
        ((weight * torch.from_numpy(x) - torch.from_numpy(target)) ** 2).mean().backward()
        descent.step()
        expected.append(weight.item())
    np.testing.assert_allclose(compute(x, target, 0.3, 5).weights, expected)


@pytest.mark.parametrize(
    ("rate", "weights"), [(0.1, [0, 1.5, 2.25]), (0.2, [0, 3, 3]), (0.4, [0, 6, 0]), (0.5, [0, 7.5, -3.75])]
)
def test_the_worked_example_arrives_jumps_or_climbs_with_the_rate(rate, weights):
    assert compute(X, TARGET, rate, 2).weights.tolist() == pytest.approx(weights)


def test_the_panel_writes_out_the_next_step():
    panel = explorers.gradient_descent(X, TARGET)
    assert "next  = 0 − 0.1 × (−15)\n      = 1.50" in panel.shown.value
    panel.controls["step"].value = 1
    assert "w     = 1.50" in panel.shown.value
    assert "on the left side" in panel.shown.value


@pytest.mark.parametrize(
    ("rate", "step", "told"),
    [
        (0.2, 1, "lies in the lowest point, at w = 3"),
        (0.4, 1, "on the right side"),
        (0.5, 6, "has left the picture"),
        (0.5, 1, "on the right side"),
    ],
)
def test_the_panel_says_where_the_ball_is(rate, step, told):
    panel = explorers.gradient_descent(X, TARGET)
    panel.controls["rate"].value = rate
    panel.controls["step"].value = step
    assert told in panel.shown.value
    assert "<svg role='img'" in panel.shown.value


@pytest.mark.parametrize(
    ("x", "target", "what"),
    [(X, np.ones(3), r"\(2,\) and \(3,\)"), (0 * X, TARGET, "zero everywhere"), (X, [np.nan, 1], "finite")],
)
def test_it_refuses_what_has_no_lowest_point_or_does_not_fit(x, target, what):
    with pytest.raises(ValueError, match=what):
        explorers.gradient_descent(x, target)
