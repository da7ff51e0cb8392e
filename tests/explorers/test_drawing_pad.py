"""The drawing pad turns strokes into ink as MNIST has it, and shows what a network makes of them."""

import numpy as np
import pytest
import torch
from torch import nn

from course_utils import explorers
from course_utils.explorers.drawing_pad import SIDE, TALL, compute, embedded, ink_of
from course_utils.explorers.drawn_digits import EXAMPLES
from course_utils.models import LeNet5

SLASH = [[[0.1, 0.9], [0.3, 0.2]]]


def moved(strokes, x=0.0, y=0.0, scale=1.0):
    return [[[scale * a + x, scale * b + y] for a, b in stroke] for stroke in strokes]


def test_the_ink_is_20_pixels_high_balanced_in_the_middle_and_from_0_to_1():
    ink = ink_of(SLASH)
    rows = np.flatnonzero(ink.max(axis=1) > 0.5)
    assert ink.shape == (SIDE, SIDE)
    assert abs(int(np.ptp(rows)) + 1 - TALL) <= 1
    assert (ink.min(), ink.max()) == (0, 1)
    for axis in (0, 1):
        middle = np.average(np.arange(SIDE), weights=ink.sum(axis=axis))
        assert middle == pytest.approx((SIDE - 1) / 2, abs=0.1)


def test_where_and_how_large_one_draws_does_not_matter():
    np.testing.assert_allclose(ink_of(SLASH), ink_of(moved(SLASH, 0.3, -0.1, 0.6)), atol=0.05)


def test_an_empty_pad_is_paper_and_a_dot_stays_a_dot():
    assert not ink_of([]).any()
    assert 3 < ink_of([[[0.5, 0.5]]]).sum() < 12


@pytest.mark.parametrize("digit", range(10))
def test_the_network_of_the_course_reads_every_example(digit):
    found = compute(EXAMPLES[digit], embedded())
    assert found.probabilities.argmax() == digit
    assert found.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert [maps.shape for maps in found.maps] == [(6, 28, 28), (16, 10, 10)]


def test_the_model_keeps_its_mode_and_no_hook_stays():
    model = LeNet5().train()
    compute(SLASH, model)
    assert model.training
    assert not any(layer._forward_hooks for layer in model.modules())


def test_the_panel_answers_to_strokes_and_to_an_empty_pad():
    panel = explorers.drawing_pad()
    assert "press “example”" in panel.shown.value
    panel.controls["pad"].value = EXAMPLES[7]
    assert "It reads a 7" in panel.shown.value
    assert "16 maps of the second convolution, 10 by 10" in panel.shown.value
    panel.controls["pad"].value = []
    assert "press “example”" in panel.shown.value


def test_a_learners_network_answers_and_one_without_ten_scores_is_refused():
    assert "It reads" not in explorers.drawing_pad(LeNet5()).shown.value
    with pytest.raises(ValueError, match="ten scores"):
        explorers.drawing_pad(nn.Sequential(nn.Flatten(), nn.Linear(1024, 3)))


def test_a_network_without_convolutions_has_no_maps_to_show():
    torch.manual_seed(0)
    panel = explorers.drawing_pad(nn.Sequential(nn.Flatten(), nn.Linear(1024, 10)))
    panel.controls["pad"].value = EXAMPLES[3]
    assert "convolution" not in panel.shown.value
