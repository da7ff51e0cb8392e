"""conv2d: the whole layer, with stride, padding, dilation and a bias for each filter."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, zeros
from ..draws import grey, normal
from ..reference import torch_conv2d
from .conv2d_mistakes import MISTAKES
from .conv2d_options import by_windows, windows
from .reference import ONE_TO_NINE, TENS


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


def layer(x_shape, w_shape, *others):
    """Draws pictures and filters, no bias, and then the other arguments."""
    return normal(x_shape, w_shape, then=(np.zeros(w_shape[0]), *others))


def pixels_and_filters(rng):
    return *grey((1, 3, 5, 5))(rng), rng.uniform(0, 1 / 27, size=(3, 3, 3, 3)), np.zeros(3)


def whole_pixels_and_filters(rng):
    return *grey((1, 2, 4, 5))(rng), rng.integers(-2, 3, size=(3, 2, 2, 2)), np.array([0.5, 1, -0.5])


NO_BIAS = np.zeros(1)

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
        Case("uint8 pixels, filters of whole numbers", whole_pixels_and_filters, group="unusual input"),
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
    misconceptions=(*MISTAKES, zeros(torch_conv2d)),
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
