"""The numbers that chapter 10 teaches, computed anew with the lesson's own solutions."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from course_utils import data, lessons
from course_utils.exercises import find_guess


@pytest.fixture(scope="module")
def lesson(root: Path) -> dict[str, Any]:
    return lessons.solved("10_numpy_cnn", root)


def test_lenet_5_has_61_706_numbers_to_learn_most_of_them_in_its_first_linear_layer(lesson) -> None:
    network = lesson["lenet5"](np.random.default_rng(0))
    counts = [sum(w.size for w, _ in layer.parameters()) for layer in network.layers]
    assert [count for count in counts if count] == [156, 2_416, 48_120, 10_164, 850]
    assert sum(counts) == 61_706
    assert find_guess("most_parameters").answer == "the first linear layer"


def test_the_shapes_of_lenet_5_are_those_of_the_paper(lesson, capsys) -> None:
    lesson["shapes"](lesson["lenet5"](np.random.default_rng(0)), np.zeros((1, 1, 28, 28)))
    said = capsys.readouterr().out
    for shape in (
        "(6, 28, 28)",
        "(6, 14, 14)",
        "(16, 10, 10)",
        "(16, 5, 5)",
        "(400,)",
        "(120,)",
        "(84,)",
        "(10,)",
    ):
        assert f"-> {shape}" in said
    assert "in all 61,706 numbers to learn" in said


def test_two_layers_that_do_not_fit_are_named_with_their_shapes(lesson) -> None:
    rng = np.random.default_rng(0)
    network = lesson["Sequential"](lesson["Flatten"](), lesson["Linear"](400, 10, rng))
    with pytest.raises(
        ValueError, match=r"Linear, w \(10, 400\), cannot take the \(864,\) that Flatten gives"
    ):
        lesson["shapes"](network, np.zeros((1, 6, 12, 12)))


def test_equal_logits_of_two_classes_have_the_loss_log_2(lesson) -> None:
    loss, gradient = lesson["softmax_cross_entropy"](np.zeros((1, 2)), np.array([1]))
    assert (round(loss, 2), gradient.tolist()) == (0.69, [[0.5, -0.5]])


def test_a_network_that_knows_nothing_has_the_loss_log_10(lesson) -> None:
    assert find_guess("first_loss").answer == pytest.approx(math.log(10), abs=1e-3)
    rng = np.random.default_rng(0)
    noise, labels = rng.normal(size=(100, 1, 28, 28)), np.arange(100) % 10
    for network, quiet in (
        (lesson["lenet5"](rng), False),
        (lesson["quiet_end"](lesson["lenet5"](rng)), True),
    ):
        loss, _ = lesson["softmax_cross_entropy"](network.forward(noise), labels)
        assert (abs(loss - math.log(10)) < 0.2) is quiet


def test_the_gradient_check_passes_and_finds_a_mistake(lesson) -> None:
    rng = np.random.default_rng(0)

    class Wrong(lesson["Linear"]):
        def backward(self, dy):
            return super().backward(dy) * 1.001

    def network(last):
        layers = lesson["Conv2d"](1, 2, 3, rng, padding=1), lesson["ReLU"](), lesson["MaxPool2d"](2)
        return lesson["Sequential"](*layers, lesson["Flatten"](), last(18, 3, rng))

    images, labels = rng.normal(size=(4, 1, 6, 6)), np.array([0, 1, 2, 1])
    assert lesson["gradient_check"](network(lesson["Linear"]), images, labels) < 1e-6
    assert lesson["gradient_check"](network(Wrong), images, labels) > 1e-4


def trained(lesson, pictures, labels, classes, seed, width=8, **options):
    rng = np.random.default_rng(seed)
    network = lesson["reader"](rng, classes, width)
    lesson["fit"](network, pictures, labels, lr=0.05, rng=rng, **options)
    return network


def test_ten_pictures_are_learned_by_heart(lesson) -> None:
    images, labels = data.letters(10, seed=0, tilt=25, thick=2.4)
    network = trained(lesson, images[:, None], labels, 2, 0, epochs=100, batch_size=10)
    assert 100 * lesson["share_right"](network, images[:, None], labels) == find_guess("ten_pictures").answer


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_99_of_100_new_letters_are_read(lesson, seed) -> None:
    images, labels = data.letters(600, seed=seed, tilt=25, thick=2.4)
    new, answers = data.letters(1000, seed=seed + 100, tilt=25, thick=2.4)
    network = trained(lesson, images[:, None], labels, 2, seed, epochs=20, batch_size=32)
    assert lesson["share_right"](network, new[:, None], answers) >= 0.99


def test_digits_picked_at_random_are_read_to_97_percent_and_those_of_other_writers_are_harder(lesson) -> None:
    images, labels = data.digits()
    scores = []
    for order in (np.random.default_rng(7).permutation(len(images)), np.arange(len(images))):
        known, new = order[:-360], order[-360:]
        train, test = lesson["standardise"](images[known, None], images[new, None])
        network = trained(
            lesson, train, labels[known], 10, 0, width=16, epochs=15, batch_size=32, weight_decay=5e-4
        )
        scores.append(lesson["share_right"](network, test, labels[new]))
    assert scores[0] >= 0.97
    assert scores[1] < scores[0] - 0.01


def test_a_rate_100_times_too_large_is_noticed_within_a_few_steps(lesson) -> None:
    images, labels = data.letters(600, seed=0, tilt=25, thick=2.4)
    rng, told = np.random.default_rng(0), []
    with pytest.raises(FloatingPointError, match="lr=5 is too large"):
        lesson["fit"](
            lesson["reader"](rng, 2), images[:, None], labels, 20, 5, rng, batch_size=32, report=told.append
        )
    assert len(told) < 10


@pytest.mark.slow
@pytest.mark.skipif("COURSE_DATA_MIRROR" not in os.environ, reason="MNIST: set COURSE_DATA_MIRROR")
def test_two_rounds_through_mnist_read_at_least_98_5_percent(lesson) -> None:
    known, new = data.load_mnist("train"), data.load_mnist("test")
    train, test = (part.images[:, None] / np.float32(255) for part in (known, new))
    rng = np.random.default_rng(0)
    network = lesson["in_single_precision"](lesson["quiet_end"](lesson["lenet5"](rng)))
    lesson["fit"](network, train, known.labels, 2, 0.05, rng)
    share = lesson["share_right"](network, test, new.labels)
    assert share >= 0.985
    low, high = find_guess("mnist_score").near
    assert low <= 100 * share <= high
