"""The numbers that chapter 11 teaches, computed anew with the lesson's own solutions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from course_utils import data, lessons
from course_utils.exercises import find_guess

PATTERN = "INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC"


@pytest.fixture(scope="module")
def lesson(root: Path) -> dict[str, Any]:
    return lessons.solved("11_pytorch", root)


def test_gradients_add_up_until_they_are_cleared(lesson) -> None:
    w = torch.tensor(2.0, requires_grad=True)
    slopes = []
    for _ in range(2):
        loss = (w * 3 - 1) ** 2
        loss.backward()
        slopes.append(w.grad.item())
    assert (loss.item(), slopes) == (25, [30, find_guess("gradient_twice").answer])


def test_the_layer_of_the_manual_has_the_shapes_of_the_answer(lesson) -> None:
    for name, options in lesson["LAYERS_OF_THE_MANUAL"].items():
        y = torch.nn.Conv2d(16, 33, **options)(torch.zeros(20, 16, 50, 100))
        assert tuple(y.shape) == lesson["conv_shapes"][name]


def test_own_weights_in_pytorch_give_the_same_outputs_to_a_hundred_thousandth(lesson) -> None:
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(8, 16, 32, 32)), rng.normal(0, 0.1, (32, 16, 3, 3)), rng.normal(size=32)
    theirs = lesson["to_conv2d"](w, b, padding=1)(torch.from_numpy(x).float()).detach().numpy()
    difference = np.abs(theirs - lesson["conv2d_im2col"](x, w, b, padding=1)).max()
    assert 1e-7 < difference < 1e-5


def test_the_pattern_has_21_words_and_its_first_linear_layer_1024_inputs(lesson) -> None:
    assert len(lesson["expand"](PATTERN)) == find_guess("pattern_length").answer
    network = lesson["from_pattern"](PATTERN, (3, 32, 32), 16, 128, 10)
    linear = next(layer for layer in network if isinstance(layer, torch.nn.Linear))
    assert linear.in_features == find_guess("first_linear_layer").answer
    shapes, x = [], torch.zeros(1, 3, 32, 32)
    for layer in network:
        x = layer(x)
        shapes.append(tuple(x.shape[1:]))
    assert shapes[0] == (16, 32, 32)
    assert (64, 4, 4) in shapes
    assert shapes[-1] == (10,)


def test_a_bad_pattern_is_refused_with_the_place(lesson) -> None:
    with pytest.raises(ValueError, match="character 18: TANH cannot stand here"):
        lesson["from_pattern"]("INPUT -> [CONV -> TANH]*2 -> FC", (1, 8, 8), 16, 64, 10)
    with pytest.raises(ValueError, match=r"character 28: the end cannot stand here, only \]"):
        lesson["expand"]("INPUT -> [CONV -> RELU -> FC")


def test_the_mean_over_pictures_is_not_that_over_batches() -> None:
    assert np.mean([1, 1, 1, 1, 6]) == find_guess("short_last_batch").answer


def test_scrambling_costs_the_convolutional_network_its_advantage_and_the_other_nothing(lesson) -> None:
    images, labels = data.digits()
    order = np.random.default_rng(7).permutation(len(images))
    parts = [lesson["tensors"](images[part], labels[part]) for part in (order[:-360], order[-360:])]
    errors = lesson["experiment"](*parts, epochs=15, seeds=(0, 1, 2))
    mean = {key: np.mean(values) for key, values in errors.items()}
    assert abs(mean["fully connected", "as they are"] - mean["fully connected", "scrambled"]) < 0.8
    assert mean["convolutional", "as they are"] < mean["fully connected", "as they are"] - 0.8
    assert mean["convolutional", "scrambled"] > mean["convolutional", "as they are"] + 1
