"""How well a patch of an image matches a feature: the mean of the products."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..draws import normal
from .reference import PIECES, X

TO_6 = np.arange(1.0, 7).reshape(2, 3)
CHESS = np.array([[1.0, 0, 1], [0, 1, 0]])


def as_vectors(patch, feature):
    return np.vdot(np.asarray(patch, dtype=float), np.asarray(feature, dtype=float)) / np.size(feature)


def by_loops(patch, feature):
    pairs = [(p, f) for row, line in zip(patch, feature, strict=True) for p, f in zip(row, line, strict=True)]
    return sum(float(p) * float(f) for p, f in pairs) / len(pairs)


def random_ink(rng):
    return rng.choice([-1.0, 1.0], size=(3, 3)), PIECES[2]


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
    misconceptions=(
        Misconception(
            "sum without dividing",
            lambda patch, feature: np.sum(patch * feature),
            "You add up the products, but do not divide by how many there are: a perfect match of 3 x 3 "
            "pixels should be 1, yours is 9.",
        ),
        Misconception(
            "divided by a side, not the area",
            lambda patch, feature: np.sum(patch * feature) / len(feature),
            "You divide by the number of rows. Each pixel gives one product: divide by the number of pixels.",
        ),
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
            "mean difference",
            lambda patch, feature: np.mean(np.abs(patch - feature)),
            "You measure how far the two are apart, so that a perfect match gives 0. Multiply the "
            "pixels instead of subtracting them.",
        ),
        Misconception(
            "matrix product",
            lambda patch, feature: np.mean(patch @ feature),
            "`@` is the matrix product: rows times columns. Here each pixel is multiplied by the "
            "pixel at the same position: `*`.",
        ),
        Misconception(
            "cut to two decimals",
            lambda patch, feature: np.trunc(100 * np.mean(patch * feature)) / 100,
            "Your number is cut after two decimals. Return all of it; rounding is for showing.",
        ),
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
