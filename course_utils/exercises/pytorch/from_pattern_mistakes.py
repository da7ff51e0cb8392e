"""What people get wrong in `from_pattern`."""

from __future__ import annotations

from typing import Any

from ...checks.exercise import Misconception
from .expand import by_python


def building(
    *, padding=1, bias=True, grows="after pooling", flat="size", flatten=True, last="classes",
    hidden="features", relu=True, average=False, identity=False, square=False, depth_kept=False,
    kernel=3, pool=None, rest=list, bend="ReLU", last_word=False, shared=False, late_flatten=False,
    lazy=False,
) -> Any:  # fmt: skip
    """A `from_pattern` that is right, or wrong in other ways with other options."""

    def wrong(pattern, shape, channels, features, classes):
        from torch import nn

        names = by_python(pattern)
        layers: list[Any] = []
        (depth, height, width), inputs = shape, None
        first, pools = channels, 0
        known: dict[str, Any] = {}
        for k, name in enumerate(names):
            if name == "CONV":
                conv = nn.Conv2d(depth, channels, kernel, padding=padding, bias=bias)
                layers.append(nn.LazyConv2d(channels, 3, padding=padding) if lazy else conv)
                depth = depth if depth_kept else channels
                channels *= 2 if grows == "after convolution" else 1
            elif name == "POOL":
                layers.append(nn.AvgPool2d(2) if average else nn.MaxPool2d(2, **(pool or {})))
                pools += 1
                channels *= 2 if grows == "after pooling" or (grows == "once" and pools == 1) else 1
                channels += first if grows == "by as many" else 0
                channels *= (
                    2 if grows == "after maps" and "CONV" in names[:k] and names[k - 1] != "POOL" else 1
                )
                one = pool == {"stride": 1}
                up = pool == {"ceil_mode": True}
                height, width = (height - 1, width - 1) if one else ((height + up) // 2, (width + up) // 2)
            elif name == "RELU" and relu:
                layers.append(getattr(nn, bend)())
            elif name == "INPUT" and identity:
                layers.append(nn.Identity())
            elif name == "FC":
                if inputs is None:
                    layers += [nn.Flatten()] * (flatten and not late_flatten)
                    inputs = depth * height * (height if square else width)
                    inputs = depth * shape[1] * shape[2] if flat == "of the picture" else inputs
                    inputs = depth if flat == "channels" else inputs
                is_last = k == len(names) - 1 if last_word else "FC" not in names[k + 1 :]
                outputs = (classes if last == "classes" else features) if is_last else features
                outputs = classes if hidden == "classes" else outputs
                outputs = (features if "FC" in names[:k] else classes) if hidden == "exchanged" else outputs
                layers.append(nn.LazyLinear(outputs) if lazy else nn.Linear(inputs, outputs, bias=bias))
                layers += [nn.Flatten()] * (late_flatten and "FC" not in names[:k])
                inputs = outputs
            if shared and layers:
                layers[-1] = known.setdefault(repr(layers[-1]), layers[-1])
        return nn.Sequential(*layers, *rest())

    return wrong


def known(name, advice, *others, **options):
    return Misconception(name, building(**options), advice, [building(**other) for other in others])


def empty_for_bad(pattern, *sizes):
    """An empty network, where the pattern is bad."""
    from torch import nn

    try:
        return building()(pattern, *sizes)
    except ValueError:
        return nn.Sequential()


def without_place(pattern, *sizes):
    try:
        return building()(pattern, *sizes)
    except ValueError:
        raise ValueError("bad pattern") from None


def softmax_at_the_end():
    from torch import nn

    return [nn.Softmax(dim=1)]


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
        "filters doubled once",
        "The number of filters grows after the first POOL only. It doubles after each.",
        grows="once",
    ),
    known(
        "as many filters more",
        "After each POOL you add filters. There are twice as many as before it: 16, 32, 64.",
        grows="by as many",
    ),
    known(
        "POOLs in a row counted as one",
        "Where one POOL follows another, you double the filters once. They double after each POOL.",
        grows="after maps",
    ),
    known("a kernel of another size", "CONV is 3 by 3, with padding 1.", kernel=5, padding=2),
    known(
        "pooling with stride 1",
        "Your POOL moves by one pixel. `nn.MaxPool2d(2)` moves by 2: the windows lie side by side.",
        pool={"stride": 1},
    ),
    known(
        "pooling rounded up",
        "A window that does not fit in full has no output: leave `ceil_mode` out.",
        pool={"ceil_mode": True},
    ),
    known(
        "another activation",
        "RELU is `nn.ReLU()`.",
        {"bend": "Tanh"},
        {"bend": "Sigmoid"},
        bend="LeakyReLU",
    ),
    known(
        "the last FC taken for the last word",
        "Something may follow the last FC. It is the last FC all the same: no other FC comes behind it.",
        last_word=True,
    ),
    known(
        "one layer in several places",
        "Layers of the same sizes are one object, with one set of weights. Make a new layer each time.",
        shared=True,
    ),
    known(
        "Flatten after the first FC",
        "The Flatten comes behind the first FC. It comes before.",
        late_flatten=True,
    ),
    known("softmax at the end", "A softmax follows. The pattern says all layers.", rest=softmax_at_the_end),
    known(
        "features and classes exchanged",
        "Your first FC has `classes` outputs. Only the last one has; the others have `features`.",
        hidden="exchanged",
    ),
    Misconception(
        "bad patterns let through",
        empty_for_bad,
        "A bad pattern gives an empty network. Let the ValueError of `expand` through.",
    ),
    Misconception(
        "an error without its place",
        without_place,
        "Your error does not say where. Let the ValueError of `expand` through: it has the place.",
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
