"""The kernel walk correlates step by step, writes each sum out, and refuses what cannot be read."""

import re

import numpy as np
import pytest
from panels import find

from course_utils import data, explorers
from course_utils.explorers.kernel_walk import arithmetic, compute
from course_utils.explorers.pieces import EMPTY

COUNTING = np.arange(1.0, 17).reshape(4, 4)
SMALL = np.array([[-1.0, 1], [0, 1]])


def test_the_walk_computes_the_worked_example():
    assert compute(COUNTING, SMALL, 0).output.tolist() == [[7, 8, 9], [11, 12, 13], [15, 16, 17]]


@pytest.mark.parametrize("step", range(9))
def test_each_step_is_the_sum_of_the_products_in_its_window(step):
    now = compute(COUNTING, SMALL, step)
    assert (now.window * now.kernel).sum() == now.output[now.row, now.column]


@pytest.mark.parametrize("step", [0, 4, 8])
def test_the_output_is_filled_in_row_by_row_up_to_the_current_step(step):
    assert compute(COUNTING, SMALL, step).done.ravel().tolist() == [at <= step for at in range(9)]


def test_a_flipped_walk_sums_the_products_with_the_flipped_kernel():
    now = compute(COUNTING, SMALL, 5, flip=True)
    assert now.kernel.tolist() == [[1, 0], [1, -1]]
    assert (now.window * now.kernel).sum() == now.output[now.row, now.column]


def test_an_averaging_walk_finds_the_perfect_match_of_the_x():
    assert compute(data.letter_x(), data.features()[0], 8, average=True).output[1, 1] == 1


def test_neither_image_nor_kernel_need_be_square():
    image, kernel = np.random.default_rng(0).normal(size=(4, 7)), np.ones((3, 2))
    now = compute(image, kernel, 7)
    assert (now.row, now.column) == (1, 1)
    assert now.output[1, 1] == pytest.approx(image[1:4, 1:3].sum())


def test_the_arithmetic_is_written_out_and_holds():
    written = arithmetic(compute(COUNTING, SMALL, 0))
    assert " ".join(written.split()) == "output[0, 0] = 1 × (−1) + 2 × 1 + 5 × 0 + 6 × 1 = 7"


def test_the_arithmetic_of_matching_divides_by_the_size_of_the_kernel():
    written = arithmetic(compute(COUNTING, SMALL, 0, average=True), average=True)
    assert " ".join(written.split()) == "output[0, 0] = (1 × (−1) + 2 × 1 + 5 × 0 + 6 × 1) / 4 = 1.75"


def test_next_step_moves_on_and_starts_again_after_the_last_step():
    shown = explorers.kernel_walk(COUNTING, SMALL)
    for expected in ("output[0, 1]", "output[0, 2]", *["output["] * 6, "output[0, 0]"):
        find(shown, "next step").click()
        assert expected in shown.shown.value


def test_a_cell_of_the_kernel_can_be_changed():
    shown = explorers.kernel_walk(COUNTING, SMALL)
    shown.controls["k[0, 0]"].value = 10
    assert "1 × 10" in shown.shown.value


def test_the_flip_and_the_division_can_be_switched_on():
    shown = explorers.kernel_walk(COUNTING, SMALL)
    shown.controls["flip"].value = shown.controls["divide"].value = True
    assert "flipped kernel" in shown.shown.value
    assert "/ 4" in shown.shown.value


def test_empty_cells_of_the_output_become_numbers_as_the_window_walks():
    shown = explorers.kernel_walk(COUNTING, SMALL)
    before = shown.shown.value.count(EMPTY)
    shown.controls["step"].value = 5
    assert (before, shown.shown.value.count(EMPTY)) == (8, 3)


def widths(html):
    """The number of characters that each cell of each table has room for, shown or not."""
    return [len(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", html)]


def test_the_cells_are_as_wide_before_they_are_filled_as_after():
    shown = explorers.kernel_walk(data.letter_x(), data.features()[0], average=True)
    before = widths(shown.shown.value)
    shown.controls["step"].value = 48
    assert widths(shown.shown.value) == before


def test_the_frame_of_the_window_takes_no_room():
    shown = explorers.kernel_walk(COUNTING, SMALL).shown.value
    styles = re.findall(r"<td style='([^']*)'", shown)
    framed = [style for style in styles if "box-shadow" in style]
    assert len(framed) == 4 + 1  # the window, and the place of its sum
    assert not any(re.search(r"border-(top|bottom|left|right)", style) for style in styles)


def test_a_kernel_chosen_by_name_is_set_with_one_redraw_and_a_changed_one_is_your_own():
    shown = explorers.kernel_walk(COUNTING, {"small": SMALL, "ones": np.ones((2, 2))})
    drawn = []
    shown.shown.observe(drawn.append, "value")
    find(shown, "kernel").value = "ones"
    assert [shown.controls[f"k[{i}, {j}]"].value for i, j in np.ndindex(2, 2)] == [1, 1, 1, 1]
    assert len(drawn) == 1
    shown.controls["k[1, 1]"].value = 5
    assert find(shown, "kernel").value == "your own"


def test_kernels_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match=r"kernels of one shape; got \[\(2, 2\), \(3, 3\)\]"):
        explorers.kernel_walk(COUNTING, {"small": SMALL, "large": np.ones((3, 3))})


def test_a_photograph_is_too_large_and_a_crop_is_advised():
    with pytest.raises(ValueError, match=r"at most 16 pixels; got shape \(427, 640, 3\). Take a crop"):
        explorers.kernel_walk(data.photograph("china"), SMALL)


def test_a_kernel_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"kernel, \(4, 4\), does not fit into the image, \(2, 2\)"):
        explorers.kernel_walk(SMALL, COUNTING)
