"""What learners guess in 07_pooling."""

from __future__ import annotations

from ...checks.guess import Guess

NUMBERS_THAT_STAY = Guess(
    name="numbers_that_stay",
    question="The X moves right by one pixel: how many of the 49 numbers of its first map stay the same?",
    answer=3,
    near=(1, 8),
    wrong={
        42: "So many would stay if only one column were new. But every number moves to the next column.",
        0: "Nearly. A few numbers happen to have an equal number on their left.",
        (9, 41): "Every number moves to the next column, where most neighbours differ.",
    },
    why="The whole map moves, so a number stays only where the one that comes to its place is equal.",
)

UPPER_RIGHT_PIXELS = Guess(
    name="upper_right_pixels",
    question="In the picture of all upper right pixels, which number is at the lower left?",
    answer=70,
    wrong={
        2: "The other way round: this is the lower left pixel of the upper right window.",
        34: "This is the upper left pixel of the lower left window.",
        112: "This is the lower left pixel of the lower left window.",
    },
    why="The lower left window holds 34, 70, 112 and 100. Its upper right pixel is 70.",
)

ONES_WITH_STRIDE_1 = Guess(
    name="ones_with_stride_1",
    question="The map has a single 1. How many 1s are in the pooled map, with 2 by 2 windows and stride 1?",
    answer=4,
    wrong={
        1: "So it is with stride 2, where each pixel is in one window only. With stride 1 windows overlap.",
        2: "The windows overlap to the right and downwards.",
        9: "So many windows of 3 by 3 would see it.",
    },
    why="With stride 1, a pixel inside the map is in a window as each of its 2 x 2 positions.",
)

WHO_IS_FASTER = Guess(
    name="who_is_faster",
    question="On one processor core, who pools two million numbers faster, you or PyTorch?",
    answer="you",
    choices=("you", "PyTorch"),
    wrong={"PyTorch": "It is compiled for speed, but it goes from window to window, number by number."},
    why="Your views are compared in three long, simple tasks, which a processor does best. "
    "So it is on most computers; the next cell measures yours.",
)

KEPT_BY_ALEXNET = Guess(
    name="kept_by_alexnet",
    question="Pooling with 3 by 3 windows and stride 2: how many percent of the numbers are left?",
    answer=25,
    near=(24, 26),
    unit="%",
    wrong={
        (11, 12): "One in nine is left where windows of 3 by 3 lie side by side. These overlap.",
        50: "This is so for the rows alone. Half of the columns go as well.",
        (
            43,
            45,
        ): "This is 4/9. How large the windows are does not matter, only where they begin.",
    },
    why="A window begins at every second row and every second column, whatever its size.",
)

ROWS_LEFT = Guess(
    name="rows_left",
    question="Of 50 rows, how many are left with windows of 3 by 3 and stride 2?",
    answer=24,
    wrong={
        25: "This is half of 50. A 25th window would begin in row 48 and need a row 50: the last is 49.",
        23: "(50 - 3) / 2, rounded down, counts the steps. The first window comes before the first step.",
        23.5: "(50 - 3) / 2 counts steps, not windows, and half a step leads nowhere.",
    },
    why="The windows begin in rows 0, 2, ..., 46: (50 - 3) / 2 = 23.5, so 23 steps, and 24 windows.",
)

TURNED_TEMPLE = Guess(
    name="turned_temple",
    question="Which maps are the same as before, after the picture was turned and the maps turned back?",
    answer="only the pooled map",
    choices=("both", "only the pooled map", "neither"),
    wrong={
        "both": "One kernel looks for edges in one direction only. Turned, other edges have this direction.",
        "neither": "The turned picture meets the same four kernels, only in another order.",
    },
    why="When the picture turns, each kernel finds what its neighbour found before. The largest is the same.",
)

WINDOWS_OF_3 = Guess(
    name="windows_of_3",
    question="Of the pooled numbers, how many percent stay the same with windows of 3, against those of 2?",
    answer="fewer",
    choices=("more", "as many", "fewer"),
    wrong={
        "more": "So it is if only whole windows count. With partial ones the stroke crosses their borders.",
        "as many": "It depends on where the borders of the windows lie, and they lie elsewhere.",
    },
    why="A number changes when a large one crosses the border of its window. For this X and these windows "
    "33 % stay, not 44 %: the size alone does not decide.",
)

WHICH_SURVIVE = Guess(
    name="which_survive",
    question="For which pooling does the fraction that stays exactly the same grow with the window?",
    answer="only for the largest",
    choices=("for both", "only for the largest", "only for the mean"),
    wrong={
        "for both": "A mean changes as soon as anything in its window does, even by very little.",
        "only for the mean": "A mean changes by less, but it nearly always changes.",
    },
    why="The largest is one pixel: it stays while no larger one enters. A mean counts every pixel.",
)

DIGITS_READ = Guess(
    name="digits_read",
    question="How many of 500 digits, that it has not seen before, will the trained LeNet-5 read correctly?",
    answer=497,
    near=(480, 500),
    wrong={
        (0, 60): "A network that only guesses gets about 50. This one has learned.",
        (61, 479): "Finding the most similar of 60,000 digits gets about 485 right. LeNet-5 does better.",
    },
    why="The digits are new, but written like those that it learned from: it misses fewer than one in 100.",
)

GRADIENT_OF_THE_12 = Guess(
    name="gradient_of_the_12",
    question="The first window holds 12, 20, 8, 12, and its dy is 1. What is the gradient of the first 12?",
    answer=0,
    wrong={
        1: "This is the gradient of the 20.",
        0.25: "So it is for a mean, where each pixel has a quarter of the weight.",
        0.6: "How near it comes to the largest does not matter.",
    },
    why="If the 12 becomes 12.1, the largest is still 20, and the output does not change.",
)

WINNER_OF_TWO = Guess(
    name="winner_of_two",
    question="A pixel is the largest of two windows, whose dy are 3 and 5. What is its gradient?",
    answer=8,
    wrong={
        5: "This is the later window alone; the first one was overwritten.",
        4: "This is the mean. Both paths lead to the same loss.",
        15: "This is the product. Along a path you multiply, over the paths you add.",
    },
    why="The pixel has two paths to the loss, and the chain rule adds over all paths.",
)

DIFFERENCE_AT_A_TIE = Guess(
    name="difference_at_a_tie",
    question="All four pixels of a window are 0. What is the central difference for the first one?",
    answer=0.5,
    wrong={
        1: "This is what happens if the pixel grows. The difference looks down as well.",
        0.25: "This would share the gradient fairly, but all four are 0.5, which is together 2.",
        0: "This is what happens if it shrinks. The difference looks up as well.",
    },
    why="Up by h, the largest is h; down by h, it is still 0. (h - 0) / 2h is one half.",
)

GUESSES = (
    NUMBERS_THAT_STAY,
    UPPER_RIGHT_PIXELS,
    ONES_WITH_STRIDE_1,
    WHO_IS_FASTER,
    KEPT_BY_ALEXNET,
    ROWS_LEFT,
    TURNED_TEMPLE,
    WINDOWS_OF_3,
    WHICH_SURVIVE,
    DIGITS_READ,
    GRADIENT_OF_THE_12,
    WINNER_OF_TWO,
    DIFFERENCE_AT_A_TIE,
)
