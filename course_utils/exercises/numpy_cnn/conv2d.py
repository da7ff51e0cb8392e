"""Conv2d: the convolution layer as a class."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise, Misconception
from ...checks.steps import steps
from ...given.backward import conv2d_backward
from ...given.im2col import conv2d_im2col
from ..im2col.reference import ONE_TO_NINE, TENS
from ..reference import cropped, padded, taps
from .reference import TWICE, Layer, TorchLayer, all_zeros, drawn, known, new_layer, start
from .weights_mistakes import mistakes


def fan_in(in_channels, out_channels, kernel_size):
    return in_channels * kernel_size**2


def fan_out(in_channels, out_channels, kernel_size):
    return out_channels * kernel_size**2


class Conv2d(Layer):
    def __init__(self, in_channels, out_channels, kernel_size, rng, stride=1, padding=0):
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        start(self, shape, np.sqrt(2 / fan_in(*shape[1::-1], kernel_size)), rng)
        self.geometry = stride, padding

    def forward(self, x):
        self.x = x
        return conv2d_im2col(x, self.w, self.b, *self.geometry)

    def backward(self, dy):
        dx, dw, db = conv2d_backward(dy, self.x, self.w, *self.geometry)
        self.dw += dw
        self.db += db
        return dx


class ByTaps(Conv2d):
    """Every place of the kernel by itself."""

    def forward(self, x):
        self.x, y = x, None
        pictures = padded(x, self.geometry[1])
        for i, j, under in self.taps():
            part = np.einsum("nchw,oc->nohw", pictures[under], self.w[:, :, i, j])
            y = part if y is None else y + part
        return y + self.b[:, None, None]

    def backward(self, dy):
        pictures = padded(self.x, self.geometry[1])
        dx = np.zeros(pictures.shape)
        for i, j, under in self.taps():
            self.dw[:, :, i, j] += np.einsum("nohw,nchw->oc", dy, pictures[under])
            dx[under] += np.einsum("nohw,oc->nchw", dy, self.w[:, :, i, j])
        np.add(self.db, np.einsum("nohw->o", dy), out=self.db)
        return cropped(dx, self.geometry[1])

    def taps(self):
        return taps(self.x.shape[2:], self.w.shape[2:], *self.geometry)


class Torch(TorchLayer, Conv2d):
    names = ("w", "b")

    def function(self, x, w, b):
        import torch

        return torch.nn.functional.conv2d(x, w, b, *self.geometry)


class NoPadding(Conv2d):
    """`padding` never reaches the convolution: give it to `forward` and to `backward`."""

    def __init__(self, *args, padding=0, **options):
        super().__init__(*args, **options)


class NoStride(Conv2d):
    """`stride` never reaches the convolution: give it to `forward` and to `backward`."""

    def __init__(self, *args, stride=1, **options):
        super().__init__(*args, **options)


class Exchanged(Conv2d):
    """`stride` and `padding` are exchanged: name the options when you pass them on."""

    def forward(self, x):
        self.x = x
        stride, padding = self.geometry
        return conv2d_im2col(x, self.w, self.b, padding or 1, stride)


class ExchangedBothWays(Conv2d):
    def __init__(self, *args, stride=1, padding=0, **options):
        super().__init__(*args, **options)
        self.geometry = padding, stride


class ChannelsFirst(Conv2d):
    """Your `w` has the shape (in_channels, out_channels, k, k). Filters come first: (out_channels,
    in_channels, k, k).
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.w, self.dw = self.w.swapaxes(0, 1).copy(), self.dw.swapaxes(0, 1).copy()

    def forward(self, x):
        self.x = x
        return conv2d_im2col(x, self.w.swapaxes(0, 1), self.b, *self.geometry)

    def backward(self, dy):
        dx, dw, db = conv2d_backward(dy, self.x, self.w.swapaxes(0, 1), *self.geometry)
        self.dw += dw.swapaxes(0, 1)
        self.db += db
        return dx


class FirstPositionOnly(Conv2d):
    """`db` adds up over the pictures at one position only. A bias is added at every position: sum over
    pictures, rows and columns.
    """

    def backward(self, dy):
        before = self.db.copy()
        dx = super().backward(dy)
        self.db[...] = before + dy[:, :, 0, 0].sum(axis=0)
        return dx


