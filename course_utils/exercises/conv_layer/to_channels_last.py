"""to_channels_last: images (N, C, H, W) reordered into (N, H, W, C)."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..draws import grey, normal
from . import advice
from .reference import COUNTED, channels_first, channels_last


def by_filling(x):
    n, c, height, width = x.shape
    y = np.empty((n, height, width, c), x.dtype)
    for channel in range(c):
        y[..., channel] = x[:, channel]
    return y


def guessed_by_size(x):
    return x if x.shape[-1] in (1, 3, 4) else channels_last(x)


TO_CHANNELS_LAST = Exercise(
    name="to_channels_last",
    points=1,
    cases=(
        Case("0 to 23 as three channels", (COUNTED,)),
        Case("two square images", normal((2, 3, 4, 4))),
        Case("one channel", normal((2, 1, 3, 4))),
        Case("uint8 pixels", grey((2, 3, 3, 5))),
        Case("four axes of length 3", normal((3, 3, 3, 3))),
        Case("an empty batch", (np.zeros((0, 3, 2, 4)),)),
    ),
    oracle=channels_last,
    alternatives=(
        lambda x: np.moveaxis(x, 1, -1),
        lambda x: np.einsum("nchw->nhwc", x),
        lambda x: np.stack([x[:, channel] for channel in range(x.shape[1])], axis=-1),
        by_filling,
    ),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "reshaped instead of moved",
            lambda x: x.reshape(x.shape[0], *x.shape[2:], x.shape[1]),
            advice.RESHAPED,
            [lambda x: x.reshape((x.shape[0], *x.shape[2:], x.shape[1]), order="F")],
        ),
        Misconception(
            "height and width swapped",
            lambda x: np.swapaxes(x, 1, 3),
            "You swap C and W, so the result is (N, W, H, C): rows and columns of each image are swapped.",
        ),
        Misconception(
            "one step only",
            lambda x: np.swapaxes(x, 1, 2),
            "The result is (N, H, C, W): the channels are behind H, and must still move behind W.",
        ),
        Misconception("the way back", channels_first, advice.the_other_way("(N, C, H, W)", "(N, H, W, C)")),
        Misconception("all axes reversed", lambda x: x.T, advice.ALL_AXES_REVERSED),
        Misconception(
            "order of the channels turned around",
            lambda x: channels_last(x)[..., ::-1],
            "The axes are right, but the channels come in the opposite order: blue is where red should be.",
        ),
        Misconception(
            "turned into uint8",
            lambda x: channels_last(x).astype(np.int64).astype(np.uint8),
            "You turn the pixels into uint8, which has no decimals and no negative numbers. Only the axes "
            "should change.",
        ),
        Misconception(
            "the layout guessed from the sizes",
            lambda x: x if x.shape[-1] == 3 else channels_last(x),
            "Where the last axis has a certain length, you take it for the channels and return `x` as it is. "
            "The input is always (N, C, H, W): a picture may be 3 pixels wide.",
            [lambda x: x if x.shape[-1] in (1, 3) else channels_last(x), guessed_by_size],
        ),
        zeros(channels_last),
    ),
    hints=(
        "No number changes, only the order of the axes: (N, C, H, W) becomes (N, H, W, C).",
        "`transpose` takes the old numbers of the axes in their new order.",
        "`x.transpose(0, 2, 3, 1)`",
    ),
)
