"""MaxPool2d, the layer: the largest of each window, and its gradient back to it."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ...given.pooling import avg_pool2d, max_pool2d, max_pool2d_backward
from .reference import Layer, TorchLayer, all_zeros, drawn, known


class MaxPool2d(Layer):
    def __init__(self, kernel_size):
        self.size = kernel_size

    def forward(self, x):
        self.x = x
        return max_pool2d(x, self.size)

    def backward(self, dy):
        return max_pool2d_backward(dy, self.x, self.size)


class ByReshape(MaxPool2d):
    """Windows as axes of their own: possible because they do not overlap."""

    def forward(self, x):
        k, (n, c, h, w) = self.size, x.shape
        self.shape, h, w = x.shape, h // k, w // k
        self.windows = x[:, :, : h * k, : w * k].reshape(n, c, h, k, w, k).transpose(0, 1, 2, 4, 3, 5)
        self.flat = self.windows.reshape(n, c, h, w, k * k)
        return self.flat.max(axis=-1)

    def backward(self, dy):
        k, dx = self.size, np.zeros(self.shape)
        for at in np.ndindex(*dy.shape):
            n, c, i, j = at
            u, v = divmod(int(self.flat[at].argmax()), k)
            dx[n, c, i * k + u, j * k + v] = dy[at]
        return dx


class Torch(TorchLayer):
    def __init__(self, kernel_size):
        self.size = kernel_size

    def function(self, x):
        import torch

        return torch.nn.functional.max_pool2d(x, self.size)


class ToAll(MaxPool2d):
    """Every pixel of a window gets the gradient. Only the largest one made the output."""

    def backward(self, dy):
        dx = np.zeros(self.x.shape)
        k, (h, w) = self.size, dy.shape[2:]
        dx[:, :, : h * k, : w * k] = dy.repeat(k, axis=2).repeat(k, axis=3)
        return dx


class EveryTie(MaxPool2d):
    """Of several equal pixels each gets the whole gradient. PyTorch's rule, and ours: the first one."""

    def backward(self, dy):
        k, (h, w) = self.size, dy.shape[2:]
        inner = self.x[:, :, : h * k, : w * k]
        largest = max_pool2d(self.x, k).repeat(k, axis=2).repeat(k, axis=3)
        dx = np.zeros(self.x.shape)
        dx[:, :, : h * k, : w * k] = dy.repeat(k, axis=2).repeat(k, axis=3) * (inner == largest)
        return dx


