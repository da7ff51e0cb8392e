"""`learn_kernel`: a kernel found by gradient descent, from an example of what it does."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...checks.exercise import Case, Exercise, zeros
from ..draws import normal
from ..reference import correlate
from .learn_kernel_losses import LOSSES
from .learn_kernel_mistakes import MISTAKES, descend


def in_closed_form(image, target, steps, lr):
    """Along each eigenvector the distance to the goal shrinks by the factor 1 - lr * curvature a step."""
    shape = tuple(np.subtract(np.shape(image), np.shape(target)) + 1)
    windows = sliding_window_view(np.asarray(image, dtype=float), shape).reshape(-1, shape[0] * shape[1])
    curvatures, axes = np.linalg.eigh(2 / len(windows) * windows.T @ windows)
    pull = axes.T @ (2 / len(windows) * windows.T @ np.ravel(target))
    return (axes @ (pull * (1 - (1 - lr * curvatures) ** steps) / curvatures)).reshape(shape)


def by_matrix(image, target, steps, lr):
    m, n = image.shape[0] - target.shape[0] + 1, image.shape[1] - target.shape[1] + 1
    windows = sliding_window_view(image, (m, n)).reshape(-1, m * n)
    weights = np.zeros(m * n)
    for _ in range(steps):
        weights -= lr * 2 * (windows * (windows @ weights - target.ravel())[:, None]).mean(axis=0)
    return weights.reshape(m, n)


def weight_by_weight(image, target, steps, lr):
    (height, width), (h, w) = image.shape, target.shape
    kernel = np.zeros((height - h + 1, width - w + 1))
    pieces = {(i, j): image[i : i + h, j : j + w] for i, j in np.ndindex(kernel.shape)}
    for _ in range(steps):
        error = sum(kernel[at] * piece for at, piece in pieces.items()) - target
        for at, piece in pieces.items():
            kernel[at] -= lr * np.mean(2 * error * piece)
    return kernel


def example_of(kernel, height, width, steps, lr, *, whole=False):
    """Draw a random image of this size (of whole numbers?), what the kernel makes of it, and the steps."""

    def draw(rng):
        image = rng.integers(-3, 4, size=(height, width)) if whole else rng.normal(size=(height, width))
        return image, correlate(image, kernel), steps, lr

    return draw


LEFT_SOBEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
TWO_BY_FOUR = np.array([[1.0, -2, 0, 3], [0, 1, 2, -1]])

LEARN_KERNEL = Exercise(
    name="learn_kernel",
    points=6,
    cases=(
        Case(
            "no step at all, still zeros",
            example_of(LEFT_SOBEL.T, 6, 6, steps=0, lr=0.2),
            group="the first steps",
        ),
        Case(
            "one step towards left Sobel",
            example_of(LEFT_SOBEL, 12, 15, steps=1, lr=0.2),
            group="the first steps",
        ),
        Case(
            "three steps towards left Sobel",
            example_of(LEFT_SOBEL, 12, 15, steps=3, lr=0.2),
            group="the first steps",
        ),
        Case(
            "forty steps towards left Sobel",
            example_of(LEFT_SOBEL, 20, 24, steps=40, lr=0.2),
            group="many steps",
        ),
        Case(
            "no step, a 2x4 kernel of zeros",
            example_of(TWO_BY_FOUR, 8, 9, steps=0, lr=0.2),
            group="many steps",
        ),
        Case(
            "thirty steps towards a 2x4 kernel",
            example_of(TWO_BY_FOUR, 16, 12, steps=30, lr=0.25),
            group="many steps",
        ),
        Case("a target that no kernel reaches", normal((9, 9), (7, 7), then=(10, 0.1)), group="many steps"),
        Case(
            "an image in whole numbers",
            example_of(TWO_BY_FOUR, 9, 12, steps=20, lr=0.05, whole=True),
            group="many steps",
        ),
    ),
    oracle=in_closed_form,
    alternatives=(descend, by_matrix, weight_by_weight),
    misconceptions=(*MISTAKES, *LOSSES, zeros(in_closed_form)),
    hints=(
        "How much does output [i, j] change when weight [m, n] grows a little? By the pixel that the weight "
        "is multiplied with.",
        "So the gradient for weight [m, n] is the mean of 2 * error[i, j] * image[i + m, j + n]. Compare "
        "that sum with the definition of correlation: which function computes it for all m, n at once?",
        "In the loop: `error = correlate2d(image, kernel) - target`, then "
        "`kernel = kernel - lr * 2 / error.size * correlate2d(image, error)`. The error is the kernel here!",
    ),
    forbidden=("scipy", "torch", "numpy.linalg"),
)
