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
