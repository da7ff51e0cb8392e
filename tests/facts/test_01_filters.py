"""The lecture's numbers on filters, which chapter 01 uses, are computed here."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

from course_utils import data, exercises
from course_utils.checks.judge import judge_here

TO_16 = np.arange(1, 17).reshape(4, 4)
TO_9 = np.arange(1, 10).reshape(3, 3)
X = data.letter_x()
MAPS = np.stack([correlate2d(X, piece / 9, mode="valid") for piece in data.features()])


def cut(values: np.ndarray) -> np.ndarray:
    """Two decimals, cut and not rounded, as the lecture shows them."""
    return np.trunc(np.round(100 * values, 6)) / 100


@pytest.mark.parametrize(
    ("image", "kernel", "output"),
    [
        (TO_16, [[-1, 1], [0, 1]], [[7, 8, 9], [11, 12, 13], [15, 16, 17]]),
        (TO_9, [[10, 20], [30, 40]], [[370, 470], [670, 770]]),
        (
            np.pad(TO_9, 1),
            [[10, 20, 30], [40, 50, 60], [30, 20, 10]],
            [[300, 600, 500], [800, 1370, 1000], [1060, 1540, 940]],
        ),
    ],
    ids=["1 to 16", "1 to 9", "1 to 9 padded"],
)
def test_the_worked_correlations_hold_and_are_cases_of_the_exercise(image, kernel, output):
    assert correlate2d(image, np.array(kernel), mode="valid").tolist() == output
    asked = [case.args for case in exercises.find("correlate2d").cases if not callable(case.args)]
    assert any(np.array_equal(image, i) and np.array_equal(kernel, k) for i, k in asked)


def test_stride_2_leaves_every_second_row_and_column():
    kernel = np.array([[10, 20, 30], [40, 50, 60], [30, 20, 10]])
    assert correlate2d(np.pad(TO_9, 1), kernel, mode="valid")[::2, ::2].tolist() == [[300, 500], [1060, 940]]


def test_a_true_convolution_is_a_correlation_with_the_kernel_flipped():
    kernel = np.array([[-1, 1], [0, 1]])
    assert np.array_equal(convolve2d(TO_16, kernel), correlate2d(TO_16, kernel[::-1, ::-1]))


def test_the_worked_number_of_the_true_convolution_holds():
    assert convolve2d(TO_16, [[-1, 1], [0, 1]])[1, 1] == 0
    assert TO_16[1, 1] * -1 + TO_16[1, 0] * 1 + TO_16[0, 1] * 0 + TO_16[0, 0] * 1 == 0


def test_swapping_image_and_kernel_turns_a_correlation_and_not_a_convolution():
    kernel = np.array([[-1, 1], [0, 1]])
    assert np.array_equal(convolve2d(TO_16, kernel), convolve2d(kernel, TO_16))
    swapped = correlate2d(kernel, TO_16)
    assert np.array_equal(correlate2d(TO_16, kernel), swapped[::-1, ::-1])


def test_the_x_has_ones_on_both_diagonals_from_1_to_7():
    ink = {(k, k) for k in range(1, 8)} | {(k, 8 - k) for k in range(1, 8)}
    assert X.shape == (9, 9)
    assert {tuple(place) for place in np.argwhere(X == 1).tolist()} == ink
    assert np.sum(X == -1) == 81 - len(ink)


def test_the_first_map_is_7_by_7_and_its_first_row_is_the_lectures():
    assert MAPS.shape == (3, 7, 7)
    assert cut(MAPS[0, 0]).tolist() == [0.77, -0.11, 0.11, 0.33, 0.55, -0.11, 0.33]
    assert MAPS[0, 0, 0] == pytest.approx(7 / 9)


def test_a_perfect_match_is_1():
    assert MAPS.max(axis=(1, 2)) == pytest.approx([1, 1, 1])
    assert np.argwhere(np.isclose(MAPS[1], 1)).tolist() == [[3, 3]]


def test_the_ones_of_the_first_map_are_not_in_its_middle_and_not_at_its_ends():
    assert MAPS[0].diagonal() == pytest.approx([7 / 9, 1, 1, 5 / 9, 1, 1, 7 / 9])
    assert np.sum(np.isclose(MAPS[0], 1)) == 4


def test_an_o_has_more_pixels_of_the_x_than_a_moved_x_and_fewer_of_its_pieces():
    moved, o = data.letter_x(shift=(0, 1)), data.letter_o()
    assert (np.sum(moved == X), np.sum(o == X)) == (55, 60)
    best = [[correlate2d(p, f / 9, mode="valid").max() for f in data.features()] for p in (moved, o)]
    assert np.allclose(best, [[1, 1, 1], [1, 5 / 9, 1]])


def test_the_best_matches_of_the_o_and_of_the_tilted_x_add_up_to_the_same():
    best = [
        [correlate2d(picture, piece / 9, mode="valid").max() for piece in data.features()]
        for picture in (data.letter_o(), data.letter_x(tilt=12))
    ]
    assert np.allclose(best, [[1, 5 / 9, 1], [7 / 9, 1, 7 / 9]])
    assert sum(best[0]) == pytest.approx(sum(best[1]))


@pytest.mark.parametrize("join", [np.array, lambda sides: tuple(sides[:2])], ids=["one array", "two arrays"])
def test_both_sides_and_safe_are_asked_for_as_three(join):
    exercise = exercises.find("shift_equivariance")
    score = judge_here(exercise, lambda *a: join(exercise.oracle(*a)[:3]))
    assert "3 arrays were asked for" in score.failure.fault.sentence


# The answers of the guesses


def answer(name):
    return exercises.find_guess(name).answer


def test_the_picture_with_the_fewest_equal_pixels_is_the_moved_one():
    equal = {
        "moved": np.sum(data.letter_x(shift=(0, 1)) == X),
        "smaller": np.sum(data.letter_x(scale=0.7) == X),
        "tilted": np.sum(data.letter_x(tilt=12) == X),
        "thicker": np.sum(data.letter_x(thick=1.5) == X),
        "an O": np.sum(data.letter_o() == X),
    }
    assert equal == {"moved": 55, "smaller": 77, "tilted": 65, "thicker": 61, "an O": 60}
    assert min(equal, key=equal.get) == answer("fewest_equal_pixels")
    assert not np.any((X == 1) & (data.letter_x(shift=(0, 1)) == 1))
    assert np.all(data.letter_x(thick=1.5)[X == 1] == 1)


def test_the_stroke_matches_the_crossing_in_seven_of_nine_pixels():
    falling, crossing, _ = data.features()
    assert np.mean(falling * crossing) == answer("stroke_on_the_crossing")
    assert np.mean(falling == crossing) == pytest.approx(7 / 9)
    assert np.mean(X[:3, :3] * falling) == pytest.approx(7 / 9)


def test_the_window_of_two_has_nine_positions_in_the_image_of_four():
    assert correlate2d(TO_16, np.ones((2, 2)), mode="valid").size == answer("positions_of_the_window")


def test_the_falling_stroke_has_four_perfect_matches():
    assert np.sum(np.isclose(MAPS[0], 1)) == answer("ones_in_the_map")
    assert np.sum(np.diag(X) == 1) == 7


def test_beside_the_centre_the_crossing_meets_almost_its_opposite():
    neighbours = [MAPS[1, 2, 3], MAPS[1, 4, 3], MAPS[1, 3, 2], MAPS[1, 3, 4]]
    assert neighbours == pytest.approx([-7 / 9] * 4)
    assert MAPS.min() == pytest.approx(-7 / 9)
    assert answer("beside_the_crossing") == "almost the opposite"


def test_moving_down_and_right_the_sides_differ_at_the_top_and_on_the_left():
    exercise = exercises.find("shift_equivariance")
    one, other, safe, _ = exercise.oracle(X, data.features()[0] / 9, 2, 1)
    assert np.allclose(one[2:, 1:], other[2:, 1:])
    assert safe[2:, 1:].all()
    assert safe.sum() == 30
    differ = ~np.isclose(one, other)
    assert differ.sum() > np.sum(~safe) / 2
    assert answer("where_they_differ") == "at the top and on the left"


def test_a_correlation_shows_the_kernel_of_a_single_one_turned():
    pixel = np.pad([[1]], 2)
    assert correlate2d(pixel, TO_9, mode="valid")[0, 0] == answer("one_bright_pixel")
    assert np.array_equal(correlate2d(pixel, TO_9, mode="valid"), TO_9[::-1, ::-1])
    assert np.array_equal(convolve2d(pixel, TO_9, mode="valid"), TO_9)


def test_the_worst_piece_of_the_o_is_the_crossing():
    best = [correlate2d(data.letter_o(), piece / 9, mode="valid").max() for piece in data.features()]
    assert ["falling stroke", "crossing", "rising stroke"][int(np.argmin(best))] == answer("what_the_o_lacks")


@pytest.mark.parametrize("seed", range(60))
def test_the_marks_of_the_game_are_told_apart_by_the_two_limits(seed):
    rng = np.random.default_rng(seed)
    move, size, tilt = rng.integers(-1, 2, size=2), rng.uniform(0.7, 1), rng.uniform(-12, 12)
    marks = {
        "X": data.letter_x(shift=move, scale=size, tilt=tilt),
        "O": data.letter_o(shift=move, scale=size),
        "": np.full((9, 9), -1.0),
    }
    for mark, picture in marks.items():
        falling, crossing, rising = (correlate2d(picture, p / 9, mode="valid").max() for p in data.features())
        assert ("X" if crossing > 0.9 else "O" if max(falling, rising) > 0.5 else "") == mark


def test_a_steep_x_and_a_thick_x_are_lost():
    crossing = data.features()[1] / 9
    for lost in (data.letter_x(tilt=20), data.letter_x(thick=1.5)):
        assert correlate2d(lost, crossing, mode="valid").max() < 0.9
