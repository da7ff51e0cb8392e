"""How well a patch of an image matches a feature: the mean of the products."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import normal
from .reference import PIECES, X

TO_6 = np.arange(1, 7).reshape(2, 3)
CHESS = np.array([[1, 0, 1], [0, 1, 0]])


def as_vectors(patch, feature):
    return np.vdot(np.asarray(patch, dtype=float), np.asarray(feature, dtype=float)) / np.size(feature)


def dot_product(patch, feature):
    return np.dot(patch.ravel(), feature.ravel()) / feature.size


def by_loops(patch, feature):
    pairs = [(p, f) for row, line in zip(patch, feature, strict=True) for p, f in zip(row, line, strict=True)]
    return sum(float(p) * float(f) for p, f in pairs) / len(pairs)


def random_ink(rng):
    return rng.choice([-1.0, 1.0], size=(3, 3)), PIECES[2]


@misconception("divided by a side, not the area")
def by_a_side(patch, feature):
    """You divide by the length of a side, by its square, or by both sides added. Each pixel gives one
    product: divide by the number of pixels.
    """
    return np.sum(patch * feature) / len(feature)


by_a_side.also(lambda patch, feature: np.sum(patch * feature) / feature.shape[1])
by_a_side.also(lambda patch, feature: np.sum(patch * feature) / sum(feature.shape))
by_a_side.also(lambda patch, feature: np.sum(patch * feature) / len(feature) ** 2)
by_a_side.also(lambda patch, feature: np.sum(patch * feature) / feature.shape[1] ** 2)


@misconception("difference, not product")
def mean_difference(patch, feature):
    """You measure how far the two are apart, so that a perfect match gives 0. Multiply the
    pixels instead of subtracting them.
    """
    return np.mean(np.abs(patch - feature))


mean_difference.also(lambda patch, feature: np.mean((patch - feature) ** 2))
mean_difference.also(lambda patch, feature: np.mean(patch - feature))
mean_difference.also(lambda patch, feature: np.sum(np.abs(patch - feature)))


@misconception("only the last product")
def last_product(patch, feature):
    """Only the last product is left: you wrote `=` in the loop instead of `+=`."""
    return patch[-1, -1] * feature[-1, -1] / feature.size


last_product.also(lambda patch, feature: patch[-1, -1] * feature[-1, -1])


@misconception("only the first row")
def first_row(patch, feature):
    """Only the first row is added up: the `return` is inside the loop over the rows. Move it to the left."""
    return np.sum(patch[0] * feature[0]) / feature.size


@misconception("taken for square")
def square(patch, feature):
    """Right for square patches only: you use the number of rows for the columns too. The
    shape has both: `m, n = patch.shape`.
    """
    side = len(feature)
    return np.sum(patch[:, :side] * feature[:, :side]) / side**2


@misconception("3 written into the code")
def always_three(patch, feature):
    """Right for patches of up to 3 x 3 pixels: a 3 is written into your code. Take the sides from the patch:
    `m, n = patch.shape`.
    """
    return np.sum(patch[:3, :3] * feature[:3, :3]) / feature.size


@misconception("last row and column left out")
def last_left_out(patch, feature):
    """The last row and the last column are missing: `range(m)` ends at m - 1 by itself."""
    return np.sum(patch[:-1, :-1] * feature[:-1, :-1]) / feature.size


MATCH = Exercise(
    name="match",
    points=2,
    cases=(
        Case("a stroke on itself", (X[1:4, 1:4], PIECES[0]), group="pieces of the X"),
        Case("the corner of the X", (X[:3, :3], PIECES[0]), group="pieces of the X"),
        Case("a stroke on the crossing", (X[3:6, 3:6], PIECES[0]), group="pieces of the X"),
        Case("the opposite", (-PIECES[1], PIECES[1]), group="pieces of the X"),
        Case("random ink", random_ink, group="pieces of the X"),
        Case("1 to 6 with ones and zeros", (TO_6, CHESS), group="any shape"),
        Case("two rows, five columns", normal((2, 5), (2, 5)), group="any shape"),
        Case("one pixel", (np.array([[3.0]]), np.array([[-2.0]])), group="any shape"),
    ),
    oracle=as_vectors,
    alternatives=(by_loops, lambda patch, feature: np.einsum("ij,ij", patch, feature) / feature.size),
    another_way=(
        dot_product,
        "It shows that a match is the dot product of two vectors. This is why a whole layer can be "
        "computed as one matrix product, as in chapter 05.",
    ),
    misconceptions=(
        Misconception(
            "sum without dividing",
            lambda patch, feature: np.sum(patch * feature),
            "You add up the products, but do not divide by how many there are: a perfect match of 3 x 3 "
            "pixels should be 1, yours is 9.",
        ),
        by_a_side,
        Misconception(
            "divided by 9, whatever the shape",
            lambda patch, feature: np.sum(patch * feature) / 9,
            "You divide by 9, which is right for 3 x 3 pixels only. Divide by the "
            "number of pixels of the patch.",
        ),
        Misconception(
            "divided with //",
            lambda patch, feature: np.sum(patch * feature) // feature.size,
            "`//` divides and rounds down to a whole number: 7 // 9 is 0, and 7 / 9 is 0.777...",
        ),
        Misconception(
            "count of equal pixels",
            lambda patch, feature: np.sum(patch == feature),
            "You count the pixels that are equal. Multiply instead: a pixel that disagrees then takes 1 "
            "away, and grey pixels count in part.",
        ),
        Misconception(
            "share of equal pixels",
            lambda patch, feature: np.mean(patch == feature),
            "You take the share of equal pixels, from 0 to 1. The mean of the products goes from -1 to 1: a "
            "pixel that disagrees takes something away.",
        ),
        Misconception(
            "right for pixels of 1 and -1 only",
            lambda patch, feature: np.mean(np.where(patch == feature, 1.0, -1.0)),
            "You only ask whether two pixels agree, in value or in sign. With grey pixels a product can be "
            "any number: multiply, and take the mean.",
            [
                lambda patch, feature: np.mean(np.sign(patch * feature)),
                lambda patch, feature: np.mean(1 - np.abs(patch - feature)),
                lambda patch, feature: np.mean(np.sign(patch) == np.sign(feature)) * 2 - 1,
            ],
        ),
        mean_difference,
        Misconception(
            "added, not multiplied",
            lambda patch, feature: np.mean(patch + feature),
            "You add the two pixels of each pair. Multiply them.",
        ),
        Misconception(
            "signs lost",
            lambda patch, feature: np.mean(np.abs(patch * feature)),
            "A product is negative where patch and feature disagree, and it should take something away. "
            "Leave out the absolute value.",
        ),
        Misconception(
            "the best product only",
            lambda patch, feature: np.max(patch * feature),
            "You return the largest of the products. Take the mean of all of them.",
        ),
        last_product,
        first_row,
        square,
        always_three,
        Misconception(
            "divided by the lengths",
            lambda patch, feature: (
                np.vdot(patch, feature) / (np.linalg.norm(patch) * np.linalg.norm(feature))
            ),
            "You divide by the lengths of the two, as for the cosine of an angle. "
            "Divide by the number of pixels.",
        ),
        Misconception(
            "divided by the sum of the feature",
            lambda patch, feature: np.sum(patch * feature) / np.sum(feature),
            "You divide by the sum of the feature's pixels. Divide by how many there are: `feature.size`.",
        ),
        Misconception(
            "means multiplied",
            lambda patch, feature: np.mean(patch) * np.mean(feature),
            "You multiply the two means. Multiply pixel by pixel first, then take the mean of the products.",
        ),
        Misconception(
            "median in place of mean",
            lambda patch, feature: np.median(patch * feature),
            "You take the median of the products. Take their mean.",
        ),
        Misconception(
            "feature turned around",
            lambda patch, feature: np.mean(patch * feature[::-1, ::-1]),
            "You turn the feature by 180 degrees. Each pixel meets the one at the same position.",
        ),
        Misconception(
            "kept between -1 and 1",
            lambda patch, feature: np.clip(np.mean(patch * feature), -1, 1),
            "You cut off what is above 1 or below -1. For pixels of ±1 the mean stays there by itself, "
            "and other pixels may give more.",
        ),
        Misconception(
            "matrix product",
            lambda patch, feature: np.mean(patch @ feature),
            "`@` is the matrix product: rows times columns. Here each pixel is multiplied by the "
            "pixel at the same position: `*`.",
        ),
        last_left_out,
        Misconception(
            "counted from 1",
            lambda patch, feature: np.sum(patch[1:, 1:] * feature[1:, 1:]) / feature.size,
            "The first row and the first column are missing: rows and columns are counted from 0.",
        ),
        zeros(as_vectors),
    ),
    hints=(
        "Where patch and feature agree, what is the product of the two pixels? And where they disagree?",
        "Multiply pixel by pixel (`*`, not `@`), add everything up, divide by the number of pixels.",
        "The number of pixels is `feature.size`. Adding up and dividing by the count has a name: `np.mean`.",
    ),
)
