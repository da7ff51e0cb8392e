"""The explorers as the lessons show them, and their widgets, for tests that use their controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import numpy as np

from course_utils import data, explorers
from course_utils.exercises.filters.reference import correlate
from course_utils.explorers.panel import Panel


class Kernels:
    """A layer that matches a digit with known kernels."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        named = data.kernels()
        return np.array([[correlate(each[0], named[k]) for k in named] for each in x])


class Scores:
    """A layer that makes ten numbers of whatever it gets."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        return x.reshape(len(x), -1)[:, :10]


class Network:
    """Two layers, for the explorer of networks."""

    layers = (Kernels(), Scores())


def made_up(pixels: int) -> Any:
    """A network that has learned nothing, for pictures of so many pixels."""
    import torch

    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(pixels, 10))


def relu(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An activation and its slope."""
    return np.maximum(x, 0), (x > 0) * 1.0


def tanh(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An activation and its slope."""
    return np.tanh(x), 1 - np.tanh(x) ** 2


def whole(*shape: int) -> np.ndarray:
    """Small whole numbers."""
    return np.random.default_rng(0).integers(-2, 3, shape).astype(float)


SHOWN: dict[str, Callable[[], Panel]] = {
    "pixels": lambda: explorers.pixels(data.photograph("china"), 96, 172),
    "kernel_walk": lambda: explorers.kernel_walk(data.letter_x(), data.features()[0], average=True),
    "kernel_sliders": lambda: explorers.kernel_sliders(data.photograph("china")),
    "edge_threshold": lambda: explorers.edge_threshold(data.photograph("china")),
    "gradient_descent": lambda: explorers.gradient_descent(np.array([1.0, 2]), np.array([3.0, 6])),
    "conv_arithmetic": explorers.conv_arithmetic,
    "filter_walk": lambda: explorers.filter_walk(
        whole(2, 5, 5), whole(2, 2, 3, 3), np.array([1.0, 0]), stride=2, padding=1
    ),
    "im2col_patches": lambda: explorers.im2col_patches(whole(2, 4, 4), kernel_size=2),
    "col2im_walk": lambda: explorers.col2im_walk(whole(2, 2), whole(3, 3)),
    "pooling_walk": lambda: explorers.pooling_walk(whole(7, 7)),
    "shift_invariance": lambda: explorers.shift_invariance(data.letter_x(), data.features()[0]),
    "weight_sharing": lambda: explorers.weight_sharing(data.letter_x()),
    "receptive_fields": explorers.receptive_fields,
    "activation_curves": lambda: explorers.activation_curves({"tanh": tanh, "relu": relu}, at=2.0),
    "signal_histograms": lambda: explorers.signal_histograms({"tanh": tanh, "relu": relu}),
    "network_maps": lambda: explorers.network_maps(Network, data.digits(3)[0][:3, None] / 16, np.full(3, 3)),
    "pixel_swaps": lambda: explorers.pixel_swaps(
        data.digits(3)[0][:3, None] / 16, np.full(3, 3), np.arange(64)[::-1], {"made up": made_up(64)}
    ),
    "augmentation": lambda: explorers.augmentation(data.photograph("flower")),
    "first_layer": lambda: explorers.first_layer(data.photograph("china"), whole(64, 3, 11, 11)),
    "drawing_pad": explorers.drawing_pad,
}


def descendants(widget: widgets.Widget) -> list[widgets.Widget]:
    """Return a widget and everything in it."""
    return [widget, *(each for child in getattr(widget, "children", ()) for each in descendants(child))]


def find(widget: widgets.Widget, description: str) -> widgets.Widget:
    """Return the one widget with this description, in a widget."""
    (found,) = [each for each in descendants(widget) if getattr(each, "description", "") == description]
    return found
