"""AlexNet, on one GPU or in the grouped layout of two, whole or slim."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

CONVS = ("conv1", "conv2", "conv3", "conv4", "conv5")
ONES = ("conv2", "conv4", "conv5", "fc6", "fc7")  # their biases begin at 1, so that ReLUs begin alive


class AlexNet(nn.Module):
    """Tell photographs apart: (N, 3, size, size) -> scores (N, classes), before a softmax.

    classes : with 1,000 the network has 62,378,344 parameters, and with groups=2 it has 60,965,224.
    slim : divide all channels and hidden units by this: 1, 2, 4, 8 or 16.
    groups : 2 is the layout of two GPUs, where conv2, conv4 and conv5 see half of the maps each.
    size : pixels of a side, 227 as the paper's arithmetic needs it, 67 at least.
    norm, overlap, dropout, activation : the tricks of 2012, to be switched off one by one.

    Pooling stands before the normalisation, as in Caffe's reference network; in the paper it stands after it.
    Source: A. Krizhevsky, I. Sutskever, G. Hinton, ImageNet Classification with Deep Convolutional Neural
    Networks, 2012.
    """

    def __init__(
        self,
        classes: int = 1000,
        *,
        slim: int = 1,
        groups: int = 1,
        size: int = 227,
        norm: bool = True,
        overlap: bool = True,
        dropout: float = 0.5,
        activation: str = "relu",
    ) -> None:
        super().__init__()
        if slim not in (1, 2, 4, 8, 16):
            raise ValueError(f"slim={slim!r}: the channels can be divided by 1, 2, 4, 8 or 16.")
        c1, c2, c3, c4, c5, hidden = (n // slim for n in (96, 256, 384, 384, 256, 4096))
        side = last_side(size)
        self.conv1 = nn.Conv2d(3, c1, 11, stride=4)
        self.conv2 = nn.Conv2d(c1, c2, 5, padding=2, groups=groups)
        self.conv3 = nn.Conv2d(c2, c3, 3, padding=1)
        self.conv4 = nn.Conv2d(c3, c4, 3, padding=1, groups=groups)
        self.conv5 = nn.Conv2d(c4, c5, 3, padding=1, groups=groups)
        self.fc6 = nn.Linear(c5 * side * side, hidden)
        self.fc7 = nn.Linear(hidden, hidden)
        self.fc8 = nn.Linear(hidden, classes)
        self.norm1, self.norm2 = (LocalResponseNorm(c) if norm else nn.Identity() for c in (c1, c2))
        self.pool = nn.MaxPool2d(3 if overlap else 2, stride=2)
        self.dropout = nn.Dropout(dropout)
        self.activation = {"relu": torch.relu, "tanh": torch.tanh}[activation]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The scores of the classes; the shapes are those of 227 pixels and slim=1."""
        f = self.activation
        x = self.norm1(self.pool(f(self.conv1(x))))  # 55 x 55 x 96, then 27 x 27 x 96
        x = self.norm2(self.pool(f(self.conv2(x))))  # 27 x 27 x 256, then 13 x 13 x 256
        x = f(self.conv4(f(self.conv3(x))))  # 13 x 13 x 384, twice
        x = self.pool(f(self.conv5(x))).flatten(1)  # 13 x 13 x 256, then 6 x 6 x 256
        x = self.dropout(f(self.fc6(x)))
        return self.fc8(self.dropout(f(self.fc7(x))))


class LocalResponseNorm(nn.Module):
    """`torch.nn.LocalResponseNorm(5, k=2)` in fewer passes over the memory: its window is a 1 x 1 kernel.

    PyTorch slides a three-dimensional average over the channels, which on a GPU takes longer than a layer.
    """

    def __init__(self, channels: int, size: int = 5, alpha: float = 1e-4, k: float = 2.0) -> None:
        super().__init__()
        places = torch.arange(channels)
        near = (places[:, None] - places).abs() <= size // 2
        self.k = k
        self.register_buffer("window", alpha / size * near.float()[:, :, None, None], persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """X / (k + alpha / size * sum of squares over five neighbouring channels) ** 0.75."""
        inverse = torch.rsqrt(self.k + F.conv2d(x * x, self.window).float())  # type: ignore[arg-type]
        return x * (inverse * inverse.sqrt()).to(x.dtype)


def last_side(size: int) -> int:
    """The side of the maps that reach the fully connected layers: 6 for 227 pixels."""
    side = (size - 11) // 4 + 1
    for _ in range(3):
        side = (side - 3) // 2 + 1
    if side < 1:
        raise ValueError(f"size={size!r}: AlexNet needs pictures of 67 pixels or more.")
    return side


def parameters(classes: int = 1000, **layout: Any) -> int:
    """How many parameters an AlexNet has, without making one."""
    with torch.device("meta"):
        return sum(each.numel() for each in AlexNet(classes, **layout).parameters())


@torch.no_grad()
def init_weights(model: AlexNet, kind: str = "paper") -> AlexNet:
    """Draw first weights; the model comes back.

    "paper": standard deviation 0.01, biases 1 in conv2, conv4, conv5, fc6 and fc7, else 0. It suits the whole
    network on 1.2 million photographs. "he": sqrt(2 / inputs), biases 0, which starts at any width.
    """
    for name, layer in model.named_children():
        if not isinstance(layer, nn.Conv2d | nn.Linear):
            continue
        if kind == "paper":
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.constant_(layer.bias, float(name in ONES))  # type: ignore[arg-type]
        else:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
    return model
