"""Scramble digits, one swap of two pixels after the other, and ask networks what they still read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import numpy as np

from course_utils import plots
from course_utils.explorers.bars import bars
from course_utils.explorers.panel import Panel
from course_utils.explorers.pieces import picture, sentence, side_by_side

if TYPE_CHECKING:
    from torch import nn


def compute(order: np.ndarray, seed: int = 0) -> np.ndarray:
    """Return the orders (swaps + 1, pixels) on the way to `order` (pixels,), each one swap after the other.

    The first is 0, 1, 2, ... Every swap brings a pixel to its last place.
    """
    now = np.arange(len(order))
    on_the_way = [now.copy()]
    for place in np.random.default_rng(seed).permutation(len(order)):
        if now[place] != order[place]:
            other = np.flatnonzero(now == order[place])[0]
            now[[place, other]] = now[[other, place]]
            on_the_way.append(now.copy())
    return np.array(on_the_way)


def read(network: nn.Module, images: np.ndarray) -> np.ndarray:
    """The classes (N,) that a network finds in pictures (N, C, H, W); the mode that it had comes back."""
    import torch

    was = network.training
    try:
        with torch.no_grad():
            weight = next(network.parameters())
            scores = network.eval()(torch.as_tensor(images).to(weight.device, weight.dtype))
    finally:
        network.train(was)
    return scores.argmax(1).cpu().numpy()


def show(images: Any, labels: Any, order: Any, networks: Mapping[str, nn.Module]) -> Panel:
    """Choose a digit and a number of swaps, and see what each network still reads.

    images: (N, C, H, W), labels: (N,), order: (H*W,), each number from 0 to H*W - 1 once; tensors or arrays.
    Raises ValueError if the order is none, or if there is no picture, or no network.
    """
    images, labels, order = np.asarray(images), np.asarray(labels), np.asarray(order)
    if images.ndim != 4 or not len(images) or len(images) != len(labels):
        raise ValueError(
            f"pixel_swaps needs pictures (N, C, H, W) and N labels; got {images.shape}, {labels.shape}."
        )
    if not np.array_equal(np.sort(order), np.arange(images[0, 0].size)):
        raise ValueError(f"the order of {images[0, 0].size} pixels has each of their numbers once.")
    if not networks:
        raise ValueError("pixel_swaps asks networks what they read: run the cell that trains them first.")
    on_the_way = compute(order)
    number = widgets.IntSlider(0, 0, len(images) - 1, description="digit", continuous_update=False)
    swaps = widgets.IntSlider(0, 0, len(on_the_way) - 1, description="swaps", continuous_update=False)

    def draw() -> str:
        now = on_the_way[swaps.value]
        moved = images.reshape(*images.shape[:2], -1)[:, :, now].reshape(images.shape)
        answers = {name: read(network, moved) for name, network in networks.items()}
        label = labels[number.value]
        return side_by_side(
            picture(
                plots.shades(moved[number.value, 0], signed=False),
                f"a {label} after {swaps.value} swaps",
                f"A {label} after {swaps.value} swaps of two pixels",
                width=160,
            ),
            bars(
                {
                    f"{name}: reads a {found[number.value]}": float((found == labels).mean())
                    for name, found in answers.items()
                },
                f"what each network reads here, and how many of {len(images)} digits it reads correctly",
            ),
        ) + sentence(
            f"{(now != np.arange(len(now))).sum()} of {len(now)} pixels are at another place, "
            f"{(now == order).sum()} where the scramble wants them."
        )

    return Panel(
        {"digit": number, "swaps": swaps},
        draw,
        "the swap after which you cannot read the digit any more. Which network gives up before you, and "
        "which one begins to read when you have given up?",
    )
