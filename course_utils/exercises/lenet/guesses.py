"""What learners guess in 12_lenet."""

from __future__ import annotations

from ...checks.guess import Guess

MAPS_OF_C5 = Guess(
    name="maps_of_c5",
    question="What size do the maps of C5 have?",
    answer="1 by 1",
    choices=("5 by 5", "3 by 3", "1 by 1"),
    wrong={
        "5 by 5": "This is the size of what comes in. Without padding, 5 - 5 + 1 positions fit.",
        "3 by 3": "A kernel of 3 would leave that. C5 has kernels of 5.",
    },
    why="5 - 5 + 1 = 1: the kernel fits once. So C5 is a linear layer of 16 x 25 = 400 inputs, written as a "
    "convolution.",
)

BEFORE_TRAINING = Guess(
    name="before_training",
    question="What percentage of the digits does LeNet-5 read before any training?",
    answer=10,
    near=(4, 20),
    unit="%",
    wrong={
        0: "To be always wrong, it would have to know the answers.",
        50: "With two classes. There are ten.",
    },
    why="It guesses one of ten. Often it gives nearly all pictures the same answer.",
)

PIXELS_FORWARD = Guess(
    name="pixels_forward",
    question="Each pixel moves to its rounded new place, after a turn by 45 degrees. What is seen?",
    answer="holes",
    choices=("a smooth picture", "holes", "a picture twice as large"),
    wrong={
        "a smooth picture": "Some places are hit twice, and others never.",
        "a picture twice as large": "A turn changes no distance.",
    },
    why="Rounded, two pixels may land on one place, and then another place stays empty. If you ask each "
    "output pixel where it comes from, none is left out.",
)

LOSS_WITH_AUGMENT = Guess(
    name="loss_with_augment",
    question="500 digits, turned and shifted anew each time: what does the training loss do?",
    answer="it ends higher",
    choices=("it ends lower", "it ends higher", "it does not change"),
    wrong={
        "it ends lower": "The loss on the test digits may. Those of the training have become harder.",
        "it does not change": "The network never sees the same picture twice: none is learned by heart.",
    },
    why="Pictures that are always new cannot be learned by heart, so the training loss stays higher. What "
    "has to be learned instead is what a digit looks like.",
)

ROW_OF_4 = Guess(
    name="row_of_4",
    question="What do the numbers in row 4 of a confusion matrix add up to?",
    answer="all digits that are a 4",
    choices=("all digits that are a 4", "all digits that were read as a 4", "all mistakes"),
    wrong={
        "all digits that were read as a 4": "This is column 4. A row has one true class.",
        "all mistakes": "A row holds the right answers, too, on the diagonal.",
    },
    why="Rows are true classes: each 4 is counted once, in the column of the answer that it got.",
)

SURE_OF_NO_DIGIT = Guess(
    name="sure_of_no_digit",
    question="A reader of digits sees the letter X. What do its ten probabilities add up to?",
    answer=100,
    unit="%",
    wrong={
        0: "It cannot say none of them: softmax divides by the sum.",
        10: "This would be each of them, if it found all ten equally likely.",
        (20, 80): "It may be unsure which digit it is, never whether it is one.",
    },
    why="Softmax divides by the sum, so they always add up to 1. The network has no way to say that "
    "something is no digit.",
)

GUESSES = (SURE_OF_NO_DIGIT, MAPS_OF_C5, BEFORE_TRAINING, PIXELS_FORWARD, LOSS_WITH_AUGMENT, ROW_OF_4)
