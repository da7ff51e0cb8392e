"""What learners guess in 10_numpy_cnn."""

from __future__ import annotations

from ...checks.guess import Guess

MOST_PARAMETERS = Guess(
    name="most_parameters",
    question="Which layer of LeNet-5 has the most parameters?",
    answer="the first linear layer",
    choices=("the first convolution", "the second convolution", "the first linear layer", "the last layer"),
    wrong={
        "the first convolution": "It has 6 kernels of 5 by 5, with their biases: 156 numbers.",
        "the second convolution": "It has 16 filters of 6 by 5 by 5, with their biases: 2,416 numbers.",
        "the last layer": "It has 84 weights for each of 10 classes: 850 numbers, biases included.",
    },
    why="400 inputs times 120 outputs, and 120 biases: 48,120 of 61,706. A kernel is used everywhere, so it "
    "needs few numbers.",
)

FIRST_LOSS = Guess(
    name="first_loss",
    question="What is the loss of a network that knows nothing yet, with ten classes?",
    answer=2.303,
    near=(2.25, 2.35),
    unit="",
    wrong={
        0.1: "0.1 is the probability of each class. The loss is minus its logarithm.",
        1: "This would be -log(0.37). With ten classes each has a probability of 0.1.",
        0: "A loss of 0 means: sure, and right.",
        (0.85, 0.95): "This is the share of wrong answers. The loss is a logarithm.",
        10: "The loss is not the number of classes, but its logarithm.",
    },
    why="Each class has the probability 1/10, and -log(1/10) = log 10 = 2.303.",
)

TEN_PICTURES = Guess(
    name="ten_pictures",
    question="What percentage of ten pictures does a right network read, after 100 steps on these alone?",
    answer=100,
    near=(99, 100),
    unit="%",
    wrong={
        (0, 20): "That would be chance. Thousands of weights can remember ten pictures.",
        (50, 98.9): "Thousands of weights can remember ten pictures without a mistake.",
    },
    why="It learns them by heart. A network that cannot do even that has a mistake, so this is a good test.",
)

OTHER_HANDS = Guess(
    name="other_hands",
    question="Which test gives the lower score?",
    answer="digits of other writers",
    choices=("digits picked at random", "digits of other writers", "there is no difference"),
    wrong={
        "digits picked at random": "Of each writer, the network has seen other digits. That is the "
        "easier test.",
        "there is no difference": "Each hand has its own habits, and the network learns those of the "
        "hands that it saw.",
    },
    why="Picked at random, a test digit has brothers of the same hand among the training digits. New writers "
    "are the harder test, and the more honest one.",
)

RATE_TOO_LARGE = Guess(
    name="rate_too_large",
    question="What happens to the loss with a rate that is 100 times too large?",
    answer="it explodes within a few steps",
    choices=("it falls 100 times faster", "it stays where it was", "it explodes within a few steps"),
    wrong={
        "it falls 100 times faster": "Only while the slope stays the same, and a step of this size "
        "leaves that far behind.",
        "it stays where it was": "The weights move a lot in each step, to places where the loss is larger. "
        "But with a rate 10 times too large it comes back and stays: try `far_too_fast(lr=0.5)` below.",
    },
    why="Each step lands higher on the other side than it began, like the ball in lesson 03.",
)

MNIST_SCORE = Guess(
    name="mnist_score",
    question="What percentage of 10,000 new digits will your LeNet-5 read, after two rounds through MNIST?",
    answer=98.9,
    near=(98, 99.5),
    unit="%",
    wrong={
        (0, 90): "A straight line through the pixels reads 92 % of them. Yours has convolutions.",
        (90.01, 97.9): "A network of linear layers alone comes this far. Convolutions are better.",
        99.9: "People agree on about 99.8 % of these digits. Two rounds are not enough for that.",
    },
    why="LeCun's LeNet-5 of 1998 read 99.05 % after 20 rounds.",
)

GUESSES = (MOST_PARAMETERS, FIRST_LOSS, TEN_PICTURES, RATE_TOO_LARGE, OTHER_HANDS, MNIST_SCORE)
