"""The shared figures draw what they are given, on readable axes, and refuse what they cannot draw."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes

from course_utils import data, plots

GREY = np.arange(12.0).reshape(3, 4)


@pytest.fixture(autouse=True)
def on_no_screen():
    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.mark.parametrize("draw", [plots.image, plots.numbers])
def test_a_figure_draws_into_the_axes_it_is_given(draw):
    _, ax = plt.subplots()
    assert draw(GREY, ax) is ax


@pytest.mark.parametrize("draw", [plots.image, plots.numbers])
def test_a_figure_labels_its_axes_and_carries_its_title(draw):
    ax = draw(GREY, title="a map")
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("column", "row", "a map")


@pytest.mark.parametrize("draw", [plots.image, plots.numbers])
def test_no_text_is_smaller_than_nine_points(draw):
    ax = draw(GREY, title="a map")
    ax.figure.canvas.draw()
    assert min(text.get_fontsize() for text in ax.findobj(plt.Text) if text.get_text()) >= 9


def test_drawing_leaves_the_settings_of_the_learner_alone():
    before = dict(plt.rcParams)
    plots.image(GREY)
    assert dict(plt.rcParams) == before


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (np.array([[7, 9]], np.uint8), (0, 255)),
        (np.array([[0.2, 0.4]]), (0, 1)),
        (data.letter_x(), (-1, 1)),
        (np.array([[30.0, 90]]), (30, 90)),
        (np.array([[30.0, 30]]), (29, 31)),
    ],
    ids=["bytes", "fractions", "letter", "other", "constant"],
)
def test_grey_spans_the_range_that_the_numbers_come_from(array, expected):
    assert plots.image(array).images[0].get_clim() == expected


def test_a_colour_photograph_is_drawn_as_it_is():
    photo = data.photograph("flower")[:20, :30]
    np.testing.assert_array_equal(plots.image(photo).images[0].get_array(), photo)


@pytest.mark.parametrize("shape", [(), (4,), (4, 4, 4), (0, 3), (2, 3, 3, 3)])
def test_anything_but_a_picture_is_refused_with_its_shape(shape):
    with pytest.raises(ValueError, match=str(shape).replace("(", r"\(").replace(")", r"\)")):
        plots.image(np.zeros(shape))


def test_words_are_refused_as_a_picture():
    with pytest.raises(ValueError, match="an array of numbers"):
        plots.image([["a", "b"]])


def test_a_matrix_in_colour_is_refused():
    with pytest.raises(ValueError, match=r"\(height, width\); got \(2, 2, 3\)"):
        plots.numbers(np.zeros((2, 2, 3)))


def test_the_ink_can_be_read_on_its_background():
    assert [plots.ink(np.array(colour)) for colour in ([250, 240, 90], [10, 20, 130], [164, 120, 60])] == [
        "black",
        "white",
        "black",  # 5.3 to 1, and white only 4 to 1
    ]


def test_colour_outside_its_range_is_refused_with_the_range_found():
    with pytest.raises(ValueError, match=r"floats from 0 to 1; got float64 from 0.0 to 200.0"):
        plots.image(np.array([[[0.0, 100, 200]]]))


def test_numbers_writes_each_number_into_its_cell():
    ax = plots.numbers(np.array([[1.0, -0.5], [10, 0]]))
    written = {(text.get_position()[1], text.get_position()[0]): text.get_text() for text in ax.texts}
    assert written == {(0, 0): "1", (0, 1): "−0.50", (1, 0): "10", (1, 1): "0"}


def test_a_signed_matrix_is_blue_to_red():
    white = plots.numbers(np.array([[0, 30]]), signed=True).images[0].get_array()[0, 0]
    assert white.min() > 240


def test_zero_has_no_minus_sign():
    assert [plots.number(value) for value in (-0.0, -0.001, -0.01)] == ["0", "0.00", "−0.01"]


def test_a_number_too_long_for_a_cell_is_written_with_its_power_of_ten():
    numbers = (-1.23456e88, 12345.678, 123456.0, -2401.72)
    assert [plots.number(value) for value in numbers] == ["−1e+88", "1e+04", "123456", "−2402"]


def test_a_direction_has_a_colour_and_a_magnitude_of_zero_is_black():
    magnitude = np.array([[1.0, 1, 0]])
    ax = plots.directions(magnitude, np.array([[0, np.pi, 0]]), title="where to")
    (right, left, nowhere), *_ = ax.images[0].get_array()
    assert (right.argmax(), left.argmin(), nowhere.max(), ax.get_title()) == (0, 0, 0, "where to")


def test_the_brightest_stroke_of_a_square_runs_along_the_edge():
    to_the_right = np.zeros((8, 8))
    (strokes,) = plots.strokes(np.ones((8, 8)), to_the_right, side=8).collections
    (x0, y0), (x1, y1) = strokes.get_segments()[int(np.argmax(strokes.get_alpha()))]
    assert abs(y1 - y0) > 4 * abs(x1 - x0)


def test_opposite_directions_give_the_same_strokes():
    magnitude, orientation = np.ones((4, 4)), np.full((4, 4), 0.3)
    there, back = (plots.strokes(magnitude, o, side=4) for o in (orientation, orientation - np.pi))
    assert np.array_equal(*(ax.collections[0].get_alpha() for ax in (there, back)))


def test_a_gallery_has_names_and_no_ticks():
    row = plots.gallery({"grey": GREY, "colour": data.photograph("china")})
    assert [ax.get_title() for ax in row] == ["grey", "colour"]
    assert not any(len(ax.get_xticks()) or len(ax.get_yticks()) for ax in row)


def test_numbers_outlines_the_window_that_is_cropped():
    (window,) = plots.numbers(data.letter_x(), highlight=(1, 2, 3, 4)).patches
    assert (window.get_y(), window.get_x(), window.get_height(), window.get_width()) == (0.5, 1.5, 3, 4)


def test_a_window_at_the_edge_is_outlined_at_full_width():
    (window,) = plots.numbers(GREY, highlight=(0, 0, 2, 2)).patches
    assert not window.get_clip_on()


@pytest.mark.parametrize("signed", [False, True])
def test_equal_numbers_have_equal_colours_in_matrices_that_are_compared(signed):
    part = GREY[:2, 1:3]
    whole, like_whole, alone = (
        ax.images[0].get_array()
        for ax in (
            plots.numbers(GREY, signed=signed),
            plots.numbers(part, signed=signed, like=GREY),
            plots.numbers(part, signed=signed),
        )
    )
    np.testing.assert_array_equal(like_whole, whole[:2, 1:3])
    assert not np.array_equal(alone, like_whole)


def test_a_part_without_negative_numbers_is_red_beside_a_map_with_them():
    grey, red = (plots.numbers(np.ones((1, 1)), like=like) for like in (None, data.letter_x()))
    assert np.ptp(grey.images[0].get_array()[0, 0]) == 0
    assert np.ptp(red.images[0].get_array()[0, 0]) > 0


def test_pictures_of_a_gallery_can_share_their_range():
    row = plots.gallery({"whole": GREY, "part": GREY[1:]}, like=GREY)
    whole, part = (ax.images[0].get_array() for ax in row)
    np.testing.assert_array_equal(part, whole[1:])


@pytest.mark.parametrize("array", [np.array([[-1.0, 0, 5]]), np.zeros((2, 2))], ids=["lopsided", "zeros"])
def test_zero_is_white_in_every_signed_map(array):
    assert plots.shades(array, signed=True)[array == 0].min() > 240


def test_one_extreme_value_does_not_make_a_large_signed_map_pale():
    array = np.ones((20, 20))
    array[3, 3] = -1000
    assert plots.signed_limit(array) == 1


@pytest.mark.parametrize("draw", [plots.gallery, plots.kernels])
def test_an_empty_row_is_refused(draw):
    with pytest.raises(ValueError, match="at least one picture"):
        draw({})


def test_kernels_draws_each_with_its_name():
    row = plots.kernels(data.kernels())
    assert [ax.get_title() for ax in row] == list(data.kernels())
    assert all(isinstance(ax, Axes) for ax in row)


def test_every_figure_of_a_notebook_is_shown_and_not_only_the_first():
    from nbclient import NotebookClient
    from nbformat import v4

    cells = ["from course_utils import plots", *["plots.numbers([[1, 2], [3, 4]]);"] * 2]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, startup_timeout=600).execute()
    assert [["image/png" in output.data for output in cell.outputs] for cell in notebook.cells[1:]] == [
        [True],
        [True],
    ]


@pytest.mark.parametrize(
    ("degrees", "first", "second"),
    [
        (0, (0, 1), (2, 1)),
        (45, (0, 0), (2, 2)),
        (90, (1, 0), (1, 2)),
        (135, (2, 0), (0, 2)),
        (-45, (2, 0), (0, 2)),
    ],
)
def test_the_neighbours_are_those_along_the_arrow_in_reading_order(degrees, first, second):
    ax = plots.neighbours(degrees)
    places = {text.get_text(): text.get_position() for text in ax.texts if text.get_text()}  # (column, row)
    assert places == {"first": first, "second": second, "pixel": (1, 1)}
