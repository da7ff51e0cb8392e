"""What people get wrong in LeNet-5, each as a network out of PyTorch's layers."""

from __future__ import annotations

from ...checks.exercise import Misconception
from .lenet5_forms import (
    _bend,
    all_zeros,
    around,
    bending,
    built,
    dropped,
    ended,
    leaky,
    mixed,
    one_picture,
    overlapping,
    summed,
    without_gradients,
)


def known(name, advice, *forms):
    """A misconception: wrong networks, each by what is wrong with it."""
    first, *others = (form if callable(form) else _built(form) for form in forms)
    return Misconception(name, first, advice, others)


def _built(changes):
    return lambda modern=False: built(modern, **changes)


MISTAKES = (
    known(
        "a margin in C1",
        "C1 has a padding of 2, as in lesson 10, whose pictures were 28 by 28. These are 32 by 32: the "
        "margin is there already.",
        {"padding": 2},
    ),
    known(
        "softmax at the end",
        "Your last layer gives probabilities. Give the scores: PyTorch's cross-entropy has a softmax inside, "
        "and two of them make learning slow.",
        ended("Softmax", 1),
        ended("LogSoftmax", 1),
    ),
    known(
        "an activation at the end",
        "Your scores went through an activation. A score may be any number, so the last layer has none.",
        ended("Tanh"),
        ended("ReLU"),
        lambda modern=False: built(modern, end=_bend(modern)),
    ),
    known(
        "always the form of 1998",
        "`modern=True` changes nothing. With it, the network has ReLU and max pooling.",
        lambda modern=False: built(False),
    ),
    known(
        "always the modern form",
        "The network has ReLU and max pooling even without `modern=True`. The form of 1998 has tanh and "
        "average pooling.",
        lambda modern=False: built(True),
    ),
    known(
        "the two forms exchanged",
        "The forms are exchanged: modern means ReLU and max pooling, 1998 means tanh and average pooling.",
        lambda modern=False: built(not modern),
    ),
    known(
        "max pooling in 1998",
        "Your form of 1998 has max pooling. It had average pooling; only the modern form takes the largest.",
        {"pool": "MaxPool2d"},
    ),
    known(
        "average pooling in both forms",
        "Both of your forms have average pooling. The modern form takes the largest number of each window.",
        {"pool": "AvgPool2d"},
    ),
    known(
        "ReLU in both forms",
        "Both of your forms have ReLU. The form of 1998 has tanh.",
        {"bend": "ReLU"},
    ),
    known("tanh in both forms", "Both of your forms have tanh. The modern form has ReLU.", {"bend": "Tanh"}),
    known(
        "a sigmoid for tanh",
        "Your form of 1998 has a sigmoid. Tanh is its twin around 0, from -1 to 1.",
        lambda modern=False: built(modern, bend=None if modern else "Sigmoid"),
        {"bend": "Sigmoid"},
    ),
    known(
        "pooling before the activation",
        "You pool first and bend afterwards. For the mean of four numbers the order matters: the activation "
        "comes first.",
        {"pool_first": True},
    ),
    known(
        "no activation after C5",
        "C5 has no activation. Without one, C5 and F6 together are a single linear layer.",
        {"without": ("c5",)},
    ),
    known(
        "no activation after F6",
        "F6 has no activation. Without one, F6 and the output together are a single linear layer.",
        {"without": ("f6",)},
    ),
    known(
        "no activation after the linear layers",
        "Neither C5 nor F6 has an activation, so all from C5 to the output is a single linear layer.",
        {"without": ("c5", "f6")},
    ),
    known(
        "no activation after a convolution",
        "One of the first two convolutions has no activation. All layers but the last have one.",
        {"without": ("c1",)},
        {"without": ("c3",)},
        {"without": ("c1", "c3")},
    ),
    known(
        "no activation at all",
        "There is no activation anywhere, so the scores are almost a linear function of the pixels.",
        {"without": ("c1", "c3", "c5", "f6")},
    ),
    known(
        "tanh stretched",
        "Your tanh is stretched, as LeCun's was: 1.7159 tanh(2 x / 3). Here it is the plain one.",
        {"bends": bending(lambda x: 1.7159 * (2 * x / 3).tanh())},
    ),
    known(
        "leaky ReLU for ReLU", "The modern form has a plain ReLU: 0 for negative numbers.", {"bends": leaky}
    ),
    known(
        "sum for the mean in pooling",
        "Your pooling of 1998 adds four numbers. Take their mean.",
        {"pools": summed},
    ),
    known(
        "pooling windows that overlap",
        "Your pooling windows overlap. They are 2 by 2, side by side.",
        {"pools": overlapping},
    ),
    known(
        "two kinds of pooling in one form",
        "S2 and S4 pool in different ways. In one form both are alike.",
        {"pools": mixed},
        {"pools": lambda layer, modern: mixed({"c1": "c3"}.get(layer, "c1"), modern)},
    ),
    known(
        "convolutions without biases",
        "Your convolutions have no biases; `bias=True` is the default.",
        {"maps_bias": False},
    ),
    known("no bias in the output", "Your last layer has no biases.", {"last_bias": False}),
    known(
        "divided by 255",
        "You divide the ink by 255. It goes from 0 to 1 already.",
        around(lambda network, x: network(x / 255)),
    ),
    known("a dropout", "Your network drops units while it trains. The table has no dropout.", dropped),
    known(
        "answers for scores",
        "You return the class of the highest score. Return all ten scores.",
        around(lambda network, x: network(x).argmax(1)),
    ),
    known(
        "only the first picture's scores",
        "You return the scores of the first picture. Return those of the whole batch, (N, 10).",
        around(lambda network, x: network(x)[0]),
    ),
    known("no biases", "Your layers have no biases; `bias=True` is the default.", {"bias": False}),
    known(
        "F6 left out",
        "The layer of 84 units is missing: 120 numbers go to F6, and its 84 to the output.",
        {"tail": False},
    ),
    known(
        "other numbers of maps",
        "The numbers of maps or units are others: they are 6, 16, 120, 84 and 10.",
        {"widths": (6, 16, 84, 120)},
        {"widths": (16, 6, 120, 84)},
        {"widths": (6, 12, 120, 84)},
    ),
    known(
        "one picture for the whole batch",
        "Only one picture of the batch gets scores. `flatten(1)` keeps the first axis, that of the pictures.",
        one_picture,
    ),
    known(
        "cut off from the gradient",
        "The scores are right, but the convolutions do not learn: something in `forward` (`detach`, "
        "`no_grad`, `.data`, `.numpy()`) stops the gradient.",
        without_gradients,
    ),
    Misconception(
        "all zeros",
        all_zeros,
        "Your scores have the right shape, but all of them are 0.",
    ),
)
