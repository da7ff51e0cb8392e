"""What the prose of chapter 03 states about learning: computed here."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from scipy.signal import correlate2d

from course_utils import data, exercises, lessons
from course_utils.exercises import find_guess

STEP = np.tile([10.0, 10, 10, 0, 0, 0], (6, 1))
ZOO = data.kernels()
X, TARGET = np.array([1.0, 2]), np.array([3.0, 6])


@pytest.fixture(scope="module")
def lesson(root):
    """What the solved lesson defines, without its demos."""
    return SimpleNamespace(**lessons.solved("03_learning", root))


def of_sobel(image):
    return correlate2d(image, ZOO["left Sobel"], mode="valid")


def piece_of_the_temple():
    piece = data.photograph("china")[100:164, 200:264] @ (0.299, 0.587, 0.114)
    return (piece - piece.mean()) / piece.std()


def test_the_loss_and_the_slope_at_zero(lesson):
    assert lesson.squared_error(0 * X, TARGET) == 22.5
    assert lesson.slope(0.0, X, TARGET) == -15
    assert 0 - 0.1 * lesson.slope(0.0, X, TARGET) == find_guess("after_one_step").answer


@pytest.mark.parametrize(("rate", "falls"), [(0.39, True), (0.4, None), (0.41, False)])
def test_the_ball_climbs_out_from_a_rate_of_two_fifths_on(lesson, rate, falls):
    assert find_guess("largest_rate").answer == 0.4
    there = 0 - rate * lesson.slope(0.0, X, TARGET)
    losses = [lesson.squared_error(w * X, TARGET) for w in (0, there)]
    if falls is None:
        assert losses[0] == pytest.approx(losses[1])
    else:
        assert (losses[1] < losses[0]) is falls


def test_a_weight_of_a_small_kernel_meets_one_pixel_for_each_output(lesson):
    output = lesson.correlate2d(np.zeros((4, 4)), np.zeros((2, 2)))
    assert output.size == find_guess("pixels_of_a_weight").answer


def test_the_guessed_number_of_steps_is_the_first_that_is_enough(lesson):
    def off(steps):
        piece = piece_of_the_temple()
        return np.abs(lesson.learn_kernel(piece, of_sobel(piece), steps, 0.1) - ZOO["left Sobel"]).max()

    answer = find_guess("steps_to_sobel").answer
    assert off(answer) < 0.005 < off(answer - 20)


def test_the_best_matches_of_an_x_and_an_o(lesson):
    assert lesson.best_match(data.letter_x(), data.features()).tolist() == [1, 1, 1]
    of_o = lesson.best_match(data.letter_o(), data.features())
    assert of_o == pytest.approx([1, find_guess("crossing_in_an_o").answer, 1])


def read_right(lesson, look):
    known, new = data.letters(300, seed=0, **look), data.letters(1000, seed=1, **look)
    features = lesson.features_of(known[0], data.features())
    reader = lesson.train_reader(features, known[1], steps=3000, lr=2)
    return lesson.share_right(*new, data.features(), *reader)


def test_designed_pieces_read_thin_letters_and_no_others(lesson):
    assert read_right(lesson, {}) > 0.99
    low, high = find_guess("thick_and_tilted").near
    assert low < 100 * read_right(lesson, lesson.LOOK) < high


def random_kernels():
    return np.random.default_rng(0).normal(scale=0.1, size=(3, 5, 5))


def test_learned_kernels_read_all_letters(lesson):
    known, new = data.letters(300, seed=0, **lesson.LOOK), data.letters(1000, seed=1, **lesson.LOOK)
    kernels, weights, bias = lesson.learn_all(*known, random_kernels(), 400)
    assert lesson.share_right(*new, kernels, weights, bias) > 0.99
    assert weights[0] < 0 < weights[1]
    middle, around = kernels[0, 2, 2], np.delete(kernels[0].ravel(), 12)
    assert middle < 0 < around.mean()


@pytest.mark.parametrize(("one", "other", "least"), [(4, 9, 0.93), (1, 7, 0.95), (3, 5, 0.9)])
def test_learned_kernels_read_real_digits_that_they_were_not_trained_on(lesson, one, other, least):
    pictures, digits = data.digits(one, other)
    pictures, labels = pictures / 8 - 1, (digits == one).astype(int)
    half = len(labels) // 2
    found = lesson.learn_all(pictures[:half], labels[:half], random_kernels(), 400)
    assert lesson.share_right(pictures[half:], labels[half:], *found) > least


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_slope_of_a_kernel_behind_a_best_match_is_the_one_of_autograd(lesson):
    pictures, labels = data.letters(20, seed=0, tilt=25, thick=2)
    before = random_kernels()
    weights, bias = lesson.train_reader(lesson.features_of(pictures, before), labels, 300, 1.0)
    kernels = torch.tensor(before, requires_grad=True)
    maps = torch.nn.functional.conv2d(torch.tensor(pictures)[:, None], kernels[:, None]) / 25
    scores = maps.amax(dim=(2, 3)) @ torch.tensor(weights) + bias
    torch.nn.functional.binary_cross_entropy_with_logits(scores, torch.tensor(labels * 1.0)).backward()
    after = lesson.learn_all(pictures, labels, before, 1, lr=1.0)[0]
    np.testing.assert_allclose(after, before - 25 * kernels.grad.numpy(), atol=1e-12)


def test_each_step_of_learning_equals_a_step_of_torch(lesson):
    rng = np.random.default_rng(3)
    image, target = rng.normal(size=(9, 11)), rng.normal(size=(7, 8))
    kernel = torch.zeros((1, 1, 3, 4), dtype=torch.float64, requires_grad=True)
    descent = torch.optim.SGD([kernel], lr=0.1)
    for _ in range(7):
        descent.zero_grad()
        output = torch.nn.functional.conv2d(torch.tensor(image)[None, None], kernel)[0, 0]
        torch.nn.functional.mse_loss(output, torch.tensor(target)).backward()
        descent.step()
    found = kernel.detach().numpy()[0, 0]
    np.testing.assert_allclose(lesson.learn_kernel(image, target, 7, 0.1), found, atol=1e-12)
    np.testing.assert_allclose(
        exercises.find("learn_kernel").oracle(image, target, 7, 0.1), found, atol=1e-12
    )


@pytest.mark.parametrize(("steps", "weight"), [(0, 0), (1, 1.5), (2, 2.25), (100, 3)])
def test_the_worked_example_of_learning_one_weight(lesson, steps, weight):
    learned = lesson.learn_kernel(np.array([[1.0, 2]]), np.array([[3.0, 6]]), steps, 0.1)
    assert learned == pytest.approx(np.array([[weight]]))


def test_a_piece_of_the_temple_teaches_sobel_in_300_steps_and_a_long_step_does_not(lesson):
    piece = piece_of_the_temple()
    learned = lesson.learn_kernel(piece, of_sobel(piece), 300, 0.1)
    np.testing.assert_allclose(learned, ZOO["left Sobel"], atol=0.005)
    losses = [
        ((of_sobel(piece) - correlate2d(piece, kernel, mode="valid")) ** 2).mean()
        for kernel in (lesson.learn_kernel(piece, of_sobel(piece), steps, 0.3) for steps in (0, 1, 3, 10, 20))
    ]
    assert losses[0] > losses[1] > losses[2]
    assert losses[4] > 1e6 > losses[3] > 10 * losses[0]


def test_the_step_alone_teaches_another_kernel_with_the_same_output(lesson):
    learned = lesson.learn_kernel(STEP, of_sobel(STEP), 5000, 0.002)
    np.testing.assert_allclose(learned, np.tile([4 / 3, 0, -4 / 3], (3, 1)), atol=1e-6)
    np.testing.assert_allclose(correlate2d(STEP, learned, mode="valid"), of_sobel(STEP), atol=1e-6)
