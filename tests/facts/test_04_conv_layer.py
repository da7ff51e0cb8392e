"""The lecture's numbers on the convolution layer, and those that the prose of chapter 04 states: computed."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from course_utils import data, exercises, lessons
from course_utils.exercises import find_guess

ONE_TO_NINE = np.arange(1.0, 10).reshape(1, 1, 3, 3)
TENS = np.array([[[[10.0, 20, 30], [40, 50, 60], [30, 20, 10]]]])
PAIRS = {"stride": (2, 1), "padding": (4, 2)}


@pytest.fixture(scope="module")
def lesson(root):
    """What the solved lesson defines, without its demos."""
    return SimpleNamespace(**lessons.solved("04_conv_layer", root))


@pytest.mark.parametrize(
    ("numbers", "size"),
    [
        ((7, 3), 5),
        ((7, 3, 2), 3),
        ((7, 3, 3), 2),
        ((7, 3, 1, 1), 7),
        ((32, 5), 28),
        ((28, 5), 24),
        ((32, 5, 1, 2), 32),
        ((227, 11, 4), 55),
        ((50, 3, 2), 24),
        ((100, 3, 2), 49),
        ((50, 3, 2, 4), 28),
        ((100, 5, 1, 2), 100),
        ((50, 3, 2, 4, 3), 26),
        ((50, 3, 1, 4, 3), 52),
        ((11, 3, 2, 1, 2), 5),
    ],
)
def test_the_sizes_of_the_lecture_follow_from_the_formula(lesson, numbers, size):
    assert lesson.output_size(*numbers) == size


def test_stride_three_does_not_fit_seven_pixels():
    assert round((7 - 3) / 3 + 1, 2) == 2.33


@pytest.mark.parametrize(("kernel_size", "padding"), [(3, 1), (5, 2), (7, 3)])
def test_same_padding_is_half_of_what_the_window_takes_away(lesson, kernel_size, padding):
    assert lesson.same_padding(kernel_size) == padding == (kernel_size - 1) / 2


@pytest.mark.parametrize(
    ("dilation", "pairs"),
    [(1, [(1, 0), (3, 1), (5, 2)]), (2, [(1, 0), (2, 1), (3, 2), (4, 3), (5, 4)])],
)
def test_these_kernels_and_paddings_keep_seven_pixels(lesson, dilation, pairs):
    fits = [(k, p) for k in range(1, 6) for p in range(5) if dilation * (k - 1) < 7 + 2 * p]
    assert [(k, p) for k, p in fits if lesson.output_size(7, k, 1, p, dilation) == 7] == pairs


def test_the_lecture_is_wrong_where_dilation_is_above_one_and_the_stride_does_not_hide_it(lesson):
    def lecture(n, k, s, p, d):
        return (n + 2 * p - (d * k - 1) - 1) // s + 1

    assert lecture(11, 3, 2, 1, 2) == 4
    assert lecture(11, 3, 2, 1, 1) == lesson.output_size(11, 3, 2, 1, 1)
    hidden = [lecture(11, 3, s, 1, 2) == lesson.output_size(11, 3, s, 1, 2) for s in (1, 2, 3)]
    assert hidden == [False, False, True]
    assert torch.nn.Conv2d(3, 3, 3, stride=2, padding=1, dilation=2)(torch.zeros(1, 3, 11, 11)).shape == (
        1,
        3,
        5,
        5,
    )


@pytest.mark.parametrize(
    ("shape", "filters", "options", "out"),
    [
        ((1, 3, 32, 32), (1, 3, 5, 5), {}, (1, 1, 28, 28)),
        ((1, 3, 32, 32), (6, 3, 5, 5), {}, (1, 6, 28, 28)),
        ((1, 6, 28, 28), (10, 6, 5, 5), {}, (1, 10, 24, 24)),
        ((1, 3, 32, 32), (10, 3, 5, 5), {"padding": 2}, (1, 10, 32, 32)),
        ((1, 3, 5, 5), (5, 3, 3, 3), {"padding": 1, "stride": 2}, (1, 5, 3, 3)),
        ((1, 3, 7, 7), (2, 3, 3, 3), {"stride": 2}, (1, 2, 3, 3)),
        ((1, 3, 11, 11), (3, 3, 3, 3), {"padding": 1, "stride": 2, "dilation": 2}, (1, 3, 5, 5)),
        ((1, 16, 50, 100), (33, 16, 3, 3), {"stride": 2}, (1, 33, 24, 49)),
        ((1, 16, 50, 100), (33, 16, 3, 5), PAIRS, (1, 33, 28, 100)),
        ((1, 16, 50, 100), (33, 16, 3, 5), {**PAIRS, "dilation": (3, 1)}, (1, 33, 26, 100)),
        ((1, 3, 227, 227), (96, 3, 11, 11), {"stride": 4}, (1, 96, 55, 55)),
    ],
)
def test_a_layer_has_the_shape_that_the_lecture_gives(lesson, shape, filters, options, out):
    x, w = np.ones(shape), np.ones(filters)
    assert lesson.conv2d(x, w, **options).shape == out
    assert torch.nn.functional.conv2d(torch.ones(shape), torch.ones(filters), **options).shape == out


@pytest.mark.parametrize(
    ("layer", "parameters"),
    [
        (torch.nn.Conv2d(3, 1, 3), 27 + 1),
        (torch.nn.Conv2d(3, 10, 5), 760),
        (torch.nn.Conv2d(3, 96, 11), 34_944),
        (torch.nn.Conv2d(16, 33, 3), 4_785),
    ],
)
def test_a_layer_has_as_many_parameters_as_the_lesson_counts(layer, parameters):
    assert sum(each.numel() for each in layer.parameters()) == parameters
    assert parameters == layer.out_channels * (layer.in_channels * layer.kernel_size[0] ** 2 + 1)


@pytest.mark.parametrize(
    ("stride", "expected"),
    [(1, [[300, 600, 500], [800, 1370, 1000], [1060, 1540, 940]]), (2, [[300, 500], [1060, 940]])],
)
def test_one_to_nine_with_a_border_of_zeros(lesson, stride, expected):
    assert lesson.conv2d(ONE_TO_NINE, TENS, stride=stride, padding=1)[0, 0].tolist() == expected


def test_the_numbers_of_the_lecture_are_cases_of_conv2d():
    asked = [case.args for case in exercises.find("conv2d").cases if not callable(case.args)]
    for stride in (1, 2):
        assert any(np.array_equal(args[1], TENS) and args[3:] == (stride, 1) for args in asked)


def test_a_filter_through_three_channels_makes_one_map_with_the_output_worked_out(lesson):
    assert lesson.conv2d_one(lesson.channels, lesson.block, 1.0)[0, 0] == 4 + 2 + 0 + 1


def test_the_middle_of_seven_by_seven_is_seen_nine_times_and_a_corner_once():
    ones = torch.ones(1, 1, 5, 5)
    seen = torch.nn.functional.conv_transpose2d(ones, torch.ones(1, 1, 3, 3))[0, 0]
    assert (seen[3, 3], seen[0, 0]) == (9, 1)


@pytest.mark.parametrize(
    ("kernel", "options", "out"),
    [
        ((3, 3), {"stride": (2, 2), "padding": (0, 0), "dilation": (1, 1)}, (20, 24, 49, 33)),
        ((3, 5), {"stride": (2, 1), "padding": (4, 2), "dilation": (1, 1)}, (20, 28, 100, 33)),
        ((3, 5), {"stride": (1, 1), "padding": (4, 2), "dilation": (3, 1)}, (20, 52, 100, 33)),
    ],
)
def test_channels_last_shapes_are_those_of_tensorflow(lesson, kernel, options, out):
    x = lesson.from_channels_last(np.zeros((20, 50, 100, 16), np.float32))
    y = torch.nn.functional.conv2d(torch.from_numpy(x), torch.zeros(33, 16, *kernel), **options)
    assert lesson.to_channels_last(y.numpy()).shape == out


def test_a_reshape_mixes_the_colours_of_pixels(lesson):
    assert lesson.two_channels.reshape(1, 1, 3, 2)[0, 0, 0].tolist() == [1, 2]
    assert lesson.to_channels_last(lesson.two_channels)[0, 0, 0].tolist() == [1, 10]


def test_the_learned_filter_of_the_guess_notices_level_strokes_and_hardly_upright_ones(lesson):
    digits = data.load_test_digits()
    assert digits.labels[[8, 0]].tolist() == [4, 7]
    level = np.zeros((1, 1, 32, 32))
    level[..., 15:18, 4:28] = 1  # a stroke of three pixels; only its middle, without its ends, is looked at

    def noticed(stroke):
        return np.ptp(lesson.conv2d(stroke, lesson.w, lesson.b)[0, :, 10:18, 10:18], axis=(1, 2))

    upright = noticed(level.swapaxes(2, 3)) / noticed(level)
    assert upright.argmin() == find_guess("blind_to_uprights").answer
    assert upright.argmax() == 3
