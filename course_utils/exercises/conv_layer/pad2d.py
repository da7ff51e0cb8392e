"""pad2d: zeros around every channel of every image."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import grey, normal
from ..reference import pair
from .reference import ONE_TO_NINE, zero_pad


def torch_pad(x, padding):
    import torch

    height, width = pair(padding)
    return torch.nn.functional.pad(torch.from_numpy(x), (width, width, height, height)).numpy()


def by_joining(x, padding):
    height, width = pair(padding)
    rows = np.zeros((*x.shape[:2], height, x.shape[3]), x.dtype)
    x = np.concatenate([rows, x, rows], axis=2)
    columns = np.zeros((*x.shape[:3], width), x.dtype)
    return np.concatenate([columns, x, columns], axis=3)


def by_loops(x, padding):
    height, width = pair(padding)
    n, c, h, w = x.shape
    padded = np.zeros((n, c, h + 2 * height, w + 2 * width), x.dtype)
    for row in range(h):
        for column in range(w):
            padded[:, :, row + height, column + width] = x[:, :, row, column]
    return padded


def put_at(position):
    """A `pad2d` that puts the image at `position(padding, size)`, a slice for each axis, of its zeros."""

    def wrong(x, padding):
        height, width = pair(padding)
        padded = zero_pad(np.zeros_like(x), padding)
        padded[:, :, position(height, x.shape[2]), position(width, x.shape[3])] = x
        return padded

    return wrong


@misconception("place of the picture: rows and columns swapped")
def place_swapped(x, padding):
    """The size is right, but the picture should begin at row `ph` and column `pw`; you have them the other
    way round.
    """
    height, width = pair(padding)
    padded = zero_pad(np.zeros_like(x), padding)
    padded[:, :, width : width + x.shape[2], height : height + x.shape[3]] = x
    return padded


def on_axes(before, after=None):
    """A `pad2d` that puts `before(ph, pw)` zeros before and `after(ph, pw)` zeros after the four axes."""
    return lambda x, padding: np.pad(
        x, list(zip(before(*pair(padding)), (after or before)(*pair(padding)), strict=True))
    )


@misconception("edge repeated")
def edge_repeated(x, padding):
    """The border repeats the outermost pixels; it should be 0."""
    return np.pad(x, [(0, 0), (0, 0), *((p, p) for p in pair(padding))], mode="edge")


@misconception("a frame inside")
def frame_inside(x, padding):
    """Your result has the size of `x`, and its outermost pixels are lost. The zeros go around `x`: the result
    is larger, (H + 2 ph, W + 2 pw).
    """
    height, width = pair(padding)
    framed, (h, w) = np.zeros_like(x), x.shape[2:]
    framed[:, :, height : h - height, width : w - width] = x[:, :, height : h - height, width : w - width]
    return framed


PAD2D = Exercise(
    name="pad2d",
    points=3,
    cases=(
        Case("1 to 9, padding 1", (ONE_TO_NINE, 1), group="one number"),
        Case("two images of three channels", normal((2, 3, 4, 5), then=(2,)), group="one number"),
        Case("two for the rows, one for the columns", normal((1, 2, 3, 4), then=((2, 1),)), group="pairs"),
        Case("columns only", normal((2, 1, 3, 2), then=((0, 3),)), group="pairs"),
        Case("no padding", normal((1, 2, 3, 4), then=(0,)), group="unusual input"),
        Case("uint8 stays uint8", grey((1, 2, 2, 3), then=(2,)), group="unusual input", dtype="uint8"),
        Case(
            "float32 stays float32",
            normal((1, 1, 3, 2), then=(1,), dtype=np.float32),
            group="unusual input",
            dtype="float32",
        ),
        Case("an empty batch", (np.zeros((0, 3, 4, 4)), 1), group="unusual input"),
    ),
    oracle=torch_pad,
    alternatives=(zero_pad, by_joining, by_loops),
    forbidden=("torch", "scipy"),
    misconceptions=(
        Misconception(
            "always floats",
            lambda x, padding: zero_pad(x, padding).astype(float),
            "The numbers are right, but the result has another dtype than `x`: "
            "`np.zeros(shape)` has float64, `np.zeros(shape, x.dtype)` has that of `x`.",
        ),
        Misconception(
            "cut to whole numbers",
            lambda x, padding: zero_pad(x, padding).astype(int),
            "The border is right, but the decimals are cut off: your array has an integer dtype. "
            "Give it that of `x`.",
        ),
        Misconception(
            "up to minus nothing",
            put_at(lambda p, size: slice(p, -p)),
            "`ph:-ph` is the inside as long as `ph` is not 0; `0:-0` is `0:0`, which is empty. "
            "Say where the image ends: `ph:ph + h`.",
        ),
        Misconception(
            "picture in the corner",
            put_at(lambda p, size: slice(size)),
            "The size is right, but the image is in the upper left corner. It should begin at row `ph` and "
            "column `pw`.",
        ),
        Misconception(
            "all four axes padded",
            on_axes(lambda ph, pw: (ph, pw, ph, pw)),
            "You pad the batch and the channels too. Only the last two axes, H and W, get a border.",
        ),
        Misconception(
            "channels and rows padded",
            on_axes(lambda ph, pw: (0, ph, pw, 0)),
            "You pad C and H, the axes 1 and 2. The border goes around H and W, which are the last two.",
        ),
        Misconception(
            "below and on the right only",
            on_axes(lambda ph, pw: (0, 0, 0, 0), lambda ph, pw: (0, 0, ph, pw)),
            "The zeros are only below and on the right. `padding` is added on each of the four sides.",
        ),
        Misconception(
            "above and on the left only",
            on_axes(lambda ph, pw: (0, 0, ph, pw), lambda ph, pw: (0, 0, 0, 0)),
            "The zeros are only above and on the left. `padding` is added on each of the four sides.",
        ),
        Misconception(
            "all the zeros on one side",
            on_axes(lambda ph, pw: (0, 0, 2 * ph, 2 * pw), lambda ph, pw: (0, 0, 0, 0)),
            "The size is right, but all zeros are above and on the left. Half of them belong below and on "
            "the right.",
        ),
        Misconception(
            "split over both sides",
            on_axes(lambda ph, pw: (0, 0, ph // 2, pw // 2), lambda ph, pw: (0, 0, -(-ph // 2), -(-pw // 2))),
            "`padding` is added on each side, not divided between the two sides.",
        ),
        place_swapped,
        edge_repeated,
        Misconception(
            "picture mirrored into the border",
            lambda x, padding: np.pad(x, [(0, 0), (0, 0), *((p, p) for p in pair(padding))], "reflect"),
            "The border shows the picture in a mirror; it should be 0.",
        ),
        Misconception(
            "one too many",
            lambda x, padding: zero_pad(x, tuple(p + 1 for p in pair(padding))),
            "The border is one pixel wider than `padding` on each side.",
        ),
        Misconception(
            "ones around the picture",
            lambda x, padding: zero_pad(x - 1, padding) + 1,
            "The border is 1; it should be 0. Begin with `np.zeros`.",
        ),
        Misconception(
            "the pair taken as before and after",
            on_axes(lambda ph, pw: (0, 0, ph, ph), lambda ph, pw: (0, 0, pw, pw)),
            "`np.pad` wants (before, after) for each axis; your pair (for H, for W) went there as it is. "
            "Write `((0, 0), (0, 0), (ph, ph), (pw, pw))`.",
        ),
        frame_inside,
        Misconception(
            "padding on one axis only",
            on_axes(lambda ph, pw: (0, 0, ph, 0)),
            "Only one of the two axes is padded. H gets `ph` on each side, and W `pw`.",
            [on_axes(lambda ph, pw: (0, 0, 0, pw))],
        ),
        zeros(torch_pad),
    ),
    hints=(
        "How large is the result? Make zeros of that size, then put `x` into the right place.",
        "`pair(padding)` gives (rows, columns). The image starts at row `ph` and column `pw` of the zeros.",
        "`padded = np.zeros((n, c, h + 2 * ph, w + 2 * pw), x.dtype)`, then "
        "`padded[:, :, ph:ph + h, pw:pw + w] = x`.",
    ),
)
