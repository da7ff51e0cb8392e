"""AlexNet: the network of 2012, whole or slim, on one GPU or in two groups."""

from __future__ import annotations

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, fill, seeded, sizes, tensor
from .alexnet_mistakes import MISTAKES, build
from .reference import drawn


def on_paper(make, *arguments, **options):
    """A network whose parameters have shapes but no numbers: 62 million of them cost no memory."""
    import torch

    with torch.device("meta"):
        return make(*arguments, **options)


def shape_for(network, side):
    """The shape of the scores of two pictures of this side."""
    import torch

    with torch.device("meta"):
        return tuple(network(torch.zeros(2, 3, side, side)).shape)


def parameters(network):
    """How many parameters a network has."""
    return sum(each.numel() for each in network.parameters())


def course(classes=1000, slim=1, groups=1, size=227):
    """The course's own network, written with names for its layers."""
    from ...models import AlexNet

    return AlexNet(classes, slim=slim, groups=groups, size=size)


def in_a_row(classes=1000, slim=1, groups=1, size=227):
    from torch import nn

    a, b, c, d, hidden = (count // slim for count in (96, 256, 384, 256, 4096))
    side = (size - 11) // 4 + 1
    for _ in range(3):
        side = (side - 1) // 2
    return nn.Sequential(
        *(nn.Conv2d(3, a, 11, 4), nn.ReLU(), nn.MaxPool2d(3, 2), nn.LocalResponseNorm(5, k=2)),
        *(nn.Conv2d(a, b, 5, padding="same", groups=groups), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.LocalResponseNorm(5, k=2), nn.Conv2d(b, c, 3, padding="same"), nn.ReLU()),
        *(nn.Conv2d(c, c, 3, padding="same", groups=groups), nn.ReLU()),
        *(nn.Conv2d(c, d, 3, padding="same", groups=groups), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.Flatten(), nn.Linear(d * side * side, hidden), nn.ReLU(), nn.Dropout()),
        *(nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(), nn.Linear(hidden, classes)),
    )


SLIM = "AlexNet(7, slim=16, size=67)"
SCORES = "network = fill(AlexNet({})).eval()\nseed = seeded(1)\narray(network(tensor(x)))"

ALEXNET = Exercise(
    name="AlexNet",
    points=8,
    cases=(
        steps("62,378,344 parameters", "network = on_paper(AlexNet)\nparameters(network)", "one GPU"),
        steps("weights and biases, one by one", "sizes(on_paper(AlexNet, 10))", "one GPU"),
        steps("shape of the scores", "shape_for(on_paper(AlexNet, 10), 227)", "one GPU"),
        steps(
            "the scores of a slim network",
            SCORES.format("7, slim=16, size=67"),
            "one GPU",
            x=drawn(2, 3, 67, 67, scale=300),
        ),
        steps(
            "60,965,224 parameters",
            "network = on_paper(AlexNet, groups=2)\nparameters(network)\nsizes(network)",
            "two GPUs",
        ),
        steps(
            "the scores in two groups",
            SCORES.format("7, slim=16, groups=2, size=67"),
            "two GPUs",
            x=drawn(2, 3, 67, 67, scale=300),
        ),
        steps(
            "a larger picture, twice as many channels",
            SCORES.format("5, slim=8, size=99"),
            "other sizes",
            x=drawn(1, 3, 99, 99, scale=300),
        ),
        steps(
            "a slim network's parameters",
            "sizes(AlexNet(5, slim=8, size=98))\nsizes(on_paper(AlexNet, 3, slim=2, size=163))",
            "other sizes",
        ),
        steps(
            "dropout in training",
            f"network = fill({SLIM}).train()\nseed = seeded(3)\narray(network(tensor(x)))",
            "dropout",
            x=drawn(2, 3, 67, 67, scale=300),
        ),
    ),
    oracle=course,
    alternatives=(build(), in_a_row),
    misconceptions=MISTAKES,
    hints=(
        "Draw the table: five convolutions, three times pooling, twice a normalisation, three linear layers. "
        "Which sides come out of `output_size`?",
        "Pooling 3 x 3 with stride 2 is the same layer each time. conv2 pads by 2, conv3 to conv5 by 1, and "
        "conv1 not at all.",
        "`side = (size - 11) // 4 + 1`, then three times `side = (side - 3) // 2 + 1`; fc6 has "
        "`256 // slim * side**2` inputs. `x.flatten(1)` comes before it.",
    ),
    tools=(tensor, array, fill, sizes, seeded, on_paper, shape_for, parameters),
    seconds=20,
)