def beginning(fan):
    """A layer whose weights begin with He's deviation for another fan-in."""

    class Begins(Conv2d):
        def __init__(self, in_channels, out_channels, kernel_size, rng, **options):
            super().__init__(in_channels, out_channels, kernel_size, rng, **options)
            right = fan_in(in_channels, out_channels, kernel_size)
            self.w *= np.sqrt(right / fan(in_channels, kernel_size))

    return Begins


class Copied(Conv2d):
    """`backward` works with the weights of the start. Use `self.w` as it is now: training changes it."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.start = self.w.copy()

    def forward(self, x):
        self.x = x
        return conv2d_im2col(x, self.start, self.b, *self.geometry)

    def backward(self, dy):
        now, self.w = self.w, self.start
        dx = super().backward(dy)
        self.w = now
        return dx


MADE = "layer = Conv2d({}, rng=np.random.default_rng(0){})\nlayer.w[...], layer.b[...] = w, b\n"
CONV2D = Exercise(
    name="Conv2d",
    points=8,
    cases=(
        new_layer("Conv2d(8, 40, 3, rng={})", fan_in=72),
        steps(
            "1 to 9 with a 2 x 2 kernel",
            MADE.format("1, 1, 2", "") + "layer.forward(x)",
            group="forward",
            w=TENS,
            b=np.array([1.0]),
            x=ONE_TO_NINE,
        ),
        *(
            steps(
                name,
                MADE.format("2, 3, 3", f", {option}") + "layer.forward(x)",
                group="forward",
                w=drawn(3, 2, 3, 3),
                b=drawn(3),
                x=drawn(2, 2, 5, 6),
            )
            for name, option in (("padding 1", "padding=1"), ("stride 2", "stride=2"))
        ),
        steps(
            "backward",
            MADE.format("2, 3, 3", "") + "y = layer.forward(x)\nlayer.backward(dy)\nlayer.dw\nlayer.db",
            group="backward",
            w=drawn(3, 2, 3, 3),
            b=drawn(3),
            x=drawn(2, 2, 5, 6),
            dy=drawn(2, 3, 3, 4),
        ),
        steps(
            "backward with stride 2 and padding 1",
            MADE.format("2, 3, 3", ", stride=2, padding=1")
            + "y = layer.forward(x)\nlayer.backward(dy)\nlayer.dw",
            group="backward",
            w=drawn(3, 2, 3, 3),
            b=drawn(3),
            x=drawn(2, 2, 5, 6),
            dy=drawn(2, 3, 3, 3),
        ),
        steps(
            "two batches, one after the other",
            MADE.format("2, 3, 3", "") + TWICE,
            group="two batches",
            w=drawn(3, 2, 3, 3),
            b=drawn(3),
            x=drawn(2, 2, 5, 6),
            other=drawn(2, 2, 5, 6),
            dy=drawn(2, 3, 3, 4),
        ),
    ),
    oracle=Torch,
    alternatives=(Conv2d, ByTaps),
    forbidden=("torch", "scipy"),
    misconceptions=(
        *mistakes(Conv2d, fan_in, fan_out),
        known("no padding", NoPadding),
        known("no stride", NoStride),
        known("stride and padding exchanged", Exchanged, ExchangedBothWays),
        known("in_channels first", ChannelsFirst),
        known("bias gradient of one position", FirstPositionOnly),
        Misconception(
            "fan-in without the window",
            beginning(lambda channels, side: channels),
            "Your fan-in is the number of channels. A filter sees a window of each: in_channels times "
            "kernel_size squared.",
        ),
        Misconception(
            "fan-in without the channels",
            beginning(lambda channels, side: side**2),
            "Your fan-in is the window of one channel. A filter sees that of every channel: in_channels "
            "times kernel_size squared.",
        ),
        Misconception(
            "a side for the window",
            beginning(lambda channels, side: channels * side),
            "Your fan-in has one side of the window. A window has kernel_size squared pixels.",
        ),
        known("weights of the start", Copied),
        all_zeros(Conv2d),
    ),
    hints=(
        "You have all of it: `conv2d_im2col` for the way forward, `conv2d_backward` for the way back. "
        "The class "
        "only remembers.",
        "`forward` keeps x in `self.x`. `backward` calls `conv2d_backward(dy, self.x, self.w, ...)` and "
        "gets dx, "
        "dw and db. What goes where?",
        "`self.w = rng.normal(0, np.sqrt(2 / (C * k * k)), (F, C, k, k))`, and `self.dw = "
        "np.zeros_like(self.w)`. "
        "In `backward`: `self.dw += dw`, `self.db += db`, `return dx`.",
    ),
)
