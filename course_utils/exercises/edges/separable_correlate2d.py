"""`separable_correlate2d`: a kernel that is a column times a row, in two passes."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import grey, normal
from .reference import STEP, bars
from .separable_correlate2d_mistakes import MISTAKES, down_then_across


def drive(target, image, column, row):
    """Call it with a column and a row that notice when they are multiplied with each other."""
    met = []
    products = ("multiply", "matmul", "vecdot", "einsum", "dot", "tensordot", "kron", "inner", "outer")

    class Weights(np.ndarray):
        whose = ""

        def __array_finalize__(self, source):
            self.whose = getattr(source, "whose", "")

        def __array_ufunc__(self, ufunc, method, *inputs, **options):
            return noticed(ufunc.__name__, getattr(ufunc, method), inputs, options)

        def __array_function__(self, function, types, inputs, options):
            return noticed(function.__name__, function, inputs, options)

    def plain(value):
        if isinstance(value, (list, tuple)):
            return type(value)(map(plain, value))
        return value.view(np.ndarray) if isinstance(value, Weights) else value

    def noticed(name, function, inputs, options):
        weights = [value for value in inputs if isinstance(value, Weights)]
        if name in products and len({value.whose for value in weights}) == 2:
            met.append(name)
        inputs = plain(inputs)
        result = function(*inputs, **{name: plain(value) for name, value in options.items()})
        others = sum(np.size(value) > 1 for value in inputs if isinstance(value, np.ndarray)) - len(weights)
        if len(weights) == 1 and others < 1 and type(result) is np.ndarray and result.size == weights[0].size:
            return marked(result, weights[0].whose)  # the same weights, in another shape or scaled
        return result

    def marked(array, whose):
        weights = array.view(Weights)
        weights.whose = whose
        return weights

    result = plain(target(image, marked(column, "column"), marked(row, "row")))
    if met:
        raise ValueError("column and row were multiplied with each other: that is the full kernel")
    return result


def with_the_full_kernel(image, column, row):
    from scipy.signal import correlate2d

    return correlate2d(image, np.outer(column, row).astype(float), mode="valid")


def across_then_down(image, column, row):
    rows = np.apply_along_axis(np.correlate, 1, np.asarray(image, dtype=float), row, mode="valid")
    return np.apply_along_axis(np.correlate, 0, rows, column, mode="valid")


def by_shifted_sums(image, column, row):
    image = np.float32(image)
    height, width = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    columns = sum(np.float32(weight) * image[i : i + height] for i, weight in enumerate(column))
    return sum(np.float32(weight) * columns[:, i : i + width] for i, weight in enumerate(row))


def by_shifting(image, column, row):
    height, width = image.shape[0] - len(column) + 1, image.shape[1] - len(row) + 1
    down = sum(float(weight) * image[i : i + height] for i, weight in enumerate(column))
    return sum(float(weight) * down[:, j : j + width] for j, weight in enumerate(row))


SMOOTH, SLOPE = np.array([1, 2, 1]), np.array([1, 0, -1])

SEPARABLE_CORRELATE2D = Exercise(
    name="separable_correlate2d",
    points=3,
    cases=(
        Case("left Sobel in two passes", (STEP, SMOOTH, SLOPE), group="worked numbers"),
        Case(
            "1 to 30",
            (np.arange(1.0, 31).reshape(5, 6), np.array([1.0, 2]), np.array([1.0, 10])),
            group="worked numbers",
        ),
        Case("left Sobel on random bars", bars(then=(SMOOTH, SLOPE)), group="worked numbers"),
        Case("random, wide kernel", normal((8, 11), (3,), (5,)), group="any shape"),
        Case("random, high kernel", normal((9, 7), (4,), (2,)), group="any shape"),
        Case("a kernel as large as the image", normal((4, 6), (4,), (6,)), group="any shape"),
        Case("uint8 pixels", grey((6, 6), then=(SMOOTH, SLOPE)), group="uint8"),
        Case(
            "uint8 pixels and weights",
            grey((5, 5), then=(SMOOTH.astype(np.uint8), np.array([1, 3, 1], np.uint8))),
            group="uint8",
        ),
    ),
    oracle=with_the_full_kernel,
    drive=drive,
    alternatives=(down_then_across, across_then_down, by_shifted_sums),
    another_way=(
        by_shifting,
        "It needs no windows: it adds up shifted copies of the whole image, one for each weight. Try it in "
        "the race below.",
    ),
    misconceptions=(*MISTAKES, zeros(down_then_across)),
    hints=(
        "Two passes: first every column of the image on its own, then every row of what came out.",
        "A column of m weights is a kernel of shape (m, 1), a row of n weights one of shape (1, n). "
        "You have a function that slides a kernel of any shape.",
        "`down = correlate2d(image, column[:, None])`, then `return correlate2d(down, row[None, :])`.",
    ),
    forbidden=("scipy", "cv2", "skimage", "torch", "numpy.outer"),
)
