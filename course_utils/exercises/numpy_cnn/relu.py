"""ReLU, the layer: what passes forward passes back."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from .reference import Layer, TorchLayer, all_zeros, drawn, known


class ReLU(Layer):
    def forward(self, x):
        self.on = x > 0
        return x * self.on

    def backward(self, dy):
        return dy * self.on


class ByMaximum(Layer):
    def forward(self, x):
        self.y = np.maximum(x, 0)
        return self.y

    def backward(self, dy):
        return np.where(self.y > 0, dy, 0)


class Torch(TorchLayer):
    def function(self, x):
        return x.relu()


class MaskFromOutput(ReLU):
    """All gradients pass, as if the mask were y >= 0: in the output nothing is negative. Ask where x was
    above 0.
    """

    def forward(self, x):
        y = super().forward(x)
        self.on = y >= 0
        return y


class NoMask(ReLU):
    def backward(self, dy):
        return dy + 0


class AtZero(ReLU):
    """You let the gradient pass where x is exactly 0. PyTorch's rule, and ours, is that the slope there
    is 0.
    """

    def forward(self, x):
        self.on = x >= 0
        return x * self.on


class MaskOfGradient(ReLU):
    """You cut `dy` where it is negative itself. What counts is where x was negative, on the way forward."""

    def backward(self, dy):
        return np.maximum(dy, 0)


class TimesOutput(ReLU):
    """You multiply `dy` by the output. The slope of ReLU is 1 or 0, not y."""

    def forward(self, x):
        self.y = super().forward(x)
        return self.y

    def backward(self, dy):
        return dy * self.y


class FirstBatch(ReLU):
    """`backward` works with the mask of the first batch. Make it again in every `forward`."""

    def forward(self, x):
        y = super().forward(x)
        self.first = getattr(self, "first", self.on)
        self.on = self.first
        return y


class MaskAlone(ReLU):
    """You return the slope alone, 1 or 0. Multiply it by `dy`."""

    def backward(self, dy):
        return self.on * 1.0


class FirstPicture(ReLU):
    """`backward` cuts all pictures where the first one was negative. Each picture has its own mask."""

    def forward(self, x):
        y = super().forward(x)
        self.on = self.on[:1]
        return y


class Absolute(ReLU):
    """This is the absolute value: negative numbers become positive. ReLU makes them 0."""

    def forward(self, x):
        super().forward(x)
        return np.abs(x)


class Turned(ReLU):
    """You keep the negative numbers and drop the positive ones: it is max(0, x)."""

    def forward(self, x):
        self.on = x < 0
        return x * self.on


RELU = Exercise(
    name="ReLU",
    points=3,
    cases=(
        steps(
            "five numbers", "layer = ReLU()\nlayer.forward(x)", "forward", x=np.array([[-2.0, -1, 0, 1, 2]])
        ),
        steps("a batch of maps", "layer = ReLU()\nlayer.forward(x)", "forward", x=drawn(2, 3, 4, 5)),
        steps(
            "what passed and what did not",
            "layer = ReLU()\ny = layer.forward(x)\nlayer.backward(dy)",
            "backward",
            x=np.array([[-2.0, -1, 0, 1, 2]]),
            dy=np.array([[1.0, -2, 3, -4, 5]]),
        ),
        steps(
            "the gradient of maps",
            "layer = ReLU()\ny = layer.forward(x)\nlayer.backward(dy)",
            "backward",
            x=drawn(2, 3, 4, 5),
            dy=drawn(2, 3, 4, 5),
        ),
        steps(
            "two batches, one after the other",
            "layer = ReLU()\ny = layer.forward(x)\ny = layer.forward(other)\nlayer.backward(dy)",
            "two batches",
            x=drawn(4, 3),
            other=drawn(2, 3),
            dy=drawn(2, 3),
        ),
    ),
    oracle=Torch,
    alternatives=(ReLU, ByMaximum),
    forbidden=("torch", "scipy"),
    misconceptions=(
        known("mask from the output", MaskFromOutput, NoMask),
        known("the gradient passes at 0", AtZero),
        known("mask of the gradient", MaskOfGradient),
        known("output for slope", TimesOutput),
        known("cache of the wrong batch", FirstBatch),
        known("`dy` not used", MaskAlone),
        known("mask of the first picture", FirstPicture),
        known("absolute value", Absolute),
        known("the negative ones kept", Turned),
        all_zeros(ReLU),
    ),
    hints=(
        "What must `backward` know about x? One bit for each number.",
        "Remember in `forward` where x is above 0, an array of True and False.",
        "`self.on = x > 0`, then `x * self.on` forward and `dy * self.on` backward.",
    ),
)
