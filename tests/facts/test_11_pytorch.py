"""The numbers that chapter 11 teaches, computed anew with the lesson's own solutions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from course_utils import lessons
from course_utils.exercises import find_guess
from course_utils.explorers.pixel_swaps import compute

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


def test_the_pattern_has_21_names_and_its_first_linear_layer_1024_inputs(lesson) -> None:
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


@pytest.fixture(scope="module")
def trained(lesson) -> Any:
    return lesson["experiment"](*lesson["digits_in_two"](), epochs=15, seeds=(0, 1, 2))


def test_scrambling_costs_the_convolutional_network_its_advantage_and_the_other_nothing(trained) -> None:
    mean = {key: np.mean(values) for key, values in trained[0].items()}
    assert abs(mean["fully connected", "as they are"] - mean["fully connected", "scrambled"]) < 0.8
    assert mean["convolutional", "as they are"] < mean["fully connected", "as they are"] - 0.8
    assert mean["convolutional", "scrambled"] > mean["convolutional", "as they are"] + 1


def test_each_network_reads_the_order_of_pixels_that_it_has_learned(lesson, trained) -> None:
    _, (x, y) = lesson["digits_in_two"]()
    orders = torch.from_numpy(compute(lesson["a_random_order"](x).numpy()))
    assert find_guess("plain_digits").answer == "hardly any"

    def right(swaps: int) -> dict[str, float]:
        pictures = lesson["scramble"](x, orders[swaps])
        return {name: lesson["evaluate"](network, [(pictures, y)])[1] for name, network in trained[1].items()}

    plain, dozen, middle, noise = (right(swaps) for swaps in (0, 12, len(orders) // 2, -1))
    for name in trained[1]:
        learned, other = (noise, plain) if "scrambled" in name else (plain, noise)
        assert learned[name] > 0.9
        assert other[name] < 0.15
        assert middle[name] < 0.5
    assert 0.4 < dozen["fully connected, as they are"] < 0.6 < dozen["convolutional, as they are"] < 0.75
