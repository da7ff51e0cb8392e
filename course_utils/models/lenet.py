"""LeNet-5, in its form of 1998 and as one would write it today."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class LeNet5(nn.Module):
    """Read digits: ink (N, 1, 32, 32) from 0 to 1 -> scores (N, 10). It has 61,706 parameters.

    The form of 1998 has tanh and average pooling; its modern twin has ReLU and max pooling, and the same
    parameters. The layers have the paper's names. Two simplifications are common today: every map of C3 sees
    all maps of S2, and pooling has no weights.
    Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document
    Recognition, 1998.
    """

    def __init__(self, modern: bool = False) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Conv2d(16, 120, 5)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, 10)
        self.activation = F.relu if modern else torch.tanh
        self.pool = F.max_pool2d if modern else F.avg_pool2d

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The scores of the ten digits, before a softmax."""
        x = self.pool(self.activation(self.c1(x)), 2)  # 6 maps of 14 x 14
        x = self.pool(self.activation(self.c3(x)), 2)  # 16 maps of 5 x 5
        x = self.activation(self.c5(x)).flatten(1)  # 120 numbers
        return self.output(self.activation(self.f6(x)))
