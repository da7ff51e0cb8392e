"""What learners guess in 11_pytorch."""

from __future__ import annotations

from ...checks.guess import Guess

GRADIENT_TWICE = Guess(
    name="gradient_twice",
    question="The slope is 30. After the same computation and a second `backward()`: what is `w.grad`?",
    answer=60,
    wrong={
        30: "This is the slope alone. But `backward` does not replace what is there.",
        900: "The slopes are not multiplied.",
        0: "Nothing clears the gradient by itself.",
    },
    why="`backward` adds to the gradient that is there, as your layers of chapter 10 did. So every step of a "
    "training begins by clearing it.",
)

SAME_NUMBERS = Guess(
    name="same_numbers",
    question="The same weights, the same pictures: how large is the largest difference of the two layers?",
    answer="about a millionth",
    choices=("exactly 0", "about a millionth", "about a hundredth"),
    wrong={
        "exactly 0": "So it would be if both rounded in the same way.",
        "about a hundredth": "float32 keeps seven digits, not two.",
    },
    why="PyTorch computes in float32, with about seven digits, and adds in another order.",
)

PATTERN_LENGTH = Guess(
    name="pattern_length",
    question="INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC: how many names, written out?",
    answer=21,
    wrong={
        20: "INPUT counts as well.",
        8: "So many names are in the pattern as it stands. Groups are repeated.",
        15: "These are the convolutional groups alone.",
        19: "Almost. A group inside a group is repeated by both numbers: (2 x 2 + 1) x 3.",
    },
    why="INPUT, then (2 x 2 + 1) x 3 = 15 names, then 2 x 2 = 4, then FC: 1 + 15 + 4 + 1.",
)

FIRST_LINEAR_LAYER = Guess(
    name="first_linear_layer",
    question="32 x 32 pixels, 16 filters at first, three POOLs: how many numbers reach the first FC?",
    answer=1024,
    wrong={
        2048: "After the third POOL there would be 128 filters, but no convolution follows that has them.",
        64: "These are the maps. Each has 4 x 4 numbers.",
        16: "This is one map of 4 x 4.",
        65_536: "Three POOLs halve both sides three times: 32, 16, 8, 4.",
        256: "The number of filters doubles after the first POOL, and after the second.",
    },
    why="The last convolutions have 16 x 2 x 2 = 64 filters, and each map is 4 x 4 after three POOLs.",
)

SHORT_LAST_BATCH = Guess(
    name="short_last_batch",
    question="Four pictures with a mean loss of 1, then a single one with a loss of 6: the mean loss of all?",
    answer=2,
    wrong={
        3.5: "This is the mean of the two means: the single picture counts as much as the four others.",
        7: "This is the sum of the two means.",
        1.4: "You added the means and divided by the number of pictures: a mean stands for four of them.",
        10: "This is the sum of the losses. There are five pictures.",
    },
    why="The losses add up to 4 x 1 + 6 = 10, for five pictures.",
)

MLP_SCRAMBLED = Guess(
    name="mlp_scrambled",
    question="What does scrambling all pictures alike do to the score of the fully connected network?",
    answer="it stays",
    choices=("it falls", "it stays", "it rises"),
    wrong={
        "it falls": "So it is for people. But which of its weights says that two pixels are neighbours?",
        "it rises": "Nothing is gained: the same numbers, in another order.",
    },
    why="Each pixel has weights of its own. In another order the same weights do the same work.",
)

CNN_SCRAMBLED = Guess(
    name="cnn_scrambled",
    question="All pictures are scrambled alike. How many digits does the convolutional network read?",
    answer="fewer digits",
    choices=("fewer digits", "as many digits", "more digits"),
    wrong={
        "as many digits": "Its kernels look at neighbours, and these are strangers now.",
        "more digits": "Its kernels look for edges, and there are none any more.",
    },
    why="A kernel looks at neighbours, and after scrambling neighbours have nothing to do with each other. "
    "It still learns something: the last layer sees all maps.",
)

PLAIN_DIGITS = Guess(
    name="plain_digits",
    question="A network has learned nothing but scrambled digits. How many digits does it read as they are?",
    answer="hardly any",
    choices=("nearly all", "about half", "hardly any"),
    wrong={
        "nearly all": "To you they are easier. But the network has never seen a pixel at its own place.",
        "about half": "Nothing tells the network that these are the same digits, in another order.",
    },
    why="Each weight belongs to one place, and nearly every place has another pixel now. The network is "
    "right no more often than somebody who guesses: one digit in ten.",
)

GUESSES = (
    GRADIENT_TWICE,
    SAME_NUMBERS,
    PATTERN_LENGTH,
    FIRST_LINEAR_LAYER,
    SHORT_LAST_BATCH,
    MLP_SCRAMBLED,
    CNN_SCRAMBLED,
    PLAIN_DIGITS,
)
