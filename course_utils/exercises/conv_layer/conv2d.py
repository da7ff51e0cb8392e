"""conv2d: the whole layer, with stride, padding, dilation and a bias for each filter."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import pair, torch_conv2d
from . import advice
from .reference import ONE_TO_NINE, TENS, lecture_size, size_by_counting, spread, zero_pad


def windows(x, w, stride, padding, dilation):
    """All windows, (N, C, OH, OW, kh, kw); ValueError where the numbers do not fit."""
    (sh, sw), (dh, dw), (kh, kw) = pair(stride), pair(dilation), w.shape[2:]
    if min(sh, sw, dh, dw) < 1 or x.shape[1] != w.shape[1]:
        raise ValueError(f"stride {stride}, dilation {dilation}, channels {x.shape[1]} and {w.shape[1]}")
    x = zero_pad(np.asarray(x, float), padding)
    reach = (dh * (kh - 1) + 1, dw * (kw - 1) + 1)
    return np.lib.stride_tricks.sliding_window_view(x, reach, axis=(2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]


def by_windows(x, w, b=None, stride=1, padding=0, dilation=1):
    y = np.einsum("ncijuv,ocuv->noij", windows(x, w, stride, padding, dilation), w)
    return y if b is None else y + np.reshape(b, (1, -1, 1, 1))


def by_offsets(x, w, b=None, stride=1, padding=0, dilation=1):
    shifted = windows(x, w, stride, padding, dilation)
    y = 0.0 if b is None else b.reshape(-1, 1, 1)
    for u, v in np.ndindex(*w.shape[2:]):
        y = y + np.einsum("ncij,oc->noij", shifted[..., u, v], w[:, :, u, v])
    return y


def in_float32(x, w, b=None, stride=1, padding=0, dilation=1):
    columns = windows(x, w, stride, padding, dilation).astype(np.float32).transpose(0, 2, 3, 1, 4, 5)
    n, oh, ow = columns.shape[:3]
    y = columns.reshape(n * oh * ow, w[0].size) @ w.reshape(len(w), -1).T.astype(np.float32)
    return (y + np.float32(0 if b is None else b)).reshape(n, oh, ow, len(w)).transpose(0, 3, 1, 2)


@misconception("summed over the wrong axis")
def summed_over_the_filters(x, w, b=None, stride=1, padding=0, dilation=1):
    """Your sum runs over the filters, so the channels are left.
    Sum over channel, row and column of the window: then the filters are left.
    """
    y = np.einsum("ncijuv,ocuv->ncij", windows(x, w, stride, padding, dilation), w)
    y = np.broadcast_to(y, (len(x), len(w), *y.shape[2:]))
    return y if b is None else y + np.reshape(b, (-1, 1, 1))


@misconception("stride on the rows only")
def stride_on_the_rows_only(x, w, b=None, stride=1, padding=0, dilation=1):
    """The window moves down by the stride, but to the right by 1. Multiply j by its stride too."""
    wide = torch_conv2d(x, w, b, (pair(stride)[0], 1), padding, dilation)
    return wide[..., : torch_conv2d(x, w, b, stride, padding, dilation).shape[3]]


@misconception("stride in the size only")
def stride_in_the_size_only(x, w, b=None, stride=1, padding=0, dilation=1):
    """The output has the right size, but the window moves by 1: for the output (i, j) it should
    begin at row i * sh and column j * sw.
    """
    height, width = torch_conv2d(x, w, b, stride, padding, dilation).shape[2:]
    return torch_conv2d(x, w, b, 1, padding, dilation)[:, :, :height, :width]


def misread(read, *options):
    """A `conv2d` that reads the pairs of some options with `read(rows, columns)`."""

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        pairs = {"stride": pair(stride), "padding": pair(padding), "dilation": pair(dilation)}
        return by_windows(x, w, b, **{**pairs, **{name: read(*pairs[name]) for name in options}})

    return wrong


OPTIONS = ("stride", "padding", "dilation")


@misconception("padding after the stride")
def padding_after_the_stride(x, w, b=None, stride=1, padding=0, dilation=1):
    """You put the zeros around the output. They belong around the input, before the window moves,
    so that it can reach over the edge.
    """
    return zero_pad(torch_conv2d(x, w, b, stride, 0, dilation), padding)


def cut_short(padded=True, counted=0, reach=lambda k, d: d * (k - 1) + 1, size=size_by_counting):
    """A `conv2d` whose windows are cut short, by the end of the image or because they reach too little.

    padded: whether `x` is; counted: how many more paddings the size counts; reach, size: of one axis.
    """

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        x = zero_pad(x, padding) if padded else x
        axes = list(zip(x.shape[2:], w.shape[2:], pair(stride), pair(padding), pair(dilation), strict=True))
        y = np.zeros((len(x), len(w), *(size(n, k, s, counted * p, d) for n, k, s, p, d in axes)))
        for at in np.ndindex(y.shape[2:]):
            rows, columns = (
                slice(i * s, i * s + reach(k, d), d) for i, (_, k, s, _, d) in zip(at, axes, strict=True)
            )
            y[..., *at] = (x[:, None, :, rows, columns] * w).sum((2, 3, 4))
        return y if b is None else y + b[:, None, None]

    return wrong


def size_rounded_up(n, kernel_size, stride, padding, dilation):
    return size_by_counting(n + stride - 1, kernel_size, stride, padding, dilation)


@misconception("padded twice")
def padded_twice(x, w, b=None, stride=1, padding=0, dilation=1):
    """The zeros are put around `x` twice. Is it already padded at the place where you pad it?"""
    return by_windows(zero_pad(x, padding), w, b, stride, padding, dilation)


@misconception("dilation in the size only")
def dilation_in_the_size_only(x, w, b=None, stride=1, padding=0, dilation=1):
    """The output has the right size, but the pixels under the filter still lie side by side: take every
    d-th pixel.
    """
    height, width = torch_conv2d(x, w, b, stride, padding, dilation).shape[2:]
    return torch_conv2d(x, w, b, stride, padding)[:, :, :height, :width]


@misconception("the lecture's dilation")
def size_of_the_lecture(x, w, b=None, stride=1, padding=0, dilation=1):
    """The output is too small. The window reaches over d * (k - 1) + 1 pixels, not over d * k."""
    numbers = zip(x.shape[2:], w.shape[2:], pair(stride), pair(padding), pair(dilation), strict=True)
    height, width = (lecture_size(*each) for each in numbers)
    return torch_conv2d(x, w, b, stride, padding, dilation)[:, :, :height, :width]


@misconception("bias of the picture's number")
def bias_of_the_picture(x, w, b=None, *others, **options):
    """You add `b[n]` to picture n. Each filter has its own bias: `b[o]` for map o."""
    return by_windows(x, w, None, *others, **options) + (0 if b is None else b[range(len(x)), *[None] * 3])


@misconception("mean in place of sum")
def mean_in_place_of_sum(x, w, b=None, *others, **options):
    """You average the products of a window. The layer adds them up."""
    return torch_conv2d(x, w / w[0].size, b, *others, **options)


def padded_with(**how):
    """A `conv2d` that pads with `np.pad(x, ..., **how)`."""

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        wide = np.pad(x, [(0, 0), (0, 0), *((p, p) for p in pair(padding))], **how)
        return by_windows(wide, w, b, stride, 0, dilation)

    return wrong


def padded_once(place):
    """A `conv2d` that pads before (0) or after (1) the picture only."""

    def wrong(x, w, b=None, stride=1, padding=0, dilation=1):
        sides = [(0, 0), (0, 0), *((p, 0) if place == 0 else (0, p) for p in pair(padding))]
        return by_windows(np.pad(x, sides), w, b, stride, 0, dilation)

    return wrong


@misconception("bias along the width", advice=advice.BIAS_ALONG_THE_WIDTH)
def bias_along_the_width(x, w, b=None, *others, **options):
    return by_windows(x, w, None, *others, **options) + (0 if b is None else b)


def times_bias(count):
    """A `conv2d` that adds its bias `count(w)` times."""
    return lambda x, w, b=None, *others, **options: torch_conv2d(
        x, w, None if b is None else b * count(w), *others, **options
    )


def padded_in_halves(x, w, b=None, stride=1, padding=0, dilation=1):
    sides = [(0, 0), (0, 0), *((p // 2, p - p // 2) for p in pair(padding))]
    return by_windows(np.pad(x, sides), w, b, stride, 0, dilation)


def layer(x_shape, w_shape, *others):
    """Draws pictures and filters, no bias, and then the other arguments."""
    return normal(x_shape, w_shape, then=(np.zeros(w_shape[0]), *others))


def pixels_and_filters(rng):
    return *grey((1, 3, 5, 5))(rng), rng.uniform(0, 1 / 27, size=(3, 3, 3, 3)), np.zeros(3)


NO_BIAS = np.zeros(1)


def no_error_for_another_depth(x, w, *others, **options):
    return by_windows(spread(x, w.shape[1]), spread(w, x.shape[1]), *others, **options)


CONV2D = Exercise(
    name="conv2d",
    points=10,
    cases=(
        Case(
            "1 to 9 with a 2 x 2 kernel",
            (ONE_TO_NINE, np.array([[[[10.0, 20], [30, 40]]]]), NO_BIAS),
            group="depth",
        ),
        Case("two images, not square", layer((2, 3, 6, 4), (3, 3, 3, 2)), group="depth"),
        Case("10 x 10 x 3, six 5 x 5 filters", layer((1, 3, 10, 10), (6, 3, 5, 5)), group="depth"),
        Case(
            "1 to 9 with a bias of 1",
            (ONE_TO_NINE, np.array([[[[10.0, 20], [30, 40]]]]), np.ones(1)),
            group="bias",
        ),
        Case("three biases", normal((2, 2, 4, 6), (3, 2, 3, 3), (3,)), group="bias"),
        Case("as many biases as columns", normal((1, 3, 5, 4), (3, 3, 3, 2), (3,)), group="bias"),
        Case("without a bias", normal((2, 2, 4, 4), (3, 2, 3, 3)), group="bias"),
        Case("7 x 7 x 3, three filters, stride 2", layer((1, 3, 7, 7), (3, 3, 3, 3), 2), group="stride"),
        Case("stride 2: the last step does not fit", layer((1, 3, 6, 7), (3, 3, 3, 2), 2), group="stride"),
        Case("stride 3", layer((1, 2, 9, 8), (2, 2, 2, 3), 3), group="stride"),
        Case("1 to 9, padding 1", (ONE_TO_NINE, TENS, NO_BIAS, 1, 1), group="padding"),
        Case("padding 1", layer((1, 2, 3, 5), (4, 2, 2, 4), 1, 1), group="padding"),
        Case("a filter larger than the bare image", layer((1, 2, 2, 3), (2, 2, 4, 3), 1, 1), group="padding"),
        Case("padding 2", layer((2, 3, 5, 4), (5, 3, 3, 4), 1, 2), group="padding"),
        Case("dilation 2", layer((1, 3, 8, 7), (5, 3, 3, 2), 1, 0, 2), group="dilation"),
        Case("dilation 3", layer((2, 2, 9, 10), (4, 2, 2, 3), 1, 0, 3), group="dilation"),
        Case("stride (2, 3)", layer((1, 2, 7, 9), (2, 2, 2, 4), (2, 3)), group="pairs"),
        Case("padding (2, 1)", layer((1, 2, 4, 5), (4, 2, 3, 4), 1, (2, 1)), group="pairs"),
        Case("dilation (3, 2)", layer((1, 2, 8, 9), (5, 2, 2, 3), 1, 0, (3, 2)), group="pairs"),
        Case(
            "kernel (3, 5), stride (2, 1), padding (4, 2), dilation (3, 1)",
            layer((1, 4, 9, 8), (8, 4, 3, 5), (2, 1), (4, 2), (3, 1)),
            group="pairs",
        ),
        Case("1 to 9, padding 1, stride 2", (ONE_TO_NINE, TENS, NO_BIAS, 2, 1), group="all together"),
        Case(
            "5 x 5 x 3, three filters, padding 1, stride 2",
            layer((1, 3, 5, 5), (3, 3, 3, 3), 2, 1),
            group="all together",
        ),
        Case(
            "the lecture's 11 x 11 x 3, dilation 2",
            layer((1, 3, 11, 11), (5, 3, 3, 3), 2, 1, 2),
            group="all together",
        ),
        Case(
            "stride 3, padding 2, dilation 2, by name",
            layer((2, 2, 8, 10), (4, 2, 3, 2)),
            {"dilation": 2, "padding": 2, "stride": 3},
            group="all together",
        ),
        Case(
            "integer pixels, weights with halves",
            lambda rng: (
                rng.integers(-9, 9, size=(1, 2, 4, 5)),
                rng.integers(-9, 9, size=(4, 2, 2, 2)) / 2,
                np.zeros(4),
            ),
            group="unusual input",
        ),
        Case("uint8 pixels", pixels_and_filters, group="unusual input"),
        Case(
            "arrays that are not contiguous in memory",
            lambda rng: tuple(map(np.asfortranarray, layer((2, 3, 5, 4), (3, 3, 3, 2))(rng))),
            group="unusual input",
        ),
        Case(
            "an empty batch",
            (np.zeros((0, 3, 5, 5)), np.ones((3, 3, 3, 3)), np.zeros(3)),
            group="unusual input",
        ),
        Case("filters as deep as the image", layer((1, 3, 5, 5), (3, 3, 3, 3)), group="channels that differ"),
        Case(
            "three channels, filters of depth two",
            layer((1, 3, 5, 5), (2, 2, 3, 3)),
            raises=ValueError,
            group="channels that differ",
        ),
        Case(
            "one channel, filters of depth three",
            layer((1, 1, 5, 5), (2, 3, 3, 3)),
            raises=ValueError,
            group="channels that differ",
        ),
        Case(
            "three channels, filters of depth one",
            layer((1, 3, 5, 5), (2, 1, 3, 3)),
            raises=ValueError,
            group="channels that differ",
        ),
        Case("one window only", layer((2, 2, 3, 3), (1, 2, 3, 3)), group="no window fits"),
        Case(
            "filters higher than the image",
            layer((1, 2, 3, 5), (2, 2, 4, 3), 2),
            raises=ValueError,
            group="no window fits",
        ),
        Case(
            "filters wider than the image",
            layer((1, 2, 5, 3), (2, 2, 3, 4), 2),
            raises=ValueError,
            group="no window fits",
        ),
        Case("stride 0", (ONE_TO_NINE, TENS, NO_BIAS, 0), raises=ValueError, group="no window fits"),
        Case(
            "stride (1, -1)", (ONE_TO_NINE, TENS, NO_BIAS, (1, -1)), raises=ValueError, group="no window fits"
        ),
    ),
    oracle=torch_conv2d,
    alternatives=(by_windows, by_offsets, in_float32),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "flipped filters",
            lambda x, w, *others, **options: torch_conv2d(x, w[:, :, ::-1, ::-1], *others, **options),
            advice.FLIPPED,
        ),
        Misconception(
            "only the last channel kept",
            lambda x, w, *others, **options: torch_conv2d(x[:, -1:], w[:, -1:], *others, **options),
            advice.LAST_CHANNEL,
        ),
        Misconception(
            "only the first channel",
            lambda x, w, *others, **options: torch_conv2d(x[:, :1], w[:, :1], *others, **options),
            advice.FIRST_CHANNEL,
        ),
        summed_over_the_filters,
        stride_on_the_rows_only,
        stride_in_the_size_only,
        Misconception(
            "every pair: rows and columns swapped",
            misread(lambda rows, columns: (columns, rows), *OPTIONS),
            "The first number of a pair is for H (down), the second for W (to the right).",
        ),
        Misconception(
            "every pair: first number for both axes",
            misread(lambda rows, columns: (rows, rows), *OPTIONS),
            "You use the first number of each pair twice: the second one is for W (to the right).",
        ),
        padding_after_the_stride,
        Misconception(
            "padding in the size only",
            cut_short(padded=False, counted=1),
            "The size counts the zeros, but they are not there: the last windows reach over the edge of `x` "
            "and are cut off. Put the zeros around it first.",
        ),
        Misconception(
            "padding in the size once more",
            cut_short(counted=1),
            "`x` already has its zeros, and its shape counts them. If the size counts them again, "
            "the last windows reach over the edge.",
        ),
        padded_twice,
        Misconception(
            "padding on one side only",
            padded_once(0),
            "The zeros are on one side only. `padding` is added on each of the four sides.",
            [padded_once(1)],
        ),
        Misconception(
            "edge repeated",
            padded_with(mode="edge"),
            "The border repeats the outermost pixels; it should be 0.",
        ),
        Misconception(
            "rounded up",
            cut_short(size=size_rounded_up),
            "A last step that does not fit is not taken, else its window reaches over the edge: round down, "
            "with `//`.",
        ),
        dilation_in_the_size_only,
        Misconception(
            "a dilated window cut short",
            cut_short(reach=lambda k, d: k),
            "`top:top + kh:dh` ends too early: kh pixels that are dh apart reach over `dh * (kh - 1) + 1`.",
        ),
        size_of_the_lecture,
        Misconception(
            "always the first filter",
            lambda x, w, *others, **options: by_windows(x, np.repeat(w[:1], len(w), 0), *others, **options),
            "All maps come from the first filter, `w[0]`. Map o comes from filter o.",
        ),
        Misconception(
            "always the first picture",
            lambda x, *others, **options: by_windows(np.repeat(x[:1], len(x), 0), *others, **options),
            "All maps come from the first image, `x[0]`. The batch has N of them.",
        ),
        Misconception(
            "b is None not handled",
            lambda x, w, b=None, *others, **options: by_windows(x, w, b[:], *others, **options),
            "Without a bias `b` is None, and None can neither be added nor indexed: "
            "test `if b is None`, and add nothing in that case.",
        ),
        Misconception(
            "padding split over both sides",
            padded_in_halves,
            "`padding` is added on each side, not divided between the two sides.",
        ),
        Misconception(
            "mean over the channels",
            lambda x, w, *others, **options: torch_conv2d(x, w / w.shape[1], *others, **options),
            "The channels are added up, not averaged.",
        ),
        bias_of_the_picture,
        mean_in_place_of_sum,
        bias_along_the_width,
        Misconception(
            "bias at every position of the window",
            times_bias(lambda w: w[0].size),
            advice.BIAS_FOR_EVERY_WEIGHT,
        ),
        Misconception(
            "bias for every channel", times_bias(lambda w: w.shape[1]), advice.BIAS_FOR_EVERY_CHANNEL
        ),
        Misconception(
            "one output too few",
            lambda *args, **options: torch_conv2d(*args, **options)[:, :, :-1, :-1],
            "The last row and column are missing: `output_size` counts the first window too.",
        ),
        Misconception(
            "no error for another depth",
            no_error_for_another_depth,
            "The results are right where the channels agree. Raise a ValueError where they differ: NumPy "
            "does not always do that for you, because it repeats a single channel (broadcasting).",
        ),
        zeros(torch_conv2d),
    ),
    hints=(
        "Write the loop over output positions (i, j) first, and for stride 1 only. "
        "One window serves all images and all filters at once.",
        "The window at (i, j) is `x[:, :, top : top + reach : dh, left : left + reach : dw]` with "
        "`top = i * sh`. Its shape is (N, C, kh, kw); multiply by `w` and sum over C, kh, kw.",
        "After `x = pad2d(x, padding)`: `y[:, :, i, j] = np.einsum('ncuv,ocuv->no', window, w)`, and at the "
        "end `y + b[:, None, None]`. `einsum` multiplies where letters agree, and sums over those that are "
        "missing after the arrow.",
    ),
)
