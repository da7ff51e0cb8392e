"""What learners guess in 13_alexnet."""

from __future__ import annotations

from ...checks.guess import Guess

MOST_OF_ALEXNET = Guess(
    name="most_of_alexnet",
    question="What share of AlexNet's parameters is in its three fully connected layers?",
    answer=94,
    near=(92, 96),
    unit="%",
    wrong={
        (0, 10): "That is the share of the convolutions. The fully connected layers have the rest.",
        (40, 80): "It is more: fc6 alone has 37.7 of the 62.4 million.",
        100: "The convolutions have 3.7 million of their own.",
    },
    why="fc6 sees 9,216 numbers and has 4,096 units: 37.7 million weights. The five convolutions "
    "together have "
    "3.7 of 62.4 million, and do more than nine tenths of the multiplications.",
)

PAPERS_START = Guess(
    name="papers_start",
    question="The network here has an eighth of the channels. It starts with the paper's weights, "
    "spread 0.01. "
    "What happens in the first epochs?",
    answer="it does not learn",
    choices=("it learns as fast", "it learns faster", "it does not learn"),
    wrong={
        "it learns as fast": "The spread 0.01 was right for thousands of inputs. Here a unit has hundreds.",
        "it learns faster": "Smaller weights make smaller signals, and smaller gradients.",
    },
    why="The right spread falls with the number of inputs, sqrt(2 / n) in chapter 09. With few "
    "inputs, 0.01 is "
    "far too small: each layer makes the signal weaker, and only the biases reach the end.",
)

NINETY_SIX = Guess(
    name="ninety_six",
    question="What will the first layer's filters look like after training on photographs?",
    answer="edges and blobs of colour",
    choices=("edges and blobs of colour", "small pictures of objects", "noise"),
    wrong={
        "small pictures of objects": "A window of 11 pixels is too small for an object. Objects are "
        "for later "
        "layers.",
        "noise": "They begin as noise. What helps to tell photographs apart remains.",
    },
    why="Edges in many directions and patches of colour are what all photographs are made of, so "
    "they help for "
    "every class. Chapter 02 designed such filters by hand.",
)

MIRRORED_DIGITS = Guess(
    name="mirrored_digits",
    question="The paper mirrors half of its photographs. Is that good for digits, too?",
    answer="no",
    choices=("yes", "no"),
    wrong={"yes": "A mirrored cat is a cat. A mirrored 2 is no digit at all."},
    why="An augmentation may change only what does not matter for the answer. For digits left and "
    "right matter.",
)

BEST_OF_FIVE = Guess(
    name="best_of_five",
    question="A network guesses at random among 10 classes. What is its top-5 error?",
    answer=50,
    near=(49, 51),
    unit="%",
    wrong={
        90: "This is its top-1 error: one answer of ten is right.",
        10: "That is how often its best answer is right.",
        (0, 9.9): "Five of ten places are still a matter of chance.",
    },
    why="Five of ten classes are half of them. Of 1,000 classes they are one in 200, so AlexNet's "
    "17% meant more "
    "there.",
)

WHOM_TO_TRUST = Guess(
    name="whom_to_trust",
    question="Several networks are averaged. How good is the average, most often?",
    answer="better than the best of them",
    choices=("as good as their mean", "as good as the best of them", "better than the best of them"),
    wrong={
        "as good as their mean": "Their mistakes differ, and averaging cancels part of them.",
        "as good as the best of them": "Even the best one makes mistakes that the others do not make.",
    },
    why="The networks agree where they are right and differ where they are wrong. In the paper seven "
    "networks had "
    "a top-5 error of 15.4%, where one had 18.2%.",
)

GUESSES = (MOST_OF_ALEXNET, PAPERS_START, MIRRORED_DIGITS, NINETY_SIX, BEST_OF_FIVE, WHOM_TO_TRUST)
