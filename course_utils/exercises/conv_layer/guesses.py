"""What learners guess in 04_conv_layer."""

from __future__ import annotations

from ...checks.guess import Guess

WINDOWS_IN_THE_MIDDLE = Guess(
    name="windows_in_the_middle",
    question="How many windows of 3 by 3 see the pixel in the middle of 7 by 7?",
    answer=9,
    wrong={
        1: "This is a corner: only the first window sees it.",
        3: "Along one axis 3 windows see it. There are two axes.",
        25: "This is how many windows there are. Most of them lie elsewhere.",
    },
    why="Along each axis 3 windows see it, those that begin 2, 1 and 0 pixels before it: 3 times 3.",
)

STRIDE_THAT_LEAVES_OUT = Guess(
    name="stride_that_leaves_out",
    question="What is the smallest stride at which windows of 3 leave out one of 7 pixels?",
    answer=3,
    wrong={
        2: "Windows at 0, 2 and 4 see pixels 0 to 6, which is all of them.",
        4: "Stride 4 jumps over the pixel in the middle. A smaller one leaves out the last pixel.",
    },
    why="Windows at 0 and 3 end with pixel 5. The next one would begin at 6 and does not fit.",
)

NUMBERS_OF_THE_WALK = Guess(
    name="numbers_of_the_walk",
    question="How many outputs do two filters of 3 by 3 make, on 5 by 5 with padding 1 and stride 2?",
    answer=18,
    wrong={
        9: "There are 9 positions, and each of the two filters makes a number at each.",
        27: "The three channels are added up to one number.",
        50: "This would be stride 1.",
        54: "The three channels are added up to one number.",
    },
    why="(5 + 2 - 3) / 2 + 1 = 3 positions along each axis, 9 in all, and two filters.",
)

FOUR_AMONG_NINE = Guess(
    name="four_among_nine",
    question="Where in the outputs of stride 1 do those of stride 2 stand?",
    answer="in the corners",
    choices=("in the upper left", "in the corners", "nowhere, they are new numbers"),
    wrong={
        "in the upper left": "Stride 2 leaves out every other row and column, not the last ones.",
        "nowhere, they are new numbers": "The window sees the same pixels. It only stops less often.",
    },
    why="Stride 2 keeps rows 0 and 2 and columns 0 and 2: of nine outputs these are the corners.",
)

PARAMETERS_OF_ALEXNETS_FIRST = Guess(
    name="parameters_of_alexnets_first",
    question="How many parameters have 96 filters of 11 by 11 on three channels?",
    answer=34_944,
    near=(30_000, 40_000),
    wrong={
        34_848: "These are the weights. Each filter has a bias, too.",
        11_712: "A filter spans the full depth: three channels, not one.",
        11_616: "A filter spans the full depth, three channels; and each filter has a bias.",
    },
    why="Each filter has 11 * 11 * 3 = 363 weights and 1 bias: 96 * 364, whatever the size of the picture.",
)

THIN_COLUMN_DILATED = Guess(
    name="thin_column_dilated",
    question="What does an edge filter with dilation 9 make of a thin column?",
    answer="it is drawn twice",
    choices=("it is blurred", "it is drawn twice", "it disappears"),
    wrong={
        "it is blurred": "A blur averages what lies between. A dilated filter skips it.",
        "it disappears": "Some of its three columns of weights still meet the column.",
    },
    why="The left weights meet the column at one position, the right weights 18 pixels further on.",
)

WHERE_REDDER_IS_NEGATIVE = Guess(
    name="where_redder_is_negative",
    question="Where is red minus green negative in the picture of the dahlia?",
    answer="on the leaves",
    choices=("on the petals", "on the leaves", "nowhere"),
    wrong={
        "on the petals": "The petals are red: their difference is large and positive.",
        "nowhere": "Where a pixel is greener than red, the difference is below 0.",
    },
    why="A leaf has more green than red.",
)

FIRST_PIXEL_RESHAPED = Guess(
    name="first_pixel_reshaped",
    question="Which two numbers is the first pixel after `two_channels.reshape(1, 1, 3, 2)`?",
    answer="1 and 2",
    choices=("1 and 10", "1 and 2", "10 and 20"),
    wrong={
        "1 and 10": "This is what the pixel should be. A reshape never brings numbers together from afar.",
        "10 and 20": "A reshape begins with the first numbers of the array.",
    },
    why="The numbers lie in memory as 1, 2, 3, 10, 20, 30. The new last axis takes them two by two.",
)

BLIND_TO_UPRIGHTS = Guess(
    name="blind_to_uprights",
    question="Which of the six learned filters, 0 to 5, hardly notices an upright stroke?",
    answer=4,
    wrong={
        3: "This one compares left with right: an upright stroke is what it notices most.",
        5: "It looks for strokes that rise, and an upright stroke is partly one.",
        1: "It looks for strokes that fall, and an upright stroke is partly one.",
        0: "It is red on the left and blue on the right: it compares left with right.",
        2: "It has columns of red and blue side by side: it compares left with right.",
    },
    why="Filter 4 compares what is above with what is below. Along an upright stroke both are the same.",
)

GUESSES = (
    WINDOWS_IN_THE_MIDDLE,
    STRIDE_THAT_LEAVES_OUT,
    NUMBERS_OF_THE_WALK,
    FOUR_AMONG_NINE,
    PARAMETERS_OF_ALEXNETS_FIRST,
    THIN_COLUMN_DILATED,
    WHERE_REDDER_IS_NEGATIVE,
    FIRST_PIXEL_RESHAPED,
    BLIND_TO_UPRIGHTS,
)
