"""from_channels_last: images (N, H, W, C) reordered into (N, C, H, W)."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, zeros
from ..draws import grey, normal
from . import advice
from .reference import COUNTED, channels_first, channels_last


def by_filling(x):
    n, height, width, c = x.shape
    y = np.empty((n, c, height, width), x.dtype)
    for channel in range(c):
        y[:, channel] = x[..., channel]
    return y


def guessed_by_size(x):
    return x if x.shape[1] in (1, 3, 4) else channels_first(x)


FROM_CHANNELS_LAST = Exercise(
    name="from_channels_last",
    points=1,
    cases=(
        Case("0 to 23 as four channels", (COUNTED.reshape(1, 2, 3, 4),)),
        Case("two square images", normal((2, 4, 4, 3))),
        Case("one channel", normal((2, 3, 4, 1))),
        Case("uint8 pixels", grey((1, 4, 6, 3))),
        Case("four axes of length 3", normal((3, 3, 3, 3))),
        Case("an empty batch", (np.zeros((0, 2, 4, 3)),)),
    ),
    oracle=channels_first,
    alternatives=(
        lambda x: np.moveaxis(x, -1, 1),
        lambda x: np.einsum("nhwc->nchw", x),
        by_filling,
    ),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "reshaped instead of moved",
            lambda x: x.reshape(x.shape[0], x.shape[3], *x.shape[1:3]),
            advice.RESHAPED,
            [lambda x: x.reshape((x.shape[0], x.shape[3], *x.shape[1:3]), order="F")],
        ),
        Misconception(
            "height and width swapped",
            lambda x: np.swapaxes(x, 1, 3),
            "You swap H and C, so the result is (N, C, W, H): rows and columns of each image are swapped.",
        ),
        Misconception(
            "one step only",
            lambda x: np.swapaxes(x, 2, 3),
            "The result is (N, H, C, W): the channels are before W, and must still move before H.",
        ),
        Misconception("the way there", channels_last, advice.the_other_way("(N, H, W, C)", "(N, C, H, W)")),
        Misconception("all axes reversed", lambda x: x.T, advice.ALL_AXES_REVERSED),
        Misconception(
            "order of the channels turned around",
            lambda x: channels_first(x)[:, ::-1],
            "The axes are right, but the channels come in the opposite order: blue is where red should be.",
        ),
        Misconception(
            "turned into uint8",
            lambda x: channels_first(x).astype(np.int64).astype(np.uint8),
            "You turn the pixels into uint8, which has no decimals and no negative numbers. Only the axes "
            "should change.",
        ),
        Misconception(
            "the layout guessed from the sizes",
            lambda x: x if x.shape[1] == 3 else channels_first(x),
            "Where axis 1 has a certain length, you take it for the channels and return `x` as it is. "
            "The input is always (N, H, W, C): a picture may be 3 pixels high.",
            [lambda x: x if x.shape[1] in (1, 3) else channels_first(x), guessed_by_size],
        ),
        zeros(channels_first),
    ),
    hints=(
        "The opposite reordering: (N, H, W, C) becomes (N, C, H, W).",
        "Which old axis comes first, which second? `transpose` takes their numbers in this order.",
        "`x.transpose(0, 3, 1, 2)`",
    ),
)
