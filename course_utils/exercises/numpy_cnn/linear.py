"""Linear: the fully connected layer as a class."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from .reference import TWICE, Layer, TorchLayer, all_zeros, drawn, known, new_layer, start
from .weights_mistakes import mistakes


class Linear(Layer):
    def __init__(self, inputs, outputs, rng):
        start(self, (outputs, inputs), np.sqrt(2 / inputs), rng)

    def forward(self, x):
        self.x = x
        return x @ self.w.T + self.b

    def backward(self, dy):
        self.dw += dy.T @ self.x
        self.db += dy.sum(axis=0)
        return dy @ self.w


class ByEinsum(Linear):
    """Every sum by its indices."""

    def forward(self, x):
        self.x = x
        return np.einsum("ni,oi->no", x, self.w) + self.b

    def backward(self, dy):
        np.add(self.dw, np.einsum("no,ni->oi", dy, self.x), out=self.dw)
        np.add(self.db, np.einsum("no->o", dy), out=self.db)
        return np.einsum("no,oi->ni", dy, self.w)


class Torch(TorchLayer, Linear):
    names = ("w", "b")

    def function(self, x, w, b):
        return x @ w.T + b


class Turned(Linear):
    """Your `w` has the shape (inputs, outputs). PyTorch's and ours is (outputs, inputs): y = x @ w.T + b."""

    def __init__(self, inputs, outputs, rng):
        super().__init__(inputs, outputs, rng)
        self.w, self.dw = self.w.T.copy(), self.dw.T.copy()

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, dy):
        self.dw += self.x.T @ dy
        self.db += dy.sum(axis=0)
        return dy @ self.w.T


class OutputsFirst(Linear):
    """The constructor takes (inputs, outputs), in this order; yours makes a layer the other way around."""

    def __init__(self, inputs, outputs, rng):
        super().__init__(outputs, inputs, rng)


class OnePicture(Linear):
    """The gradient of one picture only, the last one: the pictures share the weights, so add over all."""

    def backward(self, dy):
        self.dw += np.outer(dy[-1], self.x[-1])
        self.db += dy[-1]
        return dy @ self.w


class OutputKept(Linear):
    """You multiply `dy` with the output. A weight meets an input: the slope of w x with respect to w is x."""

    def backward(self, dy):
        y = self.x @ self.w.T + self.b
        self.dw += (dy * y).sum(axis=0)[:, None]
        self.db += dy.sum(axis=0)
        return dy @ self.w


MADE = "layer = Linear({}, rng=np.random.default_rng(0))\nlayer.w[...], layer.b[...] = w, b\n"

LINEAR = Exercise(
    name="Linear",
    points=8,
    cases=(
        new_layer("Linear(50, 80, rng={})", fan_in=50),
        steps(
            "two inputs, three outputs",
            MADE.format("2, 3") + "layer.forward(x)",
            group="forward",
            w=np.array([[1.0, 2], [3, 4], [5, 6]]),
            b=np.array([10.0, 20, 30]),
            x=np.array([[1.0, -1]]),
        ),
        steps(
            "a batch of four",
            MADE.format("3, 2") + "layer.forward(x)",
            group="forward",
            w=drawn(2, 3),
            b=drawn(2),
            x=drawn(4, 3),
        ),
        steps(
            "backward",
            MADE.format("3, 2") + "y = layer.forward(x)\nlayer.backward(dy)\nlayer.dw\nlayer.db",
            group="backward",
            w=drawn(2, 3),
            b=drawn(2),
            x=drawn(4, 3),
            dy=drawn(4, 2),
        ),
        steps(
            "two batches, one after the other",
            MADE.format("3, 2") + TWICE,
            group="two batches",
            w=drawn(2, 3),
            b=drawn(2),
            x=drawn(4, 3),
            other=drawn(4, 3),
            dy=drawn(4, 2),
        ),
    ),
    oracle=Torch,
    alternatives=(Linear, ByEinsum),
    forbidden=("torch", "scipy"),
    misconceptions=(
        *mistakes(Linear, lambda inputs, outputs: inputs, lambda inputs, outputs: outputs),
        known("weights turned", Turned),
        known("inputs and outputs exchanged", OutputsFirst),
        known("one picture only", OnePicture),
        known("output for input", OutputKept),
        all_zeros(Linear),
    ),
    hints=(
        "A batch is a matrix, a row for each picture. With w as it lies in memory, which product has the "
        "shape "
        "(N, outputs)?",
        "Backward has two products. Their shapes decide: dw is (outputs, inputs), made of dy (N, "
        "outputs) and "
        "x (N, inputs); dx is (N, inputs), made of dy and w.",
        "`y = x @ self.w.T + self.b`; `self.dw += dy.T @ self.x`, `self.db += dy.sum(axis=0)`, "
        "`return dy @ self.w`.",
    ),
)
