"""`learn_kernel`: a kernel found by gradient descent, from an example of what it does."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from ..reference import correlate


def in_closed_form(image, target, steps, lr):
    """Along each eigenvector the distance to the goal shrinks by the factor 1 - lr * curvature a step."""
    shape = tuple(np.subtract(np.shape(image), np.shape(target)) + 1)
    windows = sliding_window_view(np.asarray(image, dtype=float), shape).reshape(-1, shape[0] * shape[1])
    curvatures, axes = np.linalg.eigh(2 / len(windows) * windows.T @ windows)
    pull = axes.T @ (2 / len(windows) * windows.T @ np.ravel(target))
    return (axes @ (pull * (1 - (1 - lr * curvatures) ** steps) / curvatures)).reshape(shape)


def mean_of_squares(image, error):
    return 2 / error.size * correlate(image, error)


def descend(image, target, steps, lr, start=0.0, slope=mean_of_squares):
    """Gradient descent, with what people get wrong as arguments."""
    image, target = np.asarray(image, dtype=float), np.asarray(target, dtype=float)
    kernel = np.full(np.subtract(image.shape, target.shape) + 1, start)
    for _ in range(steps):
        kernel = kernel - lr * slope(image, correlate(image, kernel) - target)
    return kernel


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


def with_slope(slope):
    """Descent along another slope, a function of the image and the error."""
    return lambda image, target, steps, lr: descend(image, target, steps, lr, slope=slope)


def in_shape(shape):
    """A kernel of another shape, a function of the right height and width."""

    def learn(image, target, steps, lr):
        kernel = np.zeros(shape(*np.subtract(image.shape, target.shape) + 1))
        for _ in range(steps):
            error = correlate(image, kernel) - target
            kernel = kernel - lr * 2 / error.size * correlate(image, error)
        return kernel

    return learn


def example_of(kernel, height, width, steps, lr, *, whole=False):
    """Draw a random image of this size (of whole numbers?), what the kernel makes of it, and the steps."""

    def draw(rng):
        image = rng.integers(-3, 4, size=(height, width)) if whole else rng.normal(size=(height, width))
        return image, correlate(image, kernel), steps, lr

    return draw


@misconception("writes into the target")
def into_the_target(image, target, steps, lr):
    """You store the error in the array of the target: `error = target` makes no copy, and `error -= ...`
    changes both. From the second step on the target is another one. Make a new array: `error = output -
    target`.
    """
    kernel = np.zeros(np.subtract(image.shape, target.shape) + 1)
    for _ in range(steps):
        error = target
        error -= correlate(image, kernel)
        kernel += lr * mean_of_squares(image, error)
    return kernel


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
    misconceptions=(
        Misconception(
            "ascent instead of descent",
            with_slope(lambda image, error: -2 / error.size * correlate(image, error)),
            "Every step makes the loss larger: the gradient points uphill, so subtract it. Or the error has "
            "the wrong sign: it is output minus target.",
        ),
        Misconception(
            "missing 2 of the derivative",
            with_slope(lambda image, error: correlate(image, error) / error.size),
            "Your steps are half as long as they should be: the derivative of error**2 is 2 * error.",
        ),
        Misconception(
            "ascent, and missing 2 of the derivative",
            with_slope(lambda image, error: -correlate(image, error) / error.size),
            "Two things at once: the gradient points uphill, so subtract it; and the derivative of "
            "error**2 is 2 * error.",
        ),
        into_the_target,
        Misconception(
            "sum instead of mean",
            with_slope(lambda image, error: 2 * correlate(image, error)),
            "This is the gradient of the summed squared error. The loss is the mean: divide by the number of "
            "outputs.",
        ),
        Misconception(
            "neither 2 nor the mean",
            with_slope(lambda image, error: correlate(image, error)),
            "Your steps are N / 2 times too long, with N outputs. The derivative of the mean of error**2 has "
            "the 2 of the square and the 1 / N of the mean: 2 / error.size.",
        ),
        Misconception(
            "divided by the size of the kernel",
            with_slope(
                lambda image, error: (
                    2 / np.prod(np.subtract(image.shape, error.shape) + 1) * correlate(image, error)
                )
            ),
            "You divide by the number of weights. The mean is taken over the outputs: `error.size`.",
        ),
        Misconception(
            "error squared in the gradient",
            with_slope(lambda image, error: mean_of_squares(image, error**2)),
            "The error is squared in the loss, but not in its derivative: the derivative of error**2 is "
            "2 * error times the pixel.",
        ),
        Misconception(
            "error flipped",
            with_slope(lambda image, error: mean_of_squares(image, error[::-1, ::-1])),
            "The error is turned by 180 degrees, as in a true convolution. Each error belongs to its own "
            "window: take the error as it is.",
        ),
        Misconception(
            "always 3 by 3",
            in_shape(lambda height, width: (3, 3)),
            "Your kernel is always 3 by 3. Its shape follows from image and target: (H - h + 1, W - w + 1).",
        ),
        Misconception(
            "height used for the width too",
            in_shape(lambda height, width: (height, height)),
            "Your kernel is square: its height is used for the width too. A kernel has two sides: "
            "(H - h + 1, W - w + 1).",
        ),
        Misconception(
            "height and width swapped",
            in_shape(lambda height, width: (width, height)),
            "Height and width of your kernel are exchanged: rows come first, (H - h + 1, W - w + 1).",
        ),
        Misconception(
            "divided by the size of the image",
            with_slope(lambda image, error: 2 / image.size * correlate(image, error)),
            "You divide by the number of pixels of the image. The mean is taken over the outputs: "
            "`target.size`.",
        ),
        Misconception(
            "flipped gradient",
            with_slope(lambda image, error: mean_of_squares(image, error)[::-1, ::-1]),
            "The gradient is turned by 180 degrees: it belongs to the true convolution. Entry [m, n] of the "
            "gradient goes with entry [m, n] of the kernel.",
        ),
        Misconception(
            "mean absolute error",
            with_slope(lambda image, error: correlate(image, np.sign(error)) / error.size),
            "You follow the gradient of the mean absolute error, in which only the sign of the error counts. "
            "The loss here is the mean of the squares.",
        ),
        Misconception(
            "one number for all weights",
            with_slope(lambda image, error: 2 * np.mean(error)),
            "All weights move by the same amount. Each weight has a gradient of its own: the error times the "
            "pixels that this weight was multiplied with.",
        ),
        Misconception(
            "started from ones",
            lambda image, target, steps, lr: descend(image, target, steps, lr, start=1.0),
            "The steps are right, but the kernel starts from ones. Start from zeros.",
        ),
        Misconception(
            "one step too few",
            lambda image, target, steps, lr: descend(image, target, max(steps - 1, 0), lr),
            "This is the kernel one step earlier: `range(steps)` makes exactly `steps` of them.",
        ),
        Misconception(
            "one step too many",
            lambda image, target, steps, lr: descend(image, target, steps + 1, lr),
            "This is the kernel one step later: `range(steps)` makes exactly `steps` of them.",
        ),
        Misconception(
            "returns in the loop",
            lambda image, target, steps, lr: descend(image, target, min(steps, 1), lr),
            "Only the first step is made: the `return` stands inside the loop.",
        ),
        zeros(in_closed_form),
    ),
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
