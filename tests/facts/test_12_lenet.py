"""The numbers that chapter 12 teaches, computed anew with the lesson's own solutions."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from course_utils import data, lessons, training
from course_utils.exercises import find_guess
from course_utils.explorers.drawing_pad import compute, embedded

X = [[[0.2, 0.2], [0.8, 0.8]], [[0.8, 0.2], [0.2, 0.8]]]


@pytest.fixture(scope="module")
def lesson(root):
    """What the solved lesson defines, without its demos."""
    return SimpleNamespace(**lessons.solved("12_lenet", root))


@pytest.fixture(scope="module")
def course_reader():
    return embedded()


@pytest.mark.parametrize("modern", [False, True])
def test_both_forms_have_61_706_parameters_and_the_shapes_of_the_table(lesson, modern) -> None:
    model = lesson.LeNet5(modern)
    counts = [sum(w.numel() for w in layer.parameters()) for layer in model.children()]
    assert counts == [156, 2_416, 48_120, 10_164, 850]
    assert sum(counts) == 61_706
    found = lesson.layer_outputs(model, ["c1", "c3", "c5", "f6", "output"], torch.zeros(1, 1, 32, 32))
    shapes = [tuple(output.shape[1:]) for output in found.values()]
    assert shapes == [(6, 28, 28), (16, 10, 10), (120, 1, 1), (84,), (10,)]
    assert find_guess("maps_of_c5").answer == "1 by 1"


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_before_training_about_one_digit_in_ten_is_right(lesson, seed) -> None:
    torch.manual_seed(seed)
    share = lesson.share_right(lesson.LeNet5(), lesson.some.images, lesson.some.labels)
    low, high = find_guess("before_training").near
    assert low <= 100 * share <= high


def test_the_weights_of_the_course_fit_into_the_lessons_network_and_read_497_digits(lesson) -> None:
    model = lesson.LeNet5(modern=True)
    model.load_state_dict({name: torch.from_numpy(w) for name, w in data.lenet_weights().items()})
    assert round(500 * lesson.share_right(model, lesson.some.images, lesson.some.labels)) == 497


def test_what_is_no_digit_gets_probabilities_that_add_up_to_100_percent(course_reader) -> None:
    assert 100 * compute(X, course_reader).probabilities.sum() == pytest.approx(
        find_guess("sure_of_no_digit").answer, abs=1e-3
    )


def test_the_rate_is_at_its_summit_after_three_quarters_of_the_first_of_three_epochs(lesson) -> None:
    rates = {done: lesson.one_cycle(done, 3, 0.008) for done in (0, 0.75, 1.5, 3, 4)}
    assert rates[0] == pytest.approx(0.04 * 0.008)
    assert max(rates, key=rates.get) == 0.75
    assert rates[0.75] == pytest.approx(0.008)
    assert rates[3] == rates[4] == 0


def test_the_lessons_schedule_is_the_courses(lesson) -> None:
    course = training.one_cycle(0.008, 3)
    for done in np.linspace(0, 3.5, 15):
        assert lesson.one_cycle(done, 3, 0.008) == pytest.approx(course(done, []))


def test_a_quarter_of_the_width_to_the_right_is_minus_one_half_in_the_matrix(lesson) -> None:
    x = torch.rand(1, 1, 8, 8)
    matrix = torch.tensor([[[1, 0, -0.5], [0, 1, 0]]])
    grid = nn.functional.affine_grid(matrix, x.shape, align_corners=False)
    by_matrix = nn.functional.grid_sample(x, grid, align_corners=False)
    zero = torch.zeros(1)
    by_lesson = lesson.turn_and_shift(x, zero, zero, torch.tensor([2.0]))
    torch.testing.assert_close(by_matrix, by_lesson)
    torch.testing.assert_close(by_lesson[..., 2:], x[..., :-2])


def test_a_quarter_turn_against_the_clock(lesson) -> None:
    x, zero = torch.rand(1, 1, 6, 6), torch.zeros(1)
    turned = lesson.turn_and_shift(x, torch.tensor([90.0]), zero, zero)
    torch.testing.assert_close(turned, torch.rot90(x, 1, (2, 3)), atol=1e-5, rtol=0)


def test_pixels_that_move_forward_leave_holes() -> None:
    c = s = np.sqrt(0.5)
    y, x = np.mgrid[:28, :28] - 13.5
    rows, columns = np.round(c * y - s * x + 13.5).astype(int), np.round(c * x + s * y + 13.5).astype(int)
    inside = (rows >= 0) & (rows < 28) & (columns >= 0) & (columns < 28)
    hit = np.zeros((28, 28), bool)
    hit[rows[inside], columns[inside]] = True
    middle = hit[8:20, 8:20]
    assert 0.05 < 1 - middle.mean() < 0.3
    assert find_guess("pixels_forward").answer == "holes"


def test_augmented_digits_are_bytes_in_size_and_different_each_time(lesson) -> None:
    same = torch.as_tensor(lesson.some.images[:1, None]).expand(8, -1, -1, -1)
    made = lesson.augment(same, torch.Generator().manual_seed(0))
    assert made.dtype == torch.float32
    assert 200 < made.max() <= 255
    assert len({picture.numpy().tobytes() for picture in made}) == 8


def test_three_classes_by_hand_and_a_row_counts_its_true_class(lesson) -> None:
    counts = lesson.confusion_matrix(np.array([0, 1, 1, 1, 2]), np.array([0, 1, 2, 2, 2]), 3)
    assert counts.tolist() == [[1, 0, 0], [0, 1, 2], [0, 0, 1]]
    assert counts.sum(axis=1).tolist() == [1, 3, 1]
    assert find_guess("row_of_4").answer == "all digits that are a 4"


def learned(lesson, count, augment, seed):
    """The share of scikit-learn's test digits that is read after the lesson's training."""
    known, new = data.load_digits(32, "train"), data.load_digits(32, "test")
    images = np.tile(known.images[:count], (-(-2_000 // count), 1, 1))
    labels = np.tile(known.labels[:count], -(-2_000 // count))
    torch.manual_seed(seed)
    model = lesson.LeNet5(modern=True)
    history = training.fit(
        model,
        training.Batches(images, labels, 32, shuffle=True, augment=augment),
        training.Batches(new.images, new.labels, 360),
        epochs=4,
        optimiser=torch.optim.AdamW(model.parameters(), 0.008, weight_decay=0.01),
        rate=lambda done, losses: lesson.one_cycle(done, 4, 0.008),
        show=False,
    )
    return history.accuracy


@pytest.mark.slow
def test_the_lessons_network_rate_and_augmentation_learn_to_read_other_writers(lesson) -> None:
    assert learned(lesson, 1437, lesson.augment, seed=0) > 0.93
