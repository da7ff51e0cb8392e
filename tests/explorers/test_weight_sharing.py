"""The three counts are those of real layers, and the explorer says them."""

import numpy as np
import pytest
import torch

from course_utils import data, explorers
from course_utils.explorers.weight_sharing import KINDS, compute


@pytest.mark.parametrize(("shape", "size"), [((9, 9), 3), ((5, 8), 2)])
def test_in_the_end_the_counts_are_those_of_the_layers(shape, size):
    outputs = (shape[0] - size + 1) * (shape[1] - size + 1)
    layers = compute(shape, size, outputs - 1)
    full = torch.nn.Linear(shape[0] * shape[1], outputs, bias=False).weight
    shared = torch.nn.Conv2d(1, 1, size, bias=False).weight
    weights = [layers[kind].weights for kind in KINDS]
    assert weights == [full.numel(), outputs * shared.numel(), shared.numel()]
    assert layers["shared"].multiplications == layers["locally connected"].multiplications


def test_each_output_has_a_window_and_only_shared_weights_come_again():
    shape = (5, 8)
    first, second, next_row = (compute(shape, 3, step) for step in (0, 1, 6))
    assert [step["shared"].window for step in (first, second, next_row)] == [
        (0, 0, 3, 3),
        (0, 1, 3, 3),
        (1, 0, 3, 3),
    ]
    assert first["shared"].colour == second["shared"].colour
    assert first["locally connected"].colour != second["locally connected"].colour
    assert second["fully connected"].window == (0, 0, *shape)


def test_the_explorer_counts_on_and_its_last_step_follows_the_window():
    shown = explorers.weight_sharing(data.letter_x())
    assert "After 1 of 49 outputs: fully connected 81 weights" in shown.shown.value
    shown.controls["step"].value = 2
    assert "fully connected: 243 weights" in shown.shown.value
    assert "shared: 9 weights" in shown.shown.value
    assert "In the end: 3,969, 441, 9 weights." in shown.shown.value
    shown.controls["window"].value = 5
    assert shown.controls["step"].max == 24


@pytest.mark.parametrize("wrong", [np.zeros((13, 4)), np.zeros((4, 4, 3))], ids=["large", "colour"])
def test_a_picture_that_cannot_be_read_is_refused(wrong):
    with pytest.raises(ValueError, match="two axes of at most 12 pixels"):
        explorers.weight_sharing(wrong)
