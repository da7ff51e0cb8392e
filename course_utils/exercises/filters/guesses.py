"""What learners guess in 01_filters."""

from __future__ import annotations

from ...checks.guess import Guess

FEWEST_EQUAL_PIXELS = Guess(
    name="fewest_equal_pixels",
    question="Which of five pictures has the fewest pixels in common with the X?",
    answer="moved",
    choices=("moved", "smaller", "tilted", "thicker", "an O"),
    wrong={
        "an O": "It has 60 of 81. The O is not even the worst X.",
        "tilted": "It has 65 of 81: the middle of the X hardly moves when the X is tilted.",
        "thicker": "It has 61 of 81: there are 20 new pixels of ink, but all the old ones are still there.",
        "smaller": "It has 77 of 81: only the four ends of the strokes are missing.",
    },
    why="Thin strokes that move by one pixel miss the old ones. Of 13 pixels of ink not one stays: 13 are "
    "lost and 13 are new, so 55 of 81 are equal.",
)

STROKE_ON_THE_CROSSING = Guess(
    name="stroke_on_the_crossing",
    question="How well does the falling stroke match the crossing?",
    answer=5 / 9,
    near=(0.55, 0.56),
    wrong={
        (0.77, 0.78): "This is the share of pixels that agree. The two that disagree also take 1 away each.",
        1: "The whole stroke is there. But the crossing has ink at two more places.",
        5: "This is the sum of the products. Divide it by their number.",
        7: "This many pixels agree. Take away the two that disagree, and divide by the number of pixels.",
        3 / 9: "Only the ink was counted. Paper on paper is a match, too: (−1) · (−1) = 1.",
    },
    why="Seven products are 1, and two are −1: at the upper right and lower left, where only the crossing "
    "has ink. 7 − 2 = 5, and 5/9 is 0.56.",
)

POSITIONS_OF_THE_WINDOW = Guess(
    name="positions_of_the_window",
    question="At how many positions does a window of 2 by 2 fit into an image of 4 by 4?",
    answer=9,
    wrong={
        16: "A window that starts in the last row or column would leave the image.",
        4: "Then the windows would not overlap. The window moves by one pixel only.",
        3: "This is how many fit side by side. There are as many one above the other.",
        8: "Count the positions in one row of the output, then the rows.",
        12: "In one direction the last position leaves the image.",
    },
    why="The window can start in column 0, 1 or 2, and in row 0, 1 or 2: 3 · 3 = 9.",
)

ONES_IN_THE_MAP = Guess(
    name="ones_in_the_map",
    question="How many perfect matches does the falling stroke have in the X?",
    answer=4,
    wrong={
        7: "The line has 7 pixels. But a piece of 3 pixels does not fit around the two at its ends.",
        5: "This is how often three pixels of the line are in the window. Once, other ink is there, too.",
        1: "The window fits on the line at more than one position: a piece is shorter than the line.",
        3: "The piece has 3 pixels. The window moves along a line of 7.",
        49: "This is how many numbers the output has.",
    },
    why="Around the 5 inner pixels of the line the stroke is whole. In the centre, the other stroke crosses.",
)

BESIDE_THE_CROSSING = Guess(
    name="beside_the_crossing",
    question="How well does the crossing match, one pixel beside the centre of the X?",
    answer="almost the opposite",
    choices=("almost a match", "nothing to do with it", "almost the opposite"),
    wrong={
        "almost a match": "With thick strokes it would be. These strokes are one pixel thin.",
        "nothing to do with it": "Then as many pixels would agree as disagree. Here almost all disagree.",
    },
    why="A crossing is a small chessboard. Moved by one square, black lies on white and white on black: only "
    "one of the nine pixels agrees, and the match is (1 − 8) / 9 = −0.78.",
)

WHERE_THEY_DIFFER = Guess(
    name="where_they_differ",
    question="Move and filter, or filter and move: where do the results differ?",
    answer="at the top and on the left",
    choices=("nowhere", "at the top and on the left", "at the bottom and on the right", "everywhere"),
    wrong={
        "nowhere": "Inside, this is so. But zeros come in, and not at the same time.",
        "at the bottom and on the right": "There, pixels leave the frame, in both results.",
        "everywhere": "A window does the same multiplications, wherever the patch has moved to.",
    },
    why="Moving down and right, zeros come in at the top and on the left. One result filters these zeros "
    "together with pixels of the picture; the other has plain zeros there.",
)

ONE_BRIGHT_PIXEL = Guess(
    name="one_bright_pixel",
    question="What is the first number of the cross-correlation of a single 1 with a kernel of 1 to 9?",
    answer=9,
    wrong={
        1: "Then the kernel would be seen upright. The first window has the bright pixel at its lower right.",
        5: "This is the number in the middle, where the kernel's centre lies on the bright pixel.",
        0: "The first window ends in row 2 and column 2: the bright pixel is just inside.",
        45: "This is the sum of the kernel. Only one pixel is not 0.",
        7: "The bright pixel is at the lower right of the first window, not at its lower left.",
        3: "The bright pixel is at the lower right of the first window, not at its upper right.",
    },
    why="In the first window the bright pixel is at the lower right, and there the kernel has its 9. In the "
    "last window it is at the upper left, on the 1: the map shows the kernel turned by 180 degrees.",
)

WHAT_THE_O_LACKS = Guess(
    name="what_the_o_lacks",
    question="Which piece of the X does the O not have?",
    answer="crossing",
    choices=("falling stroke", "crossing", "rising stroke"),
    wrong={
        "falling stroke": "The O has it at its upper right and lower left, where it is round.",
        "rising stroke": "The O has it at its upper left and lower right, where it is round.",
    },
    why="No two lines cross in an O. Its best match with the crossing is 0.56, that of a single stroke.",
)

GUESSES = (
    FEWEST_EQUAL_PIXELS,
    STROKE_ON_THE_CROSSING,
    POSITIONS_OF_THE_WINDOW,
    ONES_IN_THE_MAP,
    BESIDE_THE_CROSSING,
    WHERE_THEY_DIFFER,
    ONE_BRIGHT_PIXEL,
    WHAT_THE_O_LACKS,
)
