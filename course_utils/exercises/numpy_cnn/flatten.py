"""Flatten: from maps to rows, and back."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from .reference import Layer, TorchLayer, all_zeros, drawn, known


class Flatten(Layer):
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dy):
        return dy.reshape(self.shape)


class RowByRow(Layer):
    def forward(self, x):
        self.x = x
        return np.stack([picture.ravel() for picture in x])

    def backward(self, dy):
        return np.stack([row.reshape(self.x.shape[1:]) for row in dy])


class Torch(TorchLayer):
    def function(self, x):
        return x.flatten(1)


class BatchToo(Flatten):
    """All pictures of the batch became one row. The first axis stays: a row for each picture."""

    def forward(self, x):
        self.shape = x.shape
        return x.ravel()


class ColumnByColumn(Flatten):
    """The numbers come in Fortran's order, channel fastest. Leave `order` alone: the last axis runs
    fastest.
    """

    def forward(self, x):
        self.shape = x.shape
        return np.stack([picture.ravel(order="F") for picture in x])

    def backward(self, dy):
        return np.stack([row.reshape(self.shape[1:], order="F") for row in dy])


class ColumnsOnlyForward(ColumnByColumn):
    def backward(self, dy):
        return dy.reshape(self.shape)


class Averaged(Flatten):
    """This is the mean of each map, as global average pooling gives it. Flatten keeps all numbers."""

    def forward(self, x):
        self.shape = x.shape
        return x.mean(axis=(2, 3))


class ReturnsX(Flatten):
    """`backward` returns the x that came in. Return `dy`, in the shape of x."""

    def forward(self, x):
        self.x = x
        return super().forward(x)

    def backward(self, dy):
        return self.x + 0


class WidthForWeights(Flatten):
    """You keep the width as `self.w`. That is the name of weights: `parameters()` of `Layer` takes it for
    some, and asks for their gradient. Choose another name.
    """

    def forward(self, x):
        self.n, self.c, self.h, self.w = x.shape
        return super().forward(x)


WidthForWeights.__name__ = "Flatten"  # the error names the class


class ChannelsLast(Flatten):
    """You moved the channels to the end before flattening. Keep the order of memory: channels, rows,
    columns.
    """

    def forward(self, x):
        self.shape = x.shape
        return x.transpose(0, 2, 3, 1).reshape(len(x), -1)


class NotBack(Flatten):
    """`backward` returns rows. The layer before gave maps, so it wants the gradient in their shape."""

    def backward(self, dy):
        return dy + 0


class FirstShape(Flatten):
    """The shape of the first batch is used for all; but the last batch of an epoch is often smaller. Remember
    the shape in every `forward`.
    """

    def forward(self, x):
        self.shape = getattr(self, "shape", x.shape)
        return x.reshape(len(x), -1)


class Columns(Flatten):
    """Each picture became a column. A row for each picture, (N, C*H*W), is what `Linear` expects."""

    def forward(self, x):
        return super().forward(x).T


class MapsOnly(Flatten):
    """Only rows and columns were joined: (N, C, H*W). The channels belong to the row as well."""

    def forward(self, x):
        self.shape = x.shape
        return x.reshape(*x.shape[:2], -1)


USED = "layer = Flatten()\n"

FLATTEN = Exercise(
    name="Flatten",
    points=3,
    cases=(
        steps(
            "two maps of 1 x 3", USED + "layer.forward(x)", "forward", x=np.arange(6.0).reshape(1, 2, 1, 3)
        ),
        steps("a batch", USED + "layer.forward(x)", "forward", x=drawn(3, 2, 4, 5)),
        steps(
            "the gradient in the shape of the maps",
            USED + "y = layer.forward(x)\nlayer.backward(dy)",
            "backward",
            x=drawn(3, 2, 4, 5),
            dy=drawn(3, 40),
        ),
        steps(
            "nothing is learned",
            USED + "y = layer.forward(x)\nlen(layer.parameters())\nlayer.backward(dy)",
            "two batches",
            x=drawn(3, 2, 4, 5),
            dy=drawn(3, 40),
        ),
        steps(
            "a smaller batch",
            USED + "y = layer.forward(x)\ny = layer.forward(other)\nlayer.backward(dy)",
            "two batches",
            x=drawn(3, 2, 2, 2),
            other=drawn(2, 2, 2, 2),
            dy=drawn(2, 8),
        ),
    ),
    oracle=Torch,
    alternatives=(Flatten, RowByRow),
    forbidden=("torch", "scipy"),
    misconceptions=(
        known("batch flattened away", BatchToo),
        known("Fortran's order", ColumnByColumn, ColumnsOnlyForward),
        known("mean of each map", Averaged),
        known("x returned", ReturnsX),
        known("the width kept as weights", WidthForWeights),
        known("channels last", ChannelsLast),
        known("not turned back", NotBack),
        known("cache of the wrong batch", FirstShape),
        known("a column for each picture", Columns),
        known("channels left apart", MapsOnly),
        all_zeros(Flatten),
    ),
    hints=(
        "No number changes, only the shape. What does `backward` need to know?",
        "Remember `x.shape` in `forward`; `backward` gives dy that shape.",
        "`x.reshape(len(x), -1)`, and back `dy.reshape(self.shape)`.",
    ),
)
