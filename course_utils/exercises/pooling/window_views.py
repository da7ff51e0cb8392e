"""All windows at once: one view of the picture for each position in the window."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from ..draws import by_columns, normal
from ..reference import pair, tensor
from .advice import ONE_WINDOW_TOO_FEW
from .reference import TOY, sizes, torch_max, views, windows


def use_views(target, x, kernel_size, stride):
    """The views in one array, or their sizes where these differ.

    Where x lies column by column in memory, also whether all views look at x's memory.
    """
    views = target(x, kernel_size, stride)
    views = views if isinstance(views, np.ndarray) else list(views)
    together: np.ndarray | str
    try:
        together = np.array(views)
    except ValueError:
        together = "views of shapes " + ", ".join(dict.fromkeys(str(np.shape(view)) for view in views))
    if x.flags.c_contiguous:
        return together
    return together, all(np.shares_memory(view, x) for view in views)


def unfolded(x, kernel_size, stride):
    import torch

    columns = torch.nn.functional.unfold(tensor(x), kernel_size, stride=stride).numpy()
    out = torch_max(x, kernel_size, stride).shape[2:]
    together = columns.reshape(*x.shape[:2], -1, *out).transpose(2, 0, 1, 3, 4)
    return together if x.flags.c_contiguous else (together, True)


def in_one_array(x, kernel_size, stride):
    every = windows(x, kernel_size, stride)
    return tuple(every[..., u, v] for u, v in np.ndindex(every.shape[4:]))


def by_strides(x, kernel_size, stride):
    kernel, (sh, sw), out = sizes(x, kernel_size, stride)
    shape, steps = (*x.shape[:2], *out), np.multiply(x.strides, (1, 1, sh, sw))
    return [np.lib.stride_tricks.as_strided(x[:, :, u:, v:], shape, steps) for u, v in np.ndindex(kernel)]


def ending(end):
    """Views that end elsewhere: `end` says where, from the position, the number of windows and the rest."""

    def slices(x, kernel_size, stride):
        (kh, kw), (sh, sw), (oh, ow) = sizes(x, kernel_size, stride)
        h, w = x.shape[2:]
        return [
            x[:, :, u : end(u, oh, sh, kh, h) : sh, v : end(v, ow, sw, kw, w) : sw]
            for u, v in np.ndindex(kh, kw)
        ]

    return slices


def by_sliding_windows(x, kernel_size, stride):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    if min(sh, sw) < 1:
        raise ValueError(f"stride ({sh}, {sw}) must be at least 1")
    seen = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))
    return [seen[:, :, ::sh, ::sw, u, v] for u, v in np.ndindex(kh, kw)]


@misconception("copies")
def copies(x, kernel_size, stride):
    """The numbers are right, but they are copies.

    A slice with steps, `x[:, :, a:b:s, c:d:t]`, looks at the memory of x itself, and costs nothing.
    """
    return [view.copy() for view in views(x, kernel_size, stride)]


@misconception("column by column")
def column_by_column(x, kernel_size, stride):
    """You go down the window's columns. Go along its rows: (0, 0), (0, 1), and so on."""
    (kh, kw), every = pair(kernel_size), windows(x, kernel_size, stride)
    return [every[..., u, v] for v in range(kw) for u in range(kh)]


@misconception("windows instead of views")
def one_array_for_each_window(x, kernel_size, stride):
    """You return one array for each window.

    Return one array for each position in the window: it holds the pixel at this position of all windows.
    """
    every = windows(x, kernel_size, stride)
    return [every[:, :, i, j] for i, j in np.ndindex(every.shape[2:4])]


@misconception("strides swapped")
def strides_swapped(x, kernel_size, stride):
    """You swap the two strides: the first is for the rows, the second for the columns."""
    return views(x, kernel_size, pair(stride)[::-1])


@strides_swapped.also
def swapped_in_the_slice(x, kernel_size, stride):
    kernel, (sh, sw), (oh, ow) = sizes(x, kernel_size, stride)
    return [x[:, :, u : u + oh * sh : sw, v : v + ow * sw : sh] for u, v in np.ndindex(kernel)]


@misconception("the first axes instead of the last")
def first_axes(x, kernel_size, stride):
    """You slice the axes N and C. Rows and columns are the last two axes: `x[:, :, a:b, c:d]`."""
    kernel, (sh, sw), (oh, ow) = sizes(x, kernel_size, stride)
    return [x[u : u + oh * sh : sh, v : v + ow * sw : sw] for u, v in np.ndindex(kernel)]


@misconception("a list in a list")
def nested(x, kernel_size, stride):
    """The views are right, but they are in lists of lists. Return one list of kh * kw arrays."""
    (kh, kw), flat = pair(kernel_size), views(x, kernel_size, stride)
    return [flat[u * kw : u * kw + kw] for u in range(kh)]


def some(which):
    """Only some of the views."""
    return lambda x, kernel_size, stride: which(views(x, kernel_size, stride), pair(kernel_size)[1])


