"""The lecture's numbers on edges, and those that the prose of chapter 02 states: computed here."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import ndimage
from scipy.signal import correlate2d

from course_utils import data, exercises, lessons

STEP = np.tile([10.0, 10, 10, 0, 0, 0], (6, 1))
UPRIGHT = np.tile([1, 0, -1], (3, 1))
ZOO = data.kernels()


@pytest.fixture(scope="module")
def lesson(root):
    """What the solved lesson defines, without its demos."""
    return SimpleNamespace(**lessons.solved("02_edges", root))


def of_sobel(image):
    return correlate2d(image, ZOO["left Sobel"], mode="valid")


def test_the_zoo_holds_the_kernels_of_the_lecture():
    assert {name: kernel.tolist() for name, kernel in ZOO.items() if name not in ("identity", "box")} == {
        "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
        "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "top Sobel": [[1, 2, 1], [0, 0, 0], [-1, -2, -1]],
        "left Sobel": [[1, 0, -1], [2, 0, -2], [1, 0, -1]],
    }
    np.testing.assert_allclose(ZOO["box"], np.ones((3, 3)) / 9)


@pytest.mark.parametrize(
    ("name", "total"), [("box", 1), ("emboss", 1), ("outline", 0), ("top Sobel", 0), ("left Sobel", 0)]
)
def test_blurs_sum_to_one_and_edge_kernels_to_zero(name, total):
    assert ZOO[name].sum() == pytest.approx(total)


@pytest.mark.parametrize(("image", "row"), [(STEP, [0, 30, 30, 0]), (STEP[:, ::-1], [0, -30, -30, 0])])
def test_opposite_edges_have_opposite_signs(image, row):
    assert correlate2d(image, UPRIGHT, mode="valid").tolist() == [row] * 4


def test_the_step_and_its_mirror_image_are_cases_of_sobel_and_gradient():
    for name in ("sobel", "gradient"):
        asked = [case.args[0] for case in exercises.find(name).cases if not callable(case.args)]
        for image in (STEP, STEP[:, ::-1]):
            assert any(np.array_equal(image, other) for other in asked)


def test_more_light_on_all_pixels_changes_no_edge():
    dull = data.photograph("china")[:, :, 1] // 2
    assert (dull + 120).max() <= 255
    assert ((dull + 120).astype(int) - dull == 120).all()
    answers = [correlate2d(image.astype(int), UPRIGHT, mode="valid") for image in (dull, dull + 120)]
    assert np.array_equal(*answers)


def test_a_box_turns_the_step_into_a_ramp(lesson):
    ramp = correlate2d(STEP, lesson.box_kernel(3), mode="valid")
    np.testing.assert_allclose(ramp, np.tile([10, 6.67, 3.33, 0], (4, 1)), atol=0.005)


def test_the_three_by_three_gaussian_of_the_worked_example(lesson):
    weights = np.exp([0, -0.5, -1])
    assert weights.round(3).tolist() == [1, 0.607, 0.368]
    assert round(weights @ [1, 4, 4], 3) == 4.898
    corner, side, middle = 0.075, 0.124, 0.204
    expected = [[corner, side, corner], [side, middle, side], [corner, side, corner]]
    assert lesson.gaussian_kernel(3, 1.0).round(3).tolist() == expected


def test_box_and_gaussian_are_compared_at_equal_spread(lesson):
    for kernel in (lesson.box_kernel(9), lesson.gaussian_kernel(17, 2.6)):
        line = kernel.sum(axis=0)
        place = np.arange(len(line)) - len(line) // 2
        assert np.sqrt(line @ place**2) == pytest.approx(2.6, abs=0.03)


def test_a_gaussian_is_a_column_times_a_row_and_outline_is_not(lesson):
    assert np.linalg.matrix_rank(lesson.gaussian_kernel(15, 3.5)) == 1
    assert np.outer([1, 2, 1], [1, 0, -1]).tolist() == ZOO["left Sobel"].tolist()
    assert np.linalg.matrix_rank(ZOO["outline"]) > 1


def test_the_step_through_sobel_gradient_and_thinning(lesson):
    assert lesson.sobel(STEP)[0].tolist() == [[0, 40, 40, 0]] * 4
    magnitude, orientation = lesson.gradient(STEP)
    assert magnitude.tolist() == [[0, 40, 40, 0]] * 4
    assert not orientation.any()
    np.testing.assert_allclose(lesson.gradient(STEP[:, ::-1])[1][:, 1:3], np.pi)
    assert lesson.thin_edges(magnitude, orientation).tolist() == [[0, 40, 0, 0]] * 4


def test_sobel_has_the_opposite_sign_of_scipy(lesson):
    image = lesson.to_gray(data.photograph("flower"))
    for ours, axis in zip(lesson.sobel(image), (1, 0), strict=True):
        np.testing.assert_allclose(ours, -ndimage.sobel(image, axis=axis)[1:-1, 1:-1], atol=1e-9)


def test_the_edges_of_a_photograph_are_the_connected_pieces_with_a_strong_pixel(lesson):
    image = lesson.to_gray(data.photograph("china"))[100:220, 100:260]
    expected = exercises.find("edge_map").oracle(image, 150, 400)
    assert 0.01 < expected.mean() < 0.2
    assert np.array_equal(lesson.edge_map(image, 150, 400), expected)


def test_a_column_without_its_second_axis_is_refused_with_the_shapes_to_make(lesson):
    with pytest.raises(ValueError, match=r"a column \(m, 1\), a row \(1, n\); got \(3,\)"):
        lesson.correlate2d(STEP, np.array([1, 2, 1]))


# What learners guess


@pytest.fixture(scope="module")
def gray(lesson):
    return lesson.to_gray(data.photograph("china"))


def answer(name):
    return exercises.find_guess(name).answer


def test_the_guesses_that_are_numbers(lesson):
    dull = data.photograph("china")[40:320, 60:430, 1] // 2
    outputs = [lesson.correlate2d(image, UPRIGHT) for image in (dull, dull + 120)]
    assert abs(outputs[0] - outputs[1]).max() == answer("two_days")
    assert lesson.correlate2d(np.tile([0, 0, 10], (3, 1)), UPRIGHT).item() == answer("dark_on_the_left")
    sharper = np.array([[0, 0, 0], [0, 3, -2], [0, 0, 0]])
    assert lesson.correlate2d(np.full((3, 3), 200), sharper).item() == answer("a_flat_sky")
    assert sum(map(len, (np.ones(31), np.ones(31)))) == answer("passes_of_31")


def test_the_lowest_point_of_a_ball_faces_down(lesson):
    down, right = np.mgrid[-60:61, -60:61]
    ball = 255 / (1 + np.exp((np.hypot(down, right) - 42) / 3))
    degrees = np.rad2deg(lesson.gradient(ball)[1])
    middle = degrees.shape[1] // 2
    assert degrees[middle + 42, middle] == pytest.approx(answer("foot_of_the_ball"))
    assert degrees[middle - 42, middle] == pytest.approx(-90)
    assert degrees[middle, middle + 42] == pytest.approx(0)


def test_left_sobel_sees_posts_and_top_sobel_the_ledge_below_them(lesson, gray):
    gx, gy = (abs(part) for part in lesson.sobel(gray[50:250, 150:350]))
    posts, ledge = np.s_[150:162, :160], np.s_[180:186, :160]
    assert answer("blind_to_posts") == "top Sobel"
    assert gx[posts].mean() > 3 * gy[posts].mean()
    assert gy[ledge].mean() > 5 * gx[ledge].mean()


def test_a_star_becomes_a_square_in_a_box_and_not_in_a_gaussian(lesson):
    star = np.zeros((41, 41))
    star[20, 20] = 1000
    square = lesson.correlate2d(star, lesson.box_kernel(9))
    assert answer("star_in_a_box") == "a grey square"
    assert len(np.unique(square[square > 0])) == 1
    assert (square > 0).sum() == 81
    assert len(np.unique(lesson.correlate2d(star, lesson.gaussian_kernel(17, 2.6)).round(6))) > 10


def test_no_threshold_keeps_the_roof_and_drops_the_leaves(lesson, gray):
    """Wherever the outline of the top roof is one piece, a tenth of the tree is still full of edges."""
    magnitude = lesson.gradient(gray)[0]
    roof, tree = np.s_[60:130, 95:310], np.s_[140:260, 560:636]
    assert answer("roof_without_leaves") == "no threshold"
    for threshold in range(10, 500, 10):
        pieces, _ = ndimage.label(magnitude[roof] >= threshold, structure=np.ones((3, 3)))
        whole = (set(pieces[:, 5:15].ravel()) & set(pieces[:, -15:-5].ravel())) - {0}
        assert not whole or (magnitude[tree] >= threshold).mean() > 0.1, threshold


def test_the_neighbours_at_45_degrees(lesson):
    """A pixel as large as all its neighbours but those two: it stays only if both are smaller."""
    assert answer("neighbours_at_45") == "upper left and lower right"
    for smaller, stays in (([(0, 0), (2, 2)], True), ([(0, 2), (2, 0)], False)):
        magnitude = np.full((3, 3), 9.0)
        for place in smaller:
            magnitude[place] = 1
        assert bool(lesson.thin_edges(magnitude, np.full((3, 3), np.pi / 4))[1, 1]) is stays


def test_the_edge_map_drops_the_specks(lesson, gray):
    soft = lesson.correlate2d(gray, lesson.gaussian_kernel(7, 1.4))
    assert answer("gone_from_the_drawing") == "single specks on the slope"
    specks, trees = [], []
    for edges in (lesson.gradient(soft)[0] >= 100, lesson.edge_map(soft, 50, 150)):
        pieces, _ = ndimage.label(edges, structure=np.ones((3, 3)))
        specks.append((np.bincount(pieces.ravel())[1:] < 6).sum())
        trees.append(edges[140:260, 550:].any(axis=0).mean())
    assert specks[0] > 200
    assert specks[1] < 10
    assert min(trees) > 0.7


def test_the_secret_has_two_colours_of_the_same_brightness(lesson):
    assert len(np.unique(lesson.secret.reshape(-1, 3), axis=0)) == 2
    assert np.ptp(lesson.to_gray(lesson.secret)) < 1e-9
    assert lesson.gradient(lesson.to_gray(lesson.secret))[0].max() < 1e-9
    channels = [lesson.gradient(lesson.secret[..., channel])[0] for channel in range(3)]
    assert np.max(channels, axis=0).max() > 500


def test_a_kernel_of_31_costs_961_multiplications_or_62():
    assert 31 * 31 == 961
    assert 961 / (31 + 31) == 15.5
