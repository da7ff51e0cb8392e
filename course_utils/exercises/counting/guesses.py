"""What learners guess in 08_counting."""

from __future__ import annotations

from ...checks.guess import Guess

ONE_LAYER = Guess(
    name="one_layer",
    question="256 x 256 pixels in colour, fully connected to 1,000 outputs: how many million weights?",
    answer=196.608,
    near=(190, 200),
    unit="million",
    wrong={
        (65, 66): "You counted pixels. A pixel in colour has three numbers.",
        (0.19, 0.2): "This is one output alone. There are a thousand.",
        (196_000_000, 197_000_000): "Nearly: the question is how many millions.",
        (1, 64): "There is a weight for every number of the picture and every output.",
    },
    why="256 x 256 x 3 numbers are 196,608 inputs, and each of the 1,000 outputs has a weight for each.",
)

SHARED_WEIGHTS = Guess(
    name="shared_weights",
    question="5 inputs, 5 outputs, a kernel of size 3 that slides along: how many weights are to be learned?",
    answer=3,
    wrong={
        25: "So many has the fully connected layer.",
        15: "So many if each output had three weights of its own. Sliding means that they share them.",
        13: "So many cells are coloured in the middle table below, where nothing is shared.",
        5: "This is the number of outputs. Each uses the same kernel.",
    },
    why="The kernel has three weights, and every output uses the same three.",
)

LOCAL_TIMES_SHARED = Guess(
    name="local_times_shared",
    question="How many times as many parameters does the layer have if nothing is shared between positions?",
    answer=3025,
    near=(3000, 3050),
    wrong={
        55: "This is one row of positions. There are 55 rows.",
        96: "This is the number of filters. Both layers have them.",
        (100, 2000): "Each of the 55 x 55 positions has filters of its own.",
        75_425: "So much more has the fully connected layer.",
    },
    why="Each of the 55 x 55 = 3,025 positions has filters and biases of its own.",
)

WORK_OF_SHARING = Guess(
    name="work_of_sharing",
    question="How many multiplications does the shared layer need, compared with the locally connected one?",
    answer="just as many",
    choices=("3,025 times fewer", "just as many", "three times fewer"),
    wrong={
        "3,025 times fewer": "So it is with the parameters. But a shared weight still meets each window.",
        "three times fewer": "Nothing is saved per channel.",
    },
    why="Each output multiplies each number of its window by a weight, whoever else uses this weight. "
    "Sharing saves memory, not work.",
)

SEES_AFTER_THREE = Guess(
    name="sees_after_three",
    question="Three layers of 3 x 3, stride 1: how many pixels in a row does one output of the last see?",
    answer=7,
    wrong={
        9: "So many if the windows lay side by side. They overlap.",
        3: "So many numbers of the layer before. Each of these sees 3 pixels or more itself.",
        27: "You multiplied. The windows of neighbours overlap in two pixels of three.",
        5: "So it is after two layers.",
    },
    why="The first layer sees 3 pixels, and each further one adds one pixel on both sides: 3, 5, 7.",
)

SEES_AFTER_STRIDES = Guess(
    name="sees_after_strides",
    question="Three layers of 3 x 3 with stride 2: how many pixels in a row does one output of the last see?",
    answer=15,
    wrong={
        7: "So it is with stride 1. After a stride, neighbours on the map look at places farther apart.",
        14: "You doubled the answer for stride 1. The step doubles with each layer.",
        (18, 30): "The last layer's own stride does not change what one of its outputs sees.",
    },
    why="3, then 2 more steps of 2 pixels, then 2 more steps of 4: 3 + 4 + 8.",
)

SHARE_OF_PARAMETERS = Guess(
    name="share_of_parameters",
    question="How many percent of AlexNet's parameters are in its five convolutions?",
    answer=6.0,
    near=(4, 8),
    unit="%",
    wrong={
        (40, 75): "The convolutions are five of eight layers, but they share their weights.",
        (76, 100): "So it is with the work.",
        (9, 39): "Still fewer: the first linear layer alone has 37.7 million weights.",
    },
    why="3.7 of 62.4 million. The linear layers share nothing: a weight for each input and output.",
)

SHARE_OF_WORK = Guess(
    name="share_of_work",
    question="How many percent of AlexNet's multiply-accumulates are in its five convolutions?",
    answer=94.8,
    near=(90, 99),
    unit="%",
    wrong={
        (0, 20): "So it is with the parameters. But each weight of a convolution is used at every position.",
        (40, 89): "More: each weight of the second layer is used 27 x 27 times, each of a linear layer once.",
    },
    why="1,077 of 1,135 million. A weight of a convolution works at every position, a weight of a linear "
    "layer once.",
)

GUESSES = (
    ONE_LAYER,
    SHARED_WEIGHTS,
    LOCAL_TIMES_SHARED,
    WORK_OF_SHARING,
    SEES_AFTER_THREE,
    SEES_AFTER_STRIDES,
    SHARE_OF_PARAMETERS,
    SHARE_OF_WORK,
)
