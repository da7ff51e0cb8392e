"""The numbers that chapter 06 teaches, computed anew with the lesson's own solutions."""

from pathlib import Path

import numpy as np
import pytest

from course_utils import data, lessons
from course_utils.exercises import find_guess

IMAGE = np.arange(1.0, 10).reshape(1, 1, 3, 3)
KERNEL = np.array([[10.0, 20], [30, 40]]).reshape(1, 1, 2, 2)


@pytest.fixture(scope="module")
def lesson(root: Path):
    return lessons.solved("06_backward", root)


def test_if_dy_is_one_the_gradient_of_a_weight_is_the_sum_of_the_pixels_that_meet_it(lesson):
    dx, dw, db = lesson["conv2d_backward"](np.ones((1, 1, 2, 2)), IMAGE, KERNEL)
    assert dw.ravel().tolist() == [1 + 2 + 4 + 5, 16, 24, 28]
    assert dx[0, 0].tolist() == [[10, 30, 20], [40, 100, 60], [30, 70, 40]]
    assert db.tolist() == [4]


@pytest.mark.parametrize(
    ("stride", "padding", "corner", "middle", "last"), [(1, 0, 1, 9, 1), (2, 0, 1, 4, 0), (1, 1, 4, 9, 4)]
)
def test_columns_of_ones_put_back_count_the_windows_that_see_a_pixel(
    lesson, stride, padding, corner, middle, last
):
    cols = np.ones_like(lesson["im2col"](np.zeros((1, 1, 6, 6)), 3, stride, padding))
    counts = lesson["col2im"](cols, (6, 6), 3, stride, padding)[0, 0]
    assert (counts[0, 0], counts.max(), counts[5, 5]) == (corner, middle, last)


def test_the_gradient_check_of_every_gradient_passes_its_own_verdict(lesson):
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(2, 2, 5, 4)), rng.normal(size=(3, 2, 3, 2)), rng.normal(size=3)
    geometry = (2, 1), (1, 0), (1, 2)
    conv, difference = lesson["conv2d_im2col"], lesson["numeric_gradient"]
    dy = rng.normal(size=conv(x, w, b, *geometry).shape)
    numeric = (
        difference(lambda x: np.sum(dy * conv(x, w, b, *geometry)), x),
        difference(lambda w: np.sum(dy * conv(x, w, b, *geometry)), w),
        difference(lambda b: np.sum(dy * conv(x, w, b, *geometry)), b),
    )
    for one, other in zip(lesson["conv2d_backward"](dy, x, w, *geometry), numeric, strict=True):
        assert lesson["verdict"](lesson["relative_error"](one, other)) == "they agree"


def test_the_gradient_check_finds_a_flipped_kernel(lesson):
    dw = np.random.default_rng(0).normal(size=(4, 3, 3, 2))
    error = lesson["relative_error"](dw[:, :, ::-1, ::-1], dw)
    assert lesson["verdict"](error) == "there is a mistake"


def test_the_best_step_of_a_central_difference_is_near_1e_5_and_much_better_than_one_side():
    h = 10.0 ** -np.arange(0.5, 16, 0.1)
    forward = np.abs((np.sin(1 + h) - np.sin(1)) / h - np.cos(1))
    central = np.abs((np.sin(1 + h) - np.sin(1 - h)) / (2 * h) - np.cos(1))
    assert 1e-7 < h[central.argmin()] < 1e-4
    assert central.min() < 1e-11 < 1e-10 < forward.min() < 1e-7


def test_gradients_of_another_shape_are_refused_with_their_shape(lesson):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"\(2, 4, 1, 9\)"):
        lesson["conv2d_backward"](rng.normal(size=(2, 4, 1, 9)), np.ones((2, 2, 5, 5)), np.ones((4, 2, 3, 3)))


