"""What learners guess in 09_activations."""

from __future__ import annotations

from ...checks.guess import Guess

LINEAR_LAYERS = Guess(
    name="linear_layers",
    question="How many linear layers compute the same as a stack of 100 of them?",
    answer=1,
    wrong={
        100: "Each layer seems to add something. But two matrices, one after the other, are one matrix.",
        50: "Two layers become one. Then the 50 that are left become 25, and so on.",
        2: "Two layers are one, too: their product.",
    },
    why="The product of matrices is a matrix, so any number of linear layers is one linear layer.",
)

STEEPEST_SIGMOID = Guess(
    name="steepest_sigmoid",
    question="How large is the slope of the sigmoid where it is steepest?",
    answer=0.25,
    near=(0.2, 0.3),
    wrong={
        1: "This is the slope of tanh at 0. The sigmoid rises from 0.27 at -1 to 0.73 at 1.",
        0.5: "This is its value at 0. Its slope there is smaller.",
        0: "This is its slope far away, where it is flat.",
    },
    why="It is steepest at 0. Between -1 and 1 it rises by 0.46, so by about 0.23 for each 1.",
)

TEN_SIGMOIDS = Guess(
    name="ten_sigmoids",
    question="Ten sigmoids, each at its steepest point: what is left of a gradient?",
    answer="about a millionth",
    choices=("about a half", "about a thousandth", "about a millionth"),
    wrong={
        "about a half": "One sigmoid alone leaves a quarter, at best.",
        "about a thousandth": "So it would be with a half for each layer. Here each layer leaves a quarter.",
    },
    why="Each layer leaves a quarter, and 0.25 multiplied by itself ten times is 0.00000095.",
)

THROUGH_TEN_LAYERS = Guess(
    name="through_ten_layers",
    question="All scores are 2: which activation lets most of a gradient through ten layers?",
    answer="relu",
    choices=("sigmoid", "tanh", "relu"),
    wrong={
        "tanh": "At 0 its slope is 1, the best that there is. At 2 it is nearly flat: it saturates.",
        "sigmoid": "At 2 its slope is 0.10: ten layers leave a ten-billionth.",
    },
    why="The slope of ReLU is 1 for every positive score, however large.",
)

LOGITS_OF_1000 = Guess(
    name="logits_of_1000",
    question="What does softmax make of 1000, 1001 and 1002?",
    answer="the same",
    choices=("the same", "nearly 0, 0 and 1", "nearly a third each"),
    wrong={
        "nearly 0, 0 and 1": "Large logits alone do not make softmax sure. Large differences do.",
        "nearly a third each": "In percent they differ little. But softmax looks at differences.",
    },
    why="A factor of exp(1000) in all three exponentials cancels out: only the differences count.",
)

LOSS_OF_A_NEW_NETWORK = Guess(
    name="loss_of_a_new_network",
    question="Ten classes, each with the same probability: what is the cross-entropy?",
    answer=2.303,
    near=(2.2, 2.4),
    wrong={
        0.1: "This is the probability of the right class. The loss is minus its logarithm.",
        0.9: "This is the probability of being wrong. The loss is minus the logarithm of 0.1.",
        1: "With logarithms to base 10 it would be 1. Here they are natural.",
        (3.2, 3.4): "With logarithms to base 2 it would be this. Here they are natural.",
    },
    why="The right class has the probability 0.1, and minus the logarithm of 0.1 is 2.303. A new network "
    "should begin near this loss.",
)

SPREAD_OF_A_SCORE = Guess(
    name="spread_of_a_score",
    question="100 inputs of spread 1, weights of standard deviation 0.01: what is the spread of a score?",
    answer=0.1,
    near=(0.09, 0.11),
    wrong={
        1: "This is 100 times 0.01. But the products have both signs, and many of them cancel out.",
        0.01: "This is the spread of one product. A score is a sum of 100 of them.",
        0.001: "A sum of 100 products is larger than one of them, not smaller.",
    },
    why="A product has a mean square of 0.0001. One hundred of them add up to 0.01, and its root is 0.1.",
)

XAVIER_AFTER_TWENTY = Guess(
    name="xavier_after_twenty",
    question="In each layer the spread is divided by the root of 2. By how much in twenty layers?",
    answer="about a thousand",
    choices=("about 1.4", "about 28", "about a thousand"),
    wrong={
        "about 28": "This is 20 times 1.4. But each layer divides what the layer before has left.",
        "about 1.4": "This is one layer. Each of the others divides again.",
    },
    why="Two layers divide by 2, so twenty layers divide by 2 to the power of 10, which is 1,024.",
)

DIFFERENT_UNITS = Guess(
    name="different_units",
    question="16 hidden units start with equal weights. How many different ones are there after 200 steps?",
    answer=1,
    wrong={
        16: "They would have to get different gradients. But equal units get equal gradients.",
        10: "There are ten outputs, but all hidden units are connected to them in the same way.",
        2: "Nothing tells two of the units apart, not even once.",
        0: "One weight vector is left, 16 times. It is different from nothing, so there is 1.",
    },
    why="Equal units see equal inputs and get equal gradients, so they stay equal in every step.",
)

WHICH_STILL_LEARN = Guess(
    name="which_still_learn",
    question="20 hidden layers with ReLU: with which first weights does the network still learn?",
    answer="only He",
    choices=("all but zeros", "Xavier and He", "only He"),
    wrong={
        "Xavier and He": "In one layer the two differ by a factor of 1.4 only. In twenty layers it is 1,000.",
        "all but zeros": "Random is not enough: through 20 layers small weights leave nothing of the signal.",
    },
    why="The weights of He alone keep signal and gradient as large in the last layer as in the first.",
)

DEAD_UNITS = Guess(
    name="dead_units",
    question="100 ReLU units learn with a rate of 3: how many are dead after 100 steps?",
    answer="nearly all",
    choices=("none", "about ten", "nearly all"),
    wrong={
        "none": "A step with a large rate can carry a unit to the side where all its scores are negative.",
        "about ten": "So it is with a rate of 1. Three times the rate kills far more than that.",
    },
    why="A step that is too large carries a unit to where all its scores are negative, and there it stays.",
)

GUESSES = (
    LINEAR_LAYERS,
    STEEPEST_SIGMOID,
    TEN_SIGMOIDS,
    THROUGH_TEN_LAYERS,
    LOGITS_OF_1000,
    LOSS_OF_A_NEW_NETWORK,
    SPREAD_OF_A_SCORE,
    XAVIER_AFTER_TWENTY,
    DIFFERENT_UNITS,
    WHICH_STILL_LEARN,
    DEAD_UNITS,
)
