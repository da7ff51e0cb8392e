"""What several exercises of this chapter share: right layers, PyTorch's, and zeros in their place."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...checks.exercise import Case, Misconception
from ...checks.steps import steps
from ..reference import tensor


class Layer:
    """The class that the lesson gives: what all layers share."""

    x: Any
    w: Any
    b: Any
    dw: Any
    db: Any

    def forward(self, x):
        raise NotImplementedError

    def backward(self, dy):
        raise NotImplementedError

    def parameters(self):
        return [(self.w, self.dw), (self.b, self.db)] if hasattr(self, "w") else []


def start(layer, shape, std, rng):
    """Give a layer its weights, drawn, its biases, zeros, and gradients of zeros."""
    layer.w, layer.b = rng.normal(0, std, shape), np.zeros(shape[0])
    layer.dw, layer.db = np.zeros(shape), np.zeros(shape[0])


class TorchLayer(Layer):
    """An oracle: forward by a function of PyTorch, `function(self, x, *weights)`, backward by autograd."""

    names: tuple[str, ...] = ()
    function: Any

    def forward(self, x):
        self.inputs = [tensor(x), *(tensor(getattr(self, name)) for name in self.names)]
        for each in self.inputs:
            each.requires_grad_()
        self.y = self.function(*self.inputs)
        return self.y.detach().numpy()

    def backward(self, dy):
        import torch

        dx, *others = torch.autograd.grad(self.y, self.inputs, tensor(dy), retain_graph=True)
        for name, gradient in zip(self.names, others, strict=True):
            getattr(self, f"d{name}")[...] += gradient.numpy()
        return dx.numpy()


def all_zeros(right: Any) -> Misconception:
    """The misconception that every layer has: zeros of the right shape, weights included."""

    def begin(self, *args, **options):
        right.__init__(self, *args, **options)
        if hasattr(self, "w"):
            self.w = np.zeros_like(self.w)

    def forward(self, x):
        return np.zeros_like(right.forward(self, x))

    def backward(self, dy):
        keep = [(gradient, gradient.copy()) for _, gradient in self.parameters()]
        dx = np.zeros_like(right.backward(self, dy))
        for gradient, before in keep:
            gradient[...] = before
        return dx

    methods = {"__init__": begin, "forward": forward, "backward": backward}
    advice = "Every result has the right shape, but all entries are 0: the arrays were made and never filled."
    return Misconception("all zeros", type("Zeros", (right,), methods), advice)


def known(name, wrong, *others):
    """A misconception that is a class, with its docstring as the advice; `others` are more forms of it."""
    return Misconception(name, wrong, " ".join(wrong.__doc__.split()), list(others))


TWICE = """
pairs = layer.parameters()
y = layer.forward(x)
dx = layer.backward(dy)
y = layer.forward(other)
layer.backward(dy)
layer.dw
layer.db
pairs[0][1] is layer.dw
pairs[1][1] is layer.db
"""


def drawn(*shape: int) -> Any:
    """Draw normal numbers for a name of a case in steps."""
    return lambda rng: rng.normal(size=shape)


def new_layer(made: str, fan_in: int) -> Case:
    """The case of a layer with weights, as it is made: `made` is the call, with {} for its generator."""
    here, again = made.format("rng"), made.format("np.random.default_rng(seed)")
    return steps(
        "a new layer",
        f"""
        rng = np.random.default_rng(seed)
        layer = {here}
        layer.w.shape
        (layer.w.std() / np.sqrt(2 / {fan_in})).round(1)
        abs(layer.w.mean()) < 0.02
        abs(layer.w).max() > 2.5 * layer.w.std()
        layer.b.shape
        layer.b.any()
        layer.dw.shape
        layer.dw.any() or layer.db.any()
        np.array_equal(layer.w, {here}.w)
        np.array_equal(layer.w, {again}.w)
        """,
        group="a new layer",
        seed=lambda rng: int(rng.integers(1000)),
    )
