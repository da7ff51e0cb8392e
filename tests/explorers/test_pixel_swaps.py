"""The explorer goes from one order to the other by single swaps, and asks the networks at each of them."""

import numpy as np
import pytest
import torch
from panels import made_up

from course_utils import explorers
from course_utils.explorers.pixel_swaps import compute

ORDER = np.random.default_rng(1).permutation(12)
IMAGES = np.random.default_rng(2).random((5, 1, 3, 4))


def test_each_order_is_one_swap_away_from_the_next_and_the_last_is_the_scramble():
    on_the_way = compute(ORDER)
    assert on_the_way[0].tolist() == list(range(12))
    assert on_the_way[-1].tolist() == ORDER.tolist()
    assert ((on_the_way[1:] != on_the_way[:-1]).sum(1) == 2).all()
    in_place = (on_the_way == ORDER).sum(1)
    assert (np.diff(in_place) >= 1).all()


def test_it_counts_what_each_network_reads_of_the_scrambled_pictures_and_leaves_its_mode():
    network = made_up(12).train()
    scrambled = torch.tensor(IMAGES.reshape(5, 12)[:, ORDER]).float()
    labels = network(scrambled).argmax(1)
    labels[:2] = 11  # no class: two of five are read wrongly
    shown = explorers.pixel_swaps(torch.tensor(IMAGES), labels, torch.tensor(ORDER), {"made up": network})
    shown.controls["swaps"].value = shown.controls["swaps"].max
    shown.controls["digit"].value = 4
    assert "60.0%" in shown.shown.value
    assert f"made up: reads a {labels[4]}" in shown.shown.value
    assert "12 where the scramble wants them" in shown.shown.value
    assert network.training


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"images": IMAGES[0]}, r"pictures \(N, C, H, W\)"),
        ({"labels": np.zeros(4)}, "N labels"),
        ({"order": ORDER + 1}, "each of their numbers once"),
        ({"networks": {}}, "run the cell that trains them first"),
    ],
)
def test_what_cannot_be_shown_is_refused(change, message):
    right = {"images": IMAGES, "labels": np.zeros(5), "order": ORDER, "networks": {"made up": made_up(12)}}
    with pytest.raises(ValueError, match=message):
        explorers.pixel_swaps(**{**right, **change})
