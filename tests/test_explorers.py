"""The explorers compute what they show, answer to their controls, and refuse what they cannot show."""

import re

import ipywidgets as widgets
import numpy as np
import pytest

from course_utils import data, explorers
from course_utils.explorers import panel
from course_utils.explorers.crop import compute as crop
from course_utils.explorers.sliders import compute as respond
from course_utils.explorers.threshold import compute as edges
from course_utils.explorers.threshold import steepness
from course_utils.explorers.walk import arithmetic
from course_utils.explorers.walk import compute as walk

COUNTING = np.arange(1.0, 17).reshape(4, 4)
SMALL = np.array([[-1.0, 1], [0, 1]])
PHOTO = data.photograph("china")[:60, :90]
MAKE = {
    "window_walk": lambda picture: explorers.window_walk(picture, np.ones((2, 2))),
    "pixels": explorers.pixels,
    "kernel_sliders": explorers.kernel_sliders,
    "edge_threshold": explorers.edge_threshold,
    "conv_geometry": lambda _picture: explorers.conv_geometry(),
    "column_patches": lambda picture: explorers.column_patches(picture[None, :4, :4], 2),
    "depth_walk": lambda picture: explorers.depth_walk(picture[None], np.ones((2, 1, 3, 3)), np.zeros(2)),
    "pool_walk": explorers.pool_walk,
    "pool_shift": lambda picture: explorers.pool_shift(picture, data.features()[0]),
}
ON_PICTURES = [name for name in MAKE if name not in ("column_patches", "conv_geometry", "depth_walk")]


def descendants(widget):
    return [widget, *(each for child in getattr(widget, "children", ()) for each in descendants(child))]


def find(widget, description):
    (found,) = [each for each in descendants(widget) if getattr(each, "description", "") == description]
    return found


# The walk of the window


def test_the_walk_computes_the_worked_example():
    assert walk(COUNTING, SMALL, 0).output.tolist() == [[7, 8, 9], [11, 12, 13], [15, 16, 17]]


@pytest.mark.parametrize("step", range(9))
def test_each_step_is_the_sum_of_the_products_in_its_window(step):
    now = walk(COUNTING, SMALL, step)
    assert (now.window * now.kernel).sum() == now.output[now.row, now.column]


@pytest.mark.parametrize("step", [0, 4, 8])
def test_the_output_is_filled_in_row_by_row_as_far_as_the_window_came(step):
    assert walk(COUNTING, SMALL, step).done.ravel().tolist() == [at <= step for at in range(9)]


def test_a_flipped_walk_sums_the_products_with_the_turned_kernel():
    now = walk(COUNTING, SMALL, 5, flip=True)
    assert now.kernel.tolist() == [[1, 0], [1, -1]]
    assert (now.window * now.kernel).sum() == now.output[now.row, now.column]


def test_an_averaging_walk_finds_the_perfect_match_of_the_x():
    assert walk(data.letter_x(), data.features()[0], 8, average=True).output[1, 1] == 1


def test_the_walk_is_right_where_neither_image_nor_kernel_is_square():
    image, kernel = np.random.default_rng(0).normal(size=(4, 7)), np.ones((3, 2))
    now = walk(image, kernel, 7)
    assert (now.row, now.column) == (1, 1)
    assert now.output[1, 1] == pytest.approx(image[1:4, 1:3].sum())


def test_the_arithmetic_is_written_out_and_holds():
    written = arithmetic(walk(COUNTING, SMALL, 0))
    assert " ".join(written.split()) == "output[0, 0] = 1 × (−1) + 2 × 1 + 5 × 0 + 6 × 1 = 7"


def test_the_arithmetic_of_matching_divides_by_the_size_of_the_kernel():
    written = arithmetic(walk(COUNTING, SMALL, 0, average=True), average=True)
    assert " ".join(written.split()) == "output[0, 0] = (1 × (−1) + 2 × 1 + 5 × 0 + 6 × 1) / 4 = 1.75"


def test_the_next_step_is_taken_and_after_the_last_the_walk_begins_again():
    shown = explorers.window_walk(COUNTING, SMALL)
    for expected in ("output[0, 1]", "output[0, 2]", *["output["] * 6, "output[0, 0]"):
        find(shown, "next step").click()
        assert expected in shown.shown.value


def test_a_cell_of_the_kernel_can_be_changed():
    shown = explorers.window_walk(COUNTING, SMALL)
    shown.controls["k[0, 0]"].value = 10
    assert "1 × 10" in shown.shown.value


