"""Batches: every picture once, in an order that depends on the seed and the epoch alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course_utils.training import Batches, random_shifts


def numbered(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures of 2 by 2 pixels that hold their own number."""
    labels = np.arange(count)
    return np.repeat(labels, 4).reshape(count, 2, 2).astype(np.uint8), labels


def seen(batches: Batches, epoch: int) -> list[int]:
    return [int(label) for _, y in batches.for_epoch(epoch) for label in y]


def test_without_shuffling_every_picture_comes_once_and_in_order() -> None:
    batches = Batches(*numbered(10), 4)
    assert [len(y) for _, y in batches] == [4, 4, 2]
    assert seen(batches, 0) == seen(batches, 5) == list(range(10))
    assert len(batches) == 3


def test_a_picture_keeps_its_label_and_becomes_a_float_from_0_to_1() -> None:
    for x, y in Batches(*numbered(200), 16, shuffle=True).for_epoch(3):
        assert x.dtype == torch.float32
        assert x.shape == (16, 1, 2, 2)
        assert torch.equal(torch.round(255 * x[:, 0, 1, 0]).long(), y)


def test_shuffled_epochs_differ_and_can_be_repeated() -> None:
    batches = Batches(*numbered(40), 4, shuffle=True, seed=1)
    first, second = seen(batches, 0), seen(batches, 1)
    assert sorted(first) == sorted(second) == list(range(40))
    assert first != second
    assert second == seen(batches, 1) == seen(Batches(*numbered(40), 4, shuffle=True, seed=1), 1)
    assert first != seen(Batches(*numbered(40), 4, shuffle=True, seed=2), 0)


def test_shuffled_batches_are_all_full() -> None:
    assert [len(y) for _, y in Batches(*numbered(10), 4, shuffle=True).for_epoch(0)] == [4, 4]


def test_padding_goes_around_and_colours_stay() -> None:
    x, _ = next(iter(Batches(np.full((3, 3, 2, 2), 255, np.uint8), np.zeros(3), 3, padding=1)))
    assert x.shape == (3, 3, 4, 4)
    assert x.sum() == 3 * 3 * 4
    assert x[:, :, 1:3, 1:3].min() == 1


def test_a_shift_moves_all_pixels_alike_and_never_farther_than_asked() -> None:
    dot = torch.zeros(500, 1, 7, 7, dtype=torch.uint8)
    dot[:, :, 3, 3] = 9
    moved = random_shifts(2)(dot, torch.Generator().manual_seed(0))
    assert moved.dtype == torch.uint8
    assert (moved.flatten(1).sum(1) == 9).all()
    places = {tuple(place) for place in (moved[:, 0] == 9).nonzero()[:, 1:].tolist()}
    assert places == {(row, column) for row in range(1, 6) for column in range(1, 6)}


@pytest.mark.parametrize(
    ("images", "labels", "size", "said"),
    [
        (np.zeros((3, 2, 2), np.uint8), np.zeros(2), 1, "3 pictures and 2 labels"),
        (np.zeros((3, 2, 2)), np.zeros(3), 1, "uint8"),
        (np.zeros((3, 2, 2), np.uint8), np.zeros(3), 4, "a batch of 4 cannot be taken from 3"),
    ],
)
def test_bad_input_is_an_error_that_says_so(images, labels, size: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Batches(images, labels, size, shuffle=True)
