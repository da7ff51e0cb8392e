"""What learners guess in 06_backward."""

from __future__ import annotations

from ...checks.guess import Guess

OUTPUTS_OF_A_WEIGHT = Guess(
    name="outputs_of_a_weight",
    question="How many of the four outputs change when the weight 10 changes?",
    answer=4,
    wrong={
        1: "It is used once in each window, and there are four windows.",
        9: "This is the number of pixels.",
    },
    why="The kernel slides over the whole picture, so every weight is used for every output.",
)

OUTPUTS_OF_A_PIXEL = Guess(
    name="outputs_of_a_pixel",
    question="How many of the four outputs change when the 2 in the upper row changes?",
    answer=2,
    wrong={
        1: "A corner is seen by one window. The 2 is between two corners.",
        4: "Only the pixel in the middle is seen by all four windows.",
    },
    why="The two upper windows see it: 1, 2, 4, 5 and 2, 3, 5, 6. The lower windows begin one row below.",
)

MIDDLE_PIXEL = Guess(
    name="middle_pixel",
    question="If every output counts 1, what is the gradient of the pixel in the middle?",
    answer=100,
    wrong={
        40: "This is what it passes on to the first output alone. All four windows see it.",
        25: "This is the mean of the four weights. The chain rule adds.",
        4: "This counts its windows. In each of them it is multiplied by a weight.",
        10: "This is the gradient of the corner pixel, which meets only the first weight.",
    },
    why="Each window meets it with another weight: 40, 30, 20 and 10. Their sum is 100.",
)

LAST_ROW = Guess(
    name="last_row",
    question="Windows of 3 by 3 move by 2 over 6 by 6 pixels: how many windows see a pixel of the last row?",
    answer=0,
    wrong={
        1: "It would be one if a window ended there. The windows cover rows 0 to 2 and 2 to 4.",
        (2, 9): "So many windows see a pixel at stride 1, or where windows overlap.",
    },
    why="The windows begin in rows 0 and 2 and reach to row 4. A third one would need a seventh row.",
)

BEST_STEP = Guess(
    name="best_step",
    question="Which step h gives the most exact derivative, with differences to both sides in float64?",
    answer="near 1e-5",
    choices=("near 1e-2", "near 1e-5", "near 1e-15"),
    wrong={
        "near 1e-15": "In mathematics smaller is better. Then f(x + h) and f(x - h) agree in all digits.",
        "near 1e-2": "There the curve itself bends within the step.",
    },
    why="A long step misses the bend of the curve, a short one leaves only rounding errors.",
)

BATCH_OF_TWO = Guess(
    name="batch_of_two",
    question="One picture gives a weight the gradient 3, another one 5: what do both give in one batch?",
    answer=8,
    wrong={
        4: "This is the mean. The layer adds; if the loss is a mean, `dy` is already divided.",
        15: "This is the product. Both act on the same loss, so their effects add up.",
    },
    why="Both pictures use the same weight, so it acts on the loss through both: 3 + 5.",
)

SLOPE_AT_THE_KINK = Guess(
    name="slope_at_the_kink",
    question="What is the central difference of ReLU, max(0, x), at exactly 0?",
    answer=0.5,
    wrong={
        0: "This is the slope on the left, and PyTorch's rule. The difference sees both sides.",
        1: "This is the slope on the right. The difference sees both sides.",
    },
    why="(max(0, h) - max(0, -h)) / 2h = h / 2h: the mean of the two slopes, which is neither of them.",
)

GUESSES = (
    OUTPUTS_OF_A_WEIGHT,
    OUTPUTS_OF_A_PIXEL,
    MIDDLE_PIXEL,
    LAST_ROW,
    BEST_STEP,
    BATCH_OF_TWO,
    SLOPE_AT_THE_KINK,
)
