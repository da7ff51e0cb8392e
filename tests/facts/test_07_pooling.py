"""The lecture's numbers on pooling, and those that the prose of chapter 07 states: computed here."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from course_utils import data, exercises, lessons
from course_utils.exercises import find_guess

FIRST = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]).reshape(1, 1, 4, 4)
POOLED_X = [  # as the lecture prints them: cut after two decimals
    [[1.00, 0.33, 0.55, 0.33], [0.33, 1.00, 0.33, 0.55], [0.55, 0.33, 1.00, 0.11], [0.33, 0.55, 0.11, 0.77]],
    [[0.55, 0.33, 0.55, 0.33], [0.33, 1.00, 0.55, 0.11], [0.55, 0.55, 0.55, 0.11], [0.33, 0.11, 0.11, 0.33]],
    [[0.33, 0.55, 1.00, 0.77], [0.55, 0.55, 1.00, 0.33], [1.00, 1.00, 0.11, 0.55], [0.77, 0.33, 0.55, 0.33]],
]


@pytest.fixture(scope="module")
def lesson(root):
    """What the solved lesson defines, without its demos."""
    return SimpleNamespace(**lessons.solved("07_pooling", root))


def gradient_error(one, other):
    return np.linalg.norm(one - other) / (np.linalg.norm(one) + np.linalg.norm(other))


def numeric_gradient(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([f(x + step) - f(x - step) for step in steps]).reshape(x.shape) / (2 * h)


def test_the_largest_of_each_square(lesson):
    assert lesson.max_pool2d(FIRST, 2)[0, 0].tolist() == [[6, 8], [3, 4]]
    assert lesson.max_pool2d(lesson.toy, 2)[0, 0].tolist() == [[20, 30], [112, 37]]


def test_the_mean_of_the_last_square_is_not_a_whole_number(lesson):
    assert lesson.avg_pool2d(lesson.toy, 2)[0, 0].tolist() == [[13, 8], [79, 19.5]]


def test_the_numbers_of_the_lecture_are_cases_of_the_exercises(lesson):
    for name, arrays in {"max_pool2d": (FIRST, lesson.toy), "avg_pool2d": (lesson.toy,)}.items():
        asked = [case.args[0] for case in exercises.find(name).cases if not callable(case.args)]
        for array in arrays:
            assert any(np.array_equal(array, other) for other in asked)


def test_the_maps_of_the_x_and_their_pooling_are_those_of_the_lecture(lesson):
    assert np.trunc(100 * lesson.maps[0, 0, 0]).tolist() == [77, -11, 11, 33, 55, -11, 33]
    pooled = lesson.max_pool2d_ceil(lesson.maps, 2)[0]
    np.testing.assert_array_equal(np.trunc(100 * pooled + 1e-9), np.multiply(POOLED_X, 100).round())


def test_without_partial_windows_the_pooled_map_of_the_x_is_smaller(lesson):
    assert lesson.max_pool2d(lesson.maps, 2).shape == (1, 3, 3, 3)


def test_one_pixel_to_the_right_leaves_three_numbers_of_the_map(lesson):
    moved = lesson.matches(data.letter_x(shift=(0, 1)))
    assert np.isclose(lesson.maps, moved)[0, 0].sum() == find_guess("numbers_that_stay").answer


def test_the_upper_right_pixels_are_a_small_picture(lesson):
    upper_right = lesson.window_views(lesson.toy, 2, 2)[1][0, 0]
    assert upper_right[1, 0] == find_guess("upper_right_pixels").answer
    _, _, lower_left, _ = lesson.window_views(lesson.toy, 2, 2)
    assert lower_left[0, 0, 0, 1] == 2


def test_the_single_1_of_the_crossing_map_is_in_four_windows_of_stride_1(lesson):
    crossing = lesson.maps[:, 1:2]
    assert np.isclose(crossing, 1).sum() == 1
    ones = np.isclose(lesson.max_pool2d(crossing, 2, 1), 1).sum()
    assert ones == find_guess("ones_with_stride_1").answer


def test_of_50_rows_24_are_left(lesson):
    rows = lesson.max_pool2d(np.zeros((1, 1, 50, 9)), 3, 2).shape[2]
    assert rows == find_guess("rows_left").answer


def test_a_pixel_that_wins_two_windows_gets_both_gradients(lesson):
    x, dy = np.array([[[[0.0, 1, 0]]]]), np.array([[[[3.0, 5]]]])
    assert lesson.max_pool2d_backward(dy, x, (1, 2), 1).max() == find_guess("winner_of_two").answer


def test_the_open_problem_has_a_solution(lesson, capsys):
    def blurred(x):
        wide = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)], mode="edge")
        rows = (wide[:, :, :-2] + 2 * wide[:, :, 1:-1] + wide[:, :, 2:]) / 4
        return (rows[..., :-2] + 2 * rows[..., 1:-1] + rows[..., 2:]) / 4

    def blur_before_skipping(x):
        complete = np.pad(x, [(0, 0), (0, 0), (0, 1), (0, 1)], mode="edge")
        return blurred(lesson.max_pool2d(complete, 2, 1))[:, :, ::2, ::2]

    lesson.measure("mean", lambda x: lesson.avg_pool2d(x, 2))
    lesson.measure("blurred", blur_before_skipping)
    mean, best = capsys.readouterr().out.splitlines()
    assert "(210, 318): changes by 7.5, the 1 becomes 0.25, grey 7.00 to 7.00" in mean
    assert "(210, 318): changes by 5.0, the 1 becomes 0.56, grey 7.00 to 7.00" in best


@pytest.mark.parametrize(
    ("shape", "kernel_size", "stride", "out"),
    [
        ((1, 64, 224, 224), 2, 2, (1, 64, 112, 112)),
        ((20, 16, 50, 100), 3, 2, (20, 16, 24, 49)),
        ((20, 16, 50, 100), (3, 2), (2, 1), (20, 16, 24, 99)),
        ((1, 1, 7, 7), 2, 1, (1, 1, 6, 6)),
    ],
)
def test_a_pooled_map_has_the_shape_that_the_lecture_gives(lesson, shape, kernel_size, stride, out):
    assert lesson.max_pool2d(np.zeros(shape, np.float32), kernel_size, stride).shape == out
    layer = torch.nn.MaxPool2d(kernel_size, stride)
    assert layer(torch.zeros(shape)).shape == out
    assert list(layer.parameters()) == []


@pytest.mark.parametrize("kernel_size", [2, 3])
def test_in_ceil_mode_a_map_smaller_than_the_window_is_one_partial_window(lesson, kernel_size):
    x = np.random.default_rng(0).normal(size=(1, 2, 1, 1))
    expected = torch.nn.functional.max_pool2d(torch.from_numpy(x), kernel_size, ceil_mode=True)
    np.testing.assert_array_equal(lesson.max_pool2d_ceil(x, kernel_size), expected)
    with pytest.raises(ValueError, match="do not fit"):
        lesson.max_pool2d(x, kernel_size)


def test_padding_of_more_than_half_the_window_is_refused_as_in_pytorch(lesson):
    x = np.zeros((1, 1, 4, 4))
    with pytest.raises(ValueError, match="half the window"):
        lesson.max_pool2d(x, 3, 2, 2)
    with pytest.raises(RuntimeError, match="half of"):
        torch.nn.functional.max_pool2d(torch.from_numpy(x), 3, 2, 2)


@pytest.mark.parametrize(
    ("pool", "fractions"),
    [("max_pool2d_ceil", [0.06, 0.44, 0.33, 1.0]), ("max_pool2d", [0.06, 0.56, 0.75, 1.0])],
)
def test_how_much_of_the_x_survives_depends_on_the_windows_and_whether_partial_ones_count(
    lesson, pool, fractions
):
    def same(size):
        before, after = (
            getattr(lesson, pool)(lesson.matches(x)[:, :1], size)
            for x in (lesson.X, np.roll(lesson.X, 1, axis=1))
        )
        return round(float(np.isclose(before, after).mean()), 2)

    assert [same(size) for size in (1, 2, 3, 4)] == fractions


def test_the_size_that_is_left_follows_from_window_and_stride(lesson):
    assert lesson.max_pool2d(np.zeros((1, 1, 55, 55)), 3, 2).shape[2] == (55 - 3) / 2 + 1 == 27


@pytest.mark.parametrize("kernel_size", [2, 3])
def test_stride_two_throws_away_three_quarters(lesson, kernel_size):
    assert 1 - lesson.kept_fraction(kernel_size, 2) == 0.75
    assert 100 * lesson.kept_fraction(kernel_size, 2) == find_guess("kept_by_alexnet").answer


def test_the_largest_survives_a_shift_more_often_and_the_mean_changes_by_less(lesson):
    photo = data.photograph("china")[:420, :636].mean(axis=2).round()[None, None]

    def survives(pool, size):
        return round(float(lesson.shift_tolerance(photo, lambda x: pool(x, size), 1)), 2)

    def changes_by(pool, size):
        return round(float(np.abs(pool(np.roll(photo, 1, axis=3), size) - pool(photo, size)).mean()), 1)

    assert [survives(lesson.max_pool2d, size) for size in (1, 2, 4, 12)] == [0.27, 0.49, 0.67, 0.84]
    assert [survives(lesson.avg_pool2d, size) for size in (1, 2, 12)] == [0.27, 0.15, 0.01]
    assert [changes_by(lesson.max_pool2d, size) for size in (1, 2, 12)] == [14.1, 8.6, 1.8]
    assert [changes_by(lesson.avg_pool2d, size) for size in (1, 2, 12)] == [14.1, 7.5, 1.2]


def test_four_kernels_pooled_respond_to_a_turned_picture_as_to_the_picture(lesson):
    turned = np.stack([np.rot90(data.kernels()["left Sobel"], k) for k in range(4)])

    picture = np.random.default_rng(0).normal(size=(9, 12))
    before, after = lesson.matches(picture, turned), lesson.matches(np.rot90(picture), turned)
    pooled = lesson.channel_max_pool(before, 1)[0, 0]
    np.testing.assert_allclose(np.rot90(lesson.channel_max_pool(after, 1)[0, 0], -1), pooled)
    assert not np.allclose(np.rot90(after[0, 0], -1), before[0, 0])


@pytest.mark.parametrize("windows", [(2, None, 0), (3, 2, 1), ((3, 2), (2, 1), (1, 0))])
def test_both_backward_passes_agree_with_central_differences(lesson, windows):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 2, 6, 7))
    dy = rng.normal(size=lesson.max_pool2d(x, *windows).shape)
    for pool, dx in {
        lesson.max_pool2d: lesson.max_pool2d_backward(dy, x, *windows),
        lesson.avg_pool2d: lesson.avg_pool2d_backward(dy, x.shape, *windows),
    }.items():
        numeric = numeric_gradient(lambda x, pool=pool: np.sum(dy * pool(x, *windows)), x)
        assert gradient_error(dx, numeric) < 1e-7


def test_the_gradient_check_finds_a_mistake(lesson):
    x, dy = np.arange(16.0).reshape(1, 1, 4, 4), np.ones((1, 1, 2, 2))
    numeric = numeric_gradient(lambda x: np.sum(lesson.max_pool2d(x, 2)), x)
    assert gradient_error(lesson.avg_pool2d_backward(dy, x.shape, 2), numeric) > 1e-4


def test_at_a_tie_central_differences_say_one_half_for_each(lesson):
    ties = np.zeros((1, 1, 2, 2))
    numeric = numeric_gradient(lambda x: np.sum(lesson.max_pool2d(x, 2)), ties)
    np.testing.assert_allclose(numeric, find_guess("difference_at_a_tie").answer)


def test_only_the_largest_pixels_of_the_toy_get_a_gradient(lesson):
    dx = lesson.max_pool2d_backward(np.array([[[[1.0, 2], [3, 4]]]]), lesson.toy, 2)[0, 0]
    expected = np.zeros((4, 4))
    expected[[0, 0, 3, 2], [1, 2, 0, 2]] = [1, 2, 3, 4]
    np.testing.assert_array_equal(dx, expected)


def test_views_share_the_memory_of_the_map(lesson):
    assert all(np.shares_memory(view, lesson.toy) for view in lesson.window_views(lesson.toy, 2, 2))


def test_bytes_start_again_from_zero():
    assert (np.array([200], np.uint8) + np.array([200], np.uint8)).tolist() == [144]


def test_of_500_digits_these_three_are_misread(lesson):
    images, labels = data.load_test_digits()
    answers = lesson.lenet(np.pad(images / 255, [(0, 0), (2, 2), (2, 2)])[:, None]).argmax(axis=1)
    wrong = np.flatnonzero(answers != labels)
    assert len(labels) - len(wrong) == find_guess("digits_read").answer
    assert [(labels[n], answers[n]) for n in wrong] == [(4, 6), (5, 3), (9, 4)]
