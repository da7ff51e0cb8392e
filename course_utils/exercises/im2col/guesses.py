"""What learners guess in 05_im2col."""

from __future__ import annotations

from ...checks.guess import Guess

LOOPS_OF_ALEXNET = Guess(
    name="loops_of_alexnet",
    question="How long do loops in Python take for the first layer of AlexNet and one picture?",
    answer="seconds",
    choices=("milliseconds", "seconds", "hours"),
    wrong={
        "milliseconds": "A matrix product needs milliseconds. The loops start Python 290,400 times.",
        "hours": "There are 290,400 outputs, and each takes only some microseconds.",
    },
    why="Each of the 290,400 outputs costs some microseconds, most of them spent on starting NumPy.",
)

COPIES_OF_A_PIXEL = Guess(
    name="copies_of_a_pixel",
    question="How many columns contain the 6, if windows of 2 by 2 slide over 4 by 4 pixels?",
    answer=4,
    wrong={
        1: "Windows overlap. Only a corner of the picture is in a single window.",
        2: "This is right for a pixel on the border. The 6 is inside: in row 1, column 1.",
        8: "Each channel has its own numbers. The 6 is only in the first one.",
        9: "This is the number of all columns.",
    },
    why="It can be at each of the four places of a window, and each place is another window.",
)

BYTES_TO_THE_WINDOW_BELOW = Guess(
    name="bytes_to_the_window_below",
    question="By how many bytes does each number move, from a window to the one below, in 3 by 3 float64?",
    answer=24,
    wrong={
        8: "This is one number further, the window to the right.",
        16: "This is the width of the window. In memory lies the picture, and its rows are longer.",
        3: "This counts numbers. Each of them has 8 bytes.",
        32: "This is the size of the whole window.",
    },
    why="The pixel below is one row of the picture further on: 3 numbers of 8 bytes.",
)

PRICE_OF_ALEXNET = Guess(
    name="price_of_alexnet",
    question="How many times as much memory do the columns take, with a kernel of 11 x 11 and stride 4?",
    answer=7.1,
    near=(6, 9),
    wrong={
        121: "This would be right with stride 1, where nearly every pixel starts a window.",
        (27, 33): "The stride leaves out windows along the rows and along the columns: divide by 4 twice.",
        (2, 3.5): "This is 11/4, the price along one side. There are two.",
        1: "Windows of 11 that move by 4 overlap, so most pixels are copied several times.",
    },
    why="A window has 121 entries, and only one pixel in 16 starts a window: 121/16 is 7.6. "
    "The border takes a little off.",
)

MULTIPLICATIONS_OF_THE_PRODUCT = Guess(
    name="multiplications_of_the_product",
    question="How many multiplications does the matrix product make, compared with the loops?",
    answer="as many",
    choices=("fewer", "as many", "more"),
    wrong={
        "fewer": "It is faster, but no multiplication is saved.",
        "more": "There are more numbers in memory. But each output is still one patch times one filter.",
    },
    why="Each output is the sum of C*kh*kw products, however it is computed. Only the order of work differs.",
)

EINSUM_AGAINST_COLUMNS = Guess(
    name="einsum_against_columns",
    question="Is plain `np.einsum` on the view faster than your columns, for the second layer of AlexNet?",
    answer="slower",
    choices=("faster", "about as fast", "slower"),
    wrong={
        "faster": "It saves the copy. But copying is cheap, and the multiplications are what takes time.",
        "about as fast": "The multiplications are the same, but plain `einsum` makes them one at a time.",
    },
    why="Plain `einsum` is a simple loop. A matrix product keeps numbers close to the processor, "
    "and uses each of them many times.",
)

PATCHES_AS_ROWS = Guess(
    name="patches_as_rows",
    question="Is it faster to write each patch as a row than as a column?",
    answer="slower",
    choices=("faster", "about as fast", "slower"),
    wrong={
        "about as fast": "The numbers are the same, but they are copied in shorter runs.",
        "faster": "A row looks natural. But a row of a patch has only kw neighbours.",
    },
    why="In a row of patches only kw numbers are neighbours in the picture, in a row of columns OW numbers.",
)

COLOUR_OF_HORIZONTAL_EDGES = Guess(
    name="colour_of_horizontal_edges",
    question="If vertical edges are red, and half a turn is one round of colours, what are horizontal edges?",
    answer="cyan",
    choices=("red", "green", "cyan"),
    wrong={
        "red": "A horizontal edge is a quarter turn away from a vertical one, so another wave responds.",
        "green": "Green is a third of the round: 60 degrees away from vertical.",
    },
    why="A quarter turn is half of half a turn, and cyan is half a round away from red.",
)

GUESSES = (
    LOOPS_OF_ALEXNET,
    COPIES_OF_A_PIXEL,
    BYTES_TO_THE_WINDOW_BELOW,
    PRICE_OF_ALEXNET,
    MULTIPLICATIONS_OF_THE_PRODUCT,
    EINSUM_AGAINST_COLUMNS,
    PATCHES_AS_ROWS,
    COLOUR_OF_HORIZONTAL_EDGES,
)
