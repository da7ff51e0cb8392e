"""What people get wrong in `from_pattern`."""

from __future__ import annotations

from typing import Any

from ...checks.exercise import Misconception
from .expand import by_python


def building(
    *, padding=1, bias=True, grows="after pooling", flat="size", flatten=True, last="classes",
    hidden="features", relu=True, average=False, identity=False, square=False, depth_kept=False,
    lazy=False,
) -> Any:  # fmt: skip
    """A `from_pattern` that is right, or wrong in other ways with other options."""

    def wrong(pattern, shape, channels, features, classes):
        from torch import nn

        names = by_python(pattern)
        layers: list[Any] = []
        (depth, height, width), inputs = shape, None
        for k, name in enumerate(names):
            if name == "CONV":
                conv = nn.Conv2d(depth, channels, 3, padding=padding, bias=bias)
                layers.append(nn.LazyConv2d(channels, 3, padding=padding) if lazy else conv)
                depth = depth if depth_kept else channels
                channels *= 2 if grows == "after convolution" else 1
            elif name == "POOL":
                layers.append(nn.AvgPool2d(2) if average else nn.MaxPool2d(2))
                channels *= 2 if grows == "after pooling" else 1
                height, width = height // 2, width // 2
            elif name == "RELU" and relu:
                layers.append(nn.ReLU())
            elif name == "INPUT" and identity:
                layers.append(nn.Identity())
            elif name == "FC":
                if inputs is None:
                    layers += [nn.Flatten()] * flatten
                    inputs = depth * height * (height if square else width)
                    inputs = depth * shape[1] * shape[2] if flat == "of the picture" else inputs
                    inputs = depth if flat == "channels" else inputs
                is_last = "FC" not in names[k + 1 :]
                outputs = (classes if last == "classes" else features) if is_last else features
                outputs = classes if hidden == "classes" else outputs
                layers.append(nn.LazyLinear(outputs) if lazy else nn.Linear(inputs, outputs, bias=bias))
                inputs = outputs
        return nn.Sequential(*layers)

    return wrong


def known(name, advice, **options):
    return Misconception(name, building(**options), advice)


def zeros(pattern, shape, channels, features, classes):
    """A network of the right shape, whose outputs are all 0."""
    from torch import nn

    class Zero(nn.Module):
        def forward(self, x):
            return x * 0

    try:
        return nn.Sequential(*building()(pattern, shape, channels, features, classes), Zero())
    except ValueError:
        return nn.Sequential()


MISTAKES = (
    known(
        "no padding",
        "The maps shrink with every convolution. With a kernel of 3 a padding of 1 keeps their size.",
        padding=0,
    ),
    known(
        "filters not doubled",
        "All convolutions have the same number of filters. After every POOL there are twice as many.",
        grows="never",
    ),
    known(
        "doubled after every convolution",
        "The number of filters doubles after every CONV. It should double after every POOL.",
        grows="after convolution",
    ),
    known(
        "channels not carried along",
        "Every convolution expects the channels of the picture. The second one gets those that the first one "
        "gave.",
        depth_kept=True,
    ),
    known(
        "size of the picture for the first FC",
        "The first FC expects maps as large as the picture. Every POOL halves both sides.",
        flat="of the picture",
    ),
    known(
        "channels only for the first FC",
        "The first FC reads all pixels of all maps: channels times height times width.",
        flat="channels",
    ),
    known(
        "square pictures only",
        "You take the height twice. Pictures need not be square.",
        square=True,
    ),
    known(
        "no Flatten",
        "Maps reach a linear layer as they are, so it works along their rows only. Put an `nn.Flatten()` "
        "before the first FC.",
        flatten=False,
    ),
    known(
        "features from the last FC",
        "The last FC has `features` outputs. It is the one that says the classes.",
        last="features",
    ),
    known(
        "classes from every FC",
        "Every FC has `classes` outputs. Only the last one has; those before it have `features`.",
        hidden="classes",
    ),
    known("ReLU left out", "RELU is a layer of its own: `nn.ReLU()`.", relu=False),
    known("average pooling", "POOL is max pooling: `nn.MaxPool2d(2)`.", average=True),
    known("a layer for INPUT", "INPUT stands for the picture. It adds no layer.", identity=True),
    known(
        "lazy layers that have seen no picture",
        "A lazy layer has no weights before its first picture. Send one through the network in the end: "
        "`network(torch.zeros(1, *shape))`.",
        lazy=True,
    ),
    known("no biases", "The layers have no biases. Leave out `bias=False`.", bias=False),
    Misconception("all zeros", zeros, "Your network has the right layers, but gives zeros."),
)
