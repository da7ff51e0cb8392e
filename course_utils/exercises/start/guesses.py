"""What learners guess in 00_start."""

from __future__ import annotations

from ...checks.guess import Guess

PIXEL_1_4 = Guess(
    name="pixel_1_4",
    question="Which number is `image[1, 4]` in the table of 5 rows and 6 columns, filled with 1 to 30?",
    answer=11,
    wrong={
        4: "Counted from 1, this is row 1 and column 4. Python counts from 0.",
        26: "This is `image[4, 1]`. The row comes first.",
        5: "This is in the right column, but in row 0, the first one.",
        10: "This is in the right row, but in column 3: columns are counted from 0, too.",
    },
    why="Row 1 is the second row, 7 to 12. Column 4 is the fifth column of it.",
)

NUMBERS_OF_A_PHOTOGRAPH = Guess(
    name="numbers_of_a_photograph",
    question="How many numbers are there in a colour photograph of 427 rows and 640 columns?",
    answer=819_840,
    near=(750_000, 900_000),
    wrong={
        273_280: "This is the number of pixels; each pixel has three numbers.",
        (260_000, 290_000): "This is near the number of pixels; each pixel has three numbers.",
        1_067: "This is 427 + 640. Every row has 640 pixels of its own.",
    },
    why="There are 427 x 640 = 273,280 pixels, and each has one number for red, one for green, one for blue.",
)

SUM_IN_UINT8 = Guess(
    name="sum_in_uint8",
    question="What is 200 + 100 in `uint8`?",
    answer=44,
    wrong={
        300: "This is the sum, but 8 bits can hold no number above 255.",
        255: "Many programs for pictures stop at the largest number. NumPy goes on at 0.",
        45: "255 was taken away. After 255 comes 0, so a whole round has 256 steps.",
        0: "Only 256 becomes 0.",
    },
    why="The sum is 300. One round from 0 to 255 has 256 steps, and 300 - 256 = 44.",
)

STEP_ON_AN_EDGE = Guess(
    name="step_on_an_edge",
    question="On the edge of the roof, what is the largest difference between neighbours (of 0 to 255)?",
    answer=178,
    near=(120, 230),
    wrong={
        (0, 40): "Neighbours are so much alike inside a surface. On an edge they are not.",
        (240, 255): "This would be pure black beside pure white. A photograph is rarely that sharp.",
    },
    why="Sky is bright and the rim of the roof is dark: two neighbours in one row are 229 and 51.",
)

MISTAKE_ON_PURPOSE = Guess(
    name="mistake_on_purpose",
    question="Which mistake is in `image[left : left + width, top : top + height]`?",
    answer="rows and columns swapped",
    choices=("height and width swapped", "rows and columns swapped", "counted from 1"),
    wrong={
        "height and width swapped": "Then the slices would still begin at `top` and `left`, in this order.",
        "counted from 1": "Then something would be subtracted from `top` and from `left`.",
    },
    why="The first axis of an image counts rows, so `top` and `height` belong into the first slice.",
)

STRETCHED_SKY = Guess(
    name="stretched_sky",
    question="What do you see in a sky that is almost one grey, after `normalise`?",
    answer="clouds",
    choices=("one even grey", "random dots", "clouds"),
    wrong={
        "one even grey": "It looks so before. But its values differ, and the differences are stretched.",
        "random dots": "Noise would look like that. Here the clouds differ by more than the noise.",
    },
    why="The red values run from 211 to 255. Stretched to 0 to 1, differences of a few steps can be seen.",
)

GUESSES = (
    PIXEL_1_4,
    NUMBERS_OF_A_PHOTOGRAPH,
    SUM_IN_UINT8,
    STEP_ON_AN_EDGE,
    MISTAKE_ON_PURPOSE,
    STRETCHED_SKY,
)
