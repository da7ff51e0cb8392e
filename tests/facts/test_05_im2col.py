"""The numbers that chapter 05 teaches, computed with the lesson's own solutions."""

import inspect
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils import lessons

IMAGE = np.arange(1.0, 10).reshape(1, 1, 3, 3)
KERNEL = np.array([[10.0, 20], [30, 40]]).reshape(1, 1, 2, 2)


@pytest.fixture(scope="module")
def lesson(root: Path):
    return lessons.solved("05_im2col", root)


def test_a_row_times_four_columns_is_the_worked_example(lesson):
    cols = lesson["im2col"](IMAGE, 2)[0]
    assert cols.tolist() == [[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]
    assert (KERNEL.reshape(1, 4) @ cols).tolist() == [[370, 470, 670, 770]]


def test_the_loops_and_the_matrix_product_agree(lesson):
    loops = lesson["conv2d_loops"](IMAGE, KERNEL, np.zeros(1))
    assert loops.ravel().tolist() == [370, 470, 670, 770]
    assert np.array_equal(lesson["conv2d_im2col"](IMAGE, KERNEL), loops)


def test_alexnets_first_layer_has_290400_outputs_in_one_picture(lesson):
    shape, (filters, *_), stride, padding = lesson["LAYERS"]["1 picture 3×227×227, 96 of 11×11"]
    oh, ow = lesson["map_size"](shape[2:], 11, stride, padding)
    assert (oh, ow, filters * oh * ow) == (55, 55, 290_400)


@pytest.mark.parametrize(
    ("number", "megabytes", "times"), [(0, 3.76, 19.1), (1, 7.08, 9.0), (2, 27.99, 25.0), (3, 4.39, 7.1)]
)
def test_the_columns_of_the_four_layers_take_so_much_memory(lesson, number, megabytes, times):
    shape, w_shape, stride, padding = list(lesson["LAYERS"].values())[number]
    size = lesson["im2col_bytes"](shape, w_shape[2:], stride, padding)
    assert round(size / 1e6, 2) == megabytes
    assert round(size / (4 * np.prod(shape)), 1) == times
    cols = lesson["im2col"](np.zeros(shape, np.float32), w_shape[2:], stride, padding)
    assert size == cols.nbytes


def test_windows_of_the_numbers_1_to_9_walk_in_steps_of_24_and_8_bytes(lesson):
    seen = lesson["windows"](IMAGE, 2)
    assert seen.strides[2:] == (24, 8, 24, 8)
    assert np.shares_memory(seen, IMAGE)


def test_float32_views_that_are_not_contiguous_are_convolved_right_and_stay_float32(lesson):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 8, 9, 3)).astype(np.float32).transpose(0, 3, 2, 1)[:, :, ::2]
    w = rng.normal(size=(3, 3, 3, 4)).astype(np.float32).transpose(3, 0, 1, 2)
    y = lesson["conv2d_im2col"](x, w, padding=1)
    expected = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(w), padding=1).numpy()
    assert y.dtype == np.float32
    assert np.allclose(y, expected, atol=1e-5)


@pytest.mark.parametrize(
    "numbers",
    [{"stride": 0}, {"padding": -1}, {"dilation": 0}, {"dilation": 3}, {"kernel_size": 4}],
    ids=str,
)
def test_windows_that_do_not_fit_are_refused_with_their_numbers(lesson, numbers):
    with pytest.raises(ValueError, match=str(next(iter(numbers.values())))):
        lesson["im2col"](IMAGE, **{"kernel_size": 2, **numbers})


def test_no_solution_is_longer_than_fifteen_lines(lesson, root: Path):
    text = (root / "solutions" / "05_im2col.py").read_text(encoding="utf-8")
    solutions = [part.split("### END SOLUTION")[0] for part in text.split("### BEGIN SOLUTION")[1:]]
    assert len(solutions) == 3
    assert max(len(solution.strip().splitlines()) for solution in solutions) <= 15
    assert all(inspect.isfunction(lesson[name]) for name in ("im2col", "im2col_bytes", "conv2d_im2col"))