class LastTie(MaxPool2d):
    """Of several equal pixels the last one gets the gradient. PyTorch's rule, and ours: the first one."""

    def backward(self, dy):
        turned = max_pool2d_backward(dy[..., ::-1, ::-1], self.cut()[..., ::-1, ::-1], self.size)
        dx = np.zeros(self.x.shape)
        dx[:, :, : turned.shape[2], : turned.shape[3]] = turned[..., ::-1, ::-1]
        return dx

    def cut(self):
        k, (h, w) = self.size, self.x.shape[2:]
        return self.x[:, :, : h // k * k, : w // k * k]


class SharedTie(EveryTie):
    """Several equal pixels share the gradient. PyTorch's rule, and ours: the first one gets all of it."""

    def backward(self, dy):
        ties = EveryTie.backward(self, np.ones(dy.shape))
        k, count = self.size, avg_pool2d(ties, self.size) * self.size**2
        dx = np.zeros(self.x.shape)
        h, w = (n * k for n in dy.shape[2:])
        dx[:, :, :h, :w] = (dy / count).repeat(k, axis=2).repeat(k, axis=3)
        return dx * ties


class OfOnes(MaxPool2d):
    """`backward` puts 1 at the largest numbers: `dy` is not used. They get the gradients of their windows."""

    def backward(self, dy):
        return super().backward(np.ones(dy.shape))


class FromZero(MaxPool2d):
    """Where all numbers of a window are negative, your maximum is 0. Begin with the first number, or with
    -inf.
    """

    def forward(self, x):
        return np.maximum(super().forward(x), 0)


class FromOutput(MaxPool2d):
    """`backward` searches the largest pixels in the output. Remember x, the input."""

    def forward(self, x):
        self.x = max_pool2d(x, self.size)
        return self.x

    def backward(self, dy):
        return dy * (self.x == self.x)


class FirstBatch(MaxPool2d):
    """`backward` works with the first batch that came in. Remember x again in every `forward`."""

    def forward(self, x):
        y = super().forward(x)
        self.first = getattr(self, "first", x)
        self.x = self.first
        return y


class Mean(MaxPool2d):
    """This is the mean of each window, not the largest number."""

    def forward(self, x):
        super().forward(x)
        return avg_pool2d(x, self.size)


class StrideOne(MaxPool2d):
    """Your windows overlap: they move by one pixel. By default the stride is the kernel size."""

    def forward(self, x):
        self.x = x
        return max_pool2d(x, self.size, 1)

    def backward(self, dy):
        return max_pool2d_backward(dy, self.x, self.size, 1)


class StrideOneForward(StrideOne):
    def backward(self, dy):
        return max_pool2d_backward(dy, self.x, self.size)


class StrideTwo(MaxPool2d):
    """Your windows move by 2 always. By default the stride is the kernel size: the windows do not overlap."""

    def forward(self, x):
        self.x = x
        return max_pool2d(x, self.size, 2)

    def backward(self, dy):
        return max_pool2d_backward(dy, self.x, self.size, 2)


class StrideTwoForward(StrideTwo):
    def backward(self, dy):
        return max_pool2d_backward(dy, self.x, self.size)


class AlwaysTwo(MaxPool2d):
    """Your windows are 2 by 2 always: `kernel_size` is not used."""

    def __init__(self, kernel_size):
        super().__init__(2)


USED = "layer = MaxPool2d({})\n"

MAX_POOL2D = Exercise(
    name="MaxPool2d",
    points=3,
    cases=(
        steps(
            "1 to 16",
            USED.format(2) + "layer.forward(x)",
            "forward",
            x=np.arange(1.0, 17).reshape(1, 1, 4, 4),
        ),
        steps("windows of 3", USED.format(3) + "layer.forward(x)", "forward", x=drawn(2, 3, 8, 14)),
        steps(
            "all numbers below 0",
            USED.format(2) + "layer.forward(x)",
            "forward",
            x=lambda rng: -rng.uniform(1, 9, (2, 1, 4, 6)),
        ),
        steps(
            "ties",
            USED.format(2) + "y = layer.forward(x)\nlayer.backward(dy)",
            "backward",
            x=np.array([[[[0.0, 0, 1, 2], [0, 0, 2, 1]]]]),
            dy=np.array([[[[3.0, 5]]]]),
        ),
        steps(
            "the gradient of a batch",
            USED.format(3) + "y = layer.forward(x)\nlayer.backward(dy)",
            "backward",
            x=drawn(2, 3, 8, 14),
            dy=drawn(2, 3, 2, 4),
        ),
        steps(
            "two batches, one after the other",
            USED.format(2) + "y = layer.forward(x)\ny = layer.forward(other)\nlayer.backward(dy)",
            "two batches",
            x=drawn(2, 1, 4, 4),
            other=drawn(2, 1, 4, 4),
            dy=drawn(2, 1, 2, 2),
        ),
    ),
    oracle=Torch,
    alternatives=(MaxPool2d, ByReshape),
    forbidden=("torch", "scipy"),
    misconceptions=(
        known("gradient to every pixel", ToAll),
        known("gradient to every tie", EveryTie),
        known("gradient to the last tie", LastTie),
        known("gradient shared by ties", SharedTie),
        known("`dy` not used", OfOnes),
        known("maximum with 0", FromZero),
        known("mask from the output", FromOutput),
        known("cache of the wrong batch", FirstBatch),
        known("mean for largest", Mean),
        known("stride 1", StrideOne, StrideOneForward),
        known("stride 2 always", StrideTwo, StrideTwoForward),
        known("windows of 2 always", AlwaysTwo),
        all_zeros(MaxPool2d),
    ),
    hints=(
        "You have both ways from lesson 07: `max_pool2d` and `max_pool2d_backward`.",
        "`max_pool2d_backward(dy, x, kernel_size)` needs x: remember it in `forward`.",
        "`self.x = x`, `return max_pool2d(x, self.kernel_size)`; backward: "
        "`return max_pool2d_backward(dy, self.x, self.kernel_size)`, and `.astype(dy.dtype)`.",
    ),
)