def test_the_flip_and_the_division_can_be_switched():
    shown = explorers.window_walk(COUNTING, SMALL)
    shown.controls["flip"].value = shown.controls["divide"].value = True
    assert "turned kernel" in shown.shown.value
    assert "/ 4" in shown.shown.value


def test_empty_cells_of_the_output_become_numbers_as_the_window_walks():
    shown = explorers.window_walk(COUNTING, SMALL)
    before = shown.shown.value.count(panel.EMPTY)
    shown.controls["step"].value = 5
    assert (before, shown.shown.value.count(panel.EMPTY)) == (8, 3)


def widths(html):
    """How many characters each cell of each table has room for, whether they are shown or not."""
    return [len(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", html)]


def test_the_cells_are_as_wide_before_they_are_filled_as_after():
    shown = explorers.window_walk(data.letter_x(), data.features()[0], average=True)
    before = widths(shown.shown.value)
    shown.controls["step"].value = 48
    assert widths(shown.shown.value) == before


def test_the_frame_of_the_window_takes_no_room():
    shown = explorers.window_walk(COUNTING, SMALL).shown.value
    styles = re.findall(r"<td style='([^']*)'", shown)
    framed = [style for style in styles if "box-shadow" in style]
    assert len(framed) == 4 + 1  # the window, and the place of its sum
    assert not any(re.search(r"border-(top|bottom|left|right)", style) for style in styles)


def test_a_kernel_chosen_by_its_name_is_set_at_once_and_changed_it_is_your_own():
    shown = explorers.window_walk(COUNTING, {"small": SMALL, "ones": np.ones((2, 2))})
    drawn = []
    shown.shown.observe(drawn.append, "value")
    find(shown, "kernel").value = "ones"
    assert [shown.controls[f"k[{i}, {j}]"].value for i, j in np.ndindex(2, 2)] == [1, 1, 1, 1]
    assert len(drawn) == 1
    shown.controls["k[1, 1]"].value = 5
    assert find(shown, "kernel").value == "your own"


def test_kernels_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match=r"have one shape; got \[\(2, 2\), \(3, 3\)\]"):
        explorers.window_walk(COUNTING, {"small": SMALL, "large": np.ones((3, 3))})


def test_a_photograph_is_too_large_to_walk_over_and_a_crop_is_advised():
    with pytest.raises(ValueError, match=r"at most 16; got shape \(427, 640, 3\). Take a crop"):
        explorers.window_walk(data.photograph("china"), SMALL)


def test_a_kernel_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"kernel, \(4, 4\), does not fit into the image, \(2, 2\)"):
        explorers.window_walk(SMALL, COUNTING)


# Pixels


@pytest.mark.parametrize(("row", "column"), [(0, 0), (3, 5), (59, 89)])
def test_a_crop_has_the_size_asked_for_and_lies_inside(row, column):
    top, left, pixels = crop(PHOTO, row, column, 8)
    np.testing.assert_array_equal(pixels, PHOTO[top : top + 8, left : left + 8])
    assert pixels.shape == (8, 8, 3)


def test_the_numbers_shown_are_those_of_the_crop_and_channel():
    shown = explorers.pixels(PHOTO, row=10, column=20)
    shown.controls["size"].value = 2
    shown.controls["channel"].value = "blue"
    assert re.findall(r">(\d+)</td>", shown.shown.value) == [str(n) for n in PHOTO[10:12, 20:22, 2].ravel()]


def test_a_grey_picture_has_no_channel_to_choose():
    assert "channel" not in explorers.pixels(data.letter_x()).controls


# Nine sliders


def test_the_answer_to_an_edge_has_the_sign_of_the_lecture():
    dark_on_the_right = np.tile([10.0, 10, 10, 0, 0, 0], (6, 1))
    answer = respond(dark_on_the_right, np.tile([1.0, 0, -1], (3, 1)))
    assert answer.tolist() == [[0, 30, 30, 0]] * 4


@pytest.mark.parametrize("name", data.kernels())
def test_choosing_a_known_kernel_sets_the_nine_sliders(name):
    shown = explorers.kernel_sliders(PHOTO)
    find(shown, "kernel").value = name
    assert [cell.value for cell in shown.controls.values()] == pytest.approx(data.kernels()[name].ravel())


def test_choosing_a_kernel_redraws_once():
    shown, drawn = explorers.kernel_sliders(PHOTO), []
    shown.shown.observe(drawn.append, "value")
    find(shown, "kernel").value = "outline"
    assert len(drawn) == 1


