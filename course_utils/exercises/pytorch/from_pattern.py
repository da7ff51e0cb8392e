"""from_pattern: a network from its pattern."""

from __future__ import annotations

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, fill, tensor
from .expand import by_python, complaint
from .from_pattern_mistakes import MISTAKES
from .reference import drawn


def kinds(network):
    """The layers of a network, by the names of their classes."""
    return tuple(type(layer).__name__ for layer in network)


def shapes(network):
    """The shapes of all parameters."""
    return tuple(tuple(parameter.shape) for parameter in network.parameters())


def by_trying(pattern, shape, channels, features, classes):
    """Each layer learns the size of its input from a picture of zeros: no size is computed."""
    import torch
    from torch import nn

    names, x = by_python(pattern), torch.zeros(1, *shape)
    layers: list = []
    last = max((k for k, name in enumerate(names) if name == "FC"), default=0)
    for k, name in enumerate(names):
        pools = names[:k].count("POOL")
        of: dict = {
            "INPUT": [],
            "CONV": [nn.LazyConv2d(channels * 2**pools, 3, padding=1)],
            "RELU": [nn.ReLU()],
            "POOL": [nn.MaxPool2d(2)],
            "FC": [nn.Flatten()] * ("FC" not in names[:k])
            + [nn.LazyLinear(classes if k == last else features)],
        }
        layers += of[name]
        x = nn.Sequential(*of[name])(x)
    return nn.Sequential(*layers)


def lazily(pattern, shape, channels, features, classes):
    import torch
    from torch import nn

    names = by_python(pattern)
    layers: list[nn.Module] = []
    for k, name in enumerate(names):
        if name == "CONV":
            layers.append(nn.LazyConv2d(channels, 3, padding=1))
        elif name == "RELU":
            layers.append(nn.ReLU())
        elif name == "POOL":
            layers.append(nn.MaxPool2d(2))
            channels *= 2
        elif name == "FC":
            if "FC" not in names[:k]:
                layers.append(nn.Flatten())
            layers.append(nn.LazyLinear(features if "FC" in names[k + 1 :] else classes))
    network = nn.Sequential(*layers)
    network(torch.zeros(1, *shape))
    return network


def depth_after(names, shape, channels):
    """How many channels the maps have after these layers."""
    found = [channels * 2 ** names[:k].count("POOL") for k, name in enumerate(names) if name == "CONV"]
    return found[-1] if found else shape[0]


def layer_by_layer(pattern, shape, channels, features, classes):
    """Every layer from what stands before it, without anything that is carried along."""
    from torch import nn

    names = by_python(pattern)
    layers: list = []
    for k, name in enumerate(names):
        before = names[:k]
        pools, depth = before.count("POOL"), depth_after(before, shape, channels)
        if name == "CONV":
            layers.append(nn.Conv2d(depth, channels * 2**pools, (3, 3), padding=1))
        elif name == "RELU":
            layers.append(nn.ReLU(inplace=True))
        elif name == "POOL":
            layers.append(nn.MaxPool2d(2))
        elif name == "FC":
            inputs = features
            if "FC" not in before:
                layers.append(nn.Flatten())
                inputs = depth * (shape[1] >> pools) * (shape[2] >> pools)
            layers.append(nn.Linear(inputs, features if "FC" in names[k + 1 :] else classes))
    return nn.Sequential(*layers)


def case(name, group, pattern, shape, rest, judged=""):
    """A case with two pictures of this shape."""
    lines = f"network = from_pattern(pattern, {shape}, {rest})\n{judged}\narray(fill(network)(tensor(x)))"
    return steps(name, lines, group, pattern=pattern, x=drawn(2, *shape))


def bad(name, pattern, place):
    lines = "complaint(lambda pattern: from_pattern(pattern, (1, 8, 8), 2, 5, 3), pattern, place)"
    return steps(name, lines, "bad patterns", pattern=pattern, place=place)


LAYERS = "kinds(network)"
SIZES = "kinds(network)\nshapes(network)"

FROM_PATTERN = Exercise(
    name="from_pattern",
    points=10,
    cases=(
        case("one convolution", "convolutions", "INPUT -> CONV", (3, 5, 6), "4, 9, 2", SIZES),
        case("two, with ReLU, no INPUT", "convolutions", "[CONV -> RELU]*2", (2, 4, 6), "3, 9, 2", LAYERS),
        case("pooling", "pooling", "INPUT -> POOL -> RELU", (2, 5, 7), "3, 9, 2", LAYERS),
        case(
            "twice as many filters after pooling",
            "pooling",
            "INPUT -> [[CONV]*2 -> POOL]*2 -> CONV",
            (1, 8, 9),
            "2, 9, 2",
            SIZES,
        ),
        case("pooling twice", "pooling", "POOL -> POOL -> CONV", (2, 8, 9), "3, 9, 2", SIZES),
        steps(
            "the layers of a linear classifier",
            'network = from_pattern("INPUT -> FC", (2, 3, 4), 4, 9, 5)\nkinds(network)',
            "linear layers",
        ),
        case("a linear classifier", "linear layers", "INPUT -> FC", (2, 3, 4), "4, 9, 5", SIZES),
        case(
            "four linear layers, then ReLU",
            "linear layers",
            "INPUT -> FC -> FC -> FC -> FC -> RELU",
            (1, 4, 4),
            "4, 9, 5",
            SIZES,
        ),
        case(
            "LeNet's relative",
            "whole networks",
            "INPUT -> [CONV -> RELU -> POOL]*2 -> FC -> RELU -> FC",
            (1, 11, 7),
            "3, 7, 4",
            LAYERS,
        ),
        case(
            "the network of the lesson",
            "whole networks",
            "INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC",
            (3, 16, 9),
            "2, 6, 5",
            SIZES,
        ),
        bad("an unknown layer", "INPUT -> [CONV -> TANH]*2 -> FC", 18),
        bad("a group that is not closed", "INPUT -> [CONV -> RELU", 22),
    ),
    oracle=by_trying,
    tools=(kinds, shapes, array, tensor, fill, complaint),
    alternatives=(by_trying, layer_by_layer),
    another_way=(
        lazily,
        "It computes no size: a lazy layer learns the size of its input from the first picture that it sees. "
        "So one picture goes through at the end. (`by_python` is an `expand`.)",
    ),
    misconceptions=MISTAKES,
    hints=(
        "Go through the names that your `expand` gives. What does a layer need to know of those before it?",
        "Keep three numbers up to date: the channels, the height and the width of the maps. The first FC "
        "needs their product, after an `nn.Flatten()`. The last FC is the one after which no other comes.",
        "For CONV: `nn.Conv2d(depth, channels, 3, padding=1)`, then `depth = channels`. For POOL: "
        "`nn.MaxPool2d(2)`, `channels *= 2`, `height //= 2`, `width //= 2`. For FC: "
        '`features if "FC" in names[k + 1:] else classes` outputs.',
    ),
)