def test_a_weight_changes_every_output_and_a_pixel_those_of_its_windows(lesson):
    y = lesson["conv2d_im2col"](IMAGE, KERNEL)
    weight, pixel = KERNEL.copy(), IMAGE.copy()
    weight[0, 0, 0, 0] += 0.1
    pixel[0, 0, 0, 1] += 0.1
    of_weight = lesson["conv2d_im2col"](IMAGE, weight) - y
    of_pixel = lesson["conv2d_im2col"](pixel, KERNEL) - y
    assert np.allclose(of_weight.ravel(), [0.1, 0.2, 0.4, 0.5])
    assert np.allclose(of_pixel.ravel(), [2, 1, 0, 0])
    assert np.count_nonzero(of_weight) == find_guess("outputs_of_a_weight").answer
    assert np.count_nonzero(of_pixel.round(6)) == find_guess("outputs_of_a_pixel").answer


def test_the_guessed_gradient_of_the_middle_pixel_and_count_of_the_last_row(lesson):
    dx = lesson["conv2d_backward"](np.ones((1, 1, 2, 2)), IMAGE, KERNEL)[0]
    assert dx[0, 0, 1, 1] == find_guess("middle_pixel").answer
    counts = lesson["col2im"](np.ones((1, 9, 4)), (6, 6), 3, 2)[0, 0]
    assert set(counts[5]) == {find_guess("last_row").answer}


def test_the_gradients_by_hand_are_those_of_the_code(lesson):
    gradients = lesson["conv2d_backward"](np.array([[[[1.0, 0], [2, -1]]]]), IMAGE, KERNEL)
    for name, gradient in zip(("dx", "dw", "db"), gradients, strict=True):
        assert np.squeeze(gradient).tolist() == lesson["backward_by_hand"][name]


def test_the_gradients_of_a_batch_add_up(lesson):
    rng = np.random.default_rng(0)
    x, w, dy = rng.normal(size=(2, 1, 4, 4)), rng.normal(size=(1, 1, 2, 2)), rng.normal(size=(2, 1, 3, 3))
    both, (one, other) = (
        lesson["conv2d_backward"](dy, x, w)[1],
        (lesson["conv2d_backward"](dy[at : at + 1], x[at : at + 1], w)[1] for at in (0, 1)),
    )
    assert np.allclose(both, one + other)
    assert find_guess("batch_of_two").answer == 3 + 5


@pytest.mark.parametrize(("x", "slope"), [(1, 1), (1e-3, 1), (2e-6, 0.6), (0, 0.5), (-2e-6, 0.4)])
def test_near_the_kink_of_relu_a_difference_sees_both_sides(lesson, x, slope):
    found = lesson["numeric_gradient"](lambda x: np.maximum(0, x).sum(), np.array([float(x)]))
    assert found == pytest.approx([slope])
    if x == 0:
        assert slope == find_guess("slope_at_the_kink").answer


def test_the_photograph_comes_back_from_its_edges(lesson):
    secret = data.photograph("flower")[60:324:3, 150:414:3].mean(axis=2)[None, None] / 255
    w = np.stack([data.kernels()["left Sobel"], data.kernels()["top Sobel"]])[:, None] / 8
    maps, x = lesson["conv2d_im2col"](secret, w), np.full(secret.shape, 0.5)
    far = np.abs(x - secret).mean()
    for _ in range(300):
        x -= 1.5 * lesson["conv2d_backward"](lesson["conv2d_im2col"](x, w) - maps, x, w)[0]
    assert np.corrcoef(x.ravel(), secret.ravel())[0, 1] > 0.95
    assert np.abs(x - secret).mean() < far / 2


def test_no_solution_is_longer_than_fifteen_lines(root: Path):
    text = (root / "solutions" / "06_backward.py").read_text(encoding="utf-8")
    solutions = [part.split("### END SOLUTION")[0] for part in text.split("### BEGIN SOLUTION")[1:]]
    assert len(solutions) == 4
    assert max(len(solution.strip().splitlines()) for solution in solutions) <= 15
