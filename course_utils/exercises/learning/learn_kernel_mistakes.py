"""Wrong answers to `learn_kernel`, and what they are made from."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ...checks.exercise import Misconception, misconception
from ..reference import correlate


def mean_of_squares(image, error):
    return 2 / error.size * correlate(image, error)


def descend(image, target, steps, lr, start=0.0, slope=mean_of_squares):
    """Gradient descent, with what people get wrong as arguments."""
    image, target = np.asarray(image, dtype=float), np.asarray(target, dtype=float)
    kernel = np.full(np.subtract(image.shape, target.shape) + 1, start)
    for _ in range(steps):
        kernel = kernel - lr * slope(image, correlate(image, kernel) - target)
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


@misconception("one weight after another")
def one_after_another(image, target, steps, lr):
    """You change the weights one after another, and each sees the error of a kernel that is half changed.
    Compute the error once in a step, then change all weights at once.
    """
    kernel = np.zeros(np.subtract(image.shape, target.shape) + 1)
    h, w = target.shape
    for _ in range(steps):
        for i, j in np.ndindex(*kernel.shape):
            error = correlate(image, kernel) - target
            kernel[i, j] -= lr * np.mean(2 * error * image[i : i + h, j : j + w])
    return kernel


@misconception("each weight by itself")
def each_by_itself(image, target, steps, lr):
    """You compute the error of each weight as if it were the only one, as `slope` does. All weights make the
    output together: compute the error of the whole kernel once, then each weight's slope from it.
    """
    kernel = np.zeros(np.subtract(image.shape, target.shape) + 1)
    h, w = target.shape
    for _ in range(steps):
        for i, j in np.ndindex(*kernel.shape):
            block = image[i : i + h, j : j + w]
            kernel[i, j] -= lr * np.mean(2 * (kernel[i, j] * block - target) * block)
    return kernel


@misconception("image and error exchanged")
def exchanged(image, target, steps, lr):
    """You slide the image over the error, and it does not fit: the image is the larger one. Slide the error
    over the image: `correlate2d(image, error)`.
    """
    return descend(
        image, target, steps, lr, slope=lambda image, error: sliding_window_view(error, image.shape)
    )


@misconception("the error computed once")
def error_computed_once(image, target, steps, lr):
    """The error is that of the first kernel in every step. It changes with the kernel: compute it again
    inside the loop.
    """
    kernel = np.zeros(np.subtract(image.shape, target.shape) + 1)
    return kernel - steps * lr * mean_of_squares(image, correlate(image, kernel) - target)


def stopping(least):
    """Descent that ends where the loss is below `least`."""

    def learn(image, target, steps, lr):
        kernel = np.zeros(np.subtract(image.shape, target.shape) + 1)
        for _ in range(steps):
            error = correlate(image, kernel) - target
            if np.mean(error**2) < least:
                break
            kernel = kernel - lr * mean_of_squares(image, error)
        return kernel

    return learn


def with_rates(rate):
    """Descent with another rate in each step, a function of `lr` and the number of the step."""

    def learn(image, target, steps, lr):
        kernel = np.zeros(np.subtract(image.shape, target.shape) + 1)
        for step in range(steps):
            kernel = kernel - rate(lr, step) * mean_of_squares(image, correlate(image, kernel) - target)
        return kernel

    return learn


def of_image(change):
    """Descent on another image."""
    return lambda image, *others: descend(change(image), *others)


MISTAKES = (
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
        "You divide by the number of pixels of the image. The mean is taken over the outputs: `target.size`.",
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
        [with_slope(lambda image, error: 2 * np.mean(error) * np.mean(image))],
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
        [lambda image, target, steps, lr: descend(image, target, 1, lr) if steps else None],
    ),
    each_by_itself,
    one_after_another,
    exchanged,
    error_computed_once,
    Misconception(
        "stops early",
        stopping(1e-3),
        "You stop where the loss, or its change, is small. Make all `steps`.",
        [stopping(least) for least in (1.0, 0.1, 1e-2, 1e-4)],
    ),
    Misconception(
        "a rate that falls",
        with_rates(lambda lr, step: lr / (1 + 0.01 * step)),
        "Your rate becomes smaller from step to step. Here it is `lr` in every step.",
        [with_rates(lambda lr, step, slower=slower: lr / (1 + slower * step)) for slower in (0.1, 1)]
        + [with_rates(lambda lr, step, by=by: lr * by**step) for by in (0.5, 0.9, 0.95, 0.99)],
    ),
    Misconception(
        "the image scaled",
        of_image(lambda image: (image - image.mean()) / image.std()),
        "You shift or scale the image first, so the kernel belongs to another image. Use it as it is.",
        [of_image(lambda image: image - image.mean()), of_image(lambda image: image / np.abs(image).max())],
    ),
    Misconception(
        "the first block for every weight",
        with_slope(lambda image, error: 2 * np.mean(error * image[: error.shape[0], : error.shape[1]])),
        "All weights move by the same amount, as if all met the first block of the image. "
        "Weight [m, n] meets the block that begins at row m and column n.",
    ),
)