def test_a_slider_moved_makes_the_kernel_your_own_and_moved_back_a_known_one():
    shown = explorers.kernel_sliders(PHOTO)
    names = []
    for value in (5, 2):
        shown.controls["k[1, 0]"].value = value
        names.append(find(shown, "kernel").value)
    assert names == ["your own", "left Sobel"]


@pytest.mark.parametrize(("name", "meaning"), [("box", "0 is black"), ("outline", "above 0 is red")])
def test_a_kernel_that_adds_up_to_zero_answers_with_signs_and_others_with_a_picture(name, meaning):
    shown = explorers.kernel_sliders(PHOTO)
    find(shown, "kernel").value = name
    assert meaning in shown.shown.value


def test_a_photograph_as_fractions_looks_like_the_same_one_as_bytes():
    grey = PHOTO[..., 0]
    assert explorers.kernel_sliders(grey / 255).shown.value == explorers.kernel_sliders(grey).shown.value


# The threshold


def test_steepness_is_the_length_of_the_sobel_gradient():
    ramp = np.add.outer(3.0 * np.arange(5), 4.0 * np.arange(5))
    assert steepness(ramp) == pytest.approx(np.full((3, 3), 8 * 5))


def test_an_edge_is_where_the_magnitude_reaches_the_threshold():
    assert edges(np.array([[1.0, 2, 3]]), 2).tolist() == [[False, True, True]]


def test_a_higher_threshold_leaves_fewer_edges():
    shown = explorers.edge_threshold(PHOTO)
    shares = []
    for part in (0.2, 0.5, 0.9):
        shown.controls["threshold"].value = part * shown.controls["threshold"].max
        shares.append(float(re.search(r"([\d.]+) % of the pixels", shown.shown.value)[1]))
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


def test_the_threshold_meets_every_pixel_of_a_wide_magnitude_not_an_average_of_them():
    thin = np.zeros((10, 2 * panel.WIDEST))
    thin[:, ::2] = 8
    shown = explorers.edge_threshold(thin)
    shown.controls["threshold"].value = 7
    assert "50.0 % of the pixels" in shown.shown.value


def test_a_flat_magnitude_can_be_shown():
    assert "% of the pixels" in explorers.edge_threshold(np.zeros((5, 5))).shown.value


def test_a_magnitude_below_zero_is_refused():
    with pytest.raises(ValueError, match="never below 0; got numbers from -1 to 1"):
        explorers.edge_threshold(data.letter_x())


# What all explorers have in common


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_explorer_is_a_panel_of_controls_picture_and_what_to_look_for(name):
    shown = MAKE[name](data.letter_x() ** 2)
    assert isinstance(shown, panel.Panel)
    assert shown.children[-2] is shown.shown
    assert "Look for:" in shown.children[-1].value


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_control_has_a_name_that_a_screen_reader_can_say(name):
    for each in descendants(MAKE[name](data.letter_x() ** 2)):
        if isinstance(each, widgets.ValueWidget) and not isinstance(each, (widgets.HTML, widgets.Play)):
            assert each.description


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_picture_has_a_text_in_its_place(name):
    pictures = re.findall(r"<img ([^>]*)", MAKE[name](data.letter_x() ** 2).shown.value)
    assert all(re.match(r"alt='[^']+'", attributes) for attributes in pictures)


@pytest.mark.parametrize("name", ON_PICTURES)
@pytest.mark.parametrize(
    "wrong",
    ["china", None, np.zeros(5), np.zeros((0, 4)), np.zeros((4, 4, 4)), np.full((4, 4), np.nan)],
    ids=["a name", "None", "one axis", "empty", "four channels", "NaN"],
)
def test_every_explorer_refuses_what_is_no_picture(name, wrong):
    with pytest.raises(ValueError, match=r"a picture is an array of numbers|needs finite numbers"):
        MAKE[name](wrong)


@pytest.mark.parametrize("name", ["pixels", "kernel_sliders", "edge_threshold"])
def test_a_picture_of_two_pixels_is_too_small(name):
    with pytest.raises(ValueError, match="at least 3x3 pixels"):
        MAKE[name](np.zeros((2, 2)))


def test_a_wide_photograph_is_averaged_down():
    wide = np.tile(np.array([[0, 100], [100, 200]], np.uint8), (10, 320))
    np.testing.assert_array_equal(panel.small(wide), np.full((10, 320), 100))


def test_a_value_error_while_drawing_is_shown_as_its_sentence():
    def draw():
        raise ValueError("no such <place>")

    assert panel.Panel({}, draw, "nothing").shown.value == "<p role='alert'>no such &lt;place&gt;</p>"
