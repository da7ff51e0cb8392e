"""Sequential: layers in a row are a layer again."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from .reference import drawn
from .sequential_mistakes import MISTAKES, Sequential


class Times:
    """A layer for the check: it multiplies by numbers that can be learned."""

    def __init__(self, w):
        self.w, self.dw = np.array(w, dtype=float), np.zeros(np.shape(w))

    def forward(self, x):
        self.x = x
        return x * self.w

    def backward(self, dy):
        self.dw += (self.x * dy).sum(axis=0)
        return dy * self.w

    def parameters(self):
        return [(self.w, self.dw)]


class Square:
    """A layer for the check, without weights."""

    def forward(self, x):
        self.x = x
        return x**2

    def backward(self, dy):
        return 2 * self.x * dy

    def parameters(self):
        return []


class ByRecursion(Sequential):
    """The first layer, and the network of all others."""

    def __init__(self, *layers):
        self.first: Any = layers[0] if layers else None
        self.rest: Any = ByRecursion(*layers[1:]) if layers else None

    def forward(self, x):
        return self.rest.forward(self.first.forward(x)) if self.first else x

    def backward(self, dy):
        return self.first.backward(self.rest.backward(dy)) if self.first else dy

    def parameters(self):
        return [*self.first.parameters(), *self.rest.parameters()] if self.first else []


THREE = "network = Sequential(Times([2.0, 3]), Square(), Times(w))\n"

SEQUENTIAL = Exercise(
    name="Sequential",
    points=4,
    cases=(
        steps(
            "2 and 3, squared, times 10",
            THREE + "network.forward(x)",
            "forward",
            x=np.ones((1, 2)),
            w=[10.0, 10],
        ),
        steps("a batch", THREE + "network.forward(x)", "forward", x=drawn(3, 2), w=drawn(2)),
        steps("an empty network", "network = Sequential()\nnetwork.forward(x)", "forward", x=drawn(3, 2)),
        steps(
            "the gradient of a batch",
            THREE + "y = network.forward(x)\nnetwork.backward(dy)",
            "backward",
            x=drawn(3, 2),
            dy=drawn(3, 2),
            w=drawn(2),
        ),
        steps(
            "a network in a network",
            "network = Sequential(Square(), Sequential(Times(w), Square()))\n"
            "y = network.forward(x)\nnetwork.backward(dy)",
            "backward",
            x=drawn(3, 2),
            dy=drawn(3, 2),
            w=drawn(2),
        ),
        steps(
            "the pairs of all layers",
            THREE + "y = network.forward(x)\ndx = network.backward(dy)\nlen(network.parameters())\n"
            "[w for w, dw in network.parameters()]\n[dw for w, dw in network.parameters()]",
            "parameters",
            x=drawn(3, 2),
            dy=drawn(3, 2),
            w=drawn(2),
        ),
        steps(
            "the arrays themselves",
            THREE + "network.parameters()[0][0][...] = 0\nnetwork.parameters()[-1][0][0] = 7\n"
            "[w for w, dw in network.parameters()]",
            "parameters",
            w=drawn(2),
        ),
    ),
    oracle=ByRecursion,
    tools=(Times, Square),
    alternatives=(Sequential, ByRecursion),
    misconceptions=MISTAKES,
    hints=(
        "What comes out of a layer goes into the next one. And on the way back?",
        "Two loops: over the layers with x, and over the reversed layers with dy. `parameters` joins lists.",
        "`for layer in reversed(self.layers): dy = layer.backward(dy)`; "
        "`[pair for layer in self.layers for pair in layer.parameters()]`.",
    ),
)
