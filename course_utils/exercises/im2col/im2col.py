"""im2col: write the patches of pictures as columns."""

from __future__ import annotations

import math

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..advice import always_float64, needs_a_picture
from ..draws import by_columns, grey, normal
from ..reference import grid, im2col, padded, pair, patches, tensor
from ..reference import grid as map_size  # as learners call it
from ..reference import padded as pad2d
from .reference import ONE_TO_NINE, TWO_CHANNELS, axes_not_moved, reordered


def torch_unfold(x, kernel_size, stride=1, padding=0, dilation=1):
    import torch

    cols = torch.nn.functional.unfold(tensor(x), kernel_size, dilation, padding, stride)
    return cols.numpy().astype(x.dtype)


def by_patches(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = map(pair, (kernel_size, stride, dilation))
    oh, ow = grid(x.shape[2:], kernel_size, stride, padding, dilation)
    x = padded(x, padding)
    cols = np.zeros((len(x), x.shape[1] * kh * kw, oh * ow), x.dtype)
    for place, (i, j) in enumerate(np.ndindex(oh, ow)):
        patch = x[:, :, i * sh :, j * sw :][:, :, : dh * kh : dh, : dw * kw : dw]
        cols[:, :, place] = patch.reshape(cols.shape[:2])
    return cols


def by_index(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = map(pair, (kernel_size, stride, dilation))
    oh, ow = grid(x.shape[2:], kernel_size, stride, padding, dilation)
    channel, i, j = (a.reshape(-1, 1) for a in np.indices((x.shape[1], kh, kw)))
    row, column = (a.reshape(1, -1) for a in np.indices((oh, ow)))
    return padded(x, padding)[:, channel, i * dh + row * sh, j * dw + column * sw]


def weight_by_weight(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = pair(kernel_size), pair(stride), pair(dilation)
    oh, ow = map_size(x.shape[2:], kernel_size, stride, padding, dilation)
    x = pad2d(x, padding)
    n, c, _, _ = x.shape
    cols = np.empty((n, c, kh, kw, oh, ow), x.dtype)
    for i, j in np.ndindex(kh, kw):  # all pixels that the weight [i, j] meets
        cols[:, :, i, j] = x[:, :, i * dh :: sh, j * dw :: sw][:, :, :oh, :ow]
    return cols.reshape(n, c * kh * kw, oh * ow)


@misconception("only whole numbers, no pairs")
def no_pairs(x, *geometry):
    """Single numbers work. But each of the four may also be a pair, for rows and for columns:
    `kh, kw = pair(kernel_size)` takes both, and so does `windows`.
    """
    if any(isinstance(number, tuple) for number in geometry):
        raise TypeError("a tuple is no int")
    return im2col(x, *geometry)


@misconception("stride and dilation swapped")
def stride_for_dilation(x, kernel_size, stride=1, padding=0, dilation=1):
    """You use the stride as the dilation, and the dilation as the stride. The stride moves the window, the
    dilation spreads the pixels inside it; `windows` takes the stride first.
    """
    return im2col(x, kernel_size, dilation, padding, stride)


@misconception("the batch laid side by side")
def side_by_side(*pictures):
    """You made one wide matrix for the whole batch. Each picture has a matrix of its own: axis 0 is N."""
    cols = im2col(*pictures)
    return cols.transpose(1, 0, 2).reshape(cols.shape[1], -1)


@misconception("the flipped patch")
def flipped(x, kernel_size, *others):
    """Your patches run backwards. Write each one from its upper left to its lower right."""
    found = patches(x, kernel_size, *others)[:, :, ::-1, ::-1]
    return found.reshape(im2col(x, kernel_size, *others).shape)


@flipped.also
def channels_flipped_as_well(*pictures):
    return im2col(*pictures)[:, ::-1]


@misconception("the last windows missing")
def last_windows_missing(x, kernel_size, *others):
    """You have one window too few along each axis: n - k + 1 windows of width k fit into n pixels."""
    found = patches(x, kernel_size, *others)[..., :-1, :-1]
    return found.reshape(*im2col(x, kernel_size, *others).shape[:2], math.prod(found.shape[4:]))


@last_windows_missing.also
def last_of_several_missing(x, kernel_size, *others):
    found = patches(x, kernel_size, *others)
    found = found[..., : max(found.shape[4] - 1, 1), : max(found.shape[5] - 1, 1)]
    return found.reshape(*im2col(x, kernel_size, *others).shape[:2], math.prod(found.shape[4:]))


@last_windows_missing.also
def last_patch_missing(*pictures):
    return im2col(*pictures)[:, :, :-1]


IM2COL = Exercise(
    name="im2col",
    points=6,
    cases=(
        Case("1 to 9, windows of 2 x 2", (ONE_TO_NINE, 2), group="layout"),
        Case("two channels, windows of 2 x 2", (TWO_CHANNELS, 2), group="layout"),
        Case("a random batch, not square", normal((2, 3, 5, 4), then=(3,)), group="layout"),
        Case(
            "stride 2, the last row left over",
            (np.arange(1.0, 31).reshape(1, 1, 6, 5), 3, 2),
            group="stride, padding, dilation",
        ),
        Case("1 to 9, padding 1", (ONE_TO_NINE, 2, 1, 1), group="stride, padding, dilation"),
        Case("dilation 2", (TWO_CHANNELS, 2, 1, 0, 2), group="stride, padding, dilation"),
        Case(
            "stride 3, padding 2, dilation 2",
            normal((2, 2, 6, 5), then=(2, 3, 2, 2)),
            group="stride, padding, dilation",
        ),
        Case("kernel (2, 3)", normal((2, 3, 5, 4), then=((2, 3),)), group="pairs"),
        Case(
            "kernel (3, 2), stride (2, 3), padding (1, 2), dilation (3, 2)",
            normal((2, 2, 10, 9), then=((3, 2), (2, 3), (1, 2), (3, 2))),
            group="pairs",
        ),
        Case("bytes", grey((2, 3, 4, 5), then=(3,)), dtype="uint8", group="unusual input"),
        Case(
            "float32",
            normal((1, 2, 3, 4), then=(2,), dtype=np.float32),
            dtype="float32",
            group="unusual input",
        ),
        Case(
            "float64, column by column in memory",
            by_columns((1, 2, 4, 4), then=(2,)),
            dtype="float64",
            group="unusual input",
        ),
        Case("an empty batch", (np.zeros((0, 3, 5, 5)), 3), group="unusual input"),
        Case("one window only", normal((1, 2, 3, 3), then=(3,)), group="bad input"),
        Case(
            "higher than the picture, not with padding",
            normal((1, 2, 3, 4), then=((5, 2), 1, 1)),
            group="bad input",
        ),
        Case(
            "higher than the picture",
            normal((1, 2, 3, 5), then=((4, 3),)),
            raises=ValueError,
            group="bad input",
        ),
        Case(
            "wider than the picture",
            normal((1, 2, 5, 3), then=((3, 4),)),
            raises=ValueError,
            group="bad input",
        ),
    ),
    oracle=torch_unfold,
    alternatives=(im2col, by_patches, by_index),
    another_way=(
        weight_by_weight,
        "No view and no transpose: one loop over the few weights of the kernel, and each step writes a row "
        "for every channel. It is as fast, and chapter 06 will go the same way back.",
    ),
    forbidden=("torch", "scipy"),
    misconceptions=(
        always_float64(im2col),
        needs_a_picture(im2col),
        no_pairs,
        stride_for_dilation,
        Misconception(
            "row order (kh, kw, C)",
            reordered(0, 2, 3, 1, 4, 5),
            "Down your columns the channels run fastest. A row of `w.reshape(F, -1)` runs through the "
            "kernel's columns fastest, then its rows, then the channels: order the axes (C, kh, kw).",
        ),
        Misconception(
            "row order (C, kw, kh)",
            reordered(0, 1, 3, 2, 4, 5),
            "Within a channel you write each patch column by column. Write it row by row: (C, kh, kw).",
        ),
        Misconception(
            "patches in column order",
            reordered(0, 1, 2, 3, 5, 4),
            "Your patches go down the picture first. They must go to the right first, then down, "
            "like the lines of a text: axes (OH, OW).",
        ),
        Misconception(
            "reshaped without moving the axes",
            axes_not_moved,
            "The shape is right, but the numbers are in the wrong places: a reshape never moves a number, it "
            "only cuts the same long row differently. "
            "Bring the axes into the order (N, C, kh, kw, OH, OW) first.",
        ),
        Misconception(
            "one patch per row",
            lambda *pictures: im2col(*pictures).transpose(0, 2, 1),
            "Each of your patches is a row. Here each patch is a column: (N, C*kh*kw, OH*OW).",
        ),
        side_by_side,
        flipped,
        last_windows_missing,
        Misconception(
            "first channel for all",
            lambda x, *geometry: im2col(np.repeat(x[:, :1], x.shape[1], axis=1), *geometry),
            "All channels of your patches are copies of the first one. "
            "Down a column come the patch of the first channel, that of the second, and so on.",
        ),
        zeros(torch_unfold),
    ),
    hints=(
        "For each place (i, j) of the kernel: which pixels of the picture does it meet, "
        "as the window goes over it?",
        "`windows(pad2d(x, padding), kernel_size, stride, dilation)` has all the numbers, with axes "
        "(N, C, OH, OW, kh, kw). Which of these axes make up the rows of the result, and which its columns?",
        "With `n, c, oh, ow, kh, kw = seen.shape`: "
        "`seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, oh * ow)`.",
    ),
)