positions_left_out = Misconception(
    "positions left out",
    some(lambda found, kw: found[:kw]),
    "Some views are missing: there are kh * kw of them. Does a `return` stand inside a loop, "
    "or does a loop end too early?",
    [
        some(lambda found, kw: found[:1]),
        some(lambda found, kw: found[:-1]),
        some(lambda found, kw: found[1:]),
    ],
)
same_end = Misconception(
    "all views stop at the same row",
    ending(lambda u, out, s, k, n: out * s),
    "A view that starts u rows later must also stop u rows later: `u : u + oh * sh : sh`. The columns alike.",
    [ending(lambda u, out, s, k, n: n - k + 1), ending(lambda u, out, s, k, n: n - k)],
)

WINDOW_VIEWS = Exercise(
    name="window_views",
    points=5,
    cases=(
        Case("the lesson's numbers", (TOY, 2, 2), group="side by side"),
        Case("two pictures, not square", normal((2, 3, 4, 6), then=(2, 2)), group="side by side"),
        Case("a row and a column left over", normal((1, 2, 5, 7), then=(2, 2)), group="side by side"),
        Case("two rows and columns left over", normal((1, 2, 8, 11), then=(3, 3)), group="side by side"),
        Case("windows that overlap", normal((1, 2, 7, 5), then=(3, 2)), group="overlap and gaps"),
        Case("windows that move by 1", normal((2, 1, 4, 5), then=(2, 1)), group="overlap and gaps"),
        Case("gaps between windows", normal((1, 1, 9, 7), then=(2, 3)), group="overlap and gaps"),
        Case("window (3, 2), stride (2, 1)", normal((1, 2, 8, 5), then=((3, 2), (2, 1))), group="pairs"),
        Case("window (2, 3), stride (1, 4)", normal((2, 2, 4, 9), then=((2, 3), (1, 4))), group="pairs"),
        Case("a window higher than x is wide", normal((1, 2, 5, 3), then=((4, 2), (1, 1))), group="pairs"),
        Case("a window wider than x is high", normal((1, 2, 3, 5), then=((2, 4), (1, 1))), group="pairs"),
        Case("not contiguous in memory", by_columns((2, 3, 4, 6), then=(2, 2)), group="no copies"),
        Case("one window only", normal((2, 1, 3, 3), then=(3, 3)), group="bad input"),
        Case("a window too high", (np.ones((1, 1, 3, 6)), (4, 2), 1), raises=ValueError, group="bad input"),
        Case("a window too wide", (np.ones((1, 1, 6, 3)), (2, 4), 1), raises=ValueError, group="bad input"),
        Case("stride 0 for the rows", (TOY, 2, (0, 1)), raises=ValueError, group="bad input"),
        Case("stride 0 for the columns", (TOY, 2, (1, 0)), raises=ValueError, group="bad input"),
        Case("stride -1", (TOY, 2, -1), raises=ValueError, group="bad input"),
    ),
    oracle=unfolded,
    drive=use_views,
    returns=("the views", "whether all look at the memory of x"),
    another_way=(
        by_sliding_windows,
        "NumPy makes the windows for stride 1, and the slice skips some: no size has to be calculated.",
    ),
    alternatives=(views, in_one_array, by_strides),
    forbidden=("torch", "scipy"),
    misconceptions=(
        copies,
        column_by_column,
        one_array_for_each_window,
        Misconception(
            "the kernel size as the stride",
            lambda x, kernel_size, stride: views(x, kernel_size, kernel_size),
            "Your windows always lie side by side. They move by `stride`, and may overlap.",
        ),
        Misconception(
            "views that run to the edge",
            ending(lambda u, out, s, k, n: n),
            "The views differ in size. Stop each one after OH rows and OW columns.",
        ),
        same_end,
        Misconception(
            "one window too many",
            ending(lambda u, out, s, k, n: u + (out + ((n - k) % s > 0)) * s),
            "You round up, or count one too many. Only whole windows count: OH is rounded down.",
            [ending(lambda u, out, s, k, n: u + (out + 1) * s)],
        ),
        Misconception(
            "views that stop too early",
            ending(lambda u, out, s, k, n: u + out),
            "A view takes OH rows that are sh apart, so it ends oh * sh rows after its first row, not oh.",
        ),
        Misconception(
            "views without steps",
            lambda x, kernel_size, stride: [
                x[
                    :,
                    :,
                    u : u + sizes(x, kernel_size, stride)[2][0],
                    v : v + sizes(x, kernel_size, stride)[2][1],
                ]
                for u, v in np.ndindex(pair(kernel_size))
            ],
            "Your views hold neighbours. Window i starts at row i * sh: take every sh-th row and every sw-th "
            "column, with the third number of a slice.",
        ),
        strides_swapped,
        first_axes,
        nested,
        positions_left_out,
        Misconception(
            "one window too few",
            lambda x, kernel_size, stride: [view[:, :, :-1, :-1] for view in views(x, kernel_size, stride)],
            ONE_WINDOW_TOO_FEW,
        ),
        zeros(lambda *args: np.array(views(*args))),
    ),
    hints=(
        "Look at position (0, 0), the upper left pixel of every window. Where in x are these pixels?",
        "They are `stride` apart: `x[:, :, ::sh, ::sw]`, up to the last window. "
        "For position (u, v) the view starts at row u and column v.",
        "`x[:, :, u : u + oh * sh : sh, v : v + ow * sw : sw]` with `oh = (h - kh) // sh + 1`, "
        "for all `u, v in np.ndindex(kh, kw)`, in a list.",
    ),
)
