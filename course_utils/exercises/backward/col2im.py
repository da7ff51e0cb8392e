"""col2im: add columns up into pictures."""

from __future__ import annotations

import math

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import normal
from ..reference import cropped, grid, im2col, pair, tensor
from .col2im_mistakes import MISTAKES, columns
from .reference import ONE_TO_NINE, col2im


def torch_fold(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    import torch

    size = tuple(output_size)
    x = torch.nn.functional.fold(tensor(cols), size, kernel_size, dilation, padding, stride)
    return x.numpy().astype(cols.dtype)


def by_patches(cols, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = map(pair, (kernel_size, stride, dilation))
    (ph, pw), (h, w) = pair(padding), output_size
    oh, ow = grid(output_size, kernel_size, stride, padding, dilation)
    patches = cols.reshape(len(cols), cols.shape[1] // (kh * kw), kh, kw, oh, ow)
    x = np.zeros((*patches.shape[:2], h + 2 * ph, w + 2 * pw), cols.dtype)
    for i, j in np.ndindex(oh, ow):
        x[:, :, i * sh :, j * sw :][:, :, : dh * kh : dh, : dw * kw : dw] += patches[..., i, j]
    return cropped(x, padding)


def by_index(cols, output_size, kernel_size, *others):
    channels = cols.shape[1] // math.prod(pair(kernel_size))
    numbered = np.arange(channels * math.prod(output_size)).reshape(1, channels, *output_size) + 1
    (goes_to,) = im2col(numbered, kernel_size, *others)
    x = np.zeros((len(cols), numbered.size + 1), cols.dtype)  # entry 0 takes what falls on the padding
    for picture, own in zip(x, cols, strict=True):
        np.add.at(picture, goes_to, own)
    return x[:, 1:].reshape(len(cols), channels, *output_size)


COL2IM = Exercise(
    name="col2im",
    points=6,
    cases=(
        Case("ones: how many windows see a pixel", (np.ones((1, 4, 4)), (3, 3), 2), group="overlaps"),
        Case("the columns of 1 to 9", (im2col(ONE_TO_NINE, 2), (3, 3), 2), group="overlaps"),
        Case("two channels, not square", columns(2, 2, ((4, 5), 3)), group="overlaps"),
        Case("no overlap: stride 2", columns(1, 2, ((4, 6), 2, 2)), group="stride, padding, dilation"),
        Case(
            "columns that leave the last row out",
            columns(1, 1, ((6, 6), 3, 2)),
            group="stride, padding, dilation",
        ),
        Case("padding 1", columns(1, 1, ((3, 3), 2, 1, 1)), group="stride, padding, dilation"),
        Case("padding (1, 0)", columns(1, 2, ((3, 4), 2, 1, (1, 0))), group="stride, padding, dilation"),
        Case("padding (0, 1)", columns(1, 2, ((4, 3), 2, 1, (0, 1))), group="stride, padding, dilation"),
        Case("dilation 2", columns(1, 2, ((5, 4), 2, 1, 0, 2)), group="stride, padding, dilation"),
        Case("kernel (2, 3)", columns(2, 2, ((4, 5), (2, 3))), group="pairs"),
        Case(
            "kernel (3, 2), stride (2, 3), padding (1, 2), dilation (3, 2)",
            columns(2, 2, ((10, 9), (3, 2), (2, 3), (1, 2), (3, 2))),
            group="pairs",
        ),
        Case(
            "float32",
            normal((1, 8, 4), then=((3, 3), 2), dtype=np.float32),
            dtype="float32",
            group="unusual input",
        ),
        Case("float64", columns(1, 2, ((3, 4), 2)), dtype="float64", group="unusual input"),
        Case("an empty batch", (np.zeros((0, 8, 4)), (3, 3), 2), group="unusual input"),
        Case("a window as large as the picture", columns(1, 2, ((3, 3), 3)), group="bad input"),
        *(
            Case(name, normal(shape, then=((3, 3), 2)), raises=ValueError, group="bad input")
            for name, shape in (
                ("too many columns", (1, 4, 5)),
                ("too few columns", (1, 4, 3)),
                ("twice as many columns", (1, 4, 8)),
                ("rows that are no multiple of the kernel", (1, 6, 4)),
            )
        ),
        Case(
            "a window that does not fit",
            normal((1, 16, 1), then=((3, 3), 4)),
            raises=ValueError,
            group="bad input",
        ),
    ),
    oracle=torch_fold,
    alternatives=(col2im, by_patches, by_index),
    forbidden=("torch", "scipy"),
    misconceptions=(*MISTAKES, zeros(torch_fold)),
    hints=(
        "It is `im2col` in the other direction: each number goes back to the pixel it came from. "
        "Begin with zeros of the padded size.",
        "Loop over the kh * kw places of the kernel. For one place (i, j) no two windows meet the same "
        "pixel, so you can add a whole slice at once.",
        "`seen = windows(x, kernel_size, stride, dilation)` of the padded zeros is a view: "
        "`seen[..., i, j] += cols.reshape(n, c, kh, kw, oh, ow)[:, :, i, j]` writes into `x`. "
        "Then cut the padding off.",
    ),
)
