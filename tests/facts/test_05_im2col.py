"""The numbers that chapter 05 teaches, computed with the lesson's own solutions."""

import inspect
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils import data, lessons
from course_utils.exercises import find_guess
from course_utils.explorers.im2col_patches import compute

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


def test_a_photograph_of_twelve_million_pixels_has_columns_of_10_7_gigabytes(lesson):
    assert round(lesson["im2col_bytes"]((1, 1, 3000, 4000), 15) / 1e9, 1) == 10.7


# The guesses


def test_the_copies_of_the_6_and_of_the_pixels_mistaken_for_it():
    guess = find_guess("copies_of_a_pixel")
    x = np.stack([np.arange(1.0, 17).reshape(4, 4), np.arange(101.0, 117).reshape(4, 4)])
    found = compute(x, 2)
    copies = {number: int((found.cols == number).any(axis=0).sum()) for number in (1, 2, 6)}
    assert copies[6] == guess.answer
    assert {copies[1], copies[2], found.cols.shape[1]} <= set(guess.wrong)
    assert len({int(np.argwhere(column == 6)[0, 0]) for column in found.cols.T if 6 in column}) == 4


def test_the_step_to_the_window_below_is_one_row_of_the_picture(lesson):
    assert lesson["windows"](IMAGE, 2).strides[2] == find_guess("bytes_to_the_window_below").answer


def test_the_price_of_alexnet_is_near_121_sixteenths():
    guess = find_guess("price_of_alexnet")
    assert guess.answer == round(363 * 55 * 55 / (3 * 227 * 227), 1)
    assert guess.near[0] < 121 / 16 < guess.near[1]


def test_columns_are_copied_in_longer_runs_than_rows_and_plain_einsum_is_slower(lesson):
    x, w, b, stride, padding = lesson["layer"]("64 pictures 3×32×32, 32 of 3×3")
    seen = lesson["windows"](lesson["pad2d"](x, padding), (3, 3), stride)
    columns, rows = (
        lesson["milliseconds"](seen.transpose(axes).copy) for axes in ((0, 1, 4, 5, 2, 3), (0, 2, 3, 1, 4, 5))
    )
    assert columns < rows
    ways = lesson["contenders"](x, w, b, stride, padding)
    times = {
        name: lesson["milliseconds"](ways[name][0], repeats=3) / ways[name][1]
        for name in ("einsum", "yours", "PyTorch")
    }
    assert max(times["yours"], times["PyTorch"]) < times["einsum"]


def test_all_contenders_compute_the_same_maps_or_the_first_of_them(lesson):
    x, w, b, stride, padding = lesson["layer"]("4 pictures 96×27×27, 256 of 5×5")
    ways = lesson["contenders"](x[:2, :4], w[:8, :4], b[:8], stride, padding)
    y = lesson["conv2d_im2col"](x[:2, :4], w[:8, :4], None, stride, padding)
    biased = y + b[:8, None, None]
    assert np.allclose(ways["loops"][0](), biased[:1, :1, :8, :8], atol=1e-3)
    assert np.allclose(ways["einsum"][0](), y[:1], atol=1e-3)
    assert np.allclose(ways["optimized"][0](), y, atol=1e-3)
    assert np.allclose(ways["yours"][0](), biased, atol=1e-3)
    assert np.allclose(ways["PyTorch"][0](), biased, atol=1e-3)


def test_posts_answer_the_vertical_wave_and_eaves_the_horizontal_one_half_a_round_of_colours_away(lesson):
    assert find_guess("colour_of_horizontal_edges").answer == "cyan"  # hue 180 degrees, red is 0
    vertical, horizontal = np.zeros((11, 11), np.float32), np.zeros((11, 11), np.float32)
    vertical[:, 6:], horizontal[6:] = 1, 1
    winners = [
        np.abs(lesson["conv2d_im2col"](picture[None, None], lesson["waves"][:, None])).argmax()
        for picture in (vertical, horizontal)
    ]
    assert winners == [0, 8]
    grey = data.photograph("china").mean(axis=2, dtype=np.float32)[None, None] / 255
    maps = np.abs(lesson["conv2d_im2col"](grey, lesson["waves"][:, None]))[0]
    strong = maps.max(axis=0) > np.quantile(maps.max(axis=0), 0.98)
    counts = np.bincount(maps.argmax(axis=0)[strong], minlength=16)
    assert set(np.argsort(counts)[-2:]) == {0, 8}
    sky = np.s_[:100, 400:]
    assert maps.max(axis=0)[sky].max() < np.quantile(maps.max(axis=0), 0.9)


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
    [{"stride": 0}, {"dilation": 0}, {"dilation": 3}, {"kernel_size": 4}],
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
