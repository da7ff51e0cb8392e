"""Batches: every picture once, in an order that depends on the seed and the epoch alone."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import torch

from course_utils.training import Batches, random_shifts
from course_utils.training.prefetch import prefetched


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


def test_pictures_in_the_hosts_memory_come_as_those_on_the_device() -> None:
    def epoch(on_host: bool, shuffle: bool) -> list:
        batches = Batches(
            *numbered(40), 7, shuffle=shuffle, augment=random_shifts(1), on_host=on_host, seed=3
        )
        return list(batches.for_epoch(2))

    for shuffle in (True, False):
        pairs = zip(epoch(True, shuffle), epoch(False, shuffle), strict=True)
        assert all(torch.equal(a, b) and torch.equal(c, d) for (a, c), (b, d) in pairs)


def test_an_epoch_that_is_left_early_ends_its_thread() -> None:
    before = threading.active_count()
    epoch = Batches(*numbered(200), 1, on_host=True).for_epoch(0)
    next(epoch)
    assert threading.active_count() == before + 1
    epoch.close()
    assert threading.active_count() == before


def test_an_error_of_the_thread_is_raised_where_the_batch_is_wanted() -> None:
    choices = [slice(0, 2), torch.tensor([99])]
    with pytest.raises(IndexError):
        list(prefetched(torch.zeros(3, 1), choices, torch.device("cpu")))


@pytest.mark.parametrize("shuffle", [True, False])
def test_the_shares_of_all_processes_are_the_whole(shuffle: bool) -> None:
    def numbers(part: tuple[int, int]) -> list[list[int]]:
        return [y.tolist() for _, y in Batches(*numbered(50), 8, shuffle=shuffle, part=part).for_epoch(1)]

    whole, shares = numbers((0, 1)), [numbers((k, 2)) for k in range(2)]
    if shuffle:
        assert [a + b for a, b in zip(*shares, strict=True)] == whole
    else:
        assert sorted(a for share in shares for y in share for a in y) == list(range(50))


def test_processes_augment_in_ways_of_their_own() -> None:
    x = np.tile(np.arange(49, dtype=np.uint8).reshape(1, 7, 7), (8, 1, 1))

    def first(part: tuple[int, int]) -> torch.Tensor:
        batches = Batches(x, np.zeros(8), 8, shuffle=True, augment=random_shifts(3), part=part)
        return next(iter(batches))[0]

    assert not torch.equal(first((0, 2)), first((1, 2)))


def test_a_batch_that_cannot_be_shared_is_an_error() -> None:
    with pytest.raises(ValueError, match="a batch of 8 cannot be shared by 3"):
        Batches(*numbered(50), 8, shuffle=True, part=(0, 3))


def test_standardised_pixels_have_mean_0_and_spread_1() -> None:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (60, 3, 5, 5)).astype(np.uint8)
    scaled = images / 255
    standard = (scaled.mean((0, 2, 3)), scaled.std((0, 2, 3)))
    x, _ = next(iter(Batches(images, np.zeros(60), 60, standard=standard)))
    assert x.mean((0, 2, 3)).abs().max() < 1e-5
    assert torch.allclose(x.std((0, 2, 3), correction=0), torch.ones(3), atol=1e-5)
