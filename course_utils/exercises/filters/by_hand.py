"""Two small cross-correlations, worked out with pencil and paper."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception
from .advice import ANSWER_TRANSPOSED, NO_OVERLAP
from .reference import STEP, TENS, TO_9, TO_16, correlate

ANSWERS = {
    "1 to 16": np.array([[7, 8, 9], [11, 12, 13], [15, 16, 17]]),
    "1 to 9": np.array([[370, 470], [670, 770]]),
}


def by_scipy(key):
    image, kernel = {"1 to 16": (TO_16, STEP), "1 to 9": (TO_9, TENS)}[key]
    return correlate(image, kernel)


BY_HAND = Exercise(
    name="by_hand",
    points=2,
    cases=(
        Case("the numbers 1 to 16", ("1 to 16",), group="1 to 16"),
        Case("the numbers 1 to 9", ("1 to 9",), group="1 to 9"),
    ),
    oracle=by_scipy,
    alternatives=(
        {key: answer.tolist() for key, answer in ANSWERS.items()},
        {key: answer.astype(np.float32) for key, answer in ANSWERS.items()},
    ),
    misconceptions=(
        Misconception(
            "flipped kernel",
            {"1 to 16": [[0, 1, 2], [4, 5, 6], [8, 9, 10]], "1 to 9": [[230, 330], [530, 630]]},
            "You turned the kernel by 180 degrees first; that is the true convolution, which comes later. "
            "Here the kernel lies on the image as it is written.",
        ),
        Misconception(
            "kernel's rows and columns swapped",
            {"1 to 16": [[3, 4, 5], [7, 8, 9], [11, 12, 13]], "1 to 9": [[350, 450], [650, 750]]},
            "You swapped the kernel's upper right and lower left numbers. The kernel's first row lies "
            "on the upper row of the window.",
        ),
        Misconception(
            "rows and columns of the answer swapped",
            {key: answer.T for key, answer in ANSWERS.items()},
            ANSWER_TRANSPOSED,
        ),
        Misconception(
            "divided as in match",
            {key: answer / 4 for key, answer in ANSWERS.items()},
            "You divide by the number of pixels, as `match` does. Here you only multiply and add.",
        ),
        Misconception(
            "windows that do not overlap", {"1 to 16": [[7, 9], [15, 17]], "1 to 9": [[370]]}, NO_OVERLAP
        ),
        Misconception(
            "one row and column too few",
            {"1 to 16": [[7, 8], [11, 12]], "1 to 9": [[370]]},
            "The last row and column are missing: the window moves on until its edge touches the image's "
            "edge. A 2 x 2 window has three positions side by side in four columns.",
        ),
        Misconception(
            "zeros added around",
            {
                "1 to 16": [[7, 8, 9, -4], [11, 12, 13, -8], [15, 16, 17, -12], [1, 1, 1, -16]],
                "1 to 9": [[370, 470, 210], [670, 770, 360], [220, 250, 90]],
            },
            "Your window hangs over the edge, where you took zeros. Keep it inside the image.",
        ),
        Misconception(
            "minus sign lost",
            {"1 to 16": [[9, 12, 15], [21, 24, 27], [33, 36, 39]], "1 to 9": ANSWERS["1 to 9"]},
            "The upper left number of the first kernel is -1: the pixel below it is subtracted.",
        ),
        Misconception(
            "a weight of 0 taken for 1",
            {"1 to 16": [[12, 14, 16], [20, 22, 24], [28, 30, 32]], "1 to 9": ANSWERS["1 to 9"]},
            "The lower left number of the first kernel is 0: the pixel under it does not count.",
        ),
        Misconception(
            "windows added up without the kernel",
            {"1 to 16": [[14, 18, 22], [30, 34, 38], [46, 50, 54]], "1 to 9": [[12, 16], [24, 28]]},
            "You added up the pixels of each window. Multiply each by the kernel's number on it first.",
        ),
        Misconception(
            "products not added up",
            {"1 to 16": [[-1, 2], [0, 6]], "1 to 9": [[10, 40], [120, 200]]},
            "These are the four products of the first window. Add them up: that is the first number of the "
            "answer.",
        ),
        Misconception(
            "the next row begins where the last one ended",
            {
                "1 to 16": [[7, 8, 9], [10, 11, 12], [13, 14, 15]],
                "1 to 9": [[370, 470], [570, 670]],
            },
            "The first row is right, and from there you only count on. For the next row the window goes back "
            "to the left border, one row lower: work it out.",
        ),
        Misconception(
            "only the first product",
            {"1 to 16": [[-1, -2, -3], [-5, -6, -7], [-9, -10, -11]], "1 to 9": [[10, 20], [40, 50]]},
            "You multiplied only the upper left number of each window. Multiply all four, and add them up.",
        ),
        Misconception(
            "answers swapped",
            {"1 to 16": ANSWERS["1 to 9"], "1 to 9": ANSWERS["1 to 16"]},
            "Each of the two answers stands in the other one's place.",
        ),
        Misconception(
            "all zeros",
            {"1 to 16": np.zeros((3, 3)), "1 to 9": np.zeros((2, 2))},
            "Your arrays have the right shapes, but all entries are 0. Work out a few numbers first.",
        ),
    ),
    hints=(
        "A window of two columns in an image of four starts at column 0, 1 or 2: it has three positions.",
        'In "1 to 16" the second window holds 2, 3, 6 and 7: -1*2 + 1*3 + 0*6 + 1*7 = 8. The second row of '
        "the answer begins with the window 5, 6, 9 and 10.",
        'In "1 to 9" the first window holds 1, 2, 4 and 5: 10*1 + 20*2 + 30*4 + 40*5 = 370. The three other '
        "windows begin at 2, at 4 and at 5: the answer has two rows of two numbers.",
    ),
)
