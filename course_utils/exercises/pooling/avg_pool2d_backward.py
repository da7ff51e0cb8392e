"""The gradient of each window, divided evenly among its pixels."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import normal
from .avg_pool2d_backward_mistakes import MISTAKES, by_loops, shared, zeros_around
from .reference import TOY_GRADIENT, stride_of, torch_avg, torch_gradient, unpadded, views


def by_torch(dy, shape, kernel_size, stride=None, padding=0):
    """PyTorch's gradient; where dy belongs to other windows, what loops would make of it."""
    if torch_avg(np.zeros(shape), kernel_size, stride, padding).shape != np.shape(dy):
        return shared(lambda kernel, stride: 1)(dy, shape, kernel_size, stride, padding)
    return torch_gradient("avg_pool2d", dy, np.zeros(shape), kernel_size, stride, padding)


def by_views(dy, shape, kernel_size, stride=None, padding=0):
    dx = zeros_around(shape, padding)
    gradients = views(dx, kernel_size, stride_of(kernel_size, stride))
    for gradient in gradients:
        gradient += dy / len(gradients)
    return unpadded(dx, padding)


def whole_numbers(rng):
    """A gradient of whole numbers."""
    return rng.integers(-9, 10, size=(1, 2, 2, 3)), (1, 2, 5, 7), 2, 2


AVG_POOL2D_BACKWARD = Exercise(
    name="avg_pool2d_backward",
    points=4,
    cases=(
        Case("the lesson's numbers", (TOY_GRADIENT, (1, 1, 4, 4), 2, 2), group="side by side"),
        Case("two pictures", normal((2, 3, 3, 2), then=((2, 3, 6, 4), 2, 2)), group="side by side"),
        Case("rows left over", normal((1, 2, 2, 3), then=((1, 2, 8, 11), 3, 3)), group="side by side"),
        Case("an empty batch", (np.zeros((0, 1, 2, 2)), (0, 1, 4, 4), 2, 2), group="side by side"),
        Case("windows that overlap", normal((1, 2, 3, 3), then=((1, 2, 7, 7), 3, 2)), group="stride"),
        Case("no stride", normal((1, 2, 2, 2), then=((1, 2, 7, 8), 3)), group="stride"),
        Case("whole numbers", whole_numbers, group="pairs, whole numbers"),
        Case(
            "window (3, 2), stride (2, 1)",
            normal((1, 2, 3, 6), then=((1, 2, 8, 7), (3, 2), (2, 1))),
            group="pairs, whole numbers",
        ),
        Case(
            "window (2, 4), stride (2, 5)",
            normal((1, 2, 2, 2), then=((1, 2, 5, 10), (2, 4), (2, 5))),
            group="pairs, whole numbers",
        ),
        Case("padding 1", normal((1, 2, 2, 3), then=((1, 2, 6, 9), 3, 3, 1)), group="padding"),
        Case("padding (1, 0)", normal((1, 2, 2, 2), then=((1, 2, 4, 7), 3, 3, (1, 0))), group="padding"),
        Case("padding (1, 2)", normal((1, 2, 2, 3), then=((1, 2, 6, 8), 4, 4, (1, 2))), group="padding"),
    ),
    oracle=by_torch,
    alternatives=(by_loops, by_views),
    forbidden=("torch", "scipy"),
    misconceptions=(*MISTAKES, zeros(by_torch)),
    hints=(
        "By how much does the mean of four numbers grow when one of them grows by 1?",
        "Every pixel of a window gets `dy / (kh * kw)`; a pixel in several windows gets it from each.",
        "Make zeros of the padded shape; `for gradient in window_views(dx, kernel_size, stride): "
        "gradient += dy / (kh * kw)`; then cut the padding off.",
    ),
)
