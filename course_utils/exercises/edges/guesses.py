"""What learners guess in 02_edges."""

from __future__ import annotations

from ...checks.guess import Guess

TWO_DAYS = Guess(
    name="two_days",
    question="Every pixel of one picture is 120 brighter. By how much do the outputs of `1 0 -1` differ?",
    answer=0,
    wrong={
        120: "This is by how much the pixels differ. The kernel takes one pixel away from another.",
        360: "The left column adds 3 x 120, but the right column takes just as much away.",
        (1, 500): "The light adds 120 on the left, and the kernel subtracts the 120 on the right.",
    },
    why="The weights sum to 0: what is added to all pixels is taken away again.",
)

DARK_ON_THE_LEFT = Guess(
    name="dark_on_the_left",
    question="Three rows of `1 0 -1` lie over three rows of `0 0 10`. What is the output?",
    answer=-30,
    wrong={
        30: "This is its size. But now the light is on the right, where the weights are -1.",
        10: "One row gives 10 times -1, and there are three rows.",
        -10: "This is one row; there are three.",
        0: "This would be a flat picture. Here the right column is brighter than the left one.",
    },
    why="Each of the three rows gives 0 - 10. The size is as before, and the sign has changed.",
)

BLIND_TO_POSTS = Guess(
    name="blind_to_posts",
    question="Which of the two Sobel kernels does not see upright posts?",
    answer="top Sobel",
    choices=("left Sobel", "top Sobel"),
    wrong={
        "left Sobel": "It compares left with right, and at a post these differ. It is blind to level lines."
    },
    why="It compares what is above with what is below, and along a post the two are equal.",
)

A_FLAT_SKY = Guess(
    name="a_flat_sky",
    question="What does a kernel of 3 in the middle and -2 on its right make of a flat area of 200?",
    answer=200,
    wrong={
        600: "This is the middle weight alone. The neighbour takes 2 x 200 away.",
        0: "It would be 0 if the weights summed to 0. These sum to 1.",
        1000: "3 x 200 + 2 x 200 forgets the minus sign.",
        255: "The picture is cut off at 255, but the output does not get that far.",
    },
    why="3 x 200 - 2 x 200 = 200. The weights sum to 1, so flat areas keep their brightness.",
)

STAR_IN_A_BOX = Guess(
    name="star_in_a_box",
    question="What does the box make of a star, one pixel large?",
    answer="a grey square",
    choices=("a smaller star", "a soft round spot", "a grey square"),
    wrong={
        "a soft round spot": "The Gaussian makes one, because its weights fall with the distance.",
        "a smaller star": "A blur spreads the light of a pixel over all windows that contain it.",
    },
    why="81 windows contain the star, wherever it is in them, and each gives it the same weight.",
)

PASSES_OF_31 = Guess(
    name="passes_of_31",
    question="Two passes, with 31 weights each: how many multiplications for each pixel?",
    answer=62,
    wrong={
        31: "This is one pass; there are two.",
        961: "This is the full kernel, 31 x 31.",
        (450, 500): "This is about half of 961. But a pass has only 31 weights.",
    },
    why="A pass multiplies 31 pixels by 31 weights, and 31 + 31 = 62.",
)

FOOT_OF_THE_BALL = Guess(
    name="foot_of_the_ball",
    question="What is the orientation at the lowest point of a white ball's rim, in degrees?",
    answer=90,
    wrong={
        -90: "This points up. Rows are counted downwards, so down is positive.",
        (1.5, 1.6): "This is right in radians. In degrees it is 180 / pi times as much.",
        270: "This is a way to write -90, which points up. Down is positive here.",
        0: "This is the rim's rightmost point, where the arrow points right.",
        180: "This is the rim's leftmost point, where the arrow points left.",
    },
    why="Light is above and dark below, so the arrow points down: pi / 2, or 90 degrees.",
)

ROOF_WITHOUT_LEAVES = Guess(
    name="roof_without_leaves",
    question="Which threshold keeps the roofs in one piece and drops the leaves?",
    answer="no threshold",
    choices=("a low one", "a high one", "no threshold"),
    wrong={
        "a high one": "It breaks the roofs first: some leaves are steeper than parts of the roofs.",
        "a low one": "It keeps the roofs whole, but every leaf stays as well.",
    },
    why="Leaves in the sun are steeper edges than the faint parts of a roof. One number cannot part them.",
)

NEIGHBOURS_AT_45 = Guess(
    name="neighbours_at_45",
    question="With which two neighbours is a pixel of orientation 45 degrees compared?",
    answer="upper left and lower right",
    choices=("upper left and lower right", "upper right and lower left", "left and right"),
    wrong={
        "upper right and lower left": "These would be right if rows were counted upwards.",
        "left and right": "These belong to 0 degrees, where the arrow points right.",
    },
    why="0 points right and 90 points down, so 45 points to the lower right. The other one is opposite.",
)

GONE_FROM_THE_DRAWING = Guess(
    name="gone_from_the_drawing",
    question="Which of these does the edge map drop?",
    answer="single specks on the slope",
    choices=("the posts of the lower gallery", "single specks on the slope", "the leaves of the trees"),
    wrong={
        "the posts of the lower gallery": "They are faint, but chains connect them to strong edges.",
        "the leaves of the trees": "Many of them are strong edges, and the others are connected to those.",
    },
    why="A speck is weak, and connected to nothing strong.",
)

GUESSES = (
    TWO_DAYS,
    DARK_ON_THE_LEFT,
    BLIND_TO_POSTS,
    A_FLAT_SKY,
    STAR_IN_A_BOX,
    PASSES_OF_31,
    FOOT_OF_THE_BALL,
    ROOF_WITHOUT_LEAVES,
    NEIGHBOURS_AT_45,
    GONE_FROM_THE_DRAWING,
)
