"""im2col_bytes: say how much memory the columns take."""

from __future__ import annotations

import math

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..reference import grid, im2col, pair


def bytes_without_memory(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    """The size of PyTorch's columns on the device "meta", where tensors have a shape but no numbers."""
    import torch

    pictures = torch.empty(tuple(shape), device="meta")
    cols = torch.nn.functional.unfold(pictures, kernel_size, dilation, padding, stride)
    return cols.numel() * itemsize


def bytes_of_columns(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    return im2col(np.empty(shape, np.uint8), kernel_size, stride, padding, dilation).nbytes * itemsize


def by_formula(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
    places = math.prod(grid(shape[2:], kernel_size, stride, padding, dilation))
    return shape[0] * shape[1] * math.prod(pair(kernel_size)) * places * itemsize


def miscounted(formula):
    """A wrong count, from n, c, h, w, the entries k of a kernel, oh, ow and the bytes of an entry."""

    def wrong(shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4):
        oh, ow = grid(shape[2:], kernel_size, stride, padding, dilation)
        return formula(*shape, math.prod(pair(kernel_size)), oh, ow, itemsize)

    return wrong


def random_layer(rng):
    n, c, h, w = (int(number) for number in rng.integers(3, 40, size=4))
    return (n, c, h + 9, w + 9), (3, 5), (2, 1), (1, 2), (1, 2), 8


IM2COL_BYTES = Exercise(
    name="im2col_bytes",
    points=2,
    cases=(
        Case("AlexNet's first layer", ((1, 3, 227, 227), 11, 4), group="worked numbers"),
        Case("64 pictures, padding 1", ((64, 3, 32, 32), 3, 1, 1), group="worked numbers"),
        Case(
            "27 x 27 x 96, windows of 5 x 5, padding 2, float64",
            ((4, 96, 27, 27), 5, 1, 2, 1, 8),
            group="worked numbers",
        ),
        Case("a random layer", random_layer, group="worked numbers"),
    ),
    oracle=bytes_without_memory,
    alternatives=(bytes_of_columns, by_formula),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "entries, not bytes",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * oh * ow),
            "That is how many numbers there are. Each takes `itemsize` bytes.",
        ),
        Misconception(
            "eight bytes for every number",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * oh * ow * 8),
            "You count 8 bytes for each number, as in float64 (what `np.zeros` makes). "
            "Multiply the count by `itemsize`; no array is needed.",
        ),
        Misconception(
            "four bytes for every number",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * oh * ow * 4),
            "You count 4 bytes for each number. That is float32, only the default: multiply by `itemsize`.",
        ),
        Misconception(
            "channels forgotten",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * k * oh * ow * size),
            "A patch spans all channels, so a column has C*kh*kw entries.",
        ),
        Misconception(
            "one picture only",
            miscounted(lambda n, c, h, w, k, oh, ow, size: c * k * oh * ow * size),
            "That is the memory of one picture's columns. Count those of all N pictures.",
        ),
        Misconception(
            "a patch at every pixel",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * h * w * size),
            "You count a patch for every pixel of the input. There is one for each output pixel: OH*OW.",
        ),
        Misconception(
            "bits, not bytes",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * oh * ow * size * 8),
            "That is the number of bits. `itemsize` is in bytes: 4 for float32.",
        ),
        Misconception(
            "the picture itself",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * h * w * size),
            "That is the memory of `x`. The columns hold a pixel once for every window that sees it.",
        ),
        Misconception(
            "dilation and padding ignored",
            lambda shape, kernel_size, stride=1, padding=0, dilation=1, itemsize=4: by_formula(
                shape, kernel_size, stride, itemsize=itemsize
            ),
            "The number of patches depends on padding and dilation too: use `map_size`.",
        ),
        Misconception(
            "one patch too few along each side",
            miscounted(lambda n, c, h, w, k, oh, ow, size: n * c * k * (oh - 1) * (ow - 1) * size),
            "You count one window too few in each direction: `map_size` already gives their numbers.",
        ),
        zeros(bytes_without_memory),
    ),
    hints=(
        "What is the shape of what `im2col` returns?",
        "There are N matrices of C*kh*kw rows and OH*OW columns; `map_size` gives (OH, OW).",
        "`n * c * kh * kw * oh * ow * itemsize`, with `n, c = shape[:2]` and "
        "`oh, ow = map_size(shape[2:], kernel_size, stride, padding, dilation)`.",
    ),
)
