"""What learners guess in 03_learning."""

from __future__ import annotations

from ...checks.guess import Guess

AFTER_ONE_STEP = Guess(
    name="after_one_step",
    question="Where is w after one step from 0, with a rate of 0.1 and a slope of -15?",
    answer=1.5,
    wrong={
        -1.5: "This step goes uphill. The slope is subtracted.",
        -15: "This is the slope. The step is the slope times the rate.",
        15: "The rate is missing: the step is 0.1 times as long.",
        3: "This is where w arrives in the end. One step leads half of the way.",
    },
    why="0 - 0.1 * (-15) = 1.5. A negative slope means that w has to grow.",
)

LARGEST_RATE = Guess(
    name="largest_rate",
    question="From which rate on does the ball climb out?",
    answer=0.4,
    near=(0.3, 0.5),
    wrong={
        0.2: "With 0.2 the ball lands in the lowest point with its first step.",
        (0.05, 0.15): "With 0.1 each step leads half of the way. There is still a lot of room.",
        (0.9, 2): "A rate is no percentage: what counts is the rate times how steep the curve becomes.",
    },
    why="The slope is 5 times the distance to 3. With 0.4 a step is twice the distance: the ball lands "
    "as high as before, on the other side.",
)

PIXELS_OF_A_WEIGHT = Guess(
    name="pixels_of_a_weight",
    question="How many pixels does one weight of a 2 by 2 kernel meet on its way over an image of 4 by 4?",
    answer=9,
    wrong={
        16: "The kernel stays inside of the image, so the first weight never meets the last row and column.",
        4: "The kernel has 4 weights. Each of them is used once for each output.",
        1: "A weight is used again at each position of the kernel.",
    },
    why="The kernel has 3 * 3 positions, and at each of them the weight meets one pixel.",
)

STEPS_TO_SOBEL = Guess(
    name="steps_to_sobel",
    question="After how many steps are all nine numbers of Sobel's kernel right to two decimals?",
    answer=250,
    near=(100, 600),
    wrong={
        (1, 30): "So soon the kernel only looks like Sobel's: neighbouring pixels are much alike, "
        "so some mixtures of weights are learned slowly.",
        (3000, 1e7): "Large networks need so many. This one has nine weights and thousands of outputs.",
    },
    why="Each step makes the rest smaller by a factor. Here about 250 steps are enough.",
)

LEARNED_FROM_A_STEP = Guess(
    name="learned_from_a_step",
    question="What is learned from a picture in which all rows are equal?",
    answer="another kernel with the same output",
    choices=("Sobel's numbers", "another kernel with the same output", "nothing"),
    wrong={
        "Sobel's numbers": "Nothing in the picture tells the rows of the kernel apart.",
        "nothing": "The output becomes perfect: there is enough to learn a kernel, but not which one.",
    },
    why="Many kernels give this output. Starting from zeros, the rows of the kernel stay equal.",
)

CROSSING_IN_AN_O = Guess(
    name="crossing_in_an_o",
    question="How large is the best match of the crossing in the O?",
    answer=5 / 9,
    near=(0.4, 0.7),
    wrong={
        0: "Half of the pixels agree everywhere, more or less. The best position is better than that.",
        (
            -1,
            -0.05,
        ): "Somewhere a part of the ring agrees with a part of the crossing. The best position counts.",
        1: "A crossing has ink in its centre and in four corners. A thin ring never has that.",
    },
    why="At the best position 7 of 9 pixels agree and 2 do not: (7 - 2) / 9 = 0.56.",
)

THICK_AND_TILTED = Guess(
    name="thick_and_tilted",
    question="What percentage of new letters, tilted and thick, is read with the designed pieces?",
    answer=58,
    near=(50, 70),
    wrong={
        (90, 100): "Thin and upright letters are read like that. These pieces do not fit a thick stroke.",
        (71, 89): "Most people hope so. A thick stroke fills the pieces, and a tilted one misses them.",
        (0, 40): "Even a coin is right in 50 % of the cases.",
    },
    why="A match of a thin piece says little about a thick stroke, so the reader hardly beats a coin.",
    unit="%",
)

GUESSES = (
    AFTER_ONE_STEP,
    LARGEST_RATE,
    PIXELS_OF_A_WEIGHT,
    STEPS_TO_SOBEL,
    LEARNED_FROM_A_STEP,
    CROSSING_IN_AN_O,
    THICK_AND_TILTED,
)
