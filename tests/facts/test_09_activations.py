"""The lecture's numbers on activations and first weights, and those that chapter 09 states: computed here."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from course_utils import exercises, lessons
from course_utils.exercises import find_guess

FAR = np.array([-1000.0, 0, 1000])


@pytest.fixture(scope="module")
def lesson(root):
    """What the solved lesson defines, without its demos."""
    return SimpleNamespace(**lessons.solved("09_activations", root))


def test_linear_layers_are_one_linear_layer(lesson):
    product, x = np.eye(5), np.arange(5.0)
    for w in np.random.default_rng(0).normal(size=(100, 5, 5)) / 3:
        product, x = w @ product, w @ x
    np.testing.assert_allclose(product @ np.arange(5.0), x)
    assert find_guess("linear_layers").answer == 1
    np.testing.assert_allclose(lesson.w2 @ (lesson.w1 @ lesson.x), (lesson.w2 @ lesson.w1) @ lesson.x)


@pytest.mark.parametrize(("name", "ends", "middle"), [("sigmoid", (0, 1), 0.5), ("tanh", (-1, 1), 0)])
def test_a_curve_squashes_and_saturates(lesson, name, ends, middle):
    value, slope = getattr(lesson, name)(FAR)
    assert value.tolist() == [ends[0], middle, ends[1]]
    assert slope[[0, 2]].tolist() == [0, 0]


def test_nothing_overflows_far_from_0(lesson):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for activation in (lesson.sigmoid, lesson.tanh, lesson.relu, lesson.leaky_relu, lesson.elu):
            assert np.isfinite(activation(FAR)).all()
        assert np.isfinite(lesson.softmax(FAR[None])).all()
        loss, gradient = lesson.cross_entropy(FAR[None], np.array([0]))
    assert loss == 2000
    assert gradient.tolist() == [[-1, 0, 1]]


def test_the_sigmoid_is_steepest_at_0_and_ten_of_them_leave_a_millionth(lesson):
    x = np.linspace(-5, 5, 1001)
    slope = lesson.sigmoid(x)[1]
    assert slope.max() == find_guess("steepest_sigmoid").answer
    assert x[slope.argmax()] == pytest.approx(0)
    assert slope.max() ** 10 == pytest.approx(1e-6, rel=0.1)
    steps = lesson.sigmoid(np.array([2.0, 5]))[1] ** 10
    assert [f"{left:.0e}" for left in steps] == ["2e-10", "2e-22"]


def test_the_sigmoid_is_not_zero_centred_and_tanh_is(lesson):
    assert lesson.sigmoid(lesson.five)[0].mean() == pytest.approx(0.5)
    assert lesson.tanh(lesson.five)[0].mean() == pytest.approx(0)
    assert lesson.relu(lesson.five)[0].mean() > 0
    assert lesson.sigmoid(lesson.five)[0].round(2).tolist() == [0.12, 0.27, 0.5, 0.73, 0.88]


def test_at_2_sigmoid_and_tanh_are_flat_and_relu_lets_the_gradient_pass(lesson):
    slopes = {name: getattr(lesson, name)(np.array([2.0]))[1][0] for name in ("sigmoid", "tanh", "relu")}
    assert [round(float(slope), 2) for slope in slopes.values()] == [0.10, 0.07, 1]
    assert max(slopes, key=lambda name: slopes[name]) == find_guess("through_ten_layers").answer


def test_the_formulas_of_the_lecture(lesson):
    x = np.linspace(-3, 3, 13)
    np.testing.assert_array_equal(lesson.leaky_relu(x)[0], np.maximum(0.01 * x, x))
    np.testing.assert_allclose(lesson.elu(x)[0], torch.nn.ELU()(torch.from_numpy(x)))
    w, b = np.array([[2.0], [-1]]), np.array([0.5, 3])
    np.testing.assert_array_equal(lesson.maxout(x[:, None], w, b)[0], np.maximum(2 * x + 0.5, -x + 3))


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu", "elu"])
def test_a_slope_agrees_with_central_differences(lesson, name):
    x, h = np.random.default_rng(0).normal(size=20), 1e-6
    activation = getattr(lesson, name)
    numeric = (activation(x + h)[0] - activation(x - h)[0]) / (2 * h)
    np.testing.assert_allclose(activation(x)[1], numeric, atol=1e-8)


def test_only_differences_of_logits_count(lesson):
    small = lesson.softmax(np.array([[0.0, 1, 2]]))
    assert small.round(2).tolist() == [[0.09, 0.24, 0.67]]
    np.testing.assert_allclose(lesson.softmax(np.array([[1000.0, 1001, 1002]])), small)


def test_the_loss_of_a_network_that_knows_nothing(lesson):
    loss, _ = lesson.cross_entropy(np.zeros((7, 10)), np.arange(7))
    assert loss == pytest.approx(np.log(10))
    assert loss == pytest.approx(float(find_guess("loss_of_a_new_network").answer), abs=1e-3)


def test_the_worked_picture_of_cross_entropy(lesson):
    loss, gradient = lesson.cross_entropy(np.log([[1.0, 1, 2]]), np.array([2]))
    assert round(float(loss), 2) == 0.69
    np.testing.assert_allclose(gradient, [[0.25, 0.25, -0.5]])


def test_the_spread_of_a_score_is_the_root_of_the_sum_of_squares():
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(1000, 100)) @ rng.normal(scale=0.01, size=(100, 200))
    assert scores.std() == pytest.approx(float(find_guess("spread_of_a_score").answer), rel=0.05)


def test_fan_in_keeps_the_mean_square_and_fan_out_does_not(lesson):
    rng, answer = np.random.default_rng(0), lesson.spot_the_fan
    x = rng.normal(size=(20, 9216)).astype(np.float32)
    for n, expected in ((9216, answer["inputs"]), (4096, answer["outputs"])):
        w = rng.normal(scale=np.sqrt(2 / n), size=(512, 9216)).astype(np.float32)
        assert np.mean((x @ w.T) ** 2) == pytest.approx(expected, rel=0.05)
    layer = torch.nn.Conv2d(96, 256, 5, device="meta")
    assert torch.nn.init._calculate_fan_in_and_fan_out(layer.weight)[0] == answer["conv"] == 2400


def test_xavier_loses_a_thousandfold_in_twenty_layers_and_he_nothing(lesson):
    batch = np.random.default_rng(1).normal(size=(500, 100))

    def change(kind, activation):
        spreads = lesson.signal(batch, lesson.draw([100] * 21, kind), activation)
        return spreads[-1] / spreads[0]

    assert np.sqrt(2) ** 20 == pytest.approx(2**10)
    assert 1 / 4000 < change("xavier", lesson.relu) < 1 / 250
    assert 0.3 < change("he", lesson.relu) < 3
    assert change("small", lesson.relu) < 1e-15
    assert 0.1 < change("xavier", lesson.tanh) < 0.6
    assert 0.6 < change("he", lesson.tanh) <= 1


def test_weights_of_a_third_grow_with_relu_and_saturate_tanh(lesson):
    batch = np.random.default_rng(1).normal(size=(500, 100))
    large = [30 * w for w in lesson.draw([100] * 21, "small")]
    growing = lesson.signal(batch, large, lesson.relu)
    assert (growing[-1] / growing[0]) ** (1 / 19) == pytest.approx(2, rel=0.1)
    _, values, _ = lesson.forward(batch, [*large, np.ones((1, 100))], lesson.tanh)
    assert np.mean(np.abs(values[-1]) > 0.9) > 0.5


def test_equal_units_stay_equal_and_zeros_do_not_move(lesson):
    for start, moves in ((0.1, True), (0.0, False)):
        weights, _ = lesson.learn(
            [np.full((16, 64), start), np.full((10, 16), start)], lesson.tanh, steps=200, lr=0.1
        )
        assert len(np.unique(weights[0].round(9), axis=0)) == find_guess("different_units").answer
        assert np.any(weights[0] != start) == moves


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "learns"), [("zeros", False), ("small", False), ("xavier", False), ("he", True)]
)
def test_of_four_first_weights_only_he_still_learns(lesson, kind, learns):
    weights, losses = lesson.learn(
        lesson.draw([64] + [64] * 20 + [10], kind), lesson.relu, steps=400, lr=0.02
    )
    if learns:
        assert np.mean(losses[-10:]) < 0.3
        assert lesson.share_right(weights, lesson.relu) > 0.8
    else:
        assert np.mean(losses[-10:]) == pytest.approx(np.log(10), abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "kind", "learns"), [("tanh", "xavier", True), ("sigmoid", "he", False)])
def test_xavier_learns_with_tanh_and_nobody_with_the_sigmoid(lesson, name, kind, learns):
    _, losses = lesson.learn(lesson.draw([64] * 21 + [10], kind), getattr(lesson, name), steps=400, lr=0.02)
    assert (np.mean(losses[-10:]) < 1) == learns


@pytest.mark.parametrize(("lr", "dead"), [(0.3, (0, 0.02)), (1, (0.02, 0.4)), (3, (0.8, 1))])
def test_a_large_rate_kills_units(lesson, lr, dead):
    weights, _ = lesson.learn(lesson.draw([64, 100, 10], "he"), lesson.relu, steps=100, lr=lr)
    hidden = lesson.forward(lesson.pictures, weights, lesson.relu)[1][1]
    assert dead[0] <= lesson.dead_fraction(hidden) <= dead[1]


def test_the_numbers_of_the_lesson_are_cases_of_the_exercises(lesson):
    for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu"):
        fixed = [case.args[0] for case in exercises.find(name).cases if not callable(case.args)]
        assert any(np.array_equal(array, lesson.five) for array in fixed)
