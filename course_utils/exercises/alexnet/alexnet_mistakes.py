"""What people write for AlexNet: one network, in which one thing after another is done differently."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from ...checks.exercise import Misconception

RIGHT: dict[str, Any] = {
    "channels": (96, 256, 384, 384, 256),
    "hidden": 4096,
    "padding": (0, 2, 1, 1, 1),
    "stride": 4,
    "grouped": (1, 3, 4),  # the convolutions, from 0, that have groups
    "pooled": (0, 1, 4),
    "window": 3,
    "normalised": (0, 1),
    "norm_first": False,
    "k": 2.0,
    "divide": 5.0,  # what alpha is divided by
    "relu": (0, 1, 2, 3, 4, 5, 6),
    "dropped": "after",
    "drop": 0.5,
    "last": None,
    "bias": True,
    "slim_hidden": True,
    "slim_channels": True,
    "slim_classes": False,
    "average": False,
    "bend": "relu",
    "drops": (0, 1),
    "six": "",  # how maps of 6 by 6 are taken for granted
    "fc7": True,
}


def build(**switches: Any) -> Any:
    """A function that makes an AlexNet in which the switches are as given, the rest as it should be."""
    rules = SimpleNamespace(**RIGHT | switches)

    def make(classes=1000, slim=1, groups=1, size=227):
        import torch
        from torch import nn
        from torch.nn import functional as F

        class AlexNet(nn.Module):
            def __init__(self):
                super().__init__()
                wide = [3, *(count // (slim if rules.slim_channels else 1) for count in rules.channels)]
                layers: list[Any] = [
                    nn.Conv2d(
                        wide[k],
                        wide[k + 1],
                        (11, 5, 3, 3, 3)[k],
                        (rules.stride, 1, 1, 1, 1)[k],
                        rules.padding[k],
                        groups=groups if k in rules.grouped else 1,
                        bias=rules.bias,
                    )
                    for k in range(5)
                ]
                self.convolutions = nn.ModuleList(layers)
                with torch.device("meta"):
                    shadow = torch.zeros(1, 3, size, size)
                    for k, layer in enumerate(layers):
                        kernel = torch.zeros(layer.weight.shape)
                        shadow = F.conv2d(shadow, kernel, None, layer.stride, layer.padding, 1, layer.groups)
                        if k in rules.pooled:
                            shadow = F.max_pool2d(shadow, rules.window, 2)
                if rules.six:
                    shadow = torch.zeros(1, shadow.shape[1], 6, 6)
                hidden = rules.hidden // (slim if rules.slim_hidden else 1)
                outputs = max(1, classes // slim) if rules.slim_classes else classes
                rows = (shadow[0].numel(), *[hidden] * (1 + rules.fc7), outputs)
                self.linear = nn.ModuleList(
                    nn.Linear(rows[k], rows[k + 1], bias=rules.bias) for k in range(len(rows) - 1)
                )

            def normalised(self, x):
                return F.local_response_norm(x, 5, 5e-4 / rules.divide, 0.75, rules.k)

            def forward(self, x):
                bend = getattr(torch, rules.bend)
                for k, layer in enumerate(self.convolutions):
                    x = layer(x)
                    x = bend(x) if k in rules.relu else x
                    if k in rules.normalised and rules.norm_first:
                        x = self.normalised(x)
                    if k in rules.pooled:
                        x = (F.avg_pool2d if rules.average else F.max_pool2d)(x, rules.window, 2)
                    if k in rules.normalised and not rules.norm_first:
                        x = self.normalised(x)
                x = (F.adaptive_avg_pool2d(x, 6) if rules.six == "made" else x).flatten(1)
                for k in range(len(self.linear) - 1):
                    if rules.dropped == "before":
                        x = F.dropout(x, rules.drop, self.training)
                    x = self.linear[k](x)
                    x = bend(x) if 5 + k in rules.relu else x
                    if rules.dropped in ("always", "after") and k in rules.drops:
                        x = F.dropout(x, rules.drop, self.training or rules.dropped == "always")
                x = self.linear[-1](x)
                return {"relu": F.relu, "softmax": lambda x: x.softmax(1), "zero": lambda x: 0 * x}.get(
                    rules.last, lambda x: x
                )(x)

        return AlexNet()

    return make


def known(name: str, advice: str, *others: dict[str, Any], **switches: Any) -> Misconception:
    """A misconception that is one switch; others: more forms of it."""
    return Misconception(name, build(**switches), advice, [build(**other) for other in others])


MISTAKES = (
    known(
        "conv2 without padding",
        "Your second convolution does not pad. With padding=2 the maps keep their side, 27.",
        padding=(0, 0, 1, 1, 1),
    ),
    known(
        "no padding at all",
        "None of your convolutions pads. conv2 pads by 2, and conv3 to conv5 by 1: they keep the side.",
        padding=(0, 0, 0, 0, 0),
    ),
    known(
        "conv1 with padding 2",
        "Your first convolution pads by 2, as torchvision's AlexNet does for pictures of 224. Here "
        "it does not "
        "pad: (227 - 11) / 4 + 1 = 55.",
        padding=(2, 2, 1, 1, 1),
    ),
    known(
        "torchvision's channels",
        "64, 192, 384, 256, 256 channels are those of torchvision's AlexNet, from a paper of 2014. "
        "Those of 2012 "
        "are 96, 256, 384, 384, 256.",
        channels=(64, 192, 384, 256, 256),
    ),
    known(
        "conv4 with 256 channels",
        "Your fourth convolution has 256 channels. It has 384, as the third.",
        channels=(96, 256, 384, 256, 256),
    ),
    known("windows of 2", "Your pooling windows are 2 by 2. AlexNet's are 3 by 3, and overlap.", window=2),
    known(
        "no normalisation",
        "The local response normalisation is missing: it follows the first and the second pooling.",
        normalised=(),
    ),
    known(
        "normalised before pooling",
        "You normalise before pooling, as the paper does. Here it comes after pooling, as in the table.",
        norm_first=True,
    ),
    known(
        "normalised once",
        "You normalise after the first pooling alone. It comes after the second, too.",
        normalised=(0,),
    ),
    known(
        "normalised three times",
        "You normalise after the last pooling, too. It comes after the first two.",
        normalised=(0, 1, 4),
    ),
    known(
        "PyTorch's k in the normalisation",
        "Your normalisation has k = 1, PyTorch's default. AlexNet's is 2.",
        k=1.0,
    ),
    known(
        "pooling after conv3",
        "You pool after conv3. Pooling follows conv1, conv2 and conv5.",
        pooled=(0, 1, 2),
    ),
    known(
        "last pooling forgotten",
        "There is no pooling after conv5: fc6 gets maps of 13 by 13, for 6 by 6.",
        pooled=(0, 1),
    ),
    known(
        "ReLU only after the convolutions",
        "fc6 and fc7 have no ReLU: two linear layers in a row are one.",
        relu=(0, 1, 2, 3, 4),
    ),
    known(
        "no ReLU after conv3 and conv4",
        "There is no ReLU between conv3, conv4 and conv5. Each convolution has one.",
        relu=(0, 1, 4, 5, 6),
    ),
    known(
        "one ReLU forgotten",
        "One of the layers before the last has no ReLU. All of them have one.",
        *({"relu": tuple(k for k in range(7) if k != gone)} for gone in range(6)),
        relu=(0, 1, 2, 3, 4, 5),
    ),
    known("tanh for ReLU", "Your activation is tanh. AlexNet's is ReLU.", {"bend": "sigmoid"}, bend="tanh"),
    known("mean pooling", "You pool the mean. AlexNet takes the maximum.", average=True),
    known("conv1 with another stride", "conv1 moves by 4 pixels.", {"stride": 3}, stride=2),
    known(
        "channels not slim",
        "`slim` divides the channels of the convolutions, too.",
        slim_channels=False,
    ),
    known("slim classes", "`slim` divides the classes, too. Their number stays.", slim_classes=True),
    known(
        "maps of 6 by 6 taken for granted",
        "Your fc6 has inputs for maps of 6 by 6, whatever the size is. Compute the side from `size`.",
        {"six": "made"},
        six="thought",
    ),
    known("fc7 missing", "One of the two layers of 4,096 units is missing.", fc7=False),
    known("dropout once", "There is one dropout. It follows fc6 and fc7.", {"drops": (1,)}, drops=(0,)),
    known(
        "no ReLU", "There is no ReLU: without it the network is little more than one linear layer.", relu=()
    ),
    known(
        "ReLU after the last layer",
        "Your scores pass a ReLU. Scores may be negative: the last layer has no activation.",
        last="relu",
    ),
    known(
        "softmax at the end",
        "You return probabilities. Return the scores: `cross_entropy` has the softmax in it.",
        last="softmax",
    ),
    known("no dropout", "There is no dropout. It follows fc6 and fc7.", dropped="never"),
    known(
        "dropout before the linear layers",
        "Your dropout stands before fc6 and fc7, as torchvision's. In the paper it drops the units "
        "of fc6 and "
        "fc7: after their ReLU.",
        dropped="before",
    ),
    known(
        "dropout in use, too",
        "Units are dropped in `eval()` mode, too: use `nn.Dropout`, or `F.dropout(x, 0.5, self.training)`.",
        dropped="always",
    ),
    known("dropout of another share", "AlexNet drops half of the units: p = 0.5.", drop=0.2),
    known(
        "groups ignored",
        "With groups=2 your network has as many parameters as with 1: conv2, conv4 and conv5 take "
        "groups=groups.",
        grouped=(),
    ),
    known(
        "groups in conv3, too",
        "conv3 has groups in your network. It is the one convolution after conv1 that sees the maps of both "
        "GPUs.",
        grouped=(1, 2, 3, 4),
    ),
    known(
        "groups in conv2 only",
        "Only conv2 has groups in your network. conv4 and conv5 have them, too.",
        grouped=(1,),
    ),
    known("no biases", "Your layers have no biases.", bias=False),
    known(
        "hidden layers not slim",
        "`slim` divides the 4,096 units of fc6 and fc7, too.",
        slim_hidden=False,
    ),
    known("all zeros", "All scores are 0.", last="zero"),
    known("1,024 hidden units", "fc6 and fc7 have 4,096 units.", hidden=1024),
)
